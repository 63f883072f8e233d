"""In which style the texts of a column are written, as all of its files together show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.inputs.parts import TEXT_TYPE
from restock.inputs.sql import identifier, literal
from restock.inputs.values import SLASH_DATE, Style, iso_date, plain_number, slash_date, trimmed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from restock.inputs.contract import Column, Table
    from restock.inputs.parts import Part

# What a text shows: 'iso' or an order of day and month, 'either' of them, 'same' in both; a comma
# or point that can only be a decimal one; groups of three that could be either; digits alone.
DATE_KINDS: Final = ("iso", "day", "month", "either", "same", "other")
NUMBER_KINDS: Final = ("plain", "point", "comma", "point groups", "comma groups", "other")
_COMMA: Final = r"[+\-]?(\d*|\d{1,3}(\.\d{3})+),\d+|[+\-]?[1-9]\d{0,2}(\.\d{3}){2,}"
_POINT: Final = r"[+\-]?(\d*|\d{1,3}(,\d{3})+)\.\d+|[+\-]?[1-9]\d{0,2}(,\d{3}){2,}"
_COMMA_GROUPS: Final = r"[+\-]?[1-9]\d{0,2}(,\d{3})"
_POINT_GROUPS: Final = r"[+\-]?[1-9]\d{0,2}(\.\d{3})"


@dataclass(frozen=True)
class Evidence:
    """How many texts of a column are of each kind, the first of each, and the lines in all."""

    lines: int
    counts: Mapping[str, int]
    examples: Mapping[str, str]

    def total(self, *kinds: str) -> int:
        """Return how many texts are of these kinds."""
        return sum(self.counts[kind] for kind in kinds)

    def example(self, *kinds: str) -> str | None:
        """Return the first text of the first of these kinds that there is."""
        return next((self.examples[kind] for kind in kinds if kind in self.examples), None)


def text_columns(table: Table, parts: Sequence[Part]) -> list[Column]:
    """Return the columns of dates and numbers that some file holds as text."""
    return [
        column
        for column in table.columns
        if column.data_type in {"date", "double"}
        and any(part.columns[column.name].is_text for part in parts if column.name in part.columns)
    ]


def gather(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], parts: Sequence[Part]
) -> dict[str, Evidence]:
    """Look at every text of the columns, in lines that have the fields of the header.

    All other values are read as well, so that damage shows before anything is built.
    """
    figures = ["count(*)", "bit_xor(touched)"]
    for column in columns:
        text, kind = identifier(column.name), identifier(f"kind of {column.name}")
        for name in _kinds(column):
            figures.append(f"count(case when {kind} = '{name}' then 1 end)")
            figures.append(f"min(case when {kind} = '{name}' then {text} end)")
    kinds = ", ".join(
        f"{_kind_sql(column)} as {identifier(f'kind of {column.name}')}" for column in columns
    )
    row = connection.execute(
        f"select {', '.join(figures)} from (select *{', ' + kinds if kinds else ''} "
        f"from ({_texts(columns, parts)}))"
    ).fetchall()[0]
    found = iter(row[2:])
    evidence = {}
    for column in columns:
        pairs = {name: (next(found), next(found)) for name in _kinds(column)}
        evidence[column.name] = Evidence(
            lines=int(row[0]),
            counts={name: count for name, (count, _) in pairs.items()},
            examples={name: text for name, (count, text) in pairs.items() if count},
        )
    return evidence


def file_of(
    connection: duckdb.DuckDBPyConnection, column: Column, parts: Sequence[Part], text: str
) -> str:
    """Return a file in which the column holds the text."""
    rows = connection.execute(
        f"select min(source_file) from ({_texts([column], parts)}) "
        f"where {identifier(column.name)} = {literal(text)}"
    ).fetchall()
    return str(rows[0][0])


def _kinds(column: Column) -> Sequence[str]:
    return DATE_KINDS if column.data_type == "date" else NUMBER_KINDS


def _texts(columns: Sequence[Column], parts: Sequence[Part]) -> str:
    """Return a select of the trimmed texts; null where a file has none of a column, or no text."""
    selects = []
    for part in parts:
        touched = ", ".join(found.expression for found in part.columns.values())
        expressions = [f"{part.source_file} as source_file", f"hash({touched}) as touched"]
        for column in columns:
            found = part.columns.get(column.name)
            is_text = found is not None and found.source_type == TEXT_TYPE
            text = trimmed(found.expression) if found and is_text else "cast(null as varchar)"
            expressions.append(f"{text} as {identifier(column.name)}")
        selects.append(
            f"select {', '.join(expressions)} from {part.relation} where ({part.problem}) is null"
        )
    return " union all ".join(selects)


def _kind_sql(column: Column) -> str:
    text = identifier(column.name)
    return _date_kind(text) if column.data_type == "date" else _number_kind(text)


def _date_kind(text: str) -> str:
    day, month = (f"({slash_date(text, s)})" for s in (Style.DAY_FIRST, Style.MONTH_FIRST))
    return (
        f"case when {text} = '' or {text} is null then null "
        f"when ({iso_date(text)}) is not null then 'iso' "
        f"when not regexp_full_match({text}, '{SLASH_DATE}') then 'other' "
        f"when {day} = {month} then 'same' "
        f"when {day} is not null and {month} is not null then 'either' "
        f"when {day} is not null then 'day' when {month} is not null then 'month' "
        "else 'other' end"
    )


def _number_kind(text: str) -> str:
    return (
        f"case when {text} = '' or {text} is null then null "
        f"when not contains({text}, '.') and not contains({text}, ',') "
        f"then case when not isnan({plain_number(text)}) then 'plain' else 'other' end "
        f"when regexp_full_match({text}, '{_COMMA_GROUPS}') then 'comma groups' "
        f"when regexp_full_match({text}, '{_POINT_GROUPS}') then 'point groups' "
        f"when regexp_full_match({text}, '{_COMMA}') then 'comma' "
        f"when regexp_full_match({text}, '{_POINT}') then 'point' "
        # Such as 1.5e3.
        f"when not isnan({plain_number(text)}) then 'plain' else 'other' end"
    )
