"""dbt in a process of its own, and warehouses that it builds in a folder of their own."""

from __future__ import annotations

import json
import logging
import os
import resource
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from restock.inputs import SAMPLE, InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DONE: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2

# The target that reads a folder and nothing else.
_LOCAL: Final = "local"
# As macro `refuse` begins its message, which dbt prints on a line of its own.
_REFUSAL: Final = "Restock cannot use this input: "
# Seeds are built, which dbt run leaves out.
_WITHOUT_TESTS: Final = tuple(
    argument for kind in ("test", "unit_test") for argument in ("--exclude-resource-type", kind)
)
_LAST_CHARACTERS: Final = 3000
_BYTES_IN_MAXRSS: Final = 1 if sys.platform == "darwin" else 1024

log = logging.getLogger(__name__)


class BuildError(RuntimeError):
    """dbt could not build what was asked for."""


def project_root(folder: Path) -> Path:
    """Return the folder if it is the root of the dbt project.

    Raises
    ------
    ValueError
        It is not.
    """
    if not (folder / "dbt_project.yml").exists():
        raise ValueError(
            f"there is no dbt_project.yml in '{folder}': start `restock` from the root of the "
            "project"
        )
    return folder


def input_folder(project: Path, environment: Mapping[str, str]) -> Path | None:
    """Return the folder that the input is read from; None where a database has tables of it."""
    if (environment.get("RESTOCK_TARGET") or _LOCAL) != _LOCAL:
        return None
    return project / (environment.get("RESTOCK_DATA") or SAMPLE)


def project_vars(project: Path) -> dict[str, Any]:
    """Return the vars of dbt_project.yml.

    Raises
    ------
    ValueError
        It cannot be read, or has none.
    """
    file = project / "dbt_project.yml"
    try:
        settings: dict[str, Any] = yaml.safe_load(file.read_text())
        return dict(settings["vars"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ValueError(f"'{file}' cannot be read, or has no vars: {error}") from error


def as_variables(text: str) -> dict[str, object]:
    """Return vars that are given as YAML, as dbt's own option takes them.

    Raises
    ------
    ValueError
        It is not a mapping.
    """
    try:
        variables = yaml.safe_load(text)
    except yaml.YAMLError:
        variables = None
    if not isinstance(variables, dict):
        raise ValueError(
            f"--vars '{text}' is not YAML of names and values, such as '{{threads: 1}}'"
        )
    return variables


def dbt_command() -> str:
    """Return the dbt of the environment that this Python is of."""
    return str(Path(sys.executable).with_name("dbt"))


def refusal(said: str) -> str | None:
    """Return in words why the input was refused; None if dbt said nothing of it."""
    for line in said.splitlines():
        if _REFUSAL in line:
            return line.partition(_REFUSAL)[2]
    return None


def peak_memory_of_children() -> int:
    """Return the most bytes that any child process had in memory, of those that have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _BYTES_IN_MAXRSS


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

    @property
    def target(self) -> Path:
        """Folder of what dbt tells of its latest run."""
        return self.workplace / "target"

    def build(self, name: str, data: Path | None, models: str, **variables: object) -> Path:
        """Build the models of an input folder, and all that they need, without their tests.

        Parameters
        ----------
        name
            Name of the warehouse.
        data
            Input folder; None: as the environment says.
        models
            What to build, as ``dbt build --select`` reads it.
        variables
            Further vars of this build.

        Returns
        -------
        Path
            The warehouse.

        Raises
        ------
        InputRefusedError
            The input cannot be used; the message says why.
        BuildError
            dbt failed; the message ends with what it said last.
        """
        log.info("building %s", name)
        selected = ("build", *_WITHOUT_TESTS, "--select", *models.split())
        warehouse = self.workplace / f"{name}.duckdb"
        done = self._dbt(warehouse, data, selected, variables)
        if done.returncode != DONE:
            _raise(models, done.stdout + done.stderr)
        return warehouse

    def parents(self, **variables: object) -> dict[str, tuple[str, ...]]:
        """Return what each model reads, all by their names with schema, without building any.

        Raises
        ------
        BuildError
            dbt cannot read the project with these vars.
        """
        done = self._dbt(self.workplace / "parse.duckdb", None, ("parse",), variables)
        if done.returncode != DONE:
            _raise("the project", done.stdout + done.stderr)
        manifest = json.loads((self.target / "manifest.json").read_text())
        nodes = manifest["nodes"] | manifest["sources"]
        names = {key: f"{node['schema']}.{node['name']}" for key, node in nodes.items()}
        return {
            names[key]: tuple(names[parent] for parent in node["depends_on"]["nodes"])
            for key, node in manifest["nodes"].items()
            if node["resource_type"] == "model"
        }

    def _dbt(
        self,
        warehouse: Path,
        data: Path | None,
        arguments: Sequence[str],
        variables: Mapping[str, object],
    ) -> subprocess.CompletedProcess[str]:
        changed = json.dumps({**self.variables, **variables}, default=str)
        environment = {
            "RESTOCK_WAREHOUSE": str(warehouse),
            "RESTOCK_OUTPUT": str(self.workplace / "output"),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.workplace / "logs"),
        }
        if data is not None:
            environment |= {"RESTOCK_DATA": str(data), "RESTOCK_TARGET": _LOCAL}
        return subprocess.run(  # noqa: S603
            [dbt_command(), "--no-use-colors", *arguments, "--vars", changed],
            cwd=self.project,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


def _raise(models: str, said: str) -> None:
    refused = refusal(said)
    if refused is not None:
        raise InputRefusedError(refused)
    raise BuildError(f"dbt could not build {models}:\n{said[-_LAST_CHARACTERS:]}")
