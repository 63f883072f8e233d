"""Parts of a table: files that one table function reads, and how it names what they hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from restock.inputs.contract import column_key
from restock.inputs.refusal import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from restock.inputs.contract import Column, Table
    from restock.inputs.values import Style

TEXT_TYPE: Final = "VARCHAR"


@dataclass(frozen=True)
class Found:
    """A column of the contract in the files: its name there, its type, and SQL for its value."""

    name: str
    source_type: str
    expression: str

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, of which any may be unreadable."""
        return self.source_type == TEXT_TYPE


@dataclass(frozen=True)
class FileFacts:
    """What a person may want to know of how a file was read.

    Parameters
    ----------
    name
        What people know it by, where that is not its path.
    """

    path: Path
    file_format: str
    has_lines: bool
    encoding: str | None = None
    delimiter: str | None = None
    name: str | None = None

    @property
    def shown(self) -> str:
        """What is said of it to people."""
        return self.name or str(self.path)


@dataclass(frozen=True)
class Part:
    """Files of a table that are read by one table function.

    Parameters
    ----------
    relation
        What stands after FROM.
    columns
        Columns of the contract that the files have, by their name in the contract.
    source_file
        SQL for the file of a line.
    files
        The files, for people.
    problem
        SQL that says what is wrong with the fields of a line as a whole; null where nothing is.
    surplus
        SQL for the first field beyond those of the header.
    place
        SQL for where in its file a line stands, where that helps to find it.
    styles
        How the texts of dates and numbers are written, by their name in the contract.
    """

    relation: str
    columns: Mapping[str, Found]
    source_file: str
    files: tuple[FileFacts, ...]
    problem: str = "cast(null as varchar)"
    surplus: str | None = None
    place: str | None = None
    styles: Mapping[str, Style] = field(default_factory=dict)


def positions(table: Table, place: object, names: Sequence[str]) -> dict[str, int]:
    """Return where the columns of the contract stand among those of a file or database table.

    Raises
    ------
    InputRefusedError
        A column is needed and missing, or there twice.
    """
    keys = [column_key(name) for name in names]
    counts = Counter(keys)
    found: dict[str, int] = {}
    for column in table.columns:
        if counts[column.key] > 1:
            raise InputRefusedError(
                f"'{place}' has {counts[column.key]} columns '{column.input_column}': rename or "
                f"remove all but one. Its columns are: {', '.join(names)}."
            )
        if counts[column.key] == 1:
            found[column.name] = keys.index(column.key)
        elif column.is_required:
            raise _missing(column, place, names)
    return found


def _missing(column: Column, place: object, names: Sequence[str]) -> InputRefusedError:
    return InputRefusedError(
        f"'{place}' has no column '{column.input_column}'. Its columns are: {', '.join(names)}. "
        "Add the column, name the one to read in models/staging/_sources.yml, or take out what "
        "stands above the header of a file."
    )
