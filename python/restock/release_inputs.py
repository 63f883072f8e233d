"""What a release was forecast from, kept so that it can be made again when the data have moved on.

A relation is kept as the bytes of a Parquet file: typed as it was, whatever columns it has later.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from restock.columns import CUTOFF_MONTH, DEMAND_MONTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyRelation

_COLUMNS: Final[dict[str, pa.DataType]] = {
    "release_id": pa.string(),
    "relation_name": pa.string(),
    "content": pa.binary(),
    "content_rows": pa.int64(),
}


def keep(
    releases: DuckDBPyRelation,
    release_candidates: DuckDBPyRelation,
    inputs: Mapping[str, DuckDBPyRelation],
    kept: DuckDBPyRelation | None = None,
) -> pa.Table:
    """Keep the inputs of the latest release of this run's cutoff, unless they are kept.

    The run that calls this has just made it, or has found that what it would release is the same.
    A release of a later cutoff may be there too: withdrawn, with sales that are gone from the data.

    Parameters
    ----------
    releases
        Rows of releases: release_id, cutoff_month, release_number.
    release_candidates
        What this run would release: cutoff_month.
    inputs
        By name with schema, relations with cutoff_month, of which the rows of the release's cutoff
        are kept, or with demand_month, of which all up to it are.
    kept
        What is kept already: release_id; None: nothing.

    Returns
    -------
    pa.Table
        One row per relation: release_id, relation_name, content (Parquet file), content_rows.
        Empty if there is nothing to keep.
    """
    cutoff = release_candidates.project(CUTOFF_MONTH).distinct()
    latest = releases.join(cutoff, CUTOFF_MONTH, how="semi")
    latest = latest.order("release_number desc").limit(1)
    if kept is not None:
        latest = latest.join(kept.project("release_id"), "release_id", how="anti")
    rows = [
        _kept(release["release_id"], name, relation.filter(_known(relation, release[CUTOFF_MONTH])))
        for release in latest.to_arrow_table().to_pylist()
        for name, relation in inputs.items()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(_COLUMNS))


def content_table(content: bytes, columns: list[str] | None = None) -> pa.Table:
    """Return the rows of a relation that was kept: all columns, or those named."""
    return pq.read_table(io.BytesIO(content), columns=columns)


def _known(relation: DuckDBPyRelation, cutoff_month: object) -> str:
    if CUTOFF_MONTH in relation.columns:
        return f"{CUTOFF_MONTH} = date '{cutoff_month}'"
    return f"{DEMAND_MONTH} <= date '{cutoff_month}'"


def _kept(release_id: str, name: str, relation: DuckDBPyRelation) -> dict[str, object]:
    table = relation.to_arrow_table()
    file = pa.BufferOutputStream()
    pq.write_table(table, file, compression="zstd")
    content = file.getvalue().to_pybytes()
    return dict(zip(_COLUMNS, (release_id, name, content, table.num_rows), strict=True))
