"""Fingerprints: the same for the same rows in any order, another for any other rows."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Template

MACROS = Path(__file__).parents[2] / "macros" / "sql"
COLUMNS = ["product_id", "demand_month", "demand_units"]

Row = tuple[str | None, date | None, float | None]

JAN, FEB = date(2024, 1, 1), date(2024, 2, 1)
ROWS: list[Row] = [("a", JAN, 1.0), ("a", FEB, 2.5), ("b", JAN, None)]


def render(name: str, argument: object) -> str:
    """SQL of DuckDB's variant of a macro, as dbt would render it."""
    module = Template((MACROS / f"{name}.sql").read_text()).module
    return str(getattr(module, f"duckdb__{name}")(argument))


def fingerprint(rows: list[Row]) -> int | None:
    """Fingerprint of a set of rows: the sum of theirs."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table demand (product_id varchar, demand_month date, demand_units double)"
        )
        connection.executemany("insert into demand values (?, ?, ?)", rows)
        query = f"select sum({render('fingerprint', COLUMNS)}) from demand"
        return connection.execute(query).fetchall()[0][0]


def lower_64_bits_of_md5(text: str) -> int:
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:], "little")


def test_is_made_of_the_text_of_the_columns() -> None:
    """Whoever computes it, wherever, gets this number: stored ones stay comparable."""
    assert fingerprint([("a", JAN, 1.0)]) == lower_64_bits_of_md5("a\x1f2024-01-01\x1f1.0")
    assert fingerprint([(None, JAN, None)]) == lower_64_bits_of_md5("\x1e\x1f2024-01-01\x1f\x1e")


@given(st.permutations(ROWS))
@settings(max_examples=10, deadline=None)
def test_order_of_rows_does_not_matter(rows: list[Row]) -> None:
    assert fingerprint(rows) == fingerprint(ROWS)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("a", JAN, 1.0), ("a", FEB, 2.25), ("b", JAN, None)], id="another number"),
        pytest.param([("a", JAN, 1.0), ("a", FEB, 2.5), ("b", JAN, 0.0)], id="zero for null"),
        pytest.param([("a", JAN, 1.0), ("a", FEB, None), ("b", JAN, 2.5)], id="swapped numbers"),
        pytest.param([("a", JAN, 1.0), ("A", FEB, 2.5), ("b", JAN, None)], id="another case"),
        pytest.param([("a", JAN, 1.0), ("a ", FEB, 2.5), ("b", JAN, None)], id="a space more"),
        pytest.param([("a", JAN, 1.0), ("a", FEB, 2.5), ("b", None, None)], id="null for a month"),
        pytest.param([("a", JAN, 1.0), ("a", FEB, 2.5)], id="a row less"),
        pytest.param([*ROWS, ("b", FEB, None)], id="a row more"),
        pytest.param([*ROWS, ROWS[0]], id="a row twice"),
    ],
)
def test_other_rows_have_another_fingerprint(rows: list[Row]) -> None:
    assert fingerprint(rows) != fingerprint(ROWS)


def test_a_set_is_the_sum_of_its_parts() -> None:
    """So a running sum over months is the fingerprint as of each month."""
    assert fingerprint(ROWS) == sum(fingerprint([row]) for row in ROWS)


def test_values_do_not_move_between_columns() -> None:
    assert fingerprint([(None, JAN, 1.0)]) != fingerprint([("2024-01-01", None, 1.0)])


def test_null_is_not_empty_text() -> None:
    assert fingerprint([(None, JAN, 1.0)]) != fingerprint([("", JAN, 1.0)])


def test_sha256_of_a_text_is_hexadecimal() -> None:
    with duckdb.connect() as connection:
        sql = f"select {render('text_sha256', chr(39) + 'tree' + chr(39))}"
        assert connection.execute(sql).fetchall()[0][0] == hashlib.sha256(b"tree").hexdigest()
