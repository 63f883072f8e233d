"""Parquet files as parts of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from restock.inputs.parts import TEXT_TYPE, FileFacts, Found, Part, positions
from restock.inputs.refusal import InputRefusedError, unreadable_file
from restock.inputs.sql import file_list, identifier
from restock.inputs.values import suits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from restock.inputs.contract import Table


def parquet_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]
) -> list[Part]:
    """Return one part for all files with the same types.

    Raises
    ------
    InputRefusedError
        A file is no Parquet, or a column has a type that the contract's cannot be read from.
    """
    alike: dict[object, tuple[list[FileFacts], Mapping[str, Found]]] = {}
    for file in files:
        try:
            # DuckDB renames a repeated column; the file itself still tells.
            metadata = pq.read_metadata(file)
            schema = metadata.schema.to_arrow_schema()
            described = connection.execute(
                f"describe select * from {parquet_reader([file])}"
            ).fetchall()
        except (pa.ArrowException, duckdb.Error, OSError) as error:
            raise unreadable_file(file, "Parquet", error) from error
        # Decimals of more digits than DuckDB has come out as other numbers.
        types = [
            str(field.type) if pa.types.is_decimal256(field.type) else str(row[1])
            for field, row in zip(schema, described, strict=False)
        ]
        names = [str(row[0]) for row in described]
        found = found_columns(table, file, schema.names, list(zip(names, types, strict=False)))
        facts = FileFacts(file, "parquet", has_lines=metadata.num_rows > 0)
        alike.setdefault(tuple(found.items()), ([], found))[0].append(facts)
    return [
        Part(
            relation=parquet_reader([facts.path for facts in same]),
            columns=found,
            source_file="__source_file",
            files=tuple(same),
        )
        for same, found in alike.values()
    ]


def parquet_reader(files: Sequence[Path]) -> str:
    """Return the table function that reads files, their path as __source_file."""
    return (
        f"read_parquet({file_list(files)}, union_by_name = true, hive_partitioning = false, "
        "filename = '__source_file')"
    )


def found_columns(
    table: Table, place: object, names: Sequence[str], described: Sequence[tuple[str, str]]
) -> dict[str, Found]:
    """Return the columns of the contract in a file or database table.

    Parameters
    ----------
    place
        What it is called in messages.
    names
        Its columns.
    described
        Name and type by which DuckDB knows each of them.

    Raises
    ------
    InputRefusedError
        A column is missing, or has a type that the contract's cannot be read from.
    """
    columns = {column.name: column for column in table.columns}
    found = {}
    for name, position in positions(table, place, names).items():
        expression, source_type = identifier(described[position][0]), described[position][1]
        if not suits(source_type, columns[name].data_type):
            raise InputRefusedError(
                f"'{place}', column '{names[position]}' has the type {source_type}, of which "
                f"{name} cannot be read: write it as {columns[name].data_type} or as text."
            )
        if source_type.startswith("ENUM"):
            source_type, expression = TEXT_TYPE, f"cast({expression} as varchar)"
        found[name] = Found(names[position], source_type, expression)
    return found
