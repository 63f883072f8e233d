"""Monthly series by product, cut out of a long demand table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from restock.columns import DEMAND_MONTH, DEMAND_UNITS, PRODUCT_ID

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REQUIRED: Final = (PRODUCT_ID, DEMAND_MONTH, DEMAND_UNITS)


@dataclass(frozen=True, eq=False)
class Panel:
    """``units[i, j]`` = demand of ``product_ids[i]`` in ``months[j]``, nan where not known.

    Attributes
    ----------
    product_ids
        Shape (N,), strings, ascending by code point.
    months
        Shape (M,), datetime64[M], ascending without gaps from the first to the last month
        of any product.
    units
        Shape (N, M), float64: nan before a product's first row, where it has no row, and
        where its demand is null.
    """

    product_ids: NDArray[np.object_]
    months: NDArray[np.datetime64]
    units: NDArray[np.float64]

    @classmethod
    def from_table(cls, demand: pa.Table) -> Panel:
        """Spread a long table, one row per product and month in any order, over a panel.

        Parameters
        ----------
        demand
            product_id (string), demand_month (date, first of month), demand_units (double,
            nullable). Other columns are ignored.

        Raises
        ------
        ValueError
            A column is missing, a key is null, a product has a month twice, or demand is infinite.
        """
        missing = [name for name in _REQUIRED if name not in demand.column_names]
        if missing:
            raise ValueError(f"the demand table has no column {', '.join(missing)}")
        if demand[PRODUCT_ID].null_count or demand[DEMAND_MONTH].null_count:
            raise ValueError(f"the demand table has rows without {PRODUCT_ID} or {DEMAND_MONTH}")

        encoded = demand[PRODUCT_ID].cast(pa.string()).combine_chunks().dictionary_encode()
        names = np.array(encoded.dictionary.to_pylist(), dtype=object)
        product_ids, order = np.unique(names, return_inverse=True)
        rows = order[encoded.indices.to_numpy()]

        dates = demand[DEMAND_MONTH].cast(pa.date32()).to_numpy().astype("datetime64[M]")
        if dates.size == 0:
            return cls(product_ids, dates, np.empty((product_ids.size, 0)))
        months = np.arange(dates.min(), dates.max() + 1)
        cells = rows * months.size + (dates - months[0]).astype(np.int64)
        _refuse_duplicates(cells, product_ids, months)

        units = np.full(product_ids.size * months.size, np.nan)
        units[cells] = demand[DEMAND_UNITS].cast(pa.float64()).to_numpy()
        if np.isinf(units).any():
            raise ValueError(f"the demand table has infinite {DEMAND_UNITS}")
        return cls(product_ids, months, units.reshape(product_ids.size, months.size))

    def history(self, product_id: str, cutoff_month: np.datetime64) -> NDArray[np.float64]:
        """Demand from the product's first known month up to and including the cutoff.

        Parameters
        ----------
        product_id
            A product; one that the panel does not hold has an empty history.
        cutoff_month
            Any date of the last month whose demand may be used. Months after the panel's
            last one are not known: nan.

        Returns
        -------
        Shape (n,), units, the last value that of the cutoff; empty if nothing is known up to
        the cutoff. It may be a view: do not write into it.
        """
        row = self._rows.get(product_id)
        if row is None:
            return np.empty(0)
        first = self._first_columns[row]
        end = int((cutoff_month.astype("datetime64[M]") - self.months[0]).astype(np.int64)) + 1
        if end <= first:
            return np.empty(0)
        held = self.units[row, first:end]
        unknown = np.full(end - first - held.size, np.nan)
        return np.concatenate([held, unknown]) if unknown.size else held

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {product_id: row for row, product_id in enumerate(self.product_ids)}

    @cached_property
    def _first_columns(self) -> NDArray[np.int64]:
        known = ~np.isnan(self.units)
        never = np.iinfo(np.int64).max
        return np.where(known.any(axis=1), known.argmax(axis=1), never).astype(np.int64)


def _refuse_duplicates(
    cells: NDArray[np.int64], product_ids: NDArray[np.object_], months: NDArray[np.datetime64]
) -> None:
    ordered = np.sort(cells)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if repeated.size:
        row, column = divmod(int(repeated[0]), months.size)
        raise ValueError(
            f"the demand table has {repeated.size} rows too many for their {PRODUCT_ID} and "
            f"{DEMAND_MONTH}, the first for {product_ids[row]} in {months[column]}"
        )
