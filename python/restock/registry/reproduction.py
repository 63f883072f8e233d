"""A release made again from what was stored of it, and compared with what was released.

A warehouse of its own gets the kept inputs and the artifacts of the release and nothing else: no
forecast. dbt then runs the project's models between these and the champions' forecasts. Training
is no such model, nor is anything that reads an input folder, so that nothing can be fitted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from restock.append_only import REGISTRY, RELEASES, is_store, schema_of
from restock.inputs.sql import literal
from restock.provenance import git_commit, library_versions
from restock.registry.uses import FITS, PLAN, release_inputs
from restock.report import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from restock.build import Builder
    from restock.registry.records import Records

_FORECASTS: Final = "ml.ml_champion_forecasts"
_HORIZONS: Final = "ml.int_prediction_inputs"
_DIFFERENCES: Final = 10
# Released column and what it is made again as; an override has intervals of its own.
_COMPARED: Final = {
    "candidate": "candidate",
    "model_version": "model_version",
    "fallback_reason": "fallback_reason",
    "model_forecast_units": "forecast_units",
    "baseline_forecast_units": "baseline_forecast_units",
    "forecast_units_p10": "forecast_units_p10",
    "forecast_units_p90": "forecast_units_p90",
}


@dataclass(frozen=True)
class Reproduction:
    """What came of making a release again.

    Attributes
    ----------
    release_id
        The release.
    forecasts, products
        How many of it were made again.
    differing
        How many differ from what was released, in whatever column, or are there once only.
    differences
        The first of them.
    made_with
        What the models that it was planned with were first made with and this process is not:
        commit, libraries.
    """

    release_id: str
    forecasts: int
    products: int
    differing: int
    differences: Table
    made_with: str


def reproduce(records: Records, prefix: str, builder: Builder) -> Reproduction:
    """Make a release again in the builder's workplace and compare.

    Raises
    ------
    ValueError
        No or several releases begin so, its inputs were not kept, or artifacts are not stored.
    BuildError
        The project can no longer make it.
    """
    release_id = records.one(RELEASES, "release_id", prefix)
    inputs = release_inputs(records.connection, release_id) if records.has_inputs() else {}
    if not inputs:
        raise ValueError(f"what release {release_id} was forecast from was not kept")
    records.connection.execute(
        f"create temp table released as from {RELEASES} where release_id = ?", [release_id]
    )
    made_with = _made_with(records.connection, inputs[PLAN])
    name = "reproduced"
    _copy_what_was_stored(records, inputs, builder.workplace / f"{name}.duckdb", release_id)
    variables = {"reproduced_release": release_id} | _settings(inputs)
    barriers = {*inputs, *records.stores}
    records.let_go()
    models = _models_between(builder.parents(**variables), _FORECASTS, barriers)
    warehouse = builder.build(name, None, " ".join(models), **variables)
    return _compared(records.connection, warehouse, release_id, made_with)


def _copy_what_was_stored(
    records: Records, inputs: Mapping[str, pa.Table], target: Path, release_id: str
) -> None:
    """Write the inputs and the artifacts of a release into a new warehouse.

    Raises
    ------
    ValueError
        Artifacts are not stored.
    """
    connection = records.connection
    connection.execute(f"attach {literal(target)} as scratch")
    for name, rows in inputs.items():
        connection.execute(f"create schema if not exists scratch.{schema_of(name)}")
        connection.register("kept_input", rows)
        connection.execute(f"create table scratch.{name} as from kept_input")
        connection.unregister("kept_input")
    trained_at_once = f"select model_version from scratch.{PLAN} where training = 'global'"
    stored = 0
    for store in records.stores:
        is_per_product = "fit_id" in connection.sql(f"from {store}").columns
        key = "fit_id" if is_per_product else "model_version"
        wanted = f"select fit_id from scratch.{FITS}" if is_per_product else trained_at_once
        connection.execute(
            f"create table scratch.{store} as from {store} where {key} in ({wanted})"
        )
        stored += len(connection.sql(f"from scratch.{store}"))
    ((wanted_artifacts,),) = connection.execute(
        f"select (select count(*) from scratch.{FITS}) + (select count(*) from ({trained_at_once}))"
    ).fetchall()
    connection.execute("detach scratch")
    if stored < wanted_artifacts:
        raise ValueError(
            f"{wanted_artifacts - stored} of {wanted_artifacts} artifacts of release {release_id} "
            f"are not stored in {records.source}: they were dropped, or the stores are damaged "
            "(`restock restore`)"
        )


def _settings(inputs: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Return the vars that forecasting reads, as they were for the release."""
    plan = sorted(inputs[PLAN].to_pylist(), key=lambda model: model["simplicity_rank"])
    candidates = {
        model["candidate"]: {
            "training": model["training"],
            "parameters": json.loads(model["parameters"]),
        }
        for model in plan
    }
    horizons = [row["horizon"] for row in inputs[_HORIZONS].select(["horizon"]).to_pylist()]
    return {"candidates": candidates, "max_horizon": max(horizons)}


def _models_between(
    parents: Mapping[str, Collection[str]], last: str, barriers: Collection[str]
) -> list[str]:
    """Return the models that lie between what is there already and the last one, by name.

    Raises
    ------
    ValueError
        A model reads what is not there.
    """
    found: set[str] = set()
    ahead = [last]
    while ahead:
        model = ahead.pop()
        if model in barriers or model in found:
            continue
        if is_store(model) or not parents.get(model):
            raise ValueError(f"{model} is needed for the forecasts and was not kept")
        found.add(model)
        ahead.extend(parents[model])
    return sorted(name.split(".")[1] for name in found)


def _compared(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, release_id: str, made_with: str
) -> Reproduction:
    """Compare the table released with the champions' forecasts in a warehouse."""
    connection.execute(f"attach {literal(warehouse)} as reproduced (read_only)")
    ours = ", ".join(f"{again} as {column}" for column, again in _COMPARED.items())
    connection.execute(
        f"create temp table again as select product_id, horizon, {ours} "
        f"from reproduced.{_FORECASTS} where horizon <= (select max(horizon) from released)"
    )
    connection.execute("detach reproduced")
    compared = [
        f"select product_id, horizon, '{column}' as field, released.{column}::varchar as released, "
        f"again.{column}::varchar as again "
        "from released full join again using (product_id, horizon) "
        f"where released.{column} is distinct from again.{column}"
        + (" and released.override_units is null" if column.startswith("forecast_units_p") else "")
        for column in _COMPARED
    ]
    differences = connection.sql(" union all ".join(compared)).order("product_id, horizon, field")
    ((forecasts, products),) = connection.execute(
        "select count(*), count(distinct product_id) from again"
    ).fetchall()
    ((differing,),) = connection.sql(
        "select count(*) from (select distinct product_id, horizon from differences)"
    ).fetchall()
    first = Table.of("First differences", differences.limit(_DIFFERENCES))
    return Reproduction(release_id, forecasts, products, differing, first, made_with)


def _made_with(connection: duckdb.DuckDBPyConnection, plan: pa.Table) -> str:
    """Tell what the models of a plan were first made with that this process is not."""
    connection.register("kept_plan", plan)
    found = connection.execute(
        f"select distinct git_commit, library_versions from {REGISTRY} where model_version in "
        "(select model_version from kept_plan) order by all"
    ).fetchall()
    connection.unregister("kept_plan")
    now = library_versions()
    differing = {f"commit {commit}" for commit, _ in found if commit not in {None, git_commit()}}
    for _, versions in found:
        then = json.loads(versions or "{}").items()
        differing |= {f"{name} {each}" for name, each in then if now.get(name) != each}
    return ", ".join(sorted(differing))
