"""How long training takes."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import pyarrow as pa

from restock.columns import TRAINING_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")


def timed(fit: Callable[P, pa.Table]) -> Callable[P, pa.Table]:
    """Return a function that fits the same and adds training_seconds to each row.

    training_seconds = seconds of the call / rows, because many are fitted at once.
    """

    @wraps(fit)
    def fit_and_time(*args: P.args, **kwargs: P.kwargs) -> pa.Table:
        started = time.perf_counter()
        fitted = fit(*args, **kwargs)
        seconds = time.perf_counter() - started
        each = round(seconds / max(fitted.num_rows, 1), 6)
        return fitted.append_column(
            TRAINING_SECONDS, pa.array([each] * fitted.num_rows, pa.float64())
        )

    return fit_and_time
