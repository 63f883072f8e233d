"""What to generate."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import numpy as np

FileFormat = Literal["csv", "parquet"]
StockCounts = Literal["weekly", "daily", "month ends", "none"]

FEWEST_PRODUCTS = 20
FEWEST_MONTHS = 12
# Told of a folder only where they are not the default: younger than the folders that exist.
_TOLD_WHERE_CHANGED = (
    "stockouts_per_year",
    "bulk_orders_per_year",
    "stock_counts",
    "counted_months",
)


@dataclass(frozen=True)
class GenerateOptions:
    """Options of a generated input folder. Equal options give equal bytes.

    Parameters
    ----------
    products
        Number of products, at least 20, so that each planted phenomenon has one.
    years
        Length of the history, counted back in whole months from the last complete month;
        at least 1.
    seed
        Seed of every random stream, 0 or more.
    out
        Folder to write.
    end_date
        Date of the last sales, an open day. Usually mid-month, so that the last month is partial.
    groups
        Number of product groups; products of a group share their seasonality.
    file_format
        ``csv`` or ``parquet``.
    lines_per_day
        Most sales lines that the demand of one product on one day is split into.
    with_truth
        Also write ``truth/``: latent demand, stock-outs and bulk orders.
    stockouts_per_year
        Stock-outs per product and year, at least three in all; 0 for none.
    bulk_orders_per_year
        Bulk orders per dense product and year, at least four in all; 0 for none.
    stock_counts
        When stock is counted: ``weekly`` on Mondays, ``daily``, on the last day of each month
        (``month ends``), or never (``none``: there is no table stock_levels).
    counted_months
        Stock is counted in that many last months: earlier stock-outs can only be inferred.
    overwrite
        Replace ``out`` with everything in it, whoever wrote it.

    Raises
    ------
    ValueError
        If an option is out of range.
    """

    products: int
    years: float
    seed: int
    out: Path
    end_date: date = date(2026, 1, 12)
    groups: int = 6
    file_format: FileFormat = "csv"
    lines_per_day: int = 1
    with_truth: bool = False
    stockouts_per_year: float = 0.35
    bulk_orders_per_year: float = 0.08
    stock_counts: StockCounts = "weekly"
    counted_months: int = 30
    overwrite: bool = False

    def __post_init__(self) -> None:
        rules = {
            f"products must be at least {FEWEST_PRODUCTS}": self.products >= FEWEST_PRODUCTS,
            f"years must be at least {FEWEST_MONTHS / 12:g}": self.months >= FEWEST_MONTHS,
            "seed must not be negative": self.seed >= 0,
            "groups must be between 1 and the number of products": (
                1 <= self.groups <= self.products
            ),
            "file_format must be csv or parquet": self.file_format in {"csv", "parquet"},
            "lines_per_day must be at least 1": self.lines_per_day >= 1,
            "stockouts_per_year must not be negative": self.stockouts_per_year >= 0,
            "bulk_orders_per_year must not be negative": self.bulk_orders_per_year >= 0,
            f"stock_counts must be one of {', '.join(get_args(StockCounts))}": (
                self.stock_counts in get_args(StockCounts)
            ),
            "counted_months must be at least 1": self.counted_months >= 1,
        }
        broken = [rule for rule, is_kept in rules.items() if not is_kept]
        if broken:
            raise ValueError("; ".join(broken))

    @property
    def months(self) -> int:
        """Whole months of history, up to the last complete one."""
        return round(self.years * 12)

    def settings(self) -> dict[str, object]:
        """Return what a folder is generated from, for its record."""
        defaults = {field.name: field.default for field in fields(self)}
        told = {
            name: value
            for name, value in asdict(self).items()
            if name not in {"out", "overwrite"}
            and (name not in _TOLD_WHERE_CHANGED or value != defaults[name])
        }
        return told | {"years": float(self.years), "end_date": self.end_date.isoformat()}

    def random(self, stream: str, part: int = 0) -> np.random.Generator:
        """Return the random stream of this name: a new stream does not move the others."""
        return np.random.default_rng([self.seed, int.from_bytes(stream.encode()), part])
