"""What order policies are played on: known demand, and what each would order up to."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import duckdb
import numpy as np

from restock.build import project_vars
from restock.evaluate.facts import query
from restock.evaluate.policies import Terms
from restock.generate import GenerateOptions, generate
from restock.generate.files import RECORD
from restock.inputs.sql import literal

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from restock.build import Builder
    from restock.evaluate.policies import Units

# Months that are measured, and months played before them, in which the first orders arrive.
MEASURED_MONTHS: Final = 24
WARM_UP_MONTHS: Final = 6

_PLAYED_MONTHS: Final = MEASURED_MONTHS + WARM_UP_MONTHS
_MODELS: Final = "+int_interval_totals +int_unit_values +ml_champion_forecasts"
# More than any history has.
_ALL_CUTOFFS: Final = 1200

_TRUE_DEMAND: Final = """
    create temp table demand as
    select
        product_id,
        cast(date_trunc('month', demand_date) as date) as demand_month,
        sum(demand_units) as demand_units
    from read_csv($truth, types = {'product_id': 'varchar'})
    group by all
"""
_CLEANED_DEMAND: Final = """
    create temp table demand as
    select product_id, demand_month, demand_units
    from built.intermediate.int_demand_monthly
"""
_LISTED: Final = """
    select demand.product_id, demand.demand_month, demand.demand_units
    from demand
    inner join built.intermediate.int_demand_monthly as months
        on demand.product_id = months.product_id and demand.demand_month = months.demand_month
    where months.is_listed and demand.demand_units is not null
    order by demand.product_id, demand.demand_month
"""

log = logging.getLogger(__name__)


class TooShortError(ValueError):
    """The history is too short to play orders on."""


@dataclass(frozen=True, eq=False)
class Case:
    """Demand of a business, and what each policy orders up to at the end of each month.

    Attributes
    ----------
    demand
        Shape (months, products), units; 0 where the product is not listed.
    is_listed
        Shape (months, products), whether it is sold in the month.
    expected
        Shape (months, products), units forecast until the next order arrives.
    deviations
        By quantile level, the lowest first: units above that, shape (months, products).
    baseline
        Shape (months, products), units of a month by the weighted moving average.
    protection
        Shape (months, products), months until the next order arrives.
    unit_value
        Shape (products,), value of a unit.
    terms
        On what terms they are ordered.
    most_cover
        Months that an order, with what is there, may last at most.
    """

    demand: Units
    is_listed: NDArray[np.bool_]
    expected: Units
    deviations: dict[float, Units]
    baseline: Units
    protection: Units
    unit_value: Units
    terms: Terms
    most_cover: float


def generated_case(options: GenerateOptions, builder: Builder) -> Case:
    """Invent a business and build it; the demand is what was planted."""
    folder = generate(options).path
    (truth,) = (folder / "truth").glob("demand.*")
    return _case(folder, builder, truth)


def options_of(sample: Path, out: Path) -> GenerateOptions:
    """Return the options by which a generated folder is made again, with its true demand."""
    record = json.loads((sample / RECORD).read_text())["options"]
    return GenerateOptions(
        **record
        | {
            "end_date": date.fromisoformat(record["end_date"]),
            "out": out,
            "with_truth": True,
            "overwrite": True,
        }
    )


def case_of(folder: Path, builder: Builder) -> Case:
    """Build an input folder; the demand is what cleaning makes of its sales.

    Raises
    ------
    TooShortError
        There are too few months of demand, or too few of them have a forecast before them.
    """
    return _case(folder, builder, None)


def _case(folder: Path, builder: Builder, truth: Path | None) -> Case:
    warehouse = builder.build(folder.name, folder, _MODELS, reported_cutoffs=_ALL_CUTOFFS)
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(warehouse)} as built (read_only)")
        if truth is None:
            connection.execute(_CLEANED_DEMAND)
        else:
            connection.execute(_TRUE_DEMAND, {"truth": str(truth)})
        demand = connection.sql(_LISTED).df()
        levels = connection.sql(query("order_levels")).df()
    months = np.sort(demand["demand_month"].unique())[-_PLAYED_MONTHS:]
    if len(months) < _PLAYED_MONTHS or levels["cutoff_month"].min() > months[0]:
        raise TooShortError(
            f"'{folder}' is too short to play orders on: {_PLAYED_MONTHS} months of demand with a "
            "forecast before each are needed"
        )
    products = np.sort(levels["product_id"].unique())
    terms = levels.groupby("product_id").last().loc[products]
    variables = project_vars(builder.project) | dict(builder.variables)

    def wide(column: str) -> Units:
        found: Units = _wide(levels, "cutoff_month", column, months, products).fillna(0).to_numpy()
        return found

    known = _wide(demand, "demand_month", "demand_units", months, products)
    return Case(
        demand=known.fillna(0.0).to_numpy(),
        is_listed=known.notna().to_numpy(),
        expected=wide("forecast_units"),
        deviations={
            level: wide(f"deviation_p{level * 100:g}".replace(".", "_"))
            for level in sorted(variables["total_quantile_levels"])
        },
        baseline=wide("baseline_units"),
        protection=wide("protection_months"),
        unit_value=terms["unit_value"].to_numpy(np.float64),
        terms=Terms(
            terms["lead_time_months"].to_numpy(np.int64),
            terms["pack_size"].to_numpy(np.float64),
            terms["minimum_order_units"].to_numpy(np.float64),
        ),
        most_cover=variables["max_cover_months"],
    )


def _wide(
    rows: pd.DataFrame,
    month: str,
    column: str,
    months: NDArray[np.datetime64],
    products: NDArray[np.object_],
) -> pd.DataFrame:
    pivoted = rows.pivot_table(index=month, columns="product_id", values=column)
    return pivoted.reindex(index=months, columns=products)
