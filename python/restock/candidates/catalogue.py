"""What each candidate is made of, read off its module and its parameters."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

TRAINING_KINDS: Final = ("none", "per product", "global", "members")

_COLUMNS: Final[dict[str, pa.DataType]] = {
    "candidate": pa.string(),
    "simplicity_rank": pa.int32(),
    "training": pa.string(),
    "code_version": pa.string(),
    "parameters": pa.string(),
}


def describe(candidates: Mapping[str, Mapping[str, object]]) -> pa.Table:
    """List the candidates with what identifies their code and settings.

    Each candidate is a module of its name in this package with the constant ``CODE_VERSION``,
    to be changed whenever its forecasts change.

    Parameters
    ----------
    candidates
        Settings by candidate, in order of simplicity: ``training``, what its forecasts learn
        from (one of :data:`TRAINING_KINDS`), and its parameters.

    Returns
    -------
    pa.Table
        One row per candidate: candidate, simplicity_rank (int32, 1: simplest), training,
        code_version, parameters (JSON, keys sorted).

    Raises
    ------
    ValueError
        A candidate has no known training, no module, or its module lacks the constant.
    """
    rows = []
    for rank, (candidate, settings) in enumerate(candidates.items(), start=1):
        training = settings.get("training")
        if training not in TRAINING_KINDS:
            raise ValueError(
                f"candidate '{candidate}' (var candidates in dbt_project.yml): training is "
                f"'{training}', not one of {', '.join(TRAINING_KINDS)}"
            )
        try:
            module = importlib.import_module(f"restock.candidates.{candidate}")
            code_version = str(module.CODE_VERSION)
        except (ImportError, AttributeError) as error:
            raise ValueError(
                f"candidate '{candidate}' (var candidates in dbt_project.yml) needs a module "
                f"python/restock/candidates/{candidate}.py with CODE_VERSION: {error}"
            ) from error
        rows.append(
            {
                "candidate": candidate,
                "simplicity_rank": rank,
                "training": training,
                "code_version": code_version,
                "parameters": json.dumps(settings.get("parameters", {}), sort_keys=True),
            }
        )
    return pa.Table.from_pylist(rows, schema=pa.schema(_COLUMNS))
