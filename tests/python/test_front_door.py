"""The front door: every input is used, set aside line by line with a reason, or refused."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import broken_dates
import broken_files
import broken_lines
import broken_numbers
import broken_tables
import odd_inputs
import pytest
from filled_workbooks import fill_in
from front_door import SALES, Case, FrontDoor, lines, parquet, sheet
from published import publish_invented

from restock.export import export_workbooks
from restock.inputs import InputRefusedError

BROKEN = [
    case
    for module in (broken_files, broken_lines, broken_dates, broken_numbers, broken_tables)
    for case in module.CASES
]
ALL = [*BROKEN, *odd_inputs.CASES]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> FrontDoor:
    return FrontDoor.compiled(tmp_path_factory.mktemp("compiled"))


def outcome(case: Case, door: FrontDoor, folder: Path) -> dict[str, Any]:
    """What comes of an input: the refusal, or what is used and what is not."""
    data = case.write(folder / "it's [input]")
    try:
        connection = door.open(data, folder / "copies")
    except InputRefusedError as refusal:
        return {"refused": str(refusal)}
    with connection:
        return {
            "units": dict(
                connection.execute(
                    "select product_id, cast(sum(sold_units) as double) "
                    "from intermediate.int_sales_daily group by product_id"
                ).fetchall()
            ),
            "rejected": connection.execute(
                "select rejection_reason, product_id from intermediate.int_rejected_lines "
                "order by all"
            ).fetchall(),
            "unreadable": connection.execute(
                "select column_name, example from intermediate.int_unreadable_values order by all"
            ).fetchall(),
        }


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_input_has_its_outcome(case: Case, door: FrontDoor, tmp_path: Path) -> None:
    found = outcome(case, door, tmp_path)
    if case.refused:
        assert [word for word in case.refused if word not in found["refused"]] == []
    else:
        assert found == {
            "units": case.units,
            "rejected": sorted(case.rejected, key=str),
            "unreadable": sorted(case.unreadable),
        }


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
    assert len(BROKEN) >= 45


def test_a_spreadsheet_holds_dates_and_numbers(door: FrontDoor, tmp_path: Path) -> None:
    orders = sheet(
        ["product_id", "due_month", "ordered_units", None, "note"],
        ["A", dt.datetime(2030, 5, 17, 10, 0), 7.0, None, "x"],
        [],
        ["B", "2030-06-01", "2.5"],
        ["B", dt.date(2030, 6, 1), 0.1, 3, 4, "beyond"],
        [7, dt.date(2030, 6, 1), None],
    )
    data = Case("sheet", {"daily_sales.csv": SALES, "open_orders.XLSX": orders}).write(
        tmp_path / "i"
    )
    assert door.rows(
        data,
        "select product_id, ordered_units, due_month "
        "from intermediate.int_open_orders order by all",
    ) == [
        ("A", 7.0, dt.date(2030, 5, 1)),
        ("B", 2.5, dt.date(2030, 6, 1)),
    ]
    assert door.rows(
        data,
        "select rejection_reason, product_id, source_line ->> 'surplus' "
        "from intermediate.int_rejected_lines order by all",
    ) == [("more fields than the header", "B", "beyond"), ("unknown product", "7", None)]


def test_a_spreadsheet_is_read_to_its_end_whatever_size_it_gives(
    door: FrontDoor, tmp_path: Path
) -> None:
    orders = odd_inputs.said_to_be(
        "A1:C2",
        ["product_id", "due_month", "ordered_units"],
        *(["A", "2030-05-01", units] for units in range(1, 6)),
    )
    data = Case("size", {"daily_sales.csv": SALES, "open_orders.xlsx": orders}).write(
        tmp_path / "i"
    )
    assert door.rows(
        data, "select count(*), sum(ordered_units) from intermediate.int_open_orders"
    ) == [(5, 15.0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_texts_of_other_encodings_are_read(door: FrontDoor, tmp_path: Path, encoding: str) -> None:
    name = "Müßli, ½ kg" + (" für 5 €" if encoding != "latin-1" else "")
    products = f"product_id;product_name;product_group\nA;{name};é\nB;;\n".encode(encoding)
    case = Case("texts", {"products.csv": products, "daily_sales.csv": SALES})
    data = case.write(tmp_path / "input")
    assert door.rows(data, "select * from intermediate.int_products order by all")[0][:4] == (
        *("A", None, name, "é"),
    )


def test_words_for_yes_and_no_are_read(door: FrontDoor, tmp_path: Path) -> None:
    words = ["1", "true", "T", " yes", "Y", "0", "FALSE", "f", "no", "n", "", "ja"]
    text = lines(
        *(f"2024-01-03,A,1,{word}" for word in words),
        header="sale_date,product_id,quantity,on_promotion",
    )
    data = Case("words", {"daily_sales.csv": text}).write(tmp_path / "input")
    found = door.rows(data, "select on_promotion from raw.daily_sales")
    assert found == [(True,)] * 5 + [(False,)] * 5 + [(None,)] * 2


def test_a_column_of_another_name_is_read_where_the_contract_says_so(
    door: FrontDoor, tmp_path: Path
) -> None:
    text = SALES.replace("quantity", " menge ").replace("sale_date", "quantity")
    data = Case("mapped", {"daily_sales.csv": text}).write(tmp_path / "input")
    tables = tuple(
        replace(
            table,
            columns=tuple(
                replace(
                    column,
                    input_column={"quantity": "Menge", "sale_date": "quantity"}.get(
                        column.name, column.name
                    ),
                )
                for column in table.columns
            ),
        )
        for table in door.contract.tables
    )
    mapped = replace(door, contract=replace(door.contract, tables=tables))
    assert mapped.rows(data, "select product_id, sale_date, quantity from raw.daily_sales") == [
        ("A", dt.date(2024, 1, 3), 1.0),
        ("B", dt.date(2024, 3, 9), 2.0),
    ]


def test_what_was_found_has_its_types_where_no_file_is_csv(door: FrontDoor, tmp_path: Path) -> None:
    """All values of a column are null then, which is no type."""
    sales = parquet("select date '2024-01-03' as sale_date, 'A' as product_id, 1 as quantity")
    products = parquet("select 'A' as product_id, 'x' as product_name, 'x' as product_group")
    data = Case("parquet", {"daily_sales.parquet": sales, "products.parquet": products}).write(
        tmp_path / "input"
    )
    found = door.rows(
        data,
        "select distinct typeof(encoding), typeof(delimiter), typeof(bytes) from raw.input_files",
    )
    assert found == [("VARCHAR", "VARCHAR", "BIGINT")]
    types = door.rows(data, "select distinct typeof(columns(*)) from raw.input_columns")
    assert types == [("VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN", "VARCHAR", "VARCHAR")]


def test_what_is_no_folder_is_refused(door: FrontDoor, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text(SALES)
    for name in ("none", "empty", "file"):
        with pytest.raises(InputRefusedError, match="does not exist or holds no file"):
            door.open(tmp_path / name, tmp_path / "copies")


def test_links_are_followed_once_and_lead_to_something(door: FrontDoor, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text(SALES)
    data = Case("links", {"daily_sales/b.csv": SALES + "2024-03-10,A,4\n"}).write(tmp_path / "i")
    (data / "daily_sales" / "back").symlink_to(data / "daily_sales")
    (data / "daily_sales" / "other").symlink_to(tmp_path / "elsewhere")
    assert door.rows(data, "select sum(quantity) from raw.daily_sales") == [(10.0,)]
    (data / "daily_sales" / "c.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(InputRefusedError, match=r"c.csv' cannot be opened"):
        door.open(data, tmp_path / "copies")


APRIL, MAY, JULY = (dt.date(2024, month, 1) for month in (4, 5, 7))
REJECTED = """
    select table_name, rejection_reason, product_id, source_line ->> 'place'
    from intermediate.int_rejected_lines order by all
"""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a group of two products, as it was exported."""
    output = publish_invented(tmp_path_factory.mktemp("output"), {"A": "Fruit", "B": "Fruit"})
    exported = export_workbooks(output)
    return exported.folder / exported.files["Fruit"]


def test_what_is_filled_in_is_read_and_nothing_else(
    door: FrontDoor, workbook: Path, tmp_path: Path
) -> None:
    data = Case("filled", {"daily_sales.csv": SALES}).write(tmp_path / "input")
    entries = {
        ("Orders", "B"): {"ordered units": 2.5},
        ("Forecasts", "A", APRIL): {"override units": 0, "owner": "Ann", "comment": "out of list"},
        # A number as text, as some programs save it.
        ("Forecasts", "A", MAY): {"override units": "12"},
        ("Forecasts", "B", MAY): {"comment": "mind the season"},
        # A name alone says nothing.
        ("Forecasts", "B", APRIL): {"owner": "Ann"},
    }
    fill_in(workbook, data / "workbooks" / "Bob.xlsx", entries)
    assert door.rows(data, "select * from intermediate.int_open_orders") == [("B", 2.5, True, JULY)]
    assert door.rows(
        data,
        "select product_id, target_month, override_units, owner, comment "
        "from intermediate.int_overrides order by all",
    ) == [
        ("A", APRIL, 0.0, "Ann", "out of list"),
        ("A", MAY, 12.0, "Bob", None),
        ("B", MAY, None, "Bob", "mind the season"),
    ]
    assert door.rows(data, REJECTED) == []
    assert door.rows(data, "select distinct release_id from staging.stg_open_orders") == [("r1",)]
    decided = "select distinct decided_month, decided_number from staging.stg_overrides"
    assert door.rows(data, decided) == [(dt.date(2024, 3, 1), 1)]


def test_what_cannot_be_used_of_a_workbook_is_rejected_with_its_place(
    door: FrontDoor, workbook: Path, tmp_path: Path
) -> None:
    data = Case("bad", {"daily_sales.csv": SALES}).write(tmp_path / "input")
    entries = {
        ("Orders", "A"): {"ordered units": "1 200"},
        ("Orders", "B"): {"ordered units": -1, "product id": "C"},
        ("Forecasts", "A", APRIL): {"override units": "ten"},
        ("Forecasts", "A", MAY): {"override units": -1},
        ("Forecasts", "B", APRIL): {"override units": 1, "target month": "April"},
        # Saved without the value that it has.
        ("Forecasts", "B", MAY): {"override units": "=6*7"},
    }
    fill_in(workbook, data / "workbooks" / "bad.xlsx", entries)
    assert door.rows(data, REJECTED) == [
        ("open_orders", "unknown product", "C", "sheet Orders, row 3"),
        ("open_orders", "unparseable units", "A", "sheet Orders, row 2"),
        ("overrides", "negative units", "A", "sheet Forecasts, row 3"),
        ("overrides", "unparseable target month", "B", "sheet Forecasts, row 5"),
        ("overrides", "unparseable units", "A", "sheet Forecasts, row 2"),
        ("overrides", "unparseable units", "B", "sheet Forecasts, row 6"),
    ]
    files = door.rows(data, "select distinct source_file from intermediate.int_rejected_lines")
    assert files == [(str(data / "workbooks" / "bad.xlsx"),)]


def test_workbooks_stand_beside_tables_that_are_written_in_another_way(
    door: FrontDoor, workbook: Path, tmp_path: Path
) -> None:
    """Decimal commas and days first of a table say nothing of a workbook; copies are welcome."""
    overrides = lines(
        "A;31.05.2024;1,5", "B;31.05.2024;2,5", header="product_id;target_month;override_units"
    )
    orders = lines(
        "A;01.07.2024;7,5", "A;31.07.2024;8", header="product_id;due_month;ordered_units"
    )
    case = Case(
        "both", {"daily_sales.csv": SALES, "overrides.csv": overrides, "open_orders.csv": orders}
    )
    data = case.write(tmp_path / "input")
    entries = {
        ("Forecasts", "B", MAY): {"override units": 1.234},
        ("Orders", "B"): {"ordered units": 3},
    }
    for name in ("one.xlsx", "more/two.XLSX", "~$one.xlsx"):
        fill_in(workbook, data / "workbooks" / name, entries)
    units = "select override_units from intermediate.int_overrides order by all"
    assert door.rows(data, units) == [(1.234,), (1.234,), (1.5,), (2.5,)]
    # The table tells of open orders, workbooks do not.
    ordered = (
        "select ordered_units, is_from_workbook from intermediate.int_open_orders order by all"
    )
    assert door.rows(data, ordered) == [(7.5, False), (8.0, False)]
    rejected = [("open_orders", "open_orders is given", "B", "sheet Orders, row 3")] * 2
    assert door.rows(data, REJECTED) == rejected


def test_a_workbook_in_which_nobody_has_written_tells_nothing(
    door: FrontDoor, workbook: Path, tmp_path: Path
) -> None:
    data = Case("untouched", {"daily_sales.csv": SALES}).write(tmp_path / "input")
    fill_in(workbook, data / "workbooks" / "fruit.xlsx", {})
    given = "select table_name from intermediate.int_given_tables order by all"
    assert door.rows(data, given) == [("daily_sales",), ("products",)]
    assert door.rows(data, "select table_name, file_format from staging.stg_input_files")[2:] == [
        ("open_orders", "workbook"),
        ("overrides", "workbook"),
    ]
    lines_read = (
        "select (select count(*) from raw.overrides), (select count(*) from raw.open_orders)"
    )
    assert door.rows(data, lines_read) == [(0, 0)]
