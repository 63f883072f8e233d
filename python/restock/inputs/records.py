"""What was found in the input and how it is read, as two small tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from restock.inputs.sql import literal, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from restock.inputs.contract import Column
    from restock.inputs.views import TableReading


_TEXT: Final = "varchar"
_FILE_TYPES: Final = {
    "table_name": _TEXT,
    "file": _TEXT,
    "format": _TEXT,
    "encoding": _TEXT,
    "delimiter": _TEXT,
    "bytes": "bigint",
}
_COLUMN_TYPES: Final = {
    "table_name": _TEXT,
    "column_name": _TEXT,
    "input_column": _TEXT,
    "is_found": "boolean",
    "types_in_files": _TEXT,
    "read_as": _TEXT,
}


def record_statements(readings: Sequence[TableReading]) -> tuple[str, str]:
    """Return statements that make raw.input_files and raw.input_columns."""
    return (
        _table(
            "input_files",
            _FILE_TYPES,
            (row for reading in readings for row in _files(reading)),
        ),
        _table(
            "input_columns",
            _COLUMN_TYPES,
            (
                _column(reading, column)
                for reading in readings
                for column in reading.table.columns
                if reading.parts
            ),
        ),
    )


def _table(name: str, types: Mapping[str, str], rows: Iterable[Sequence[str]]) -> str:
    # A column of nulls alone has no type by itself.
    typed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in types.items())
    return (
        f"create or replace table raw.{name} as "
        f"select {typed} from ({values(rows)}) as {name}({', '.join(types)})"
    )


def _files(reading: TableReading) -> Iterator[Sequence[str]]:
    for part in reading.parts:
        for file in part.files:
            texts = (
                reading.table.name,
                file.shown,
                file.file_format,
                file.encoding,
                file.delimiter,
            )
            yield (*(literal(text) for text in texts), str(file.path.stat().st_size))


def _column(reading: TableReading, column: Column) -> Sequence[str]:
    found = [part.columns[column.name] for part in reading.parts if column.name in part.columns]
    types = ", ".join(sorted({one.source_type for one in found}))
    styles = sorted({p.styles[column.name] for p in reading.parts if column.name in p.styles})
    read_as = ", ".join(styles) or ("as it is written" if found else None)
    return (
        literal(reading.table.name),
        literal(column.name),
        literal(column.input_column),
        str(bool(found)).lower(),
        literal(types or None),
        literal(read_as),
    )
