"""Any table of texts that is written as CSV, in whatever dialect, comes back as it was."""

import itertools
import shutil
import string
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restock.inputs import Contract, read_input
from restock.inputs.contract import Column, Table

NAMES = ("product_id", "product_name", "product_group", "supplier")
COLUMNS = tuple(Column(name, "varchar", name == "product_id", name) for name in NAMES)
CONTRACT = Contract((Table("products", True, False, COLUMNS),), max_other_share=0.01)
# The name of a column that is not ours; in Windows-1252 it cannot be taken for UTF-8.
OTHER = "Käufer"
ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
TRICKY_TEXT = st.text(string.digits + ",;\t|\"'\\ \n\räé€", max_size=6)


@dataclass(frozen=True)
class Dialect:
    encoding: str
    delimiter: str
    line_end: str
    quotes_all: bool
    has_last_line_end: bool

    def write(self, rows: list[list[str]]) -> bytes:
        text = self.line_end.join(self.delimiter.join(map(self.field, row)) for row in rows)
        return (text + self.line_end * self.has_last_line_end).encode(self.encoding)

    def field(self, text: str) -> str:
        special = self.delimiter + '"\r\n'
        if self.quotes_all or any(character in special for character in text):
            return '"' + text.replace('"', '""') + '"'
        return text


DIALECTS = st.builds(
    Dialect,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quotes_all=st.booleans(),
    has_last_line_end=st.booleans(),
)


def read_back(folder: Path) -> list[tuple[str | None, ...]]:
    statements = read_input(str(folder), CONTRACT, folder / "copies").statements
    with duckdb.connect() as connection:
        for statement in statements:
            connection.execute(statement)
        problems = connection.execute("select field_problem from raw.products").fetchall()
        assert set(problems) <= {(None,)}
        return connection.execute(f"select {', '.join(NAMES)} from raw.products").fetchall()


def expected(text: str) -> str | None:
    # Line ends inside of quotes become one kind where others are of an old Mac.
    return text.replace("\r\n", "\n").replace("\r", "\n") or None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@given(
    dialect=DIALECTS,
    rows=st.lists(st.lists(ANY_TEXT | TRICKY_TEXT, min_size=4, max_size=4), max_size=6),
    order=st.permutations([*range(4)]),
)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_texts_come_back_as_they_were(
    folder: Path, dialect: Dialect, rows: list[list[str]], order: list[int]
) -> None:
    rows = [
        [text.encode(dialect.encoding, "ignore").decode(dialect.encoding) for text in row]
        for row in rows
    ]
    header = [*(NAMES[place] for place in order), OTHER]
    written = [[*(row[place] for place in order), "x"] for row in rows]
    shutil.rmtree(folder / "copies", ignore_errors=True)
    (folder / "products.csv").write_bytes(dialect.write([header, *written]))
    found = [tuple(text and expected(text) for text in row) for row in read_back(folder)]
    assert found == [tuple(expected(text) for text in row) for row in rows]


def test_files_of_all_dialects_are_one_table(tmp_path: Path) -> None:
    choices = itertools.product(["utf-8", "utf-16", "cp1252"], ",;\t|", ["\n", "\r\n", "\r"])
    (tmp_path / "products").mkdir()
    for number, (encoding, delimiter, line_end) in enumerate(choices):
        dialect = Dialect(encoding, delimiter, line_end, number % 2 == 0, number % 3 == 0)
        rows = [["product_id", OTHER, "supplier"], [f"{number:02d}", "é", 'ä, "ö"; €']]
        (tmp_path / "products" / f"{number:02d}.csv").write_bytes(dialect.write(rows))
    assert sorted(read_back(tmp_path), key=str) == [
        (f"{number:02d}", None, None, 'ä, "ö"; €') for number in range(36)
    ]
