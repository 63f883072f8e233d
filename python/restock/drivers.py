"""What a forecast is made of: contributions in units that add up to it, by drivers.

A driver is named so that a purchaser understands it; the same name is the same thing whichever
candidate made the forecast, so that the drivers of several can be averaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from restock.columns import CUTOFF_MONTH, DRIVER, HORIZON, PRODUCT_ID, UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

RECENT_LEVEL: Final = "recent level"
TREND: Final = "trend"
SEASON: Final = "season"
PROMOTIONS: Final = "promotions"
PRICE: Final = "price"
HOLIDAYS: Final = "holidays"
NOT_BELOW_ZERO: Final = "not below zero"


def drivers_of(keys: pa.Table, units: Mapping[str, NDArray[np.float64]]) -> pa.Table:
    """List what each forecast is made of.

    Where the contributions sum to less than 0 the driver 'not below zero' makes up for it, as the
    forecast is 0 then.

    Parameters
    ----------
    keys
        One row per forecast: product_id, cutoff_month, horizon; more columns are left out.
    units
        Contributions in units by driver, each of as many values as there are forecasts.

    Returns
    -------
    pa.Table
        One row per forecast and driver that contributes (the first one always): product_id,
        cutoff_month, horizon, driver (string), units (double, 9 decimals).
    """
    missing = np.maximum(-sum(units.values()), 0.0)
    units = {**units, NOT_BELOW_ZERO: units.get(NOT_BELOW_ZERO, 0.0) + missing}
    matrix = np.column_stack(list(units.values())).round(9)
    contributes = matrix != 0
    contributes[:, 0] = True
    rows, columns = np.nonzero(contributes)
    return (
        keys.select([PRODUCT_ID, CUTOFF_MONTH, HORIZON])
        .take(rows)
        .append_column(DRIVER, pa.array(np.array(list(units))[columns], pa.string()))
        .append_column(UNITS, pa.array(matrix[rows, columns], pa.float64()))
    )
