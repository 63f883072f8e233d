"""Vars of dbt_project.yml by which a run goes, and those that a command gives otherwise."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from restock.build import project_vars

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What dbt_project.yml says of runs; each is explained there."""

    run_window_minutes: float
    release_due_day: int
    min_free_disk_gb: float
    kept_log_days: float
    notify_on_success: bool

    @classmethod
    def of_project(cls, project: Path, given: Mapping[str, object]) -> Settings:
        """Read them.

        Raises
        ------
        ValueError
            One is no number, no day of every month, or no truth value.
        """
        values: dict[str, Any] = {**project_vars(project), **given}
        lacking = [each.name for each in fields(cls) if each.name not in values]
        if lacking:
            raise ValueError(f"dbt_project.yml lacks the vars {', '.join(lacking)}")
        named = {each.name: values[each.name] for each in fields(cls)}
        for name, value in named.items():
            is_switch = name == "notify_on_success"
            if isinstance(value, bool) != is_switch or not (is_switch or _is_positive(value)):
                wanted = "true or false" if is_switch else "a number above 0"
                raise ValueError(f"var {name} is '{value}': it has to be {wanted}")
        if named["release_due_day"] not in range(1, 29):
            raise ValueError(
                f"var release_due_day is '{named['release_due_day']}': it has to be a day that "
                "every month has, 1 to 28"
            )
        return cls(**named)


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and value > 0


def month_before(day: date) -> date:
    """Return the first day of the month before a day's."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, 1)


def expected_month(day: date, due_day: int) -> date:
    """Return the first day of the month of which a release has to exist on a day.

    From the due day on that is the last month; before it the one before that.
    """
    last = month_before(day)
    return last if day.day >= due_day else month_before(last)
