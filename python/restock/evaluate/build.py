"""Warehouses of the evaluation, built by dbt in a process and a folder of their own."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LAST_CHARACTERS: Final = 3000

log = logging.getLogger(__name__)


class BuildError(RuntimeError):
    """dbt could not build what an evaluation needs."""


@dataclass(frozen=True)
class Builder:
    """Builds parts of the project into a folder.

    Parameters
    ----------
    project
        Root of the dbt project.
    workplace
        Folder for warehouses, and for what dbt writes beside them.
    variables
        Vars of all builds that differ from dbt_project.yml.
    """

    project: Path
    workplace: Path
    variables: Mapping[str, object] = field(default_factory=dict)

    def build(self, name: str, data: Path, models: str, **variables: object) -> Path:
        """Build the models of an input folder, and all that they need, without their tests.

        Parameters
        ----------
        name
            Name of the warehouse.
        data
            Input folder.
        models
            What to build, as ``dbt run --select`` reads it.
        variables
            Further vars of this build.

        Returns
        -------
        Path
            The warehouse.

        Raises
        ------
        BuildError
            dbt failed; the message ends with what it said last.
        """
        log.info("building %s", name)
        warehouse = self.workplace / f"{name}.duckdb"
        changed = json.dumps({**self.variables, **variables})
        done = subprocess.run(  # noqa: S603
            [
                str(Path(sys.executable).with_name("dbt")),
                *("--no-use-colors", "run", "--select", *models.split(), "--vars", changed),
            ],
            cwd=self.project,
            env=os.environ
            | {
                "RESTOCK_DATA": str(data),
                "RESTOCK_WAREHOUSE": str(warehouse),
                "RESTOCK_OUTPUT": str(self.workplace / "output"),
                "DBT_TARGET_PATH": str(self.workplace / "target"),
                "DBT_LOG_PATH": str(self.workplace / "logs"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = (done.stdout + done.stderr)[-_LAST_CHARACTERS:]
            raise BuildError(f"dbt could not build {models} of '{data}':\n{said}")
        return warehouse
