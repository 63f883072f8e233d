"""Tables in a Postgres database: copied as they are at one moment, then read like files."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final, NamedTuple

import duckdb

from restock.inputs.parquet_parts import found_columns, parquet_reader
from restock.inputs.parts import FileFacts, Part, positions
from restock.inputs.refusal import InputRefusedError
from restock.inputs.sql import identifier, literal

if TYPE_CHECKING:
    from pathlib import Path

    from restock.inputs.contract import Column, Contract, Table

# Who may read what comes from libpq's own variables (PGHOST, PGUSER, PGPASSWORD ...), so that no
# secret is in a file or a statement.
_CONNECTION: Final = "fallback_application_name=restock connect_timeout=30 client_encoding=UTF8"
_EXTENSION: Final = "duckdb_extension_postgres_scanner"
_CONNECTION_ADVICE: Final = (
    "Set PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD (docs/input.md, From a database)."
)


class _Listed(NamedTuple):
    """A column of a table in the database."""

    table: str
    name: str
    data_type: str


def database_table(schema: str, table: str) -> str:
    """Return how a table in the database is called in messages and beside its lines."""
    return f"postgres:{schema}.{table}"


def database_parts(contract: Contract, schema: str, folder: Path) -> dict[str, Part]:
    """Copy the contract's tables and columns to Parquet files, and return each as a part.

    All are read by one connection in one transaction, which sees the database as it is at its
    beginning; nothing else of the tables is read. They may be views.

    Parameters
    ----------
    contract
        The tables and columns that are read.
    schema
        Their schema in the database.
    folder
        Where the copies are written.

    Returns
    -------
    dict
        By the table's name in the contract; tables that the database does not have are missing.

    Raises
    ------
    InputRefusedError
        The database cannot be opened or read, or a table in it is not as the contract has it.
    """
    # Secrets that somebody keeps for DuckDB would be used in place of the variables.
    with duckdb.connect(config={"secret_directory": str(folder / "secrets")}) as connection:
        _attach(connection)
        try:
            connection.execute("begin")
            listed = _list_columns(connection, schema)
            return {
                table.name: _copy(connection, table, schema, listed[table.name], folder)
                for table in contract.tables
                if table.name in listed
            }
        except duckdb.Error as error:
            raise InputRefusedError(
                f"schema '{schema}' of the database cannot be read: {_reason(error)}"
            ) from error


def _attach(connection: duckdb.DuckDBPyConnection) -> None:
    # Of a package, so that nothing is loaded over the network, and nothing has to be installed.
    folder = files(_EXTENSION) / f"extensions/v{duckdb.__version__}"
    try:
        with as_file(folder / "postgres_scanner.duckdb_extension") as file:
            connection.execute(f"load {literal(file)}")
        connection.execute(f"attach {literal(_CONNECTION)} as source (type postgres, read_only)")
    except duckdb.Error as error:
        raise InputRefusedError(
            f"the database cannot be opened: {_reason(error)} {_CONNECTION_ADVICE}"
        ) from error


def _query(text: str) -> str:
    """Return a select of a query that the database itself answers."""
    return f"select * from postgres_query('source', {literal(text)})"


def _list_columns(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, list[_Listed]]:
    """Return the columns of all tables and views, by the table's name in lower case.

    Of materialized views, and of tables that the user may not read, the information schema does not
    tell: these are refused when they are read, rather than taken for missing.
    """
    rows = connection.execute(
        _query(
            "select relations.relname, attributes.attname, "
            "pg_catalog.format_type(attributes.atttypid, null) "
            "from pg_catalog.pg_attribute as attributes "
            "inner join pg_catalog.pg_class as relations on attributes.attrelid = relations.oid "
            "inner join pg_catalog.pg_namespace as schemas "
            "on relations.relnamespace = schemas.oid "
            f"where schemas.nspname = {literal(schema)} "
            "and relations.relkind in ('r', 'p', 'v', 'm', 'f') "
            "and attributes.attnum > 0 and not attributes.attisdropped "
            "order by relations.relname, attributes.attnum"
        )
    ).fetchall()
    listed = defaultdict(list)
    for row in rows:
        listed[row[0].lower()].append(_Listed(*row))
    return dict(listed)


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    schema: str,
    listed: list[_Listed],
    folder: Path,
) -> Part:
    names = sorted({column.table for column in listed})
    place = database_table(schema, names[0])
    if len(names) > 1:
        raise InputRefusedError(
            f"table {table.name} comes twice: '{place}' and "
            f"'{database_table(schema, names[1])}'. Keep one of them."
        )
    places = positions(table, place, [column.name for column in listed])
    # Two columns of the contract may be one of the table.
    chosen = {
        listed[places[column.name]]: column for column in table.columns if column.name in places
    }
    expressions = ", ".join(
        f"{_expression(column, found)} as {identifier(found.name)}"
        for found, column in chosen.items()
    )
    query = _query(f"select {expressions} from {identifier(schema)}.{identifier(names[0])}")
    described = [
        (str(row[0]), str(row[1])) for row in connection.execute(f"describe {query}").fetchall()
    ]
    columns = found_columns(table, place, [name for name, _ in described], described)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{table.name}.parquet"
    lines = connection.execute(f"copy ({query}) to {literal(file)} (format parquet)").fetchall()
    return Part(
        relation=parquet_reader([file]),
        columns=columns,
        source_file=literal(place),
        files=(FileFacts(file, "postgres", has_lines=lines[0][0] > 0, name=place),),
    )


def _expression(column: Column, found: _Listed) -> str:
    """Return SQL for Postgres: what would come out as another value comes in another type."""
    name = identifier(found.name)
    if found.data_type == "numeric":
        # Ids of many digits, and NaN.
        is_text = column.data_type == "varchar"
        return f"cast(trim_scale({name}) as text)" if is_text else f"cast({name} as float8)"
    if found.data_type == "timestamp with time zone":
        # The day is that of the session's time zone, as whoever looks at the table sees it.
        return f"cast({name} as timestamp)"
    return name


def _reason(error: Exception) -> str:
    """Return what the database said, without the statement that it was told."""
    said = " ".join(str(error).split())
    for before in (f'Unable to connect to Postgres at "{_CONNECTION}": ', "ERROR: "):
        said = said.partition(before)[2] or said
    said = said.partition(" LINE 1:")[0].strip()
    return said if said.endswith((".", "?")) else f"{said}."
