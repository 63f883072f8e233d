"""The gate at a past cutoff: its own SQL over the rows that were known then.

Everything keyed by a cutoff is the same in a build at that cutoff (test_leakage.py), so the rows
up to it are what such a build hands to the gate. Replaying costs a second instead of a build.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

import duckdb
from conftest import Warehouse

# What the gate reads, by the column that says until when a row is known; None: all rows.
READ = {
    "intermediate.int_cutoffs": "cutoff_month",
    "intermediate.int_active_products": "cutoff_month",
    "intermediate.int_expected_forecasts": "cutoff_month",
    "intermediate.int_demand_monthly": "demand_month",
    "ml.ml_champion_forecasts": "cutoff_month",
    "ml.ml_single_forecasts": "cutoff_month",
    "ml.ml_ensemble_members": "cutoff_month",
    "ml.ml_cold_start_forecasts": "cutoff_month",
}
GATE = "models/marts/gate/"
NOT_REPLAYED = {"previous_release", "fct_forecast_releases", "rpt_checks"}


def gate_models(warehouse: Warehouse) -> dict[str, str]:
    """Compiled SQL of the candidates and the gate's models by name, each after what it reads."""
    target = warehouse.folder / "target"
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    wanted = {
        node_id: node
        for node_id, node in nodes.items()
        if node["resource_type"] == "model"
        and (node["name"] == "release_candidates" or node["original_file_path"].startswith(GATE))
        and node["name"] not in NOT_REPLAYED
    }
    ordered: dict[str, str] = {}
    while len(ordered) < len(wanted):
        for node in wanted.values():
            parents = [wanted[p]["name"] for p in node["depends_on"]["nodes"] if p in wanted]
            if node["name"] not in ordered and all(parent in ordered for parent in parents):
                path = target / "compiled" / "restock" / node["original_file_path"]
                ordered[node["name"]] = path.read_text()
    return ordered


@dataclass
class Replay:
    """A copy of a built warehouse whose gate can be run at any of its cutoffs."""

    warehouse: Warehouse
    folder: Path
    models: dict[str, str] = field(init=False)
    connection: duckdb.DuckDBPyConnection = field(init=False)

    def __enter__(self) -> Self:
        self.models = gate_models(self.warehouse)
        copied = self.folder / self.warehouse.path.name
        copied.write_bytes(self.warehouse.path.read_bytes())
        self.connection = duckdb.connect(str(copied))
        self.execute("create schema whole")
        for relation in READ:
            name = relation.split(".")[1]
            self.execute(f"create table whole.{name} as from {relation}")
            self.execute(f"drop table if exists {relation}")
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def execute(self, statement: str) -> None:
        self.connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def cutoffs(self) -> list[date]:
        found = self.rows("select cutoff_month from whole.int_cutoffs order by 1")
        return [cutoff for (cutoff,) in found]

    def go_to(self, cutoff: date) -> None:
        """Make the cutoff the production one, with the release of the month before it made."""
        for relation, known in READ.items():
            name = relation.split(".")[1]
            columns = [row[0] for row in self.rows(f"describe whole.{name}")]
            replaced = []
            if "cutoff_kind" in columns:
                replaced.append(
                    f"case when cutoff_month = date '{cutoff}' then 'production' "
                    "else replace(cutoff_kind, 'production', 'later') end as cutoff_kind"
                )
            if "months_before_production" in columns:
                replaced.append(
                    f"datediff('month', cutoff_month, date '{cutoff}') as months_before_production"
                )
            replace = f"replace ({', '.join(replaced)})" if replaced else ""
            self.execute(
                f"create or replace table {relation} as select * {replace} "
                f"from whole.{name} where {known} <= date '{cutoff}'"
            )
        self.execute(
            "create or replace table marts.previous_release as "
            "select 'r' as release_id, 1 as release_number, product_id, horizon, "
            "'f' as content_fingerprint, forecast_units, cutoff_month "
            "from whole.ml_champion_forecasts where horizon <= 3 "
            f"and cutoff_month = date '{cutoff}' - interval 1 month"
        )

    def judge(self, planted: dict[str, list[str]] | None = None) -> None:
        """Run candidates and gate; statements are executed after the model that they are for."""
        for name, query in self.models.items():
            if name == "int_judged_releases":
                self.execute(
                    "create or replace table marts.fct_forecasts as from marts.release_candidates"
                )
            self.execute(f"create or replace table marts.{name} as {query}")
            for statement in (planted or {}).get(name, []):
                self.execute(statement)

    def failed(self) -> list[str]:
        found = self.rows("select check_name from marts.release_checks where not is_passed")
        return [check for (check,) in found]

    def listed(self) -> set[str]:
        return {product for (product,) in self.rows("select product_id from marts.rpt_exceptions")}
