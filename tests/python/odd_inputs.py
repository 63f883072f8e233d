"""Odd inputs that are used as they are: nothing of them is set aside."""

import datetime as dt
import gzip
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from front_door import PRODUCTS, SALES, Case, Writer, lines, parquet, sheet

UNITS = {"A": 1.0, "B": 2.0}
ORDERS = ["product_id", "due_month", "ordered_units"]
WITH_IDS = "sale_date,product_id,quantity,unit_price,on_promotion,sale_line_id"
HOSTILE = "'; drop table staging.x; --"
GERMAN = (
    "\ufeffVerkaufsdatum;product_id;quantity;unit_price;sale_date;Kunde\r\n"
    "egal;A;1.234,5;3,50;31.12.2024;Müller\r\n"
    "egal;B;2;1.234;01.02.2024;Schröder\r\n"
)


def said_to_be(size: str, *rows: Sequence[Any]) -> Writer:
    """Return a writer of a spreadsheet that gives a size of its own, as some programs do."""

    def write(path: Path) -> None:
        sheet(*rows)(path)
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name).decode() for name in book.namelist()}
        with zipfile.ZipFile(path, "w") as book:
            for name, content in parts.items():
                book.writestr(
                    name, re.sub('<dimension ref="[^"]*"', f'<dimension ref="{size}"', content)
                )

    return write


CASES = [
    Case("plain", {"daily_sales.csv": SALES}, units=UNITS),
    Case("no line end at the end", {"daily_sales.csv": SALES.rstrip("\n")}, units=UNITS),
    Case("Windows line ends", {"daily_sales.csv": SALES.replace("\n", "\r\n")}, units=UNITS),
    Case("line ends of old Macs", {"daily_sales.csv": SALES.replace("\n", "\r")}, units=UNITS),
    Case(
        "line ends of three kinds",
        {"daily_sales.csv": SALES.replace("\n", "\r\n", 1) + '"2024-03-10",A,1\r2024-03-11,A,1\n'},
        units={"A": 3.0, "B": 2.0},
    ),
    Case("blank lines", {"daily_sales.csv": "\n" + SALES.replace("\n", "\n\n")}, units=UNITS),
    Case("a mark of UTF-8", {"daily_sales.csv": "\ufeff" + SALES}, units=UNITS),
    Case("tabs", {"daily_sales.csv": SALES.replace(",", "\t")}, units=UNITS),
    Case("bars", {"daily_sales.csv": SALES.replace(",", "|")}, units=UNITS),
    Case(
        "Excel's line that names the delimiter",
        {"daily_sales.csv": "sep=;\r\n" + SALES.replace(",", ";")},
        units=UNITS,
    ),
    Case("an ending in capitals", {"DAILY_SALES.CSV": SALES}, units=UNITS),
    Case("gzip", {"daily_sales.csv.gz": gzip.compress(SALES.encode())}, units=UNITS),
    Case(
        "hidden files",
        {"daily_sales/a.csv": SALES, "daily_sales/.b.csv": "x", "daily_sales/_SUCCESS": ""},
        units=UNITS,
    ),
    Case(
        "notes and backups beside the tables",
        {"daily_sales.csv": SALES, "daily_sales.txt": "x", "daily_sales.csv.bak": "x"},
        units=UNITS,
    ),
    Case(
        "semicolons, decimal commas, day first, a mark of UTF-8, Windows line ends",
        {"daily_sales.csv": GERMAN},
        units={"A": 1234.5, "B": 2.0},
    ),
    Case(
        "the same in Latin-1",
        {"daily_sales.csv": GERMAN[1:].encode("latin-1")},
        units={"A": 1234.5, "B": 2.0},
    ),
    Case(
        "Windows-1252, with a euro",
        {
            "daily_sales.csv": GERMAN.replace("egal", '"€ 5"')[1:].encode("cp1252"),
            "products.csv": PRODUCTS,
        },
        units={"A": 1234.5, "B": 2.0},
    ),
    Case("UTF-16", {"daily_sales.csv": GERMAN[1:].encode("utf-16")}, units={"A": 1234.5, "B": 2.0}),
    Case(
        "UTF-16, the big end first",
        {"daily_sales.csv": b"\xfe\xff" + SALES.encode("utf-16-be")},
        units=UNITS,
    ),
    Case(
        "Latin-1 in one file, UTF-8 in the other, other columns and delimiters",
        {
            "daily_sales/a.csv": lines(
                "2024-01-03;Jörg;A;1", header="sale_date;Käufer;product_id;quantity"
            ).encode("latin-1"),
            "daily_sales/2025/b.csv": lines(
                "B,2,9.5,2024-03-09", header="product_id,quantity,unit_price,sale_date"
            ),
        },
        units=UNITS,
    ),
    Case(
        "headers alone in two files",
        {
            "daily_sales/a.csv": SALES,
            "daily_sales/b.csv": lines(),
            "daily_sales/c.csv": lines(),
        },
        units=UNITS,
    ),
    Case(
        "names of columns in capitals, with blanks and quotes",
        {"daily_sales.csv": SALES.replace("sale_date,product_id", '"Sale_Date ", PRODUCT_ID')},
        units=UNITS,
    ),
    Case(
        "other columns: twice, without a name, with the names of ours",
        {
            "daily_sales.csv": "x,X,,__source_file,c0,surplus,sale_date,product_id,quantity\n"
            "1,2,3,4,5,6,2024-01-03,A,1\n1,2,3,4,5,6,2024-03-09,B,2\n"
        },
        units=UNITS,
    ),
    Case(
        "quoted line ends, quotes and delimiters, first after 20,000 lines",
        {
            "daily_sales.csv": lines(
                *["2024-01-03,A,1,x"] * 20_000,
                '2024-01-03,B,2,"one, ""two""\nthree\r\n2024-01-03,A,1"',
                header="sale_date,product_id,quantity,comment",
            )
        },
        units={"A": 20_000.0, "B": 2.0},
    ),
    Case(
        "inches without quotes around them",
        {"products.csv": PRODUCTS + 'C,5" pipe,Fruit\n', "daily_sales.csv": SALES},
        units=UNITS,
    ),
    Case(
        "ids with leading zeros, delimiters, quotes and SQL",
        {
            "products.csv": "product_id;product_name;product_group\n007;x;x\n7;x;x\n"
            f'"a;""b""";x;x\n"{HOSTILE}";"<script>";x\n',
            "daily_sales.csv": "sale_date;product_id;quantity\n2024-01-03;007;1\n2024-01-03;7;2\n"
            f'2024-01-03;"a;""b""";3\n2024-01-03;"{HOSTILE}";4\n',
        },
        units={"007": 1.0, "7": 2.0, 'a;"b"': 3.0, HOSTILE: 4.0},
    ),
    Case(
        "numbers of every shape",
        {
            "daily_sales.csv": lines(
                *(
                    f"2024-01-03;A;{n}"
                    for n in ("1e3", "+5", " 5 ", "-.5", "7.", "\u00a05", "0.25")
                ),
                header="sale_date;product_id;quantity",
            )
        },
        units={"A": 1021.75},
    ),
    Case(
        "thousands with points, as the prices have decimal commas",
        {
            "daily_sales.csv": lines(
                "2024-01-03;A;1.234;3,50", header="sale_date;product_id;quantity;unit_price"
            )
        },
        units={"A": 1234.0},
    ),
    Case(
        "months first, told by one date",
        {"daily_sales.csv": lines("03/04/2024,A,1", "3/31/2024 10:15,B,2")},
        units=UNITS,
    ),
    Case(
        "dates with times and zones",
        {"daily_sales.csv": lines("2024-01-03T23:59:59+09:00,A,1", "2024-03-09 00:00,B,2")},
        units=UNITS,
    ),
    Case(
        "Parquet: decimals, stamps, ids as numbers",
        {
            "products.csv": lines(
                "7,x,x", "12345678901234567890,x,x", header="product_id,product_name,product_group"
            ),
            "daily_sales/a.parquet": parquet(
                "select timestamp '2024-01-31 23:00:00' as sale_date, 7::double as product_id, "
                "2.50::decimal(9, 2) as quantity, 1::smallint as on_promotion"
            ),
            "daily_sales/b.parquet": parquet(
                "select 12345678901234567890::ubigint as product_id, 1::utinyint as quantity, "
                "timestamptz '2024-01-31 23:00:00+00' as sale_date, 'x' as other"
            ),
            "daily_sales/c.parquet": parquet(
                "select '7'::enum('7', '8') as product_id, '1,5' as quantity, "
                "'31.01.2024' as sale_date"
            ),
        },
        units={"7": 4.0, "12345678901234567890": 1.0},
    ),
    Case(
        "Parquet in folders as Hive names them",
        {
            "daily_sales/product_id=B/part.parquet": parquet(
                "select date '2024-01-03' as sale_date, 'A' as product_id, 1 as quantity"
            ),
            "daily_sales/product_id=A/part.parquet": parquet(
                "select date '2024-03-09' as sale_date, 'B' as product_id, 2 as quantity"
            ),
        },
        units=UNITS,
    ),
    Case(
        "a spreadsheet with dates, numbers and an empty row",
        {
            "daily_sales.csv": SALES,
            "open_orders.xlsx": sheet(
                ORDERS, ["A", dt.datetime(2030, 5, 1), 7.0], [], ["B", dt.date(2030, 6, 1), 2.5]
            ),
        },
        units=UNITS,
    ),
    Case(
        "a spreadsheet whose writer was wrong about its size",
        {
            "daily_sales.csv": SALES,
            "open_orders.xlsx": said_to_be("A1:B2", ORDERS, ["A", "2030-05-01", 7]),
        },
        units=UNITS,
    ),
    Case(
        "odd names of files",
        {
            "daily_sales/it's [odd] * ?.csv": lines("2024-01-03,A,1"),
            "daily_sales/ü €/{b}.csv": lines("2024-03-09,B,2"),
        },
        units=UNITS,
    ),
    Case(
        "equal lines without an id",
        {"daily_sales.csv": lines("2024-01-03,A,1", "2024-01-03,A,1")},
        units={"A": 2.0},
    ),
    Case(
        "lines of an invoice: one id, other products and quantities",
        {
            "daily_sales.csv": lines(
                "2024-01-03,A,1,1,0,11",
                "2024-01-03,B,1,1,0,11",
                "2024-01-03,A,2,1,0,11",
                header=WITH_IDS,
            )
        },
        units={"A": 3.0, "B": 1.0},
    ),
]
