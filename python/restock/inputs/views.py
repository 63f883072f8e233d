"""The views of the input: the contract's columns, and how each line was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.inputs.parts import TEXT_TYPE
from restock.inputs.sql import identifier, literal
from restock.inputs.values import unreadable_sql, value_sql

if TYPE_CHECKING:
    from restock.inputs.contract import Column, Table
    from restock.inputs.parts import Part

# What a view adds to the columns of the contract: how the line was read, and where it stands.
_ADDED: Final = ("unreadable_columns", "field_problem", "source_file", "source_values")
_NO_TEXT: Final = "cast(null as varchar)"


@dataclass(frozen=True)
class TableReading:
    """How a table is read: its parts."""

    table: Table
    parts: tuple[Part, ...]


def view_statement(reading: TableReading) -> str:
    """Return the statement that makes the view of a table, with no line where it has no file."""
    selects = [_select(reading, part) for part in reading.parts] or [_nothing(reading.table)]
    return f"create or replace view raw.{reading.table.name} as " + " union all ".join(selects)


def _select(reading: TableReading, part: Part) -> str:
    expressions = [
        f"{_value(column, part)} as {identifier(column.name)}" for column in reading.table.columns
    ]
    return (
        f"select {', '.join(expressions)}, {_unreadable(reading, part)} as unreadable_columns, "
        f"{part.problem} as field_problem, {part.source_file} as source_file, "
        f"{_source_values(reading, part)} as source_values from {part.relation}"
    )


def _value(column: Column, part: Part) -> str:
    found = part.columns.get(column.name)
    if found is None:
        return f"cast(null as {column.data_type})"
    return value_sql(column, found, part.styles.get(column.name))


def _unreadable(reading: TableReading, part: Part) -> str:
    """Return SQL for the names of the columns that hold a value which cannot be read."""
    cases = []
    for column in reading.table.columns:
        found = part.columns.get(column.name)
        style = part.styles.get(column.name)
        condition = unreadable_sql(column, found, style) if found else None
        if condition:
            cases.append(f"case when {condition} then {literal(column.name)} end")
    return f"nullif(concat_ws(',', {', '.join(cases)}), '')" if cases else _NO_TEXT


def _source_values(reading: TableReading, part: Part) -> str:
    """Return SQL for what the files hold, as it is there: the same fields and types in each part.

    A structure costs nothing until a rejected line is written as text; text for every line would
    cost more than all the rest.
    """
    fields = []
    for column in reading.table.columns:
        found = [one.columns.get(column.name) for one in reading.parts]
        types = {one.source_type if one else TEXT_TYPE for one in found}
        here = part.columns.get(column.name)
        expression = here.expression if here else "null"
        if len(types) > 1 or not here:
            expression = f"cast({expression} as varchar)"
        if any(found):
            fields.append(f"{literal(column.name)}: {expression}")
    if any(one.place for one in reading.parts):
        fields.append(f"'place': {part.place or _NO_TEXT}")
    if any(one.surplus for one in reading.parts):
        fields.append(f"'surplus': {part.surplus or _NO_TEXT}")
    return f"{{{', '.join(fields)}}}"


def _nothing(table: Table) -> str:
    expressions = [
        f"cast(null as {column.data_type}) as {identifier(column.name)}" for column in table.columns
    ]
    added = [f"{_NO_TEXT} as {name}" for name in _ADDED]
    return f"select {', '.join([*expressions, *added])} where false"
