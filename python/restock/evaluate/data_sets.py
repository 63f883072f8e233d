"""The data sets of an evaluation of forecasts: what kind of data they are, and shorter copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb
import numpy as np
from statsforecast.mstl import mstl

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# From this share of months without demand on a data set is mostly zero.
MOSTLY_ZERO: Final = 0.5
# From this seasonal strength on it is clearly seasonal: where R's forecast::nsdiffs differences.
CLEARLY_SEASONAL: Final = 0.64
LONG_MONTHS: Final = 36
SHORT_MONTHS: Final = 18

_SEASON_MONTHS: Final = 12
_HOW_IT_WAS_READ: Final = "unreadable_columns, field_problem, source_file, source_values"
_MEASURED: Final = """
    select
        datediff('month', bounds.first_sale_month, bounds.last_complete_month) + 1,
        count(distinct months.product_id),
        avg(cast(months.demand_units = 0 as integer))
    from intermediate.int_demand_monthly as months
    cross join intermediate.int_last_complete_month as bounds
    where months.is_listed
    group by all
"""
_TOTALS: Final = """
    select sum(demand_units) as demand_units
    from intermediate.int_demand_monthly
    group by demand_month
    order by demand_month
"""


@dataclass(frozen=True)
class Kind:
    """What a data set is like.

    Parameters
    ----------
    months
        Complete months of sales.
    products
        Products with a month of demand.
    zero_share
        Share of their months without demand.
    seasonal_strength
        Of the demand of all products together; 0 where there are less than two seasons.
    """

    months: int
    products: int
    zero_share: float
    seasonal_strength: float

    @classmethod
    def of(cls, warehouse: Path) -> Kind:
        """Look at a built warehouse."""
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            ((months, products, zero_share),) = connection.execute(_MEASURED).fetchall()
            totals = connection.execute(_TOTALS).to_arrow_table()["demand_units"].to_numpy()
        return cls(months, products, zero_share, seasonal_strength(totals))

    @property
    def is_mostly_zero(self) -> bool:
        """Tell whether more months are without demand than with one."""
        return self.zero_share >= MOSTLY_ZERO

    @property
    def is_clearly_seasonal(self) -> bool:
        """Tell whether the season explains most of what the trend does not."""
        return self.seasonal_strength >= CLEARLY_SEASONAL


def seasonal_strength(units: NDArray[np.float64]) -> float:
    """Measure how much of a monthly series is season: max(0, 1 - var(r) / var(s + r)).

    s and r are the seasonal and the remaining part of its decomposition by loess, between 0 (no
    season) and 1 (nothing else but trend); 0 where there are less than two seasons, or no change.

    Source: Wang, Smith and Hyndman (2006), Characteristic-based clustering for time series data,
    Data Mining and Knowledge Discovery 13(3).
    """
    if len(units) < 2 * _SEASON_MONTHS or not np.ptp(units):
        return 0.0
    parts = mstl(units, _SEASON_MONTHS)
    remainder = parts["remainder"].to_numpy()
    moving = float(np.var(parts["seasonal"].to_numpy() + remainder))
    return max(0.0, 1 - float(np.var(remainder)) / moving) if moving else 0.0


def cut_input(warehouse: Path, months: int, folder: Path) -> Path:
    """Write the input of a warehouse as if sales had begun so many complete months ago.

    Parameters
    ----------
    warehouse
        A built warehouse; its input is where it was.
    months
        Complete months to keep.
    folder
        Where to write the input, as Parquet.

    Returns
    -------
    Path
        The folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        ((first_month,),) = connection.execute(
            "select last_complete_month - to_months($months - 1) "
            "from intermediate.int_last_complete_month",
            {"months": months},
        ).fetchall()
        tables = connection.execute(
            "select table_name from information_schema.columns "
            "where table_schema = 'raw' and column_name = 'source_values' order by table_name"
        ).fetchall()
        for (table,) in tables:
            rows = connection.sql(f"from raw.{table}").project(f"* exclude ({_HOW_IT_WAS_READ})")
            if table == "daily_sales":
                rows = rows.filter(f"sale_date >= date '{first_month:%Y-%m-%d}'")
            target = folder / f"{table}.parquet"
            target.unlink(missing_ok=True)
            if rows.limit(1).fetchall():
                rows.write_parquet(str(target))
    return folder
