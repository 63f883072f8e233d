"""A table of features as a tree learner reads it: numbers, categories as codes, sorted rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.columns import (
    CUTOFF_MONTH,
    DEMAND_UNITS,
    HORIZON,
    MEAN_12_MONTHS_UNITS,
    PRODUCT_ID,
    TARGET_MONTH,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_NOT_FEATURES: Final = (PRODUCT_ID, CUTOFF_MONTH, TARGET_MONTH, DEMAND_UNITS)


@dataclass(frozen=True, eq=False)
class FeatureRows:
    """One row per product, cutoff (or origin) and horizon, with features as known at the cutoff.

    A feature is every column that is neither a key nor the target: a new column is a new feature.
    The horizon is both key and feature.

    Attributes
    ----------
    table
        product_id (string), cutoff_month and target_month (date32), horizon (int32),
        mean_12_months_units (double: the scale); features are numbers, booleans or text.
    """

    table: pa.Table

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Positions of the rows in the order of cutoff_month, product_id, horizon."""
        products = self.table[PRODUCT_ID].cast(pa.string()).combine_chunks().dictionary_encode()
        ranks = np.argsort(pc.sort_indices(products.dictionary).to_numpy())
        keys = (
            self.numbers(HORIZON),
            ranks[products.indices.to_numpy()],
            self.months(CUTOFF_MONTH),
        )
        return np.lexsort(keys)

    def where(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give the positions of the chosen rows, in order."""
        return self.order[chosen[self.order]]

    @property
    def all_rows(self) -> NDArray[np.int64]:
        """Positions of all rows, as the table has them."""
        return np.arange(self.table.num_rows)

    @cached_property
    def scales(self) -> NDArray[np.float64]:
        """Mean monthly demand of the twelve months up to the cutoff, units; nan where unknown."""
        return self.numbers(MEAN_12_MONTHS_UNITS)

    @property
    def names(self) -> list[str]:
        """The features, by name."""
        return sorted(set(self.table.column_names).difference(_NOT_FEATURES))

    def months(self, name: str) -> NDArray[np.int64]:
        """Months since 1970-01 of a column of dates."""
        dates = self.table[name].cast(pa.date32()).to_numpy()
        return dates.astype("datetime64[M]").astype(np.int64)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Give a column as float64, nan for null."""
        return self.table[name].cast(pa.float64()).to_numpy()

    def categories(self, rows: NDArray[np.int64]) -> dict[str, list[str]]:
        """Give the values of each text feature in the given rows, sorted: the place is the code."""
        found = {}
        for name in self.names:
            if pa.types.is_string(self.table[name].type):
                values = self.table[name].take(rows).unique().drop_null()
                found[name] = sorted(str(value) for value in values.to_pylist())
        return found

    def matrix(
        self,
        rows: NDArray[np.int64],
        names: Sequence[str],
        categories: Mapping[str, Sequence[str]],
    ) -> NDArray[np.float32]:
        """Give features of the given rows, shape (rows, names), nan where missing.

        Columns in units (`*_units`) are divided by the scale, so that they compare between
        products; the scale itself stays in units, as the size of the product. A category becomes
        its place in `categories`, one that is not there is missing.

        Raises
        ------
        KeyError
            The table has no column of one of the names.
        TypeError
            A feature is neither a number, a boolean nor text.
        """
        matrix = np.empty((len(rows), len(names)), np.float32)
        for position, name in enumerate(names):
            column = self.table[name].take(rows)
            if name in categories:
                codes = pc.index_in(column, value_set=pa.array(categories[name], pa.string()))
                values = codes.cast(pa.float64()).to_numpy(zero_copy_only=False)
            elif _is_number(column.type):
                values = column.cast(pa.float64(), safe=False).to_numpy()
            else:
                raise TypeError(f"feature {name} is neither a number nor text: {column.type}")
            if name.endswith("_units") and name != MEAN_12_MONTHS_UNITS:
                values = values / self.scales[rows]
            matrix[:, position] = values
        return matrix


def _is_number(kind: pa.DataType) -> bool:
    kinds = (
        pa.types.is_boolean,
        pa.types.is_decimal,
        pa.types.is_floating,
        pa.types.is_integer,
        pa.types.is_null,
    )
    return any(is_kind(kind) for is_kind in kinds)
