"""Registered models for people: all of them, one, and how two differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from restock.append_only import REGISTRY
from restock.registry.uses import find_uses
from restock.report import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from restock.registry.records import Records

_JSON: Final = ("parameters", "features", "training_metrics", "library_versions")


def list_models(records: Records, candidate: str | None) -> Table:
    """List the models of all candidates or of one, the latest cutoff first.

    Raises
    ------
    ValueError
        No model of the candidate is registered.
    """
    find_uses(records.connection, with_inputs=records.has_inputs())
    listed = records.connection.execute(
        "select left(model_version, 8) as version, candidate, "
        "left(configuration_version, 8) as configuration, cutoff_month, training_rows, "
        f"{_optional(records, 'training_seconds', 'double')}::decimal(18, 2) as seconds, "
        "strftime(trained_at, '%Y-%m-%d %H:%M') as trained_at, "
        "(select count(distinct release_id) from used_models as used "
        "where used.model_version = registry.model_version) as releases, "
        f"strftime({_optional(records, 'pruned_at', 'timestamp')}, '%Y-%m-%d %H:%M') as pruned_at "
        f"from {REGISTRY} as registry where candidate = coalesce(?, candidate) "
        "order by cutoff_month desc, candidate, trained_at desc, version",
        [candidate],
    )
    columns = tuple(column[0] for column in listed.description)
    rows = tuple(listed.fetchall())
    if not rows:
        raise ValueError(f"no model of a candidate '{candidate}' is registered in {records.source}")
    note = f"releases: how many were made with it. Read from {records.source}."
    return Table("Models", columns, rows, note)


def show_model(records: Records, prefix: str) -> Table:
    """Show all that is registered of a model and the releases made with it.

    It is found by the beginning of its version.

    Raises
    ------
    ValueError
        No or several versions begin so.
    """
    model = _model(records, prefix)
    find_uses(records.connection, with_inputs=records.has_inputs())
    releases = records.connection.execute(
        "select string_agg(distinct release_id, ', ' order by release_id) from used_models "
        "where model_version = ?",
        [model["model_version"]],
    ).fetchall()
    model["releases"] = releases[0][0]
    return Table("Model", ("field", "value"), tuple((key, _shown(model[key])) for key in model))


def compare_models(records: Records, first: str, second: str) -> Table:
    """Show the fields, settings and features in which two models differ.

    Raises
    ------
    ValueError
        No or several versions begin so.
    """
    one, other = _model(records, first), _model(records, second)
    differing = tuple(
        (key, _shown(one.get(key)), _shown(other.get(key)))
        for key in dict.fromkeys([*one, *other])
        if one.get(key) != other.get(key)
    )
    return Table("Differences", ("field", first, second), differing)


def _model(records: Records, prefix: str) -> dict[str, Any]:
    """Read one model: field by field, JSON taken apart, names of settings joined with points."""
    version = records.one(REGISTRY, "model_version", prefix)
    found = records.connection.execute(
        f"select * from {REGISTRY} where model_version = ?",
        [version],
    )
    (row,) = found.fetchall()
    model: dict[str, Any] = {}
    for (name, *_), value in zip(found.description, row, strict=True):
        if name == "features":
            model |= {f"feature {feature}": "yes" for feature in json.loads(value)}
        elif name in _JSON and value is not None:
            model |= _flat(name, json.loads(value))
        else:
            model[name] = value
    return model


def _flat(name: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        return {name: value}
    flat: dict[str, object] = {}
    for key, inner in value.items():
        flat |= _flat(f"{name}.{key}", inner)
    return flat


def _shown(value: object) -> str | None:
    return None if value is None else str(value)


def _optional(records: Records, column: str, data_type: str) -> str:
    """Name a column that tables of earlier versions do not have."""
    return (
        column
        if column in records.connection.sql(f"from {REGISTRY}").columns
        else f"null::{data_type}"
    )
