"""What a run is made with: the versions of the libraries, and the commit of the code."""

from __future__ import annotations

import json
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyarrow as pa

# Those that forecasts are computed with.
_LIBRARIES: Final = (
    "duckdb",
    "holidays",
    "lightgbm",
    "numpy",
    "prophet",
    "pyarrow",
    "restock",
    "statsforecast",
)


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries, by name."""
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}


def git_commit(folder: Path = Path(__file__).parent) -> str | None:
    """Return the commit of the code, with '-dirty' if files differ from it.

    None outside a checkout, or where there is no git.
    """
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],  # noqa: S607
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return described.stdout.strip()


def with_provenance(rows: pa.Table) -> pa.Table:
    """Return the rows with library_versions (JSON, keys sorted) and git_commit in each."""
    values = {
        "library_versions": json.dumps(library_versions(), sort_keys=True),
        "git_commit": git_commit(),
    }
    for name, value in values.items():
        rows = rows.append_column(name, pa.array([value] * rows.num_rows, pa.string()))
    return rows
