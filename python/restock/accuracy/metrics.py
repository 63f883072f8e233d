"""The warehouse's metrics in another database: macros/metrics is the home of each formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jinja2 import Template

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

METRICS: Final = (
    *("wape", "bias", "mase", "rmsse", "rmse"),
    *("pinball", "coverage", "share_below"),
)

_SIGNATURE: Final = re.compile(r"{%-?\s*macro\s+\w+\(([^)]*)\)")


def create_metrics(connection: duckdb.DuckDBPyConnection, project: Path) -> None:
    """Make the dbt macros of the metrics macros of a database.

    Parameters
    ----------
    connection
        The database.
    project
        Root of the dbt project.
    """
    for name in METRICS:
        source = (project / "macros" / "metrics" / f"{name}.sql").read_text()
        (signature,) = _SIGNATURE.findall(source)
        arguments = [argument.strip() for argument in signature.split(",")]
        formula = getattr(Template(source).module, name)(*arguments)
        connection.execute(f"create macro {name}({', '.join(arguments)}) as {formula}")
