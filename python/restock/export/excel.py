"""From the published marts to a folder of workbooks, one for each product group."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import duckdb

from restock.export.accuracy_sheets import ACCURACY, WORST_PRODUCTS
from restock.export.forecasts_sheet import FORECASTS
from restock.export.names import file_names
from restock.export.orders_sheet import ORDERS
from restock.export.read_me import Release
from restock.export.workbook import MOST_ROWS, write_workbook
from restock.publish import swap_folder, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FOLDER: Final = "excel"
INDEX: Final = "index.json"
_BATCH_ROWS: Final = 10_000
SHEETS: Final = (ORDERS, FORECASTS, ACCURACY, WORST_PRODUCTS)
# Groups that have anything to order or forecast.
_GROUPS: Final = f"""
    select product_group from ({ORDERS.rows}) union select product_group from ({FORECASTS.rows})
    order by product_group
"""
_RELEASE: Final = """
    select distinct release_id, release_number, cutoff_month, released_at, waived_checks
    from marts.fct_forecasts
"""


class ExportError(ValueError):
    """No workbooks can be written; the message says why and what to do."""


@dataclass(frozen=True)
class Exported:
    """What was exported: the folder, and the file of each product group."""

    folder: Path
    files: dict[str, str]


def export_workbooks(output: Path) -> Exported:
    """Write a workbook for each product group of the current release, and an index of them.

    They go to `excel/` in the published folder, with `index.json` (product group: file). All is
    written beside and swapped in when it is whole. What was published is read, nothing else.

    Parameters
    ----------
    output
        The published folder, with restock.duckdb.

    Raises
    ------
    ExportError
        Nothing is published, or by an older version; or a group has more rows than Excel holds.
    """
    database = output / "restock.duckdb"
    if not database.exists():
        raise ExportError(f"nothing is published at '{database}': `restock run` publishes it")
    with (
        duckdb.connect(str(database), read_only=True) as connection,
        unfinished(output) as beside,
    ):
        new = beside / FOLDER
        new.mkdir()
        try:
            files = _write_all(connection, new)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise ExportError(
                f"'{database}' is of another version of Restock; `restock run` publishes it anew "
                f"({str(error).splitlines()[0]})"
            ) from error
        index = json.dumps(files, indent=2, ensure_ascii=False, sort_keys=True)
        (new / INDEX).write_text(f"{index}\n", encoding="utf-8")
        swap_folder(new, output / FOLDER)
    return Exported(output / FOLDER, files)


def _write_all(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, str]:
    groups = [str(group) for (group,) in connection.execute(_GROUPS).fetchall()]
    _refuse_too_many_rows(connection)
    releases = [Release(*row) for row in connection.execute(_RELEASE).fetchall()]
    if not releases:
        return {}
    # Saved beside those of earlier releases it replaces none of them.
    ending = f"{releases[0].cutoff_month:%Y-%m}-{releases[0].release_number}.xlsx"
    names = {group: f"{name}-{ending}" for group, name in file_names(groups).items()}
    for group in groups:
        tables = [
            (sheet, in_batches(connection, sheet.query(), {"product_group": group}))
            for sheet in SHEETS
        ]
        write_workbook(folder / names[group], group, releases[0], tables)
    return names


def _refuse_too_many_rows(connection: duckdb.DuckDBPyConnection) -> None:
    for sheet in SHEETS:
        for group, count in connection.execute(
            f"select product_group, count(*) from ({sheet.rows}) group by product_group "
            f"having count(*) > {MOST_ROWS} order by product_group"
        ).fetchall():
            raise ExportError(
                f"product group '{group}' has {count:,} rows for sheet {sheet.name}, and Excel "
                f"holds {MOST_ROWS:,}: divide the group in products, or read parquet/"
            )


def in_batches(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, str | int]
) -> Iterator[Sequence[Any]]:
    """Yield the rows of a query, some at a time."""
    cursor = connection.cursor().execute(query, parameters)
    while batch := cursor.fetchmany(_BATCH_ROWS):
        yield from batch
