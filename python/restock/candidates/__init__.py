"""The forecasting methods: one module a candidate, pure functions over Arrow tables."""
