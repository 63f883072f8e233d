"""Data as classic scripts: pages that are opened from a folder may load scripts, not files.

A script hands a name, a length and a text to the page: JSON, gzipped, 15 bits in each character.
The characters are the 32,768 from U+3400 on: none of them can end the text or the script, whatever
the data says, and in UTF-16, which the mark at the file's start tells browsers, it is a quarter
smaller than base64.
"""

from __future__ import annotations

import codecs
import gzip
import json
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from restock.inputs.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from restock.site.reader import Reader

# A shard is opened for one product: small enough to come at once, large enough to compress.
PRODUCTS_PER_SHARD: Final = 100

_FIRST_CHARACTER: Final = 0x3400
_BITS: Final = 15


def as_columns(table: pa.Table) -> dict[str, Any]:
    """Return a table as its column names and, by column, its values."""
    return {
        "columns": table.column_names,
        "values": [[_plain(value) for value in column.to_pylist()] for column in table.columns],
    }


def write_script(folder: Path, name: str, data: Mapping[str, Any]) -> None:
    """Write a data set where pages look for it: data/<name>.js."""
    _write(folder, name, json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str))


def write_shards(folder: Path, reader: Reader, query: str) -> int:
    """Write one script for every hundred products, in the order of the query; return how many.

    The rows are made in the database: one JSON text for each product.
    """
    columns: list[str] = reader.table(f"select * from ({query}) limit 0").column_names
    values = ", ".join(identifier(column) for column in columns)
    rows = reader.table(f"select json_array({values}) as row from ({query})")
    texts = [str(row) for row in rows.column("row").to_pylist()]
    starts = range(0, len(texts), PRODUCTS_PER_SHARD)
    for number, start in enumerate(starts):
        _write(folder, f"products/{number}", _shard(columns, texts[start:][:PRODUCTS_PER_SHARD]))
    return len(starts)


def _shard(columns: Sequence[str], rows: Sequence[str]) -> str:
    return f'{{"columns":{json.dumps(columns)},"rows":[{",".join(rows)}]}}'


def _write(folder: Path, name: str, text: str) -> None:
    packed = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    file = folder / "data" / f"{name}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    script = f'restock.receive("{name}", {len(packed)}, "{_as_text(packed)}");\n'
    file.write_bytes(codecs.BOM_UTF16_LE + script.encode("utf-16-le"))


def _as_text(packed: bytes) -> str:
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8))
    whole = np.pad(bits, (0, -len(bits) % _BITS)).reshape(-1, _BITS)
    numbers = whole @ (1 << np.arange(_BITS - 1, -1, -1, dtype=np.uint16))
    return (numbers + _FIRST_CHARACTER).astype("<u2").tobytes().decode("utf-16-le")


def _plain(value: object) -> object:
    """Return what JSON can say: whole numbers without a fraction, nothing for what is no number."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value
