"""Where a run reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restock.build import project_root

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Locations:
    """The project, the warehouse file, the published folder, and the folder of logs.

    Relative paths count from the project's root.
    """

    project: Path
    warehouse: Path
    output: Path
    logs: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], project: Path) -> Locations:
        """Read RESTOCK_WAREHOUSE, RESTOCK_OUTPUT and dbt's own DBT_LOG_PATH, else the defaults.

        Raises
        ------
        ValueError
            `project` is not the root of the dbt project, or what is published would replace the
            warehouse.
        """
        project_root(project)
        warehouse = environment.get("RESTOCK_WAREHOUSE") or "warehouse/restock.duckdb"
        output = environment.get("RESTOCK_OUTPUT") or "output"
        logs = environment.get("DBT_LOG_PATH") or "logs"
        locations = cls(project, project / warehouse, project / output, project / logs)
        if (locations.output / "restock.duckdb").resolve() == locations.warehouse.resolve():
            raise ValueError(
                f"RESTOCK_OUTPUT '{output}' is the folder of the warehouse '{warehouse}', which "
                "the published copy would replace: name another folder"
            )
        return locations

    @property
    def lock(self) -> Path:
        """The file by which runs of the warehouse keep each other out."""
        return Path(f"{self.warehouse}.lock")

    def shown(self, path: Path) -> str:
        """Return a path as people would type it: from the project's root where it is inside."""
        return str(path.relative_to(self.project) if path.is_relative_to(self.project) else path)
