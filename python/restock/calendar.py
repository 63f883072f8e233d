"""Days on which the business is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import holidays
import pyarrow as pa

if TYPE_CHECKING:
    from datetime import date


def holidays_between(sales_range: pa.Table, country: str | None) -> pa.Table:
    """Public holidays from the first sale to a year after the latest one.

    Parameters
    ----------
    sales_range
        One row: first_sale_date, latest_sale_date (dates).
    country
        As the holidays library names it, with a subdivision behind a hyphen where wanted
        (``"GB"``, ``"DE-BY"``); None: no holidays.

    Returns
    -------
    pa.Table
        One row per holiday, ascending: holiday_date (date), holiday_name (string).

    Raises
    ------
    ValueError
        The holidays library does not know the country.
    """
    names: dict[date, str] = {}
    if country:
        row = sales_range.to_pylist()[0]
        years = range(row["first_sale_date"].year, row["latest_sale_date"].year + 2)
        code, _, subdivision = country.partition("-")
        try:
            found = holidays.country_holidays(code, subdiv=subdivision or None, years=years)
        except NotImplementedError as error:
            raise ValueError(
                f"holiday_country '{country}' is not known to the holidays library; "
                "use a code such as GB or DE-BY"
            ) from error
        names = dict(found.items())
    dates = sorted(names)
    return pa.table(
        {
            "holiday_date": pa.array(dates, pa.date32()),
            "holiday_name": pa.array([names[day] for day in dates], pa.string()),
        }
    )
