"""What a candidate costs: the CPU seconds of its dbt models for the products of one cutoff."""

from __future__ import annotations

import json
import runpy
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import duckdb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from restock.build import Builder

# What tells a model which cutoffs are wanted; all else it is given whole.
_WANTED: Final = ("int_wanted_fits", "int_wanted_models", "int_prediction_inputs")
_SCOPE: Final = """
    select cutoff_month, count(distinct product_id)
    from intermediate.int_expected_forecasts
    where cutoff_kind = 'reported'
    group by cutoff_month
    order by cutoff_month desc
"""


def cpu_seconds(builder: Builder, warehouse: Path, candidates: Sequence[str]) -> dict[str, float]:
    """Fit and forecast again what the warehouse has for its latest reported cutoff.

    Parameters
    ----------
    builder
        What built the warehouse, and no other one since: its target folder tells how.
    warehouse
        The warehouse; it is only read.
    candidates
        The candidates.

    Returns
    -------
    dict
        CPU seconds per 1,000 products by candidate, without what the features cost, and for an
        ensemble without its members. Candidates made in SQL forecast all cutoffs in one go: it is
        divided by their number.
    """
    manifest = json.loads((builder.target / "manifest.json").read_text())
    compiled = builder.target / "compiled" / "restock"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        scope = connection.execute(_SCOPE).fetchall()
        if not scope:
            return {}
        (cutoff, products) = scope[0]
        seconds = {}
        for candidate in candidates:
            spent = 0.0
            for name in (f"ml_{candidate}_models", f"ml_forecasts_{candidate}"):
                node = manifest["nodes"].get(f"model.restock.{name}")
                if node is None:
                    continue
                started = time.process_time()
                if node["language"] == "python":
                    standing = _Dbt(connection, manifest["nodes"], node, str(cutoff))
                    path = builder.project / node["original_file_path"]
                    _finish(runpy.run_path(str(path))["model"](standing, connection))
                    spent += time.process_time() - started
                else:
                    _finish(connection.sql((compiled / node["original_file_path"]).read_text()))
                    spent += (time.process_time() - started) / len(scope)
            seconds[candidate] = spent / products * 1000
    return seconds


@dataclass(frozen=True)
class _Dbt:
    """What a Python model sees of dbt, with the wanted cutoffs reduced to one."""

    connection: duckdb.DuckDBPyConnection
    nodes: Mapping[str, Any]
    node: Mapping[str, Any]
    cutoff: str
    is_incremental: bool = False

    @property
    def config(self) -> _Config:
        return _Config(self.node["config"]["meta"])

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        node = self.nodes[f"model.restock.{name}"]
        rows = self.connection.sql(f"from {node['schema']}.{node['alias']}")
        return rows.filter(f"cutoff_month = date '{self.cutoff}'") if name in _WANTED else rows


@dataclass(frozen=True)
class _Config:
    meta: Mapping[str, Any]

    def __call__(self, **_: object) -> None:
        """Take the model's settings; none of them matters here."""

    def meta_get(self, name: str) -> object:
        return 1 if name == "threads" else self.meta[name]


def _finish(made: object) -> None:
    """Have a relation made; a table is made already."""
    if isinstance(made, duckdb.DuckDBPyRelation):
        made.to_arrow_table()
