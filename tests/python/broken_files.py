"""Broken inputs: folders and files that are missing, of another kind, or damaged."""

import gzip
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from front_door import PRODUCTS, SALES, Case, Writer, lines, parquet, sheet

PARQUET_SALES = parquet("select date '2024-01-03' as sale_date, 'A' as product_id, 1 as quantity")


def cut(path: Path) -> None:
    """Write a Parquet file and cut its end off."""
    PARQUET_SALES(path)
    path.write_bytes(path.read_bytes()[:-20])


def damaged(path: Path) -> None:
    """Write a Parquet file with bytes changed in the middle of its values."""
    parquet(
        "select date '2024-01-03' as sale_date, 'A' || md5(i::varchar) as product_id, "
        "i as quantity from range(9999) as t(i)"
    )(path)
    content = bytearray(path.read_bytes())
    content[20_000:20_400] = bytes(byte ^ 0x5A for byte in content[20_000:20_400])
    path.write_bytes(content)


def damaged_gzip(text: str) -> bytes:
    """Pack a text, and change bytes in the middle."""
    packed = bytearray(gzip.compress(text.encode()))
    packed[30:40] = bytes(byte ^ 0xFF for byte in packed[30:40])
    return bytes(packed)


def damaged_sheet(path: Path) -> None:
    """Write a spreadsheet of which the first sheet is no XML."""
    sheet(["product_id", "target_month", "override_units"])(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(b"<sheetData>", b"<sheetData"))


def orders(header: Sequence[str]) -> Writer:
    """Return a writer of a workbook with a sheet Orders of this header."""

    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].title = "Orders"
        book.worksheets[0].append(header)
        book.save(path)

    return write


def charts(path: Path) -> None:
    """Write a spreadsheet without a sheet of cells."""
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.remove(book.worksheets[0])
    book.save(path)


def not_utf_8_named(path: Path) -> None:
    """Write a file whose name is no UTF-8 into the folder that the path names."""
    path.mkdir(parents=True)
    (path / "verk\udce4ufe.csv").write_text(SALES)


CASES = [
    Case(
        "folders without a file", {"products/.keep": "", "notes/x": ""}, ("daily_sales is missing",)
    ),
    Case("no products", {"daily_sales.csv": SALES, "products/.keep": ""}, ("products is missing",)),
    Case("no sales", {}, ("table daily_sales is missing", "daily_sales.csv'")),
    Case("a file without a byte", {"daily_sales.csv": ""}, ("daily_sales.csv' is empty",)),
    Case(
        "a file of many without a byte",
        {"daily_sales/a.csv": SALES, "daily_sales/b.csv": ""},
        ("b.csv' is empty",),
    ),
    Case(
        "sales in a spreadsheet",
        {"daily_sales.xlsx": sheet(["sale_date", "product_id", "quantity"])},
        ("daily_sales.xlsx' cannot be read", "Save it as CSV or Parquet"),
    ),
    Case(
        "a note among the workbooks",
        {"daily_sales.csv": SALES, "workbooks/Fruit/notes.csv": "to do"},
        ("notes.csv' cannot be read: folder workbooks is read from .xlsx", "take it out"),
    ),
    Case(
        "a workbook without a byte",
        {"daily_sales.csv": SALES, "workbooks/fruit.xlsx": ""},
        ("fruit.xlsx' is empty",),
    ),
    Case(
        "a workbook of somebody else",
        {"daily_sales.csv": SALES, "workbooks/fruit.xlsx": sheet(["product id"])},
        ("fruit.xlsx' has no sheet 'Orders'", "its sheets are: Sheet, Notes"),
    ),
    Case(
        "a workbook without a column",
        {"daily_sales.csv": SALES, "workbooks/fruit.xlsx": orders(["product id", "ordered units"])},
        ("fruit.xlsx' has no column 'arrival month'. Its columns are: product id, ordered units",),
    ),
    Case(
        "a workbook with an empty sheet",
        {"daily_sales.csv": SALES, "workbooks/fruit.xlsx": orders([])},
        ("fruit.xlsx': sheet 'Orders' is empty",),
    ),
    Case(
        "an old spreadsheet",
        {"daily_sales.csv": SALES, "overrides.xls": b"\xd0\xcf\x11\xe0"},
        ("overrides.xls' cannot be read", "Save it as CSV or Parquet"),
    ),
    Case("a text file", {"daily_sales.txt": SALES}, ("daily_sales.txt' cannot be read",)),
    Case(
        "a packed folder", {"daily_sales.csv.zip": b"PK"}, ("daily_sales.csv.zip' cannot be read",)
    ),
    Case(
        "a file of another kind in the table's folder",
        {"daily_sales/a.csv": SALES, "daily_sales/2025/b.json": "[]"},
        ("b.json' cannot be read", "take it out of the folder"),
    ),
    Case(
        "two places",
        {"daily_sales.csv": SALES, "daily_sales/more.csv": SALES},
        ("daily_sales comes twice", "daily_sales.csv'", "more.csv'"),
    ),
    Case(
        "two formats",
        {"daily_sales.csv": SALES, "daily_sales.parquet": PARQUET_SALES},
        ("daily_sales comes twice", "daily_sales.csv'", "daily_sales.parquet'"),
    ),
    Case(
        "two formats in the table's folder",
        {"daily_sales/a.csv": SALES, "daily_sales/b.parquet": PARQUET_SALES},
        ("daily_sales comes twice", "a.csv'", "b.parquet'"),
    ),
    Case(
        "two files that differ in the case of their names",
        {"products.csv": PRODUCTS, "Products.CSV": PRODUCTS + "C,C,C\n", "daily_sales.csv": SALES},
        ("products comes twice", "Products.CSV'"),
    ),
    Case(
        "the same file twice",
        {"daily_sales/march.csv": SALES, "daily_sales/march (1).csv": SALES},
        ("march.csv' holds the same bytes as", "march (1).csv'", "count twice"),
    ),
    Case(
        "the same Parquet file twice",
        {"daily_sales/a.parquet": PARQUET_SALES, "daily_sales/b.parquet": PARQUET_SALES},
        ("b.parquet' holds the same bytes as", "a.parquet'"),
    ),
    Case(
        "no Parquet",
        {"daily_sales.parquet": "hello"},
        ("daily_sales.parquet' cannot be read as Parquet",),
    ),
    Case(
        "Parquet that was cut off",
        {"daily_sales.parquet": cut},
        ("daily_sales.parquet' cannot be read as Parquet",),
    ),
    Case(
        "Parquet with damage inside",
        {"daily_sales.parquet": damaged},
        ("table daily_sales", "daily_sales.parquet') cannot be read"),
    ),
    Case(
        "gzip that was cut off",
        {"daily_sales.csv.gz": gzip.compress((SALES * 400).encode())[:-30]},
        ("daily_sales.csv.gz' cannot be read as CSV",),
    ),
    Case(
        "gzip with damage inside",
        {"daily_sales.csv.gz": damaged_gzip(SALES * 400)},
        ("daily_sales.csv.gz' cannot be read as CSV",),
    ),
    Case(
        "UTF-16 that was cut off",
        {"daily_sales.csv": SALES.encode("utf-16")[:-1]},
        ("daily_sales.csv' cannot be read as CSV", "utf-16"),
    ),
    Case(
        "a spreadsheet with damage inside",
        {"daily_sales.csv": SALES, "overrides.xlsx": damaged_sheet},
        ("overrides.xlsx' cannot be read as a spreadsheet",),
    ),
    Case(
        "a spreadsheet of charts alone",
        {"daily_sales.csv": SALES, "overrides.xlsx": charts},
        ("overrides.xlsx' cannot be read as a spreadsheet",),
    ),
    Case(
        "title rows above the header",
        {"daily_sales.csv": "Sales of 2024\n\n" + SALES},
        ("daily_sales.csv' has no column 'sale_date'", "Sales of 2024", "above the header"),
    ),
    Case(
        "no spreadsheet",
        {"daily_sales.csv": SALES, "overrides.xlsx": "hello"},
        ("overrides.xlsx' cannot be read as a spreadsheet",),
    ),
    Case(
        "an empty sheet",
        {"daily_sales.csv": SALES, "overrides.xlsx": sheet([None, None])},
        ("overrides.xlsx': the first sheet is empty",),
    ),
    Case(
        "a name that is no UTF-8",
        {"daily_sales": not_utf_8_named},
        ("daily_sales is not UTF-8", "Rename it"),
    ),
    Case(
        "NUL bytes",
        {"daily_sales.csv": SALES + "2024-03-10,A\0,1\n"},
        ("daily_sales.csv' holds NUL bytes", "UTF-8"),
    ),
    Case(
        "UTF-16 without a mark",
        {"daily_sales.csv": SALES.encode("utf-16-le")},
        ("daily_sales.csv' holds NUL bytes", "UTF-16"),
    ),
    Case(
        "a header without a column that is needed",
        {"daily_sales.csv": lines("2024-01-03,A,1", header="sale_date,product_id,qty")},
        ("daily_sales.csv' has no column 'quantity'", "sale_date, product_id, qty"),
    ),
    Case(
        "one file of many without the column",
        {"daily_sales/a.csv": SALES, "daily_sales/b.csv": SALES.replace("quantity", "qty")},
        ("b.csv' has no column 'quantity'", "sale_date, product_id, qty"),
    ),
    Case(
        "no header",
        {"daily_sales.csv": "2024-01-03,A,1\n2024-01-04,A,1\n"},
        ("daily_sales.csv' has no column 'sale_date'", "2024-01-03, A, 1"),
    ),
    Case(
        "blank lines alone",
        {"daily_sales.csv": "\n\r\n  \n"},
        ("daily_sales.csv' has no column 'sale_date'",),
    ),
    Case(
        "a column twice",
        {
            "daily_sales.csv": lines(
                "2024-01-03,A,1,2", header="sale_date,product_id,quantity,Quantity"
            )
        },
        ("daily_sales.csv' has 2 columns 'quantity'", "Quantity"),
    ),
    Case(
        "a column twice in Parquet",
        {
            "daily_sales.parquet": parquet(
                "select date '2024-01-03' as sale_date, 'A' as product_id, 1 as quantity, "
                '2 as "Quantity "'
            )
        },
        ("daily_sales.parquet' has 2 columns 'quantity'",),
    ),
    Case(
        "an optional table without a column that is needed",
        {"daily_sales.csv": SALES, "stock_levels.csv": "stock_date,product_id\n2024-01-01,A\n"},
        ("stock_levels.csv' has no column 'on_hand_units'",),
    ),
    Case(
        "a quote in the header that is never closed",
        {"daily_sales.csv": SALES.replace("product_id", '"product_id')},
        ("daily_sales.csv': a quote in the header", "never closed"),
    ),
]
