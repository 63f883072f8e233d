"""CSV files as parts of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from restock.inputs.csv_text import MAX_LINE_BYTES, CsvText, read_csv_text
from restock.inputs.parts import TEXT_TYPE, FileFacts, Found, Part, positions
from restock.inputs.sql import file_list, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from restock.inputs.contract import Table

# No file holds it, so that an empty field is '' and only a missing one is null.
_NO_NULL: Final = "\x01null\x01"
_ENCODING_NAMES: Final = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


def csv_parts(table: Table, files: Sequence[Path], copies: Path) -> list[Part]:
    """Return one part for all files that are written alike."""
    alike: dict[object, tuple[list[CsvText], Mapping[str, int]]] = {}
    for file in files:
        text = read_csv_text(file, copies)
        places = positions(table, file, text.header)
        look = (
            text.delimiter,
            len(text.header),
            tuple(places.items()),
            text.skipped,
            text.has_quotes,
            # The copy of a file goes by the name of the file.
            None if text.readable == text.path else text.path,
        )
        alike.setdefault(look, ([], places))[0].append(text)
    return [_part(texts, places) for texts, places in alike.values()]


def _part(texts: Sequence[CsvText], places: Mapping[str, int]) -> Part:
    first = texts[0]
    last = f"c{len(first.header) - 1}"
    return Part(
        relation=_reader(texts),
        columns={
            name: Found(first.header[place], TEXT_TYPE, f"c{place}")
            for name, place in places.items()
        },
        source_file="__source_file" if first.readable == first.path else literal(first.path),
        files=tuple(
            FileFacts(
                text.path,
                "csv",
                text.has_lines,
                _ENCODING_NAMES.get(text.encoding, "Latin-1"),
                text.delimiter,
            )
            for text in texts
        ),
        problem=(
            "case when surplus is not null then 'more fields than the header' "
            f"when {last} is null then 'fewer fields than the header' end"
        ),
        surplus="surplus",
    )


def _reader(texts: Sequence[CsvText]) -> str:
    """Return the table function.

    Nothing is detected; columns are named by their place, and one more than the header has shows
    lines with too many fields. Lines are padded, which does not go with quoted line ends when a
    file is read in parallel.
    """
    first = texts[0]
    names = [*(f"c{place}" for place in range(len(first.header))), "surplus"]
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    packed = "gzip" if first.readable.name.lower().endswith(".gz") else "none"
    return (
        f"read_csv({file_list(text.readable for text in texts)}, auto_detect = false, "
        f"header = false, skip = {first.skipped}, delim = {literal(first.delimiter)}, "
        "quote = '\"', escape = '\"', strict_mode = false, null_padding = true, "
        f"nullstr = {literal(_NO_NULL)}, max_line_size = {MAX_LINE_BYTES}, "
        f"compression = '{packed}', parallel = {str(not first.has_quotes).lower()}, "
        f"columns = {{{columns}}}, filename = '__source_file')"
    )
