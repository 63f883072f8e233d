"""The files of a table in the input folder."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from restock.inputs.refusal import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from restock.inputs.contract import Table

FORMATS: Final = {".csv": "csv", ".csv.gz": "csv", ".parquet": "parquet", ".xlsx": "xlsx"}
SAMPLE: Final = "seeds/sample"
WORKBOOKS: Final = "workbooks"
_HIDDEN: Final = (".", "_", "~$")


def check_folder(folder: str) -> Path:
    """Return the input folder.

    Raises
    ------
    InputRefusedError
        It does not exist, or holds no file.
    """
    path = Path(folder)
    if not path.is_dir() or not any(path.iterdir()):
        raise InputRefusedError(
            f"the input folder '{folder}' does not exist or holds no file. Set RESTOCK_DATA to a "
            "folder with daily_sales and products (.csv or .parquet); a relative path counts from "
            "the folder in which the command is started."
        )
    return path


def ending(path: Path) -> str:
    """Return the ending that tells the format, lower case: '.csv', '.csv.gz', '.parquet', ..."""
    name = path.name.lower()
    return ".csv.gz" if name.endswith(".csv.gz") else path.suffix.lower()


def table_files(folder: Path, table: Table) -> tuple[Path, ...]:
    """Return the files of a table: `<name>.csv` and so on, or all in the folder `<name>/`.

    Raises
    ------
    InputRefusedError
        The table stands in two places or formats, or holds a file that cannot be read or is empty.
    """
    named = [
        entry
        for entry in sorted(folder.iterdir())
        if entry.name.split(".")[0].lower() == table.name
    ]
    places = [
        entry
        for entry in named
        if entry.name.lower() in {table.name, table.name + ending(entry)}
        and (_inside(entry) if entry.is_dir() else ending(entry) in FORMATS)
    ]
    # A note or a backup beside the table is nobody's data; alone it may be meant to be the table.
    chosen = places or [entry for entry in named if not entry.is_dir()]
    if len(chosen) > 1:
        raise InputRefusedError(
            f"table {table.name} comes twice: '{_first(chosen[0])}' and '{_first(chosen[1])}'. "
            "Keep one of them."
        )
    files = tuple(file for place in chosen for file in (_inside(place) or (place,)))
    allowed = [e for e in FORMATS if e != ".xlsx" or table.may_be_spreadsheet]
    for file in files:
        _check_file(file, f"table {table.name}", allowed, "Save it as CSV or Parquet")
    formats = {FORMATS[ending(file)]: file for file in reversed(files)}
    if len(formats) > 1:
        one, other = list(formats.values())[:2]
        raise InputRefusedError(
            f"table {table.name} comes twice: '{other}' and '{one}'. Keep one format of it."
        )
    return files


def workbook_files(folder: Path) -> tuple[Path, ...]:
    """Return the workbooks that people have filled in: all files in the folder `workbooks/`.

    Raises
    ------
    InputRefusedError
        A file in it is no workbook, cannot be opened or has no byte.
    """
    places = [entry for entry in sorted(folder.iterdir()) if entry.name.lower() == WORKBOOKS]
    files = tuple(file for place in places for file in _inside(place))
    for file in files:
        _check_file(file, f"folder {WORKBOOKS}", [".xlsx"], "Save it as .xlsx")
    return files


def refuse_copies(table: Table, files: Iterable[Path]) -> None:
    """Refuse two files with the same bytes: what they hold would count twice."""
    of_size: defaultdict[int, list[Path]] = defaultdict(list)
    for file in files:
        of_size[file.stat().st_size].append(file)
    seen: dict[bytes, Path] = {}
    for file in (file for group in of_size.values() if len(group) > 1 for file in group):
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").digest()
        if digest in seen:
            raise InputRefusedError(
                f"'{file}' holds the same bytes as '{seen[digest]}': its lines would count twice "
                f"in {table.name}. Remove one of them."
            )
        seen[digest] = file


def _inside(place: Path) -> tuple[Path, ...]:
    """Return the files in a folder at any depth, but for hidden ones; none for a file."""
    found: list[Path] = []
    seen: set[Path] = set()
    for root, folders, names in os.walk(place, followlinks=True):
        here = Path(root)
        # A link may lead back to a folder above it.
        is_new = here.resolve() not in seen
        seen.add(here.resolve())
        folders[:] = sorted(n for n in folders if is_new and not n.startswith(_HIDDEN))
        found.extend(here / name for name in names if is_new and not name.startswith(_HIDDEN))
    return tuple(sorted(found))


def _first(place: Path) -> Path:
    return next(iter(_inside(place)), place)


def _check_file(file: Path, place: str, allowed: Sequence[str], advice: str) -> None:
    """Refuse a file that is of another format, cannot be opened or has no byte."""
    try:
        str(file).encode()
    except UnicodeEncodeError as error:
        raise InputRefusedError(
            f"the name of a file of {place} is not UTF-8: {str(file)!a}. Rename it."
        ) from error
    if ending(file) not in allowed:
        raise InputRefusedError(
            f"'{file}' cannot be read: {place} is read from {', '.join(allowed)}. "
            f"{advice}, or take it out of the folder."
        )
    try:
        with file.open("rb") as stream:
            is_empty = not stream.read(1)
    except OSError as error:
        raise InputRefusedError(f"'{file}' cannot be opened: {error.strerror}.") from error
    if is_empty:
        raise InputRefusedError(f"'{file}' is empty: it has no byte, so no header either.")
