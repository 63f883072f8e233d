"""The rows that a failed check has stored, for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import duckdb

from restock.inputs.sql import identifier

if TYPE_CHECKING:
    from pathlib import Path

_MOST_ROWS: Final = 5
_MOST_CHARACTERS: Final = 300


def stored_rows(warehouse: Path, relation: str) -> list[str]:
    """Return the first rows that a check has stored, as JSON; none where it stores none."""
    schema, _, name = relation.partition(".")
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            found = connection.execute(
                f"from {identifier(schema)}.{identifier(name)} limit {_MOST_ROWS}"
            )
            columns = [column[0] for column in found.description]
            rows = found.fetchall()
    except (duckdb.Error, OSError):
        # A check without stored rows has no table.
        return []
    texts = [
        json.dumps(dict(zip(columns, row, strict=True)), default=str, ensure_ascii=False)
        for row in rows
    ]
    return [text[:_MOST_CHARACTERS] for text in texts]
