"""Restock: monthly demand forecasts for purchasing, checked before release."""
