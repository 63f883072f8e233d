"""Errors summed over cells, a cell being a product at a cutoff, and measures of their resamples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from restock.accuracy.bootstrap import Resamples, interval
from restock.accuracy.scored import BASELINE, query

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from restock.accuracy.scored import Scored

    Sums = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """The candidates, products and cutoffs of a table's rows, the latter as places in a matrix.

    Attributes
    ----------
    candidates
        Of each row, shape (rows,).
    product_at, cutoff_at
        Of each row, shape (rows,).
    shape
        Number of products and of cutoffs.
    """

    candidates: NDArray[np.str_]
    product_at: NDArray[np.int64]
    cutoff_at: NDArray[np.int64]
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: pa.Table) -> Grid:
        """Find the places of rows with candidate, product_id and cutoff_month."""
        candidates, ids = (
            np.array(rows[name].to_pylist(), dtype=str) for name in ("candidate", "product_id")
        )
        products, product_at = np.unique(ids, return_inverse=True)
        cutoffs, cutoff_at = np.unique(rows["cutoff_month"].to_numpy(), return_inverse=True)
        return cls(candidates, product_at, cutoff_at, (len(products), len(cutoffs)))

    def spread(self, values: NDArray[np.float64], candidate: str) -> Sums:
        """Put the values of a candidate's rows in their places, 0 in all others."""
        chosen = self.candidates == candidate
        cells = np.zeros(self.shape)
        cells[self.product_at[chosen], self.cutoff_at[chosen]] = values[chosen]
        return cells


@dataclass(frozen=True, eq=False)
class Cells:
    """Sums over the months of each product and cutoff, shape (products, cutoffs), in units.

    Attributes
    ----------
    absolute_errors, errors
        By candidate: sum(abs(forecast - actual)), sum(forecast - actual).
    absolute_actuals, actuals
        sum(abs(actual)), sum(actual); 0 where nothing was forecast.
    """

    absolute_errors: Mapping[str, Sums]
    errors: Mapping[str, Sums]
    absolute_actuals: Sums
    actuals: Sums

    @classmethod
    def of(cls, scored: Scored, data_set: str, half: str | None = None) -> Cells:
        """Sum what was scored of a data set; half: at its older or newer cutoffs only."""
        rows = scored.connection.sql(query("cells"), params={"data_set": data_set})
        found = (rows if half is None else rows.filter(f"half = '{half}'")).to_arrow_table()
        grid = Grid.of(found)

        def spread(name: str, candidate: str) -> Sums:
            return grid.spread(found[name].to_numpy(), candidate)

        candidates = [str(name) for name in np.unique(grid.candidates)]
        return cls(
            {name: spread("absolute_error_units", name) for name in candidates},
            {name: spread("error_units", name) for name in candidates},
            spread("absolute_actual_units", BASELINE),
            spread("actual_units", BASELINE),
        )

    def ratio_interval(self, candidate: str) -> tuple[float, float]:
        """Return the 95% interval of the candidate's wape over the baseline's."""
        of_candidate = self._resamples.sums(self.absolute_errors[candidate])
        return interval(of_candidate / self._resamples.sums(self.absolute_errors[BASELINE]))

    def two_errors_of_bias(self, candidate: str) -> float:
        """Return two standard errors of the candidate's bias."""
        errors = self._resamples.sums(self.errors[candidate])
        return float(2 * np.nanstd(errors / self._resamples.sums(self.actuals)))

    @cached_property
    def _resamples(self) -> Resamples:
        return Resamples.draw(*self.actuals.shape)
