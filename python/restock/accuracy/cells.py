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

    from numpy.typing import NDArray

    from restock.accuracy.scored import Scored

    Sums = NDArray[np.float64]


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
        columns = {name: found[name].to_numpy() for name in found.column_names}
        products, product_at = np.unique(columns["product_id"].astype(str), return_inverse=True)
        cutoffs, cutoff_at = np.unique(columns["cutoff_month"], return_inverse=True)

        def spread(name: str, candidate: str) -> Sums:
            chosen = columns["candidate"] == candidate
            cells = np.zeros((len(products), len(cutoffs)))
            cells[product_at[chosen], cutoff_at[chosen]] = columns[name][chosen]
            return cells

        candidates = [str(name) for name in np.unique(columns["candidate"].astype(str))]
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

    def wape_differences(self, candidate: str, reference: str) -> Sums:
        """Return the candidate's wape less that of the reference in each resample."""
        difference = self.absolute_errors[candidate] - self.absolute_errors[reference]
        return self._resamples.sums(difference) / self._resamples.sums(self.absolute_actuals)

    @cached_property
    def _resamples(self) -> Resamples:
        return Resamples.draw(*self.actuals.shape)
