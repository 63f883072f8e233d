"""The series of each product and cutoff, with the holidays and regressors that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.candidates.prophet.model import Observations, Regressor
from restock.columns import (
    CUTOFF_MONTH,
    DEMAND_MONTH,
    DEMAND_UNITS,
    HOLIDAY_DATE,
    HOLIDAY_NAME,
    HORIZON,
    PRODUCT_ID,
)
from restock.series import Panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from restock.candidates.prophet.model import Floats

    Months = NDArray[np.datetime64]

_NAMES_BETWEEN: Final = "; "  # as the holidays library joins the names of one day


@dataclass(frozen=True, eq=False)
class Outlook:
    """What is known of the months after a cutoff.

    Attributes
    ----------
    horizons
        Months ahead that are told, 1 to this.
    holidays
        One row per date: holiday_date, holiday_name; None: no holidays.
    plans
        What plans say of the regressors. One row per product, cutoff and horizon, all horizons
        for those that have any: product_id, cutoff_month, horizon and a column for each
        regressor; None: no plans.
    """

    horizons: int = 0
    holidays: pa.Table | None = None
    plans: pa.Table | None = None


def observe(
    demand: pa.Table, wanted: pa.Table, outlook: Outlook, regressors: Sequence[str]
) -> Iterator[Observations]:
    """Cut the wanted series out of the demand, in their order.

    Parameters
    ----------
    demand
        product_id, demand_month, demand_units; where there are plans also a column for each
        regressor.
    wanted
        product_id, cutoff_month.
    outlook
        What is known ahead.
    regressors
        Which ones are used.
    """
    panel = Panel.from_table(demand)
    holidays = _Holidays.of(outlook.holidays)
    plans = _Plans.of(demand, outlook, regressors)
    product_ids = texts_of(wanted[PRODUCT_ID])
    for product_id, cutoff in zip(product_ids, months_of(wanted[CUTOFF_MONTH]), strict=True):
        history = panel.history(product_id, cutoff)
        known = np.flatnonzero(~np.isnan(history))
        months = cutoff - (history.size - 1 - known)
        ahead = cutoff + np.arange(1, outlook.horizons + 1)
        columns = (
            *holidays.regressors(months, ahead),
            *plans.regressors(product_id, cutoff, months),
        )
        yield Observations(months=months, units=history[known], regressors=columns)


def months_of(column: pa.ChunkedArray[Any]) -> Months:
    """Return dates as their months."""
    return column.cast(pa.date32()).to_numpy().astype("datetime64[M]")


def texts_of(column: pa.ChunkedArray[Any]) -> NDArray[np.object_]:
    """Return texts, whatever their Arrow type, without nulls."""
    return column.cast(pa.string()).to_numpy()


@dataclass(frozen=True, eq=False)
class _Holidays:
    """The months in which holidays fall, by name, and the regressors that were made of them."""

    months: dict[str, Months]
    made: dict[bytes, tuple[Regressor, ...]]

    @classmethod
    def of(cls, holidays: pa.Table | None) -> _Holidays:
        found: dict[str, list[np.datetime64]] = {}
        if holidays is not None:
            names = texts_of(holidays[HOLIDAY_NAME])
            for month, joined in zip(months_of(holidays[HOLIDAY_DATE]), names, strict=True):
                for name in joined.split(_NAMES_BETWEEN):
                    found.setdefault(name, []).append(month)
        # In Prophet's order of columns.
        ordered = sorted(found, key=lambda name: f"{name}_delim_+0")
        return cls({name: np.unique(found[name]) for name in ordered}, {})

    def regressors(self, known: Months, ahead: Months) -> tuple[Regressor, ...]:
        """Return the holidays that tell the known months of a series apart."""
        key = known.tobytes() + ahead.tobytes()
        if key not in self.made:
            self.made[key] = tuple(
                Regressor(
                    name=name,
                    past=np.isin(known, months).astype(np.float64),
                    ahead=np.isin(ahead, months).astype(np.float64),
                    is_holiday=True,
                )
                for name, months in self.months.items()
                if _moves(np.intersect1d(known, months), known.size)
            )
        return self.made[key]


def _moves(months: Months, known: int) -> bool:
    """Tell whether a holiday is held each year, and not always in the same month of it.

    The season knows one that does not move; one that is not held each year would stand for
    whatever else there was in its months.
    """
    return months.size >= max(known // 12, 2) and np.unique(months.astype(int) % 12).size > 1


@dataclass(frozen=True, eq=False)
class _Plans:
    """Values of each regressor: of the past in a panel, of the future in a row per plan."""

    past: dict[str, Panel]
    ahead: dict[str, Floats]
    rows: dict[tuple[str, np.datetime64], int]

    @classmethod
    def of(cls, demand: pa.Table, outlook: Outlook, names: Sequence[str]) -> _Plans:
        if not names or outlook.plans is None or outlook.plans.num_rows == 0:
            return cls({}, {}, {})
        order = (PRODUCT_ID, CUTOFF_MONTH, HORIZON)
        plans = outlook.plans.sort_by([(key, "ascending") for key in order])
        first = plans.take(np.arange(0, plans.num_rows, outlook.horizons))
        keys = zip(texts_of(first[PRODUCT_ID]), months_of(first[CUTOFF_MONTH]), strict=True)
        planned = demand.filter(pc.is_in(demand[PRODUCT_ID], pc.unique(first[PRODUCT_ID])))
        return cls(
            past={name: _panel(planned, name) for name in names},
            ahead={name: _rows(plans[name], outlook.horizons) for name in names},
            rows={key: row for row, key in enumerate(keys)},
        )

    def regressors(
        self, product_id: str, cutoff: np.datetime64, known: Months
    ) -> Iterator[Regressor]:
        """Yield the regressors of a product at a cutoff, where plans tell their future."""
        row = self.rows.get((product_id, cutoff))
        if row is None or known.size == 0:
            return
        for name, panel in self.past.items():
            past = panel.history(product_id, cutoff)[(known - cutoff).astype(np.int64) - 1]
            if np.ptp(past) > 0:
                # An effect is not taken further than it was seen to go.
                ahead = np.clip(self.ahead[name][row], past.min(), past.max())
                yield Regressor(name=name, past=past, ahead=ahead, is_holiday=False)


def _panel(demand: pa.Table, name: str) -> Panel:
    columns = demand.select([PRODUCT_ID, DEMAND_MONTH, name])
    return Panel.from_table(columns.rename_columns([PRODUCT_ID, DEMAND_MONTH, DEMAND_UNITS]))


def _rows(column: pa.ChunkedArray[Any], horizons: int) -> Floats:
    rows: Floats = column.cast(pa.float64()).to_numpy().reshape(-1, horizons)
    return rows
