"""Broken inputs: numbers that cannot be read, or in more than one way; types without values."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from front_door import Case, Writer, lines, parquet

PRICED = "sale_date;product_id;quantity;unit_price"


def counted(*quantities: str) -> str:
    return lines(
        *(f"2024-01-03;A;{quantity}" for quantity in quantities),
        header="sale_date;product_id;quantity",
    )


def typed(expression: str, column: str) -> dict[str, Writer]:
    columns = {"sale_date": "date '2024-01-03'", "product_id": "'A'", "quantity": "1"}
    changed = columns | {column: expression}
    selected = ", ".join(f"{sql} as {name}" for name, sql in changed.items())
    return {"daily_sales.parquet": parquet(f"select {selected}")}


def wide_decimals(path: Path) -> None:
    """Write quantities as decimals of 50 digits."""
    columns = {
        "sale_date": pa.array([dt.date(2024, 1, 3)]),
        "product_id": pa.array(["A"]),
        "quantity": pa.array([1], pa.decimal128(20, 2)).cast(pa.decimal256(50, 2)),
    }
    pq.write_table(pa.table(columns), path)


CASES = [
    Case(
        "decimal commas and points",
        {"daily_sales.csv": counted("1,5", "2.75")},
        ("daily_sales.csv', column 'quantity'", "two ways", "'1,5'", "'2.75'"),
    ),
    Case(
        "decimal commas in one file, points in the other",
        {"daily_sales/a.csv": counted("1,5"), "daily_sales/b.csv": counted("1.5")},
        ("a.csv', column 'quantity'", "'1,5'", "'1.5' (in '", "b.csv')"),
    ),
    Case(
        "commas that can be of thousands or decimal",
        {"daily_sales.csv": counted("1,234", "2,345")},
        ("column 'quantity'", "no value can be read as a number", "'1,234'"),
    ),
    Case(
        "a comma that can be of thousands or decimal, among others",
        {"daily_sales.csv": counted("5", "1,234")},
        units={"A": 5.0},
        rejected=(("unparseable quantity", "A"),),
    ),
    Case(
        "points that can be of thousands or decimal, beside whole numbers",
        {"daily_sales.csv": counted("850", "1.234", "920")},
        ("daily_sales.csv', column 'quantity'", "'1.234' can be", "no other value tells"),
    ),
    Case(
        "the same, where the numbers of another column are as dumb",
        {"daily_sales.csv": lines("2024-01-03;A;1.234;5", "2024-01-03;A;7;2.345", header=PRICED)},
        ("daily_sales.csv', column 'quantity'", "'1.234' can be"),
    ),
    Case(
        "no number at all",
        {"daily_sales.csv": counted("5 pcs", "many")},
        ("daily_sales.csv', column 'quantity'", "no value can be read as a number", "'5 pcs'"),
    ),
    Case(
        "what looks like a number and is none",
        {"daily_sales.csv": counted("7", "1_000", "0x1F", "NaN", "€ 5", "5 pcs", "--5", "1 000")},
        units={"A": 7.0},
        rejected=(("unparseable quantity", "A"),) * 7,
    ),
    Case(
        "no quantity, and quantities beyond all measure",
        {"daily_sales.csv": counted("7", "", " ", "inf", "-Infinity", "1e400", "1e15", "-1e9")},
        units={"A": 7.0},
        rejected=(
            *(("absurd quantity", "A"),) * 2,
            *(("infinite quantity", "A"),) * 3,
            *(("missing quantity", "A"),) * 2,
        ),
    ),
    Case(
        "a price that cannot be read",
        {"daily_sales.csv": lines("2024-01-03;A;1;free", "2024-01-03;A;1;2.5", header=PRICED)},
        units={"A": 2.0},
        unreadable=(("unit_price", "free"),),
    ),
    Case(
        "a flag that cannot be read",
        {
            "daily_sales.csv": lines(
                "2024-01-03,A,1,maybe",
                "2024-01-03,A,1,yes",
                header="sale_date,product_id,quantity,on_promotion",
            )
        },
        units={"A": 2.0},
        unreadable=(("on_promotion", "maybe"),),
    ),
    Case(
        "numbers that are none in Parquet",
        {
            "daily_sales.parquet": parquet(
                "select date '2024-01-03' as sale_date, 'A' as product_id, unnest("
                "[1.5::double, 'nan'::double, 'inf'::double, null]) as quantity"
            )
        },
        units={"A": 1.5},
        rejected=(
            ("infinite quantity", "A"),
            ("missing quantity", "A"),
            ("unparseable quantity", "A"),
        ),
    ),
    Case(
        "a date in a number",
        typed("20240103", "sale_date"),
        ("daily_sales.parquet', column 'sale_date' has the type INTEGER", "date or as text"),
    ),
    Case(
        "decimals of more digits than DuckDB reads",
        {"daily_sales.parquet": wide_decimals},
        ("daily_sales.parquet', column 'quantity' has the type decimal256(50, 2)",),
    ),
    Case(
        "a list for a number",
        typed("[1, 2]", "quantity"),
        ("daily_sales.parquet', column 'quantity' has the type INTEGER[]",),
    ),
    Case(
        "a structure for an id",
        typed("{'id': 'A'}", "product_id"),
        ("daily_sales.parquet', column 'product_id' has the type STRUCT",),
    ),
    Case(
        "bytes for a text",
        typed("'A'::blob", "product_id"),
        ("daily_sales.parquet', column 'product_id' has the type BLOB",),
    ),
    Case(
        "a time of day for a date",
        typed("time '10:00'", "sale_date"),
        ("daily_sales.parquet', column 'sale_date' has the type TIME",),
    ),
    Case(
        "texts in Parquet that are no dates",
        typed("'soon'", "sale_date"),
        ("daily_sales.parquet', column 'sale_date'", "'soon'"),
    ),
]
