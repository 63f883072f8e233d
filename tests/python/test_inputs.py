"""The front door: what cannot be used is refused with a message, or set aside with a reason."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Warehouse

PRODUCTS = "product_id,product_name,product_group\nA,Apple,Fruit\nB,Bean,Vegetables\n"
HEADER = "sale_date,product_id,quantity\n"
SALES = HEADER + "2024-01-03,A,1\n2024-03-09,B,2\n"

# Files of a folder, and what the message must name.
REFUSED: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "no folder": ({}, ("does not exist or holds no file", "RESTOCK_DATA")),
    "no products": ({"daily_sales.csv": SALES}, ("table products is missing", "products.csv")),
    "no sales": ({"products.csv": PRODUCTS}, ("table daily_sales is missing",)),
    "no column": (
        {"products.csv": PRODUCTS, "daily_sales.csv": "sale_date,product_id,qty\n2024-01-03,A,1\n"},
        ("daily_sales.csv", "no column 'quantity'", "sale_date, product_id, qty"),
    ),
    "empty file": (
        {"products.csv": PRODUCTS, "daily_sales.csv": ""},
        ("daily_sales.csv' is empty",),
    ),
    "no line": (
        {"products.csv": PRODUCTS, "daily_sales.csv": HEADER},
        ("daily_sales", "holds no line"),
    ),
    "no product": (
        {"products.csv": PRODUCTS.splitlines()[0] + "\n", "daily_sales.csv": SALES},
        ("table products", "holds no product"),
    ),
    "no date": (
        {"products.csv": PRODUCTS, "daily_sales.csv": HEADER + "31-12-2024,A,1\n"},
        ("column sale_date", "no value is a date", "31-12-2024"),
    ),
    "no known product": (
        {"products.csv": PRODUCTS, "daily_sales.csv": SALES.replace("A", "X").replace("B", "Y")},
        ("product_id", "no line has a product", "'Y'"),
    ),
    "no complete month": (
        {"products.csv": PRODUCTS, "daily_sales.csv": HEADER + "2024-01-03,A,1\n2024-01-30,A,1\n"},
        ("column sale_date", "no complete month", "2024-01-03 to 2024-01-30"),
    ),
    "two formats": (
        {"products.csv": PRODUCTS, "daily_sales.csv": SALES, "daily_sales/more.csv": SALES},
        ("daily_sales comes twice", "more.csv"),
    ),
    "no column in one file of many": (
        {
            "products.csv": PRODUCTS,
            "daily_sales/a.csv": SALES,
            "daily_sales/b.csv": SALES.replace("quantity", "qty"),
        },
        ("b.csv' has no column 'quantity'", "sale_date, product_id, qty"),
    ),
    "a line with more fields": (
        {"products.csv": PRODUCTS, "daily_sales.csv": SALES + "2024-03-09,B,2,7,8\n"},
        ("daily_sales.csv", "another number of fields"),
    ),
    "a month of an unknown product": (
        {"products.csv": PRODUCTS, "daily_sales.csv": HEADER + "2024-03-05,A,1\n2024-03-31,X,1\n"},
        ("no complete month", "2024-03-05 to 2024-03-05"),
    ),
    "no Parquet": (
        {"products.csv": PRODUCTS, "daily_sales.parquet": "hello"},
        ("daily_sales.parquet", "Parquet"),
    ),
}


def write_input(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse at which inputs are tried, one after the other."""
    return Warehouse(tmp_path_factory.mktemp("door"))


@pytest.mark.parametrize("case", REFUSED)
def test_unusable_input_is_refused(case: str, door: Warehouse, tmp_path: Path) -> None:
    files, words = REFUSED[case]
    done = door.dbt(write_input(tmp_path / "input", files), "build")
    assert done.returncode == 2
    for word in words:
        assert word in done.stdout
    assert "START sql" not in done.stdout


def test_the_command_line_gives_the_same_exit_code_and_publishes_nothing(
    door: Warehouse, tmp_path: Path
) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("restock")), "run"],
        cwd=ROOT,
        env=door.environment(tmp_path / "nowhere"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "does not exist or holds no file" in done.stdout
    assert "Nothing was published" in done.stderr
    assert not (door.folder / "output").exists()


def run_to_months(data: Path, folder: Path) -> Warehouse:
    warehouse = Warehouse(folder)
    done = warehouse.dbt(data, "build", "--select", "+path:models/intermediate")
    assert done.returncode == 0, done.stdout[-3000:]
    return warehouse


def test_lines_are_used_or_set_aside_with_their_values(tmp_path: Path) -> None:
    hostile = "'; drop table staging.x; --"
    data = write_input(
        tmp_path / "input it's [odd]",
        {
            "products.csv": "PRODUCT_ID;product_name;product_group\n007;Bond;\n7;Seven;Numbers\n"
            f'"{hostile}";"<script>alert(1)</script>";Numbers\n7;Again;Numbers\n;None;Numbers\n',
            "daily_sales/2024.csv": "\ufeffquantity;sale_date;product_id;customer\n"
            "5;2024-01-02;007;x\n-2;2024-01-03T23:30:00+02:00;007;x\n4;2024-02-01;7;x\n"
            f'3;2024-02-29;"{hostile}";x\n',
            "daily_sales/2025.csv": "sale_date;product_id;quantity\n2024-03-01;07;1\n"
            "2024-03-32;7;1\n;7;1\n1985-01-01;7;1\n2999-01-01;7;1\n2024-03-01;;1\n"
            "2024-03-01;7;\n2024-03-01;7;many\n2024-03-01;7;inf\n2024-03-01;7;1e15\n",
        },
    )
    warehouse = run_to_months(data, tmp_path / "warehouse")
    assert warehouse.rows(
        "select product_id, demand_month, sold_units from intermediate.int_demand_monthly "
        "where sold_units <> 0 order by all"
    ) == warehouse.rows(
        "select * from (values ('007', date '2024-01-01', 3.0), ('7', date '2024-02-01', 4.0), "
        "(?, date '2024-02-01', 3.0)) order by all".replace(
            "?", "'" + hostile.replace("'", "''") + "'"
        )
    )
    assert warehouse.rows(
        "select rejection_reason, product_id, sale_date_text, quantity_text, "
        "parse_filename(source_file) from intermediate.int_rejected_lines "
        "where table_name = 'daily_sales' order by all"
    ) == [
        ("absurd quantity", "7", "2024-03-01", "1e15", "2025.csv"),
        ("date before 1990", "7", "1985-01-01", "1", "2025.csv"),
        ("date in the future", "7", "2999-01-01", "1", "2025.csv"),
        ("infinite quantity", "7", "2024-03-01", "inf", "2025.csv"),
        ("missing date", "7", None, "1", "2025.csv"),
        ("missing product", None, "2024-03-01", "1", "2025.csv"),
        ("missing quantity", "7", "2024-03-01", None, "2025.csv"),
        ("unknown product", "07", "2024-03-01", "1", "2025.csv"),
        ("unparseable date", "7", "2024-03-32", "1", "2025.csv"),
        ("unparseable quantity", "7", "2024-03-01", "many", "2025.csv"),
    ]
    assert warehouse.rows(
        "select rejection_reason, product_id from intermediate.int_rejected_lines "
        "where table_name = 'products' order by all"
    ) == [("missing product", None), ("repeated product", "7")]
    columns = warehouse.rows("select column_name from (describe raw.daily_sales)")
    assert ("customer",) not in columns


def test_late_quotes_and_a_column_called_filename_are_read(tmp_path: Path) -> None:
    plain = "".join(f"2024-01-{1 + n % 28:02d},A,1,x\n" for n in range(25_000))
    data = write_input(
        tmp_path / "input",
        {
            "products.csv": PRODUCTS + '"a ""b"", c",Quoted,Fruit\n',
            "daily_sales.csv": "sale_date,product_id,quantity,filename\n"
            + plain
            + '2024-02-29,"a ""b"", c",3,"y, z"\n',
        },
    )
    warehouse = run_to_months(data, tmp_path / "warehouse")
    assert warehouse.rows(
        "select product_id, sum(sold_units) from intermediate.int_demand_monthly group by 1 "
        "order by 1"
    ) == [("A", 25_000.0), ('a "b", c', 3.0)]
    assert warehouse.value("select count(*) from intermediate.int_rejected_lines") == 0


def test_a_dear_line_is_no_overflow_and_a_month_of_monthly_data_is_complete(
    tmp_path: Path,
) -> None:
    data = write_input(
        tmp_path / "input",
        {
            "products.csv": PRODUCTS,
            "daily_sales.csv": "sale_date,product_id,quantity,unit_price\n"
            "2024-01-01,A,50000,250000\n",
        },
    )
    warehouse = run_to_months(data, tmp_path / "warehouse")
    assert warehouse.rows("select sold_units, unit_price from intermediate.int_demand_monthly") == [
        (50_000.0, 250_000.0)
    ]


def test_the_place_of_the_machine_changes_no_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_input(tmp_path / "input", {"products.csv": PRODUCTS})
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select timestamptz '2024-01-31 23:30:00+00' as sale_date, 'A' as product_id, "
            f"1 as quantity) to '{data}/daily_sales.parquet'"
        )
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    warehouse = run_to_months(data, tmp_path / "warehouse")
    dates = warehouse.rows("select cast(sale_date as varchar) from intermediate.int_sales_daily")
    assert dates == [("2024-01-31",)]


def test_parquet_of_other_types_is_read(tmp_path: Path) -> None:
    data = write_input(tmp_path / "input", {"products.csv": PRODUCTS.replace("A,", "1,")})
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select * from (values (timestamp '2024-01-31 23:00:00', 1, 2::smallint), "
            "(timestamp '2024-02-29 01:00:00', 1, 3)) as t(sale_date, product_id, quantity)) "
            f"to '{data}/daily_sales.parquet'"
        )
    warehouse = run_to_months(data, tmp_path / "warehouse")
    assert [
        (str(month), units)
        for month, units in warehouse.rows(
            "select demand_month, sold_units from intermediate.int_demand_monthly order by 1"
        )
    ] == [("2024-01-01", 2.0), ("2024-02-01", 3.0)]
