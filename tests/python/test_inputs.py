"""The front door through dbt: what it refuses there, and what it sets aside.

All kinds of input are tried in test_front_door.py, without dbt.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Warehouse, project_vars
from front_door import PRODUCTS, SALES, Case, lines, parquet

# Files of a folder, and what the message must name.
REFUSED = [
    Case(
        "no column",
        {"daily_sales.csv": lines("2024-01-03,A,1", header="sale_date,product_id,qty")},
        ("daily_sales.csv", "no column 'quantity'", "sale_date, product_id, qty"),
    ),
    Case("no line", {"daily_sales.csv": lines()}, ("table daily_sales", "holds no line")),
    Case(
        "no product",
        {"products.csv": PRODUCTS.splitlines()[0] + "\n,x,x\n", "daily_sales.csv": SALES},
        ("table products", "holds no product", "product_id"),
    ),
    Case(
        "too many bad lines",
        {"daily_sales.csv": SALES + "2024-03-32,A,1\n2024-03-33,A,1\n2024-03-10,A,x\n"},
        (
            "3 of 5 lines cannot be used (2 unparseable date, 1 unparseable quantity)",
            "max_rejected_share allows (0.01)",
            "daily_sales.csv",
            '{"sale_date":"2024-03-32","product_id":"A","quantity":"1"',
        ),
    ),
    Case(
        "too many unknown products",
        {"daily_sales.csv": SALES.replace("A", "X").replace("B", "Y")},
        (
            "2 of 2 lines cannot be used (2 unknown product)",
            "max_unknown_product_share allows (0.5)",
            '"product_id":"X"',
        ),
    ),
    Case(
        "returns alone",
        {"daily_sales.csv": lines("2024-01-03,A,-1", "2024-02-29,A,0")},
        ("columns product_id and quantity", "no line has a product"),
    ),
    Case(
        "no complete month",
        {"daily_sales.csv": lines("2024-01-03,A,1", "2024-01-30,A,1")},
        ("column sale_date", "no complete month", "2024-01-03 to 2024-01-30"),
    ),
]


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse at which inputs are tried, one after the other."""
    return Warehouse(tmp_path_factory.mktemp("door"))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_unusable_input_is_refused(case: Case, door: Warehouse, tmp_path: Path) -> None:
    done = door.dbt(case.write(tmp_path / "input"), "build")
    assert done.returncode == 2
    # dbt breaks lines of messages nowhere.
    assert [word for word in case.refused if word not in done.stdout] == []
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
    assert "does not exist or holds no file. Set RESTOCK_DATA" in done.stderr
    assert not any((door.folder / "output").iterdir())


def run_to_months(case: Case, folder: Path, **variables: Any) -> Warehouse:
    warehouse = Warehouse(folder / "warehouse", variables=project_vars(**variables))
    data = case.write(folder / "input it's [odd]")
    done = warehouse.dbt(
        data,
        *("build", "--exclude-resource-type", "unit_test"),
        *("--select", "+path:models/intermediate"),
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return warehouse


def test_lines_are_used_or_set_aside_with_their_values(tmp_path: Path) -> None:
    hostile = "'; drop table staging.x; --"
    case = Case(
        "bad lines in two files",
        {
            "products.csv": "PRODUCT_ID;product_name;product_group\n007;Bond;\n7;Seven;Numbers\n"
            f'"{hostile}";"<script>alert(1)</script>";Numbers\n7;Again;Numbers\n;None;Numbers\n',
            "daily_sales/2024.csv": "\ufeffquantity;sale_date;product_id;customer\n"
            "5;2024-01-02;007;x\n-2;2024-01-03T23:30:00+02:00;007;x\n4;2024-02-01;7;x\n"
            f'3;2024-02-29;"{hostile}";x\n',
            "daily_sales/2025.csv": (
                "sale_date;product_id;quantity;Käufer (€)\n2024-03-32;7;1;\n;7;1;\n"
                "2999-01-01;7;1;\n2024-03-01;;1;\n2024-03-01;7;viele;Jörg\n2024-03-01;7;1\n"
            ).encode("cp1252"),
        },
    )
    warehouse = run_to_months(case, tmp_path, max_rejected_share=1)
    sold = "select product_id, sold_units from intermediate.int_demand_monthly where sold_units > 0"
    assert dict(warehouse.rows(sold)) == {"007": 3.0, "7": 4.0, hostile: 3.0}
    assert warehouse.rows(
        "select table_name, rejection_reason, product_id, parse_filename(source_file), "
        "coalesce(source_line ->> 'sale_date', source_line ->> 'product_name'), "
        "source_line ->> 'quantity' from intermediate.int_rejected_lines order by all"
    ) == [
        ("daily_sales", "date in the future", "7", "2025.csv", "2999-01-01", "1"),
        ("daily_sales", "fewer fields than the header", "7", "2025.csv", "2024-03-01", "1"),
        ("daily_sales", "missing date", "7", "2025.csv", "", "1"),
        ("daily_sales", "missing product", None, "2025.csv", "2024-03-01", "1"),
        ("daily_sales", "unparseable date", "7", "2025.csv", "2024-03-32", "1"),
        ("daily_sales", "unparseable quantity", "7", "2025.csv", "2024-03-01", "viele"),
        ("products", "missing product", None, "products.csv", "None", None),
        ("products", "repeated product", "7", "products.csv", "Seven", None),
    ]
    kept = warehouse.rows("select * from intermediate.int_rejected_lines")
    assert "customer" not in str(kept)
    assert "Jörg" not in str(kept), "a column that is not ours is never read"
    assert warehouse.rows(
        "select parse_filename(file), encoding, delimiter from raw.input_files order by all"
    ) == [
        ("2024.csv", "UTF-8", ";"),
        ("2025.csv", "Windows-1252", ";"),
        ("products.csv", "UTF-8", ";"),
    ]
    assert warehouse.rows(
        "select column_name, is_found, read_as from raw.input_columns "
        "where column_name in ('sale_date', 'unit_price') order by 1"
    ) == [("sale_date", True, "ISO"), ("unit_price", False, None)]


def test_a_dear_line_is_no_overflow_and_a_month_of_monthly_data_is_complete(
    tmp_path: Path,
) -> None:
    header = "sale_date,product_id,quantity,unit_price"
    case = Case("dear", {"daily_sales.csv": lines("2024-01-01,A,50000,250000", header=header)})
    warehouse = run_to_months(case, tmp_path)
    assert warehouse.rows("select sold_units, unit_price from intermediate.int_demand_monthly") == [
        (50_000.0, 250_000.0)
    ]


def test_the_place_of_the_machine_changes_no_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped = parquet(
        "select timestamptz '2024-01-31 23:30:00+00' as sale_date, 'A' as product_id, 1 as quantity"
    )
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    warehouse = run_to_months(Case("zoned", {"daily_sales.parquet": stamped}), tmp_path)
    dates = warehouse.rows("select cast(sale_date as varchar) from intermediate.int_sales_daily")
    assert dates == [("2024-01-31",)]
