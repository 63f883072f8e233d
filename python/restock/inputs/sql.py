"""Text from outside in SQL: as a literal or an identifier it can never become SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def literal(text: object) -> str:
    """Return a text literal; null for None."""
    return "null" if text is None else "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def file_list(paths: Iterable[Path]) -> str:
    """Return a list of files for a table function, in which no character is a pattern's."""
    return "[" + ", ".join(literal(re.sub(r"[\[*?]", r"[\g<0>]", str(p))) for p in paths) + "]"


def values(rows: Iterable[Iterable[str]]) -> str:
    """Return a VALUES list of rows of SQL expressions."""
    return "values " + ", ".join("(" + ", ".join(row) + ")" for row in rows)
