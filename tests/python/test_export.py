"""Workbooks: what is published, as it is, in files that any machine can hold."""

import datetime as dt
import json
import re
from pathlib import Path

import duckdb
import openpyxl
import pytest
import yaml
from conftest import ROOT
from filled_workbooks import records
from published import RELATIONS, publish_invented
from typer.testing import CliRunner

from restock.cli import app
from restock.export import ExportError, export_workbooks
from restock.export import excel as excel_module
from restock.export.excel import SHEETS
from restock.export.names import file_names
from restock.export.workbook import MOST_CHARACTERS, cut
from restock.inputs.workbooks import header_name
from restock.inputs.xlsx_parts import sheet_rows

DRINKS = "drinks-2024-03-1.xlsx"
FORMULAS = ("=1+1", "+49 30", "-", "@SUM(A1)", "{=A1}", "http://a.b", "007", "1e5")


@pytest.fixture(scope="module")
def drinks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a group with two products."""
    output = publish_invented(
        tmp_path_factory.mktemp("published"), {"007": "Drinks", "B": "Drinks"}
    )
    return export_workbooks(output).folder / DRINKS


def test_orders_are_what_is_proposed(drinks: Path) -> None:
    first, second = records(drinks, "Orders")
    assert (first["product id"], second["product id"]) == ("007", "B")
    assert first["product name"] == "007"
    assert first["proposed units"] == 12
    assert first["arrival month"] == dt.datetime(2024, 7, 1)
    assert first["ordered units"] is None
    # No number is no number in Excel either.
    assert first["proposed value"] is None


def test_forecasts_have_a_row_for_each_month(drinks: Path) -> None:
    rows = records(drinks, "Forecasts")
    assert [(row["product id"], row["target month"].month) for row in rows] == [
        *(("007", 4), ("007", 5), ("007", 6)),
        *(("B", 4), ("B", 5), ("B", 6)),
    ]
    assert [row["last year units"] for row in rows[:2]] == [4, None]
    assert [row["override reason"] for row in rows[:2]] == ["fair", None]
    assert rows[0]["exceptions"] == "far off; new"
    # What has been released is no figure of this month's.
    assert [row["override units"] for row in rows] == [None] * 6


def test_accuracy_is_the_champions(drinks: Path) -> None:
    assert [row["wape"] for row in records(drinks, "Accuracy")] == [0.25]
    assert [row["product id"] for row in records(drinks, "Worst products")] == ["007", "B"]


def test_a_workbook_says_what_it_is_and_what_its_columns_mean(drinks: Path) -> None:
    texts = [
        [cell for cell in row if cell]
        for row in openpyxl.load_workbook(drinks)["Read me"].iter_rows(values_only=True)
    ]
    assert texts[0] == ["Drinks"]
    assert ["cutoff month", "March 2024", "Last month whose sales are known."] in texts
    explained = {row[0] for row in texts if len(row) == 2}
    assert {header_name(column.name) for sheet in SHEETS for column in sheet.columns} <= explained


def test_what_is_to_be_filled_in_can_be_and_nothing_else(drinks: Path) -> None:
    book = openpyxl.load_workbook(drinks)
    unlocked = {
        (sheet.title, sheet.cell(1, cell.column).value)
        for sheet in book.worksheets[1:]
        for cell in sheet[2]
        if not cell.protection.locked
    }
    assert unlocked == {
        ("Orders", "ordered units"),
        ("Forecasts", "override units"),
        ("Forecasts", "comment"),
        ("Forecasts", "owner"),
    }
    assert all(sheet.protection.sheet for sheet in book.worksheets[1:])
    rules = {
        str(rule.sqref): (rule.type, rule.operator)
        for rule in book["Forecasts"].data_validations.dataValidation
        if rule.type
    }
    assert rules["G2:G7"] == ("decimal", "greaterThanOrEqual")
    assert rules["H2:H7"] == rules["I2:I7"] == ("textLength", "lessThanOrEqual")


def test_columns_that_are_read_back_stand_in_the_sheets() -> None:
    """The sources name sheets and columns; each is written, the filled in ones to be filled in."""
    sources = yaml.safe_load((ROOT / "models/staging/_sources.yml").read_text())["sources"]
    sheets = {sheet.name: {column.name: column for column in sheet.columns} for sheet in SHEETS}
    filled = set()
    for table in sources[0]["tables"]:
        sheet = table.get("config", {}).get("meta", {}).get("workbook_sheet")
        for column in table["columns"] if sheet else []:
            meta = column.get("config", {}).get("meta", {})
            name = meta.get("workbook_column", column["name"])
            if meta.keys() & {"required", "workbook_column", "filled_in", "named_by_file"}:
                assert name in sheets[sheet]
            if meta.keys() & {"filled_in", "named_by_file"}:
                filled.add((sheet, name))
    assert filled == {
        (name, column.name)
        for name, columns in sheets.items()
        for column in columns.values()
        if column.is_filled_in
    }


def test_texts_stay_texts(tmp_path: Path) -> None:
    output = publish_invented(tmp_path, dict.fromkeys(FORMULAS, "Drinks"))
    book = openpyxl.load_workbook(export_workbooks(output).folder / DRINKS)
    for name, months in {"Orders": 1, "Forecasts": 3, "Worst products": 1}.items():
        sheet = book[name]
        cells = [cell for row in sheet.iter_rows(min_row=2, max_col=2) for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
        assert sorted(str(cell.value) for cell in cells) == sorted(FORMULAS * 2 * months)
        assert not any(cell.hyperlink for cell in cells)


def test_ids_come_back_as_they_are(tmp_path: Path) -> None:
    ids = (
        *FORMULAS,
        "a\x0bb",
        "_x0041_",
        " a",
        "a ",
        "a\nb",
        "a\rb",
        "a\tb",
        "<&>\"'",
        "🍺",
        "#N/A",
    )
    output = publish_invented(tmp_path, dict.fromkeys(ids, "Drinks"))
    rows = sheet_rows(export_workbooks(output).folder / DRINKS, "Orders")
    assert sorted(texts[0] for _, texts in rows[1:]) == sorted(ids)


def test_no_text_is_longer_than_a_cell(tmp_path: Path) -> None:
    output = publish_invented(tmp_path, {"A": "Drinks"}, product_name="ä" * 40_000)
    (row,) = records(export_workbooks(output).folder / DRINKS, "Orders")
    assert row["product name"] == "ä" * (MOST_CHARACTERS - 1) + "…"
    assert cut("a" * MOST_CHARACTERS) == "a" * MOST_CHARACTERS


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    products = {"A": "Drinks", "B": "Food"}
    files = []
    for name in ("one", "two"):
        folder = export_workbooks(publish_invented(tmp_path / name, products)).folder
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert files[0] == files[1]
    assert set(files[0]) == {DRINKS, "food-2024-03-1.xlsx", "index.json"}


GROUPS = (
    *(
        "A/B & Co",
        "a b co",
        "../x",
        "x",
        "CON",
        "con",
        "aux",
        "lpt1",
        "Über Straße",
        "ÜBER STRASSE",
    ),
    *(
        "",
        " ",
        "...",
        "-",
        "=1+1",
        "a" * 300,
        "a" * 301,
        "飲料",
        "ünïcödé" * 40,
        "a_b",
        "a\nb",
        ".",
    ),
    *("index", "C:\\temp", "tab\there", 'quote"d', "it's", "%2e%2e", "🍺", "🍷"),
)


def test_every_group_has_a_file_name_of_its_own_that_is_safe() -> None:
    names = file_names(GROUPS)
    assert set(names) == set(GROUPS)
    assert len({name.casefold() for name in names.values()}) == len(GROUPS)
    for name in names.values():
        assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*-?(_[0-9a-f]{12})?", name), name
        assert len(f"{name}-2024-03-1000.xlsx".encode()) < 255
        assert not re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", name)
    assert names["a b co"].startswith("a-b-co_")
    assert names["飲料"] == "飲料"
    assert file_names(["Drinks"]) == {"Drinks": "drinks"}


def test_groups_of_any_name_are_exported_and_indexed(tmp_path: Path) -> None:
    output = publish_invented(tmp_path, {f"P{n}": group for n, group in enumerate(GROUPS)})
    exported = export_workbooks(output)
    index = json.loads((output / "excel" / "index.json").read_text())
    assert index == exported.files
    assert set(index) == set(GROUPS)
    for number, group in list(enumerate(GROUPS))[::7]:
        (row,) = records(output / "excel" / index[group], "Orders")
        assert row["product id"] == f"P{number}"
    assert {path.name for path in output.iterdir()} == {"restock.duckdb", "excel"}


def test_a_second_export_replaces_the_first_whole(tmp_path: Path) -> None:
    export_workbooks(publish_invented(tmp_path, {"A": "Drinks", "B": "Food"}))
    (tmp_path / "restock.duckdb").unlink()
    (tmp_path / "excel" / "old.xlsx").write_text("old")
    export_workbooks(publish_invented(tmp_path, {"A": "Drinks"}))
    assert {path.name for path in (tmp_path / "excel").iterdir()} == {DRINKS, "index.json"}


def test_without_a_release_there_is_no_workbook(tmp_path: Path) -> None:
    assert export_workbooks(publish_invented(tmp_path, {})).files == {}


def test_nothing_published_and_an_older_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nothing is published"):
        export_workbooks(tmp_path)
    output = publish_invented(tmp_path, {"A": "Drinks"})
    with duckdb.connect(str(output / "restock.duckdb")) as connection:
        connection.execute("drop table marts.rpt_kpis")
    with pytest.raises(ExportError, match="another version"):
        export_workbooks(output)
    assert not (output / "excel").exists()


def test_the_command_line_exports_or_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("RESTOCK_OUTPUT", str(tmp_path))
    refused = CliRunner().invoke(app, ["export"])
    assert refused.exit_code == 2
    assert "nothing is published" in refused.output
    publish_invented(tmp_path, {"A": "Drinks"})
    done = CliRunner().invoke(app, ["export"])
    assert (done.exit_code, done.output) == (0, f"Exported 1 workbooks to {tmp_path}/excel.\n")


def test_more_rows_than_excel_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_module, "MOST_ROWS", 5)
    output = publish_invented(tmp_path, {"A": "Drinks", "B": "Drinks"})
    with pytest.raises(ExportError, match=r"'Drinks' has 6 rows for sheet Forecasts, .* holds 5"):
        export_workbooks(output)
    assert {path.name for path in output.iterdir()} == {"restock.duckdb"}


def test_workbooks_read_what_their_exposure_names() -> None:
    exposures = yaml.safe_load((ROOT / "models/_exposures.yml").read_text())["exposures"]
    named = next(e["depends_on"] for e in exposures if e["name"] == "purchasing_workbooks")
    sources = "".join(path.read_text() for path in (ROOT / "python/restock/export").glob("*.py"))
    read = set(re.findall(r"\bmarts\.(\w+)", sources))
    assert {f"ref('{relation}')" for relation in read} == set(named)
    assert read == set(RELATIONS)
