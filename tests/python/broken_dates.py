"""Broken inputs: dates that cannot be read, or in more than one way."""

from front_door import SALES, Case, lines

UNITS = {"A": 1.0, "B": 2.0}


def dated(*dates: str) -> str:
    return lines(*(f"{date},A,1" for date in dates))


CASES = [
    Case(
        "dates that can have the day first or the month",
        {"daily_sales.csv": dated("03/04/2024", "05/06/2024")},
        (
            "daily_sales.csv', column 'sale_date'",
            "'03/04/2024' can be day 03 of month 04",
            "YYYY-MM-DD",
        ),
    ),
    Case(
        "days first and months first",
        {"daily_sales/a.csv": dated("31/12/2024"), "daily_sales/b.csv": dated("12/31/2024")},
        ("a.csv', column 'sale_date'", "'31/12/2024'", "'12/31/2024' (in '", "b.csv')"),
    ),
    Case(
        "ISO dates and others",
        {"daily_sales.csv": dated("2024-12-31", "31.12.2024")},
        ("column 'sale_date'", "'2024-12-31'", "'31.12.2024'", "two ways"),
    ),
    Case(
        "no date at all",
        {"daily_sales.csv": dated("yesterday", "20240103")},
        ("daily_sales.csv', column 'sale_date'", "no value can be read as a date", "'20240103'"),
    ),
    Case(
        "dates with years of two digits",
        {"daily_sales.csv": dated("31.12.24")},
        ("column 'sale_date'", "no value can be read as a date", "'31.12.24'"),
    ),
    Case(
        "no value in a column",
        {"daily_sales.csv": dated("", "")},
        ("daily_sales.csv', column 'sale_date': every value is missing",),
    ),
    Case(
        "an optional date that can be read in two ways",
        {
            "daily_sales.csv": SALES,
            "products.csv": "product_id,product_name,product_group,launched_on\n"
            "A,Apple,Fruit,03/04/2024\nB,Bean,Fruit,\n",
        },
        ("products.csv', column 'launched_on'", "'03/04/2024'"),
    ),
    Case(
        "an optional date that cannot be read",
        {
            "daily_sales.csv": SALES,
            "products.csv": "product_id,product_name,product_group,launched_on\n"
            "A,Apple,Fruit,soon\nB,Bean,Fruit,2024-01-01\n",
        },
        units=UNITS,
        unreadable=(("launched_on", "soon"),),
    ),
    Case(
        "days that are none",
        {"daily_sales.csv": SALES + dated("2024-02-30", "31/31/2024", "0", "infinity")[30:]},
        units=UNITS,
        rejected=(("unparseable date", "A"),) * 4,
    ),
    Case(
        "no date, and dates of other times",
        {"daily_sales.csv": SALES + dated("", " ", "1989-12-31", "2999-01-01")[30:]},
        units=UNITS,
        rejected=(
            ("date before 1990", "A"),
            ("date in the future", "A"),
            ("missing date", "A"),
            ("missing date", "A"),
        ),
    ),
    Case(
        "a slip among many dates",
        {"daily_sales.csv": dated(*["2024-01-03"] * 150, "03/04/2024")},
        units={"A": 150.0},
        rejected=(("unparseable date", "A"),),
    ),
]
