"""What to generate."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

FileFormat = Literal["csv", "parquet"]

FEWEST_PRODUCTS = 20
FEWEST_MONTHS = 12


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
        }
        broken = [rule for rule, is_kept in rules.items() if not is_kept]
        if broken:
            raise ValueError("; ".join(broken))

    @property
    def months(self) -> int:
        """Whole months of history, up to the last complete one."""
        return round(self.years * 12)

    def random(self, stream: str, part: int = 0) -> np.random.Generator:
        """Return the random stream of this name: a new stream does not move the others."""
        return np.random.default_rng([self.seed, int.from_bytes(stream.encode()), part])
