"""What a page may read: the relations that its exposure names, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb
import yaml

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

_EXPOSURES = "models/_exposures.yml"
_REF = re.compile(r"""ref\(\s*['"](\w+)['"]\s*\)""")


class SiteError(ValueError):
    """The dashboard cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Reader:
    """Queries over the published file, limited to the relations of one exposure."""

    connection: duckdb.DuckDBPyConnection
    exposure: str
    relations: frozenset[str]

    def table(self, query: str) -> pa.Table:
        """Return the rows of a query.

        Raises
        ------
        SiteError
            It reads what the exposure does not name, or what is not published.
        """
        self._refuse_other_relations(query)
        try:
            return self.connection.sql(query).to_arrow_table()
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise SiteError(
                f"the published file does not have what the dashboard shows ({error}): "
                "`restock run` publishes it anew"
            ) from error

    def _refuse_other_relations(self, query: str) -> None:
        # Named as in the query, with the alias: marts.dim_products as products.
        named = self.connection.get_table_names(query, qualified=True)
        read = {re.split(r"\s+as\s+", name, maxsplit=1, flags=re.IGNORECASE)[0] for name in named}
        others = sorted(read - {f"marts.{relation}" for relation in self.relations})
        if others:
            raise SiteError(
                f"the exposure {self.exposure} in {_EXPOSURES} does not name {', '.join(others)}, "
                "which its page reads: name it under depends_on"
            )


def exposures(project: Path) -> dict[str, frozenset[str]]:
    """Return the names of the relations on which each exposure of the project depends."""
    declared = yaml.safe_load((project / _EXPOSURES).read_text())["exposures"]
    return {
        exposure["name"]: frozenset(_REF.findall(" ".join(exposure["depends_on"])))
        for exposure in declared
    }


def open_published(file: Path) -> duckdb.DuckDBPyConnection:
    """Open the published file so that queries reach no other file, with the macros of queries.

    Raises
    ------
    SiteError
        Nothing has been published.
    """
    if not file.exists():
        raise SiteError(f"nothing is published at '{file}': `restock run` does that")
    connection = duckdb.connect(str(file), read_only=True)
    connection.execute("set enable_external_access = false")
    connection.execute((files("restock.site") / "queries" / "macros.sql").read_text("utf-8"))
    return connection
