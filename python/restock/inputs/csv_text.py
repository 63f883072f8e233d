"""What is to be known of a CSV file before DuckDB reads it: encoding, delimiter, header, quotes.

DuckDB's own detection samples; here every byte is looked at, as a file is read in one way to its
end. What DuckDB does not read as it stands (other encodings, line ends of old Macs) is copied as
UTF-8 first.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import shutil
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from restock.inputs.folder import ending
from restock.inputs.refusal import InputRefusedError, shown, unreadable_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DELIMITERS: Final = ",;\t|"
MAX_LINE_BYTES: Final = 2_000_000
_CHUNK: Final = 1 << 22
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class CsvText:
    """A CSV file and how it is written.

    Parameters
    ----------
    path
        The file as it was found.
    readable
        The file for DuckDB: the same, or its copy in UTF-8.
    encoding
        Encoding of `path`, as Python names it.
    delimiter
        What stands between fields.
    header
        Names of the columns.
    skipped
        Lines up to and with the header.
    has_quotes, has_lines
        Whether any field is quoted, and whether anything comes after the header.
    """

    path: Path
    readable: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    skipped: int
    has_quotes: bool
    has_lines: bool


@dataclass(frozen=True)
class _Marks:
    has_quotes: bool
    has_lone_returns: bool


def read_csv_text(path: Path, copies: Path) -> CsvText:
    """Look through a CSV file.

    Parameters
    ----------
    path
        The file, which may be packed with gzip.
    copies
        Folder for copies of files that DuckDB does not read as they stand.

    Raises
    ------
    InputRefusedError
        It is no text, its header or a quote in it is never closed, or text follows a quote.
    """
    try:
        marks = _marks(path)
        encoding = _encoding(path)
        text = _with_header(path, encoding, marks)
        _check_quotes(text)
        if encoding == "utf-8-sig" and not marks.has_lone_returns:
            return text
        return replace(text, readable=_copy(text, copies))
    except (OSError, EOFError, UnicodeError, zlib.error) as error:
        raise unreadable_file(path, "CSV", error) from error


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path) if ending(path) == ".csv.gz" else path.open("rb"))


def _text(path: Path, encoding: str, newline: str | None = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(_open(path), encoding=encoding, newline=newline)


def _chunks(path: Path) -> Iterator[bytes]:
    with _open(path) as stream:
        while chunk := stream.read(_CHUNK):
            # A chunk never ends between the two characters of a line end.
            yield chunk + stream.read(1) if chunk.endswith(b"\r") else chunk


def _marks(path: Path) -> _Marks:
    with _open(path) as stream:
        is_wide = stream.read(2) in _UTF_16
    has_quotes, lone_returns = False, 0
    for chunk in _chunks(path):
        if b"\0" in chunk and not is_wide:
            raise InputRefusedError(
                f"'{path}' holds NUL bytes: it is no text, or text in UTF-16 without a mark of "
                "it. Save it as CSV in UTF-8."
            )
        has_quotes = has_quotes or b'"' in chunk
        lone_returns += chunk.count(b"\r") - chunk.count(b"\r\n")
    return _Marks(has_quotes, lone_returns > 0)


def _encoding(path: Path) -> str:
    """Return UTF-16 where a mark says so, UTF-8 where it is, else what old Windows writes."""
    with _open(path) as stream:
        if stream.read(2) in _UTF_16:
            return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            with _text(path, encoding) as stream:
                while stream.read(_CHUNK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _with_header(path: Path, encoding: str, marks: _Marks) -> CsvText:
    """Find the header: the first line that is not blank, after Excel's line `sep=;` if any."""
    delimiter, skipped, line = "", 0, ""
    with _text(path, encoding) as stream:
        for line in stream:
            skipped += 1
            if chosen := re.fullmatch(r"sep=(.)", line.strip("\r\n")):
                delimiter = chosen[1]
            elif line.strip():
                break
        has_lines = any(later.strip() for later in stream)
    if line.count('"') % 2:
        raise InputRefusedError(f"'{path}': a quote in the header {shown(line)} is never closed.")
    delimiter = delimiter or _delimiter(line)
    return CsvText(
        path=path,
        readable=path,
        encoding=encoding,
        delimiter=delimiter,
        header=tuple(next(csv.reader([line.strip("\r\n")], delimiter=delimiter), [""])),
        skipped=skipped,
        has_quotes=marks.has_quotes,
        has_lines=has_lines,
    )


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)


def _check_quotes(text: CsvText) -> None:
    """Refuse quotes that are not closed: DuckDB would take what follows for one field.

    It would drop text between a closing quote and the delimiter, too.
    """
    if not text.has_quotes:
        return
    limit = csv.field_size_limit(MAX_LINE_BYTES)
    begun = 0
    with _text(text.path, text.encoding) as stream:
        lines = csv.reader(stream, delimiter=text.delimiter, strict=True, skipinitialspace=True)
        try:
            for _ in lines:
                begun = lines.line_num
        except csv.Error as error:
            raise InputRefusedError(
                f"'{text.path}', line {begun + 1}: {shown(_line(text, begun))} has a quote that is "
                f"not closed, or text after a closing quote ({error}). A quote inside a quoted "
                'field is written twice ("").'
            ) from error
        finally:
            csv.field_size_limit(limit)


def _line(text: CsvText, number: int) -> str:
    with _text(text.path, text.encoding) as stream:
        return next((line for n, line in enumerate(stream) if n == number), "").strip()


def _copy(text: CsvText, copies: Path) -> Path:
    copies.mkdir(parents=True, exist_ok=True)
    copy = copies / (hashlib.sha256(str(text.path).encode()).hexdigest()[:16] + ".csv")
    with (
        _text(text.path, text.encoding, newline=None) as source,
        copy.open("w", encoding="utf-8", newline="\n") as target,
    ):
        shutil.copyfileobj(source, target, _CHUNK)
    return copy
