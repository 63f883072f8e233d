from datetime import date

import pyarrow as pa
import pytest

from restock.calendar import holidays_between

RANGE = pa.table({"first_sale_date": [date(2024, 3, 1)], "latest_sale_date": [date(2024, 12, 1)]})


def test_holidays_reach_a_year_beyond_the_sales() -> None:
    found = holidays_between(RANGE, "DE-BY")
    dates = found["holiday_date"].to_pylist()
    assert dates == sorted(dates)
    assert {day.year for day in dates} == {2024, 2025}
    names = dict(zip(dates, found["holiday_name"].to_pylist(), strict=True))
    assert date(2024, 1, 6) in names  # Epiphany: Bavaria, but not all of Germany
    assert date(2024, 1, 6) not in holidays_between(RANGE, "DE")["holiday_date"].to_pylist()


def test_without_a_country_there_are_none() -> None:
    found = holidays_between(RANGE, None)
    assert len(found) == 0
    assert found.schema.field("holiday_date").type == pa.date32()


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(ValueError, match="holiday_country 'Atlantis' is not known"):
        holidays_between(RANGE, "Atlantis")
