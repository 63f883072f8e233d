"""A database as the input: the same forecasts, one moment, and what is said where it is not fit."""

import datetime as dt
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import ROOT, Warehouse
from front_door import PRODUCTS, SALES
from postgres import Postgres, started_postgres

from restock.inputs import Contract, InputRefusedError, read_input


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with started_postgres() as server:
        yield server


@pytest.fixture
def served(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Postgres:
    """The server, which this process and its children find by their environment."""
    for name, value in postgres.environment.items():
        monkeypatch.setenv(name, value)
    return postgres


def contract() -> Contract:
    """Return the contract as macro `input_contract` hands it over."""
    sources = yaml.safe_load((ROOT / "models/staging/_sources.yml").read_text())["sources"]
    tables = [
        table.get("config", {}).get("meta", {})
        | {
            "name": table["name"],
            "columns": [c | c.get("config", {}).get("meta", {}) for c in table["columns"]],
        }
        for table in sources[0]["tables"]
    ]
    return Contract.from_json(json.dumps({"tables": tables, "max_rejected_share": 0.01}))


def make_schema(postgres: Postgres, name: str, *statements: str) -> str:
    """Make a schema in which the statements stand; return its name."""
    postgres.execute(f"drop schema if exists {name} cascade", f"create schema {name}")
    postgres.execute(f"set search_path to {name}; {'; '.join(statements)}")
    return name


def read(schema: str, copies: Path, query: str, folder: str = "") -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        for statement in read_input(folder, contract(), copies, schema).statements:
            connection.execute(statement)
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def built(
    postgres: Postgres, tiny_input: Path, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """The tiny input out of the database, but for overrides, which people keep in a folder."""
    folder = tmp_path_factory.mktemp("postgres")
    postgres.fill("erp", tiny_input)
    postgres.execute("drop table erp.overrides")
    (folder / "kept").mkdir()
    shutil.copy(tiny_input / "overrides.csv", folder / "kept")
    warehouse = Warehouse(folder / "built")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (postgres.environment | {"RESTOCK_SCHEMA": "erp"}).items():
            environment.setenv(name, value)
        done = warehouse.dbt(
            folder / "kept",
            *("build", "--select", "+ml_champion_forecasts", "+rpt_rejected_lines"),
            *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
        )
    assert done.returncode == 0, done.stdout[-3000:]
    return warehouse


@pytest.mark.parametrize(
    "query",
    [
        "select * from ml.ml_champion_forecasts order by all",
        "select product_id, target_month, override_units, owner from staging.stg_overrides "
        "order by all",
        "select table_name, rejection_reason, product_id, count(*) from marts.rpt_rejected_lines "
        "group by all order by all",
    ],
)
def test_forecasts_are_those_of_the_files(
    built: Warehouse, tiny_warehouse: Warehouse, query: str
) -> None:
    rows = built.rows(query)
    assert rows
    assert rows == tiny_warehouse.rows(query)


def test_a_rejected_line_tells_its_table_in_the_database(built: Warehouse) -> None:
    assert built.rows(
        "select distinct source_file from marts.rpt_rejected_lines where table_name = 'daily_sales'"
    ) == [("postgres:erp.daily_sales",)]


def test_a_password_is_written_nowhere(built: Warehouse, postgres: Postgres) -> None:
    wrong = "wrong-and-secret"
    environment = built.environment(built.folder.parent / "kept") | postgres.environment
    done = subprocess.run(
        [str(Path(sys.executable).with_name("restock")), "run", *built.command()[1:]],
        cwd=ROOT,
        env=environment | {"RESTOCK_SCHEMA": "erp", "PGPASSWORD": wrong},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "password authentication failed" in done.stderr
    assert "Set PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD" in done.stderr
    assert wrong not in done.stdout + done.stderr
    written = [file.read_bytes() for file in built.folder.rglob("*") if file.is_file()]
    assert any(b"password authentication failed" in content for content in written)
    for password in (wrong, postgres.password):
        assert not any(password.encode() in content for content in written)


def test_all_tables_are_of_one_moment(served: Postgres, tmp_path: Path) -> None:
    schema = make_schema(
        served,
        "moving",
        "create table daily_sales (sale_date, product_id, quantity) as "
        "values ('2024-01-31', 'A', 1)",
        # While this view is read, somebody writes.
        "create view products as select 'A' as product_id, 'Apple' as product_name, "
        "cast(pg_sleep(2) as text) || 'Fruit' as product_group",
        "create table stock_levels (stock_date, product_id, on_hand_units) as "
        "values ('2024-01-31', 'A', 5)",
    )
    asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
    readers_after_the_write = []

    def write_meanwhile() -> None:
        with served.attached() as connection:

            def sleepers() -> int:
                query = "select * from postgres_query('served', ?)"
                return int(connection.execute(query, [asleep]).fetchall()[0][0])

            until = time.monotonic() + 20
            while not sleepers() and time.monotonic() < until:
                time.sleep(0.02)
            connection.execute("update served.moving.stock_levels set on_hand_units = 7")
            readers_after_the_write.append(sleepers())

    writer = threading.Thread(target=write_meanwhile)
    writer.start()
    levels = read(schema, tmp_path / "copies", "select on_hand_units from raw.stock_levels")
    writer.join()
    assert readers_after_the_write == [1]
    assert levels == [(5,)]
    assert served.rows("select on_hand_units from moving.stock_levels") == [(7,)]


def test_materialized_views_are_read_whatever_the_encoding_of_the_session(
    served: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    schema = make_schema(
        served,
        "kept",
        "create table daily_sales (sale_date, product_id, quantity) as "
        "values ('2024-01-31', 'A', 1)",
        "create materialized view products as select 'A' as product_id, "
        "'K' || chr(252) || 'bel' as product_name, 'Garden' as product_group",
    )
    assert read(schema, tmp_path / "copies", "select product_name from raw.products") == [
        ("K\u00fcbel",)
    ]


def test_values_of_types_are_read_as_they_are(
    served: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The day is the one that the database shows in the time zone of the session.
    monkeypatch.setenv("PGTZ", "Europe/Berlin")
    schema = make_schema(
        served,
        "typed",
        'create table "Daily_Sales" ("Quantity" numeric, product_id numeric, '
        "sale_date timestamptz, on_promotion boolean, customer text)",
        "insert into \"Daily_Sales\" values ('NaN', 7.0, '2024-01-31 23:30+00', true, 'Jo'), "
        "(1.5, 40123456789012345678, '2024-01-31 12:00+00', false, 'Jo')",
        "create table products (product_id char(9), product_name varchar(20), "
        "product_group text, launched_on date, secret text)",
        "insert into products values ('7', 'It''s', '', '2024-01-01', 'x')",
        "create table stock_levels (stock_date date, product_id text, on_hand_units numeric(9, 2))",
    )
    copies = tmp_path / "copies"
    assert read(
        schema,
        copies,
        "select product_id, sale_date, quantity, on_promotion, unreadable_columns, source_file "
        "from raw.daily_sales order by sale_date",
    ) == [
        (
            "40123456789012345678",
            dt.date(2024, 1, 31),
            1.5,
            False,
            None,
            "postgres:typed.Daily_Sales",
        ),
        ("7", dt.date(2024, 2, 1), None, True, "quantity", "postgres:typed.Daily_Sales"),
    ]
    assert read(
        schema,
        copies,
        "select product_id, product_name, product_group, launched_on, supplier from raw.products",
    ) == [("7", "It's", None, dt.date(2024, 1, 1), None)]
    # What the contract does not name was not read.
    names = {
        name
        for (name,) in duckdb.sql(
            f"select name from parquet_schema('{copies}/*/*.parquet')"
        ).fetchall()
    }
    assert "secret" not in names
    assert "customer" not in names


TABLES = (
    "create table products (product_id, product_name, product_group) as values ('A', 'x', 'y')",
    "create table daily_sales (sale_date, product_id, quantity) as values ('2024-01-31', 'A', 1)",
)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ((), "table daily_sales is missing: there is no 'postgres:bad.daily_sales' that its user"),
        (
            (*TABLES, "alter table daily_sales rename quantity to qty"),
            "'postgres:bad.daily_sales' has no column 'quantity'. Its columns are: sale_date, "
            "product_id, qty.",
        ),
        (
            (*TABLES, "alter table daily_sales alter quantity type int[] using array[1]"),
            "'postgres:bad.daily_sales', column 'quantity' has the type INTEGER[]",
        ),
        (
            (*TABLES, "update daily_sales set sale_date = '02/03/2024'"),
            "'postgres:bad.daily_sales', column 'sale_date': '02/03/2024' can be day 02",
        ),
        (
            (*TABLES, "update daily_sales set sale_date = null"),
            "'postgres:bad.daily_sales', column 'sale_date': every value is missing",
        ),
        (
            (*TABLES, 'create view "Products" as table products'),
            "table products comes twice: 'postgres:bad.Products' and 'postgres:bad.products'",
        ),
        (
            (
                *TABLES,
                "create view stock_levels as select 1 / 0 as on_hand_units, "
                "'A' as product_id, '2024-01-31' as stock_date",
            ),
            "schema 'bad' of the database cannot be read: division by zero",
        ),
    ],
)
def test_an_unfit_database_is_refused(
    served: Postgres, tmp_path: Path, statements: tuple[str, ...], said: str
) -> None:
    schema = make_schema(served, "bad", *statements)
    with pytest.raises(InputRefusedError) as refusal:
        read_input("", contract(), tmp_path / "copies", schema)
    assert said in str(refusal.value)


def test_a_table_stands_in_one_place(served: Postgres, tmp_path: Path) -> None:
    schema = make_schema(served, "twice", *TABLES)
    (tmp_path / "input").mkdir()
    (tmp_path / "input/products.csv").write_text(PRODUCTS)
    with pytest.raises(InputRefusedError, match=r"postgres:twice.products' and '.*products.csv'"):
        read_input(str(tmp_path / "input"), contract(), tmp_path / "copies", schema)
    served.execute("drop table twice.daily_sales, twice.products")
    with pytest.raises(
        InputRefusedError, match=r"twice.daily_sales' that .*input/daily_sales.csv'"
    ):
        read_input(str(tmp_path / "input"), contract(), tmp_path / "copies", schema)
    (tmp_path / "input/daily_sales.csv").write_text(SALES)
    query = "select count(*) from raw.daily_sales"
    assert read(schema, tmp_path / "copies", query, str(tmp_path / "input")) == [(2,)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PGPORT": "1"}, "port 1 failed: Connection refused"),
        ({"PGPASSWORD": "other"}, 'password authentication failed for user "reader"'),
        ({"PGDATABASE": "nothing"}, 'database "nothing" does not exist'),
        ({"PGSERVICE": "nothing"}, 'definition of service "nothing" not found'),
    ],
)
def test_a_closed_database_is_refused(
    served: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, str],
    said: str,
) -> None:
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputRefusedError) as refusal:
        read_input("", contract(), tmp_path / "copies", "public")
    assert said in str(refusal.value)
    assert "Set PGHOST" in str(refusal.value)
    assert served.password not in str(refusal.value)


def test_a_copy_is_no_input_of_the_warehouse_beside_which_it_lies(
    served: Postgres, tmp_path: Path
) -> None:
    schema = make_schema(served, "copied", *TABLES)
    read_input("", contract(), tmp_path / "copies", schema)
    copy = str(tmp_path / "copies/database")
    with pytest.raises(InputRefusedError, match="each run into this warehouse empties"):
        read_input(copy, contract(), tmp_path / "copies")
    # For another one it is an input folder.
    assert read_input(copy, contract(), tmp_path / "other").place == f"'{copy}'"
