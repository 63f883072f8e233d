"""An input folder being written: table by table, moved into place when it is whole."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from restock.generate.options import FileFormat

# The file that tells what a folder was generated from, and which files are ours to replace.
RECORD = "generated.json"


class _Writer(Protocol):
    def write_table(self, table: pa.Table) -> None: ...

    def close(self) -> None: ...


@dataclass
class InputFolder:
    """Tables of a folder that is being written, each of which can be written in parts.

    Parameters
    ----------
    path
        The folder.
    file_format
        Format of the tables.
    rows
        Rows written so far, by table; the tables of sub folders are named ``folder/table``.
    """

    path: Path
    file_format: FileFormat
    rows: dict[str, int] = field(default_factory=dict)
    _writers: dict[str, _Writer] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    def write(self, name: str, table: pa.Table) -> None:
        """Add rows to a table, which begins with the first of them."""
        if name not in self._writers:
            self._writers[name] = self._begin(name, table.schema)
            self.rows[name] = 0
        self._writers[name].write_table(table)
        self.rows[name] += table.num_rows

    def _begin(self, name: str, schema: pa.Schema) -> _Writer:
        path = self.path / f"{name}.{self.file_format}"
        path.parent.mkdir(exist_ok=True)
        if self.file_format == "parquet":
            return self._open.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
        sink = self._open.enter_context(path.open("wb"))
        sink.write((",".join(schema.names) + "\n").encode())
        # Nothing needs quotes, as identifiers and names have no commas.
        options = pacsv.WriteOptions(include_header=False, quoting_style="none")
        return self._open.enter_context(pacsv.CSVWriter(sink, schema, write_options=options))

    def close(self) -> None:
        """Finish all tables."""
        self._open.close()


def _refuse_to_replace(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise FileExistsError(f"{out} is a file: choose a folder")
    present = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    record = out / RECORD
    ours = {RECORD, *json.loads(record.read_text())["files"]} if record.is_file() else set()
    if present - ours:
        example = min(present - ours)
        raise FileExistsError(
            f"{out} holds files that were not generated, such as {example}: "
            "choose another folder, empty this one, or overwrite it"
        )


@contextmanager
def replaced_folder(
    out: Path, file_format: FileFormat, settings: Mapping[str, object], *, overwrite: bool
) -> Iterator[InputFolder]:
    """Open a folder for writing that takes the place of ``out`` once it is whole.

    It is written beside ``out``; if anything fails, ``out`` stays as it was. A folder written
    here before is replaced, as long as it holds nothing else.

    Raises
    ------
    FileExistsError
        If ``out`` holds files of others and is not to be overwritten.
    """
    out = out.resolve()
    if not overwrite:
        _refuse_to_replace(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as workplace:
        path = Path(workplace) / "new"
        path.mkdir()
        folder = InputFolder(path, file_format)
        try:
            yield folder
        finally:
            folder.close()
        files = sorted(f"{name}.{file_format}" for name in folder.rows)
        record = {"options": dict(settings), "files": files}
        (path / RECORD).write_text(json.dumps(record, indent=2) + "\n")
        if out.exists():
            out.rename(Path(workplace) / "old")
        path.rename(out)
