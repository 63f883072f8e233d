"""The plugin of dbt-duckdb through which macro `create_input_views` reads the input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dbt.adapters.duckdb.plugins import BasePlugin

from restock.inputs.contract import Contract
from restock.inputs.reading import read_input
from restock.inputs.refusal import InputRefusedError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FUNCTION: Final = "restock_read_input"


class Plugin(BasePlugin):
    """Registers `restock_read_input(folder, contract, copies)` in DuckDB."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register the function; it must not be evaluated when a query is planned."""
        text = "VARCHAR"
        conn.create_function(FUNCTION, answer, [text, text, text], text, side_effects=True)


def answer(folder: str, contract: str, copies: str) -> str:
    """Return, as JSON, the statements that make the input's views, or a refusal in words."""
    try:
        reading = read_input(folder, Contract.from_json(contract), Path(copies))
    except InputRefusedError as refusal:
        return json.dumps({"refusal": str(refusal)})
    return json.dumps({"statements": reading.statements})
