"""The days of the history, and on which of them the business is open."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from restock.generate.arrays import Bools, Dates, Floats, Ints
from restock.generate.options import GenerateOptions

MONDAY, FRIDAY, SUNDAY = 0, 4, 6
# Days of the year as month * 100 + day.
CLOSED_DAYS = (101, 501, 1225, 1226)
QUIET_DAYS = {102: 0.6, 1224: 0.5, 1231: 0.6}
BUSY_DAYS = {430: 1.4, 1223: 1.5}
SALE_FRIDAY = 1.8


def weekday(dates: Dates) -> Ints:
    """Return the day of the week, 0 for Monday."""
    days: Ints = dates.astype("M8[D]").astype(np.int64)
    return (days + 3) % 7


def _day_of_calendar(dates: Dates) -> Ints:
    months = dates.astype("M8[M]")
    month: Ints = months.astype(np.int64) % 12 + 1
    day: Ints = (dates - months.astype("M8[D]")).astype(np.int64) + 1
    return month * 100 + day


def open_on(dates: Dates) -> Bools:
    """Tell on which dates the business is open: not on Sundays, not on four fixed days."""
    is_closed: Bools = np.isin(_day_of_calendar(dates), CLOSED_DAYS) | (weekday(dates) == SUNDAY)
    return ~is_closed


def calendar_factor(dates: Dates) -> Floats:
    """Return the demand of each date as a multiple of that of an ordinary day."""
    days = _day_of_calendar(dates)
    factor = np.ones(len(dates))
    for day, multiple in (QUIET_DAYS | BUSY_DAYS).items():
        factor[days == day] = multiple
    last_week_of_november = (days >= 1124) & (days <= 1130)
    factor[last_week_of_november & (weekday(dates) == FRIDAY)] = SALE_FRIDAY
    return factor


@dataclass(frozen=True)
class Timeline:
    """The history as day numbers: day 0 is the first of its first month.

    Parameters
    ----------
    dates
        The date of each day, shape (days,).
    is_open
        Whether there is business on it, shape (days,).
    month
        Its month, 0 for the first of the history, shape (days,).
    last_complete_month
        The last month with all its open days in the history.
    """

    dates: Dates
    is_open: Bools
    month: Ints
    last_complete_month: date

    @classmethod
    def of(cls, options: GenerateOptions) -> "Timeline":
        """Lay out the history of the options.

        Raises
        ------
        ValueError
            If the business is closed on ``end_date``.
        """
        end = np.datetime64(options.end_date, "D")
        if not open_on(np.array([end]))[0]:
            message = f"end_date {options.end_date} is a closed day: choose an open one before it"
            raise ValueError(message)
        end_month = end.astype("M8[M]")
        days_to_come = np.arange(end + 1, (end_month + 1).astype("M8[D]"))
        last_complete = end_month - int(open_on(days_to_come).any())
        first_month = last_complete - (options.months - 1)
        dates = np.arange(first_month.astype("M8[D]"), end + 1)
        return cls(
            dates=dates,
            is_open=open_on(dates),
            month=(dates.astype("M8[M]") - first_month).astype(np.int64),
            last_complete_month=last_complete.astype("M8[D]").item(),
        )

    @property
    def days(self) -> int:
        """Number of days of the history."""
        return len(self.dates)

    @property
    def months(self) -> int:
        """Number of months of the history, a partial last one included."""
        return int(self.month[-1]) + 1

    def days_of(self, month: int) -> Ints:
        """Return the day numbers of a month."""
        return np.flatnonzero(self.month == month)

    def day_of(self, when: date) -> int:
        """Return the day number of a date, in the history or not."""
        return int((np.datetime64(when, "D") - self.dates[0]).astype(np.int64))

    def date_of(self, days: Ints) -> Dates:
        """Return the dates of day numbers, in the history or not."""
        return np.asarray(self.dates[0] + days)

    def month_after(self, months: int) -> date:
        """Return the first day of the month so many months after the last complete one."""
        last = np.datetime64(self.last_complete_month, "M")
        found: date = (last + months).astype("M8[D]").item()
        return found

    def next_open(self, days: Ints) -> Ints:
        """Return each day, or else the next open one; ``self.days`` where none follows."""
        open_days = np.append(np.flatnonzero(self.is_open), self.days)
        return open_days[np.minimum(np.searchsorted(open_days, days), len(open_days) - 1)]
