"""What a run would train, without training it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from restock.inputs.sql import literal
from restock.operations.lock import AnotherRunError
from restock.operations.preflight import is_in_use
from restock.report import Table

if TYPE_CHECKING:
    from pathlib import Path

    from restock.build import Builder

_NEEDED: Final = "+int_wanted_fits +int_wanted_models"
_PLAN: Final = "plan"
_WANTED: Final = f"""
    select candidate, fit_id as fit from {_PLAN}.ml.int_wanted_fits
    union all
    select candidate, model_version from {_PLAN}.ml.int_wanted_models
"""
_NOTE: Final = "a fit is one product at one cutoff; of a global candidate, all products at one"


def would_be_trained(builder: Builder, warehouse: Path) -> Table:
    """Build the plan of training in a warehouse of its own, and hold it against what is stored.

    Returns
    -------
    Table
        One row per candidate that is trained: fits that are wanted, that are stored, and that
        would be made.

    Raises
    ------
    AnotherRunError
        The warehouse is in use.
    InputRefusedError, BuildError
        The plan cannot be built.
    """
    planned = builder.build(_PLAN, None, _NEEDED)
    with duckdb.connect() as connection:
        # Under its own name, by which the views in it know each other.
        connection.execute(f"attach {literal(planned)} as {_PLAN} (read_only)")
        _attach(connection, warehouse)
        rows = connection.sql(
            "select candidate, count(*) as wanted, count(stored.fit) as stored, "
            "count(*) - count(stored.fit) as to_be_trained "
            f"from ({_WANTED}) as wanted left join ({_stored(connection)}) as stored "
            "on wanted.fit = stored.fit group by candidate order by candidate"
        )
        return Table.of("What would be trained", rows, _NOTE)


def _attach(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    if not warehouse.exists():
        connection.execute("attach ':memory:' as warehouse")
        return
    try:
        connection.execute(f"attach {literal(warehouse)} as warehouse (read_only)")
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if is_in_use(error):
            raise AnotherRunError(
                f"the warehouse '{warehouse}' is in use: wait until the run has ended ({said})"
            ) from error
        raise ValueError(f"the warehouse '{warehouse}' cannot be opened ({said})") from error


def _stored(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a query for the keys of all stored artifacts."""
    stores = connection.execute(
        "select table_name, bool_or(column_name = 'fit_id') from duckdb_columns() "
        "where database_name = 'warehouse' and schema_name = 'ml' "
        "and regexp_full_match(table_name, 'ml_\\w+_models') group by all"
    ).fetchall()
    keys = [
        f"select {'fit_id' if per_product else 'model_version'} as fit from warehouse.ml.{name}"
        for name, per_product in stores
    ]
    return " union all ".join(keys) or "select null as fit where false"
