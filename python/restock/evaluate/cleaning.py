"""The cleaning held against planted truth: what it finds, and how near demand comes to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from restock.evaluate import measures
from restock.evaluate.facts import Facts
from restock.generate import GenerateOptions, StockCounts, generate
from restock.report import Goal, Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from restock.build import Builder
    from restock.report import Table

_NOTHING_PLANTED: Final = "nothing planted"
# Weekly counts that began after the sales: some stock-outs are known, some inferred.
_HALF_COUNTED: Final = "half counted"

_CLEANING_OFF: Final = {
    "known_stockouts": False,
    "inferred_stockouts": False,
    "cap_outliers": False,
    "carry_returns": False,
}
_CANDIDATES: Final = ("weighted_moving_average", "lightgbm")
_MONTHLY: Final = "+path:models/intermediate"

MOST_BIAS: Final = 0.01
MOST_HARM: Final = 0.002


@dataclass(frozen=True)
class Plan:
    """What to evaluate on.

    Parameters
    ----------
    products, years
        Size of each invented business.
    seeds
        One business of each kind is invented for each seed; their months are pooled.
    stockouts_per_year
        Stock-outs per product and year: 1.1 of 8 to 40 days lose about 7% of demand.
    counts
        The same stock-outs are known from counts of these kinds; 'none': can only be inferred.
        Each makes a business, named for it.
    horizons
        Forecasts of the first seed's business are compared over that many months; 0: none.
    """

    products: int = 150
    years: float = 4
    seeds: tuple[int, ...] = (1, 2, 3)
    stockouts_per_year: float = 1.1
    counts: tuple[StockCounts, ...] = ("daily", "weekly", "month ends", "none")
    horizons: int = 3


def evaluate_cleaning(plan: Plan, builder: Builder) -> Report:
    """Invent businesses, build their warehouses and measure the cleaning.

    Parameters
    ----------
    plan
        What to evaluate on.
    builder
        Where the warehouses are built.

    Returns
    -------
    Report
        Tables of what was found and of the errors that are left, and the goals.

    Raises
    ------
    BuildError
        A warehouse could not be built.
    """
    facts = Facts.empty(builder.project)
    for business, options in _businesses(plan, builder.workplace):
        _invent(facts, business, options, builder, _MONTHLY)
    if plan.horizons:
        _forecast(facts, plan, builder)
    return _report(facts, plan)


def _businesses(plan: Plan, workplace: Path) -> Iterator[tuple[str, GenerateOptions]]:
    for seed in plan.seeds:
        planted = _planted(plan, seed, workplace)
        for counts in plan.counts:
            yield counts, replace(planted, stock_counts=counts)
        yield (
            _NOTHING_PLANTED,
            replace(planted, stock_counts="none", stockouts_per_year=0, bulk_orders_per_year=0),
        )


def _planted(plan: Plan, seed: int, workplace: Path) -> GenerateOptions:
    return GenerateOptions(
        products=plan.products,
        years=plan.years,
        seed=seed,
        out=workplace / "input",
        file_format="parquet",
        with_truth=True,
        stockouts_per_year=plan.stockouts_per_year,
        counted_months=round(plan.years * 12) + 1,
        overwrite=True,
    )


def _invent(
    facts: Facts, business: str, options: GenerateOptions, builder: Builder, models: str
) -> Path:
    """Generate and build a business and add what its warehouse says of it."""
    data = generate(options).path
    warehouse = builder.build(f"{business} {options.seed}", data, models)
    facts.add_cleaning(business, options.seed, warehouse, data / "truth")
    return warehouse


def _forecast(facts: Facts, plan: Plan, builder: Builder) -> None:
    """Forecast a business of which stock counts began in the middle, with cleaning and without."""
    options = _planted(plan, plan.seeds[0], builder.workplace)
    options = replace(options, counted_months=round(options.months / 2))
    models = " ".join((_MONTHLY, *(f"+ml_forecasts_{candidate}" for candidate in _CANDIDATES)))
    cleaned = _invent(facts, _HALF_COUNTED, options, builder, models)
    facts.add_forecasts(_HALF_COUNTED, "on", cleaned, _CANDIDATES)
    uncleaned = builder.build(f"{_HALF_COUNTED} uncleaned", options.out, models, **_CLEANING_OFF)
    facts.add_forecasts(_HALF_COUNTED, "off", uncleaned, _CANDIDATES)


def _report(facts: Facts, plan: Plan) -> Report:
    wape, bias = measures.demand_errors(facts, plan.counts)
    no_harm = measures.no_harm(facts, _NOTHING_PLANTED)
    tables = [
        measures.stockouts(facts, plan.counts),
        measures.bulk_orders(facts, plan.counts),
        measures.months(facts, plan.counts[0]),
        wape,
        bias,
        no_harm,
    ]
    if plan.horizons:
        tables.append(measures.forecast_errors(facts, plan.horizons))
    return Report(tuple(tables), tuple(_goals(plan, wape, bias, no_harm)))


def _goals(plan: Plan, wape: Table, bias: Table, no_harm: Table) -> Iterator[Goal]:
    for business in plan.counts:
        (of_restock, *_) = bias.where(stock_counts=business).numbers("all_months")
        yield Goal(f"bias, either way (counts: {business})", abs(of_restock), MOST_BIAS)
    for business in plan.counts:
        (of_restock, *of_others) = wape.where(stock_counts=business).numbers("all_months")
        yield Goal(
            f"WAPE, at most that of the best alternative (counts: {business})",
            of_restock,
            min(of_others),
        )
    (harm,) = no_harm.where(demand_class="all").numbers("relative_difference")
    yield Goal("no harm: WAPE relative to that of sales as booked", harm, MOST_HARM)
