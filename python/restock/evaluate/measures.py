"""Measures of the cleaning against the truth: what each table shows, and how it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from restock.evaluate.facts import Facts
    from restock.report import Table


def stockouts(facts: Facts, businesses: Sequence[str]) -> Table:
    """Measure how the planted stock-outs were found. One row per business and demand class."""
    return facts.table(
        "stockouts",
        "Stock-outs: planted and found",
        "Days are open days out of stock, whether or not anything would have been bought; a run\n"
        "is an unbroken row of them, right if the other side has one of its days. restored:\n"
        "stockout_units as a share of the latent units lost on the planted days.",
        businesses=list(businesses),
    )


def bulk_orders(facts: Facts, businesses: Sequence[str]) -> Table:
    """Measure how the planted bulk orders were found. One row per business and demand class."""
    return facts.table(
        "bulk_orders",
        "Bulk orders: planted and found",
        "By product and day. capped: units cut off there as a share of the units planted.",
        businesses=list(businesses),
    )


def months(facts: Facts, business: str) -> Table:
    """Count the months by the true share in stock. One row per band."""
    return facts.table(
        "months",
        "Months of all products by the true share of open days in stock",
        "lost: latent units of the days out of stock.",
        business=business,
    )


def demand_errors(facts: Facts, businesses: Sequence[str]) -> tuple[Table, Table]:
    """Measure wape and bias of monthly demand. One row per business and method each."""
    wape, bias = (
        facts.table(
            "demand_errors",
            f"{title} of monthly demand against latent demand, by the true share in stock",
            note,
            measure=title.lower(),
            businesses=list(businesses),
        )
        for title, note in {
            "WAPE": "Months kept are those without a stock-out or outlier, as found by Restock or\n"
            "as planted; the others take the last month kept, or the mean of the year before.",
            "Bias": "Positive: too high.",
        }.items()
    )
    return wape, bias


def no_harm(facts: Facts, business: str) -> Table:
    """Measure what cleaning does where nothing is planted. One row per demand class."""
    return facts.table(
        "no_harm",
        "No harm: nothing planted, stock never counted",
        "Sales differ from latent demand by returns alone; all days found are false alarms.",
        business=business,
    )


def forecast_errors(facts: Facts, horizons: int) -> Table:
    """Measure forecasts with cleaning on and off. One row per candidate and 'on' or 'off'."""
    return facts.table(
        "forecasts",
        f"Forecasts with cleaning on and off, horizons 1 to {horizons}",
        "Against latent demand, and against units sold; the same rows for all.",
        horizons=horizons,
    )
