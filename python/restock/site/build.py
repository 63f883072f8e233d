"""The dashboard out of the published file, written beside and swapped in whole."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import vl_convert

from restock.publish import swap_folder, unfinished
from restock.site.data import PRODUCTS_PER_SHARD, as_columns, write_script, write_shards
from restock.site.pages import PAGES, Page, period, render
from restock.site.reader import Reader, SiteError, exposures, open_published

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    import duckdb

# What the bundle of charts hands to the pages.
_ON_WINDOW: Final = "window.vegaEmbed = vegaEmbed;"
_PACKAGE: Final = files("restock.site")


@dataclass(frozen=True)
class Site:
    """What was made: the folder of the pages, and the number of products in it."""

    folder: Path
    products: int


def build_site(project: Path, output: Path) -> Site:
    """Make output/site out of output/restock.duckdb; index.html is its first page.

    Raises
    ------
    SiteError
        Nothing is published, it lacks what the pages show, or a page reads what its exposure in
        models/_exposures.yml does not name. The dashboard that is there stays.
    """
    readable = exposures(project)
    with (
        closing(open_published(output / "restock.duckdb")) as connection,
        unfinished(output) as beside,
    ):
        new = beside / "site"
        products = _write_site(new, connection, readable, _workbooks(output))
        swap_folder(new, output / "site")
    return Site(output / "site", products)


def page_queries(page: Page) -> dict[str, str]:
    """Return the queries of a page's data sets, by name."""
    queries = _PACKAGE / "queries"
    own = sorted((queries / page.name).iterdir(), key=lambda file: file.name)
    shared = [queries / "shared" / f"{name}.sql" for name in page.shared]
    return {Path(file.name).stem: file.read_text("utf-8") for file in (*own, *shared)}


def shard_query() -> str:
    """Return the query of what the product page shows: one row for each product."""
    return (_PACKAGE / "queries" / "product_shards.sql").read_text("utf-8")


def _write_site(
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    readable: Mapping[str, frozenset[str]],
    workbooks: Mapping[str, str],
) -> int:
    folder.mkdir()
    readers = {page.name: _reader(connection, page, readable) for page in PAGES}
    data = {
        page.name: {
            name: readers[page.name].table(query) for name, query in page_queries(page).items()
        }
        for page in PAGES
    }
    for name, tables in data.items():
        write_script(folder, name, {key: as_columns(table) for key, table in tables.items()})
    write_shards(folder, readers["product"], shard_query())
    release = next(iter(data["overview"]["release"].to_pylist()), None)
    facts: dict[str, Any] = {
        "release": release,
        "groups": data["overview"]["groups"].column("product_group").to_pylist(),
        "settings": {
            "period": period(release),
            "products_per_shard": PRODUCTS_PER_SHARD,
            "workbooks": dict(workbooks),
        },
    }
    for page in PAGES:
        (folder / page.file).write_text(render(page, facts), encoding="utf-8")
    _write_assets(folder / "assets")
    return int(data["product"]["index"].num_rows)


def _reader(
    connection: duckdb.DuckDBPyConnection, page: Page, readable: Mapping[str, frozenset[str]]
) -> Reader:
    if page.exposure not in readable:
        raise SiteError(f"models/_exposures.yml has no exposure {page.exposure}: add it")
    return Reader(connection, page.exposure, readable[page.exposure])


def _write_assets(folder: Path) -> None:
    source: Traversable = _PACKAGE / "assets"
    with as_file(source) as path:
        shutil.copytree(path, folder)
    # Its names stay its own: in a classic script they would be those of all scripts.
    bundle = vl_convert.javascript_bundle(_ON_WINDOW)
    (folder / "vega.js").write_text(f"(() => {{{bundle}\n}})();\n", encoding="utf-8")


def _workbooks(output: Path) -> dict[str, str]:
    """Return the workbooks that are there, by product group."""
    index = output / "excel" / "index.json"
    if not index.exists():
        return {}
    named: dict[str, str] = json.loads(index.read_text(encoding="utf-8"))
    return {group: file for group, file in named.items() if (index.parent / file).is_file()}
