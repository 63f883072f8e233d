"""The plugin of dbt-duckdb through which macro `create_input_views` reads the input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dbt.adapters.duckdb.plugins import BasePlugin

from restock.inputs.contract import Contract
from restock.inputs.folder import SAMPLE
from restock.inputs.reading import read_input
from restock.inputs.refusal import InputRefusedError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FUNCTION: Final = "restock_read_input"


class Plugin(BasePlugin):
    """Registers `restock_read_input(folder, contract, copies)` in DuckDB.

    A database that its configuration names (`attach_postgres`: schema) is attached by the function
    alone, for as long as it copies: attached to the warehouse, it would be asked for its tables
    whenever dbt asks for those of the warehouse.
    """

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Take the schema of the database, if the profile attaches one."""
        self._schema: str | None = plugin_config.get("attach_postgres")

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register the function; it must not be evaluated when a query is planned."""
        text = "VARCHAR"

        def answer_here(folder: str, contract: str, copies: str) -> str:
            return answer(folder, contract, copies, self._schema)

        conn.create_function(FUNCTION, answer_here, [text, text, text], text, side_effects=True)


def answer(folder: str, contract: str, copies: str, schema: str | None) -> str:
    """Return, as JSON, the statements that make the input's views, or a refusal in words."""
    try:
        reading = read_input(
            folder or ("" if schema else SAMPLE), Contract.from_json(contract), Path(copies), schema
        )
    except InputRefusedError as refusal:
        return json.dumps({"refusal": str(refusal)})
    return json.dumps({"statements": reading.statements, "place": reading.place})
