"""How long the dashboard of many products takes: to make, to open, to find a product in."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
from playwright.sync_api import sync_playwright

from restock.inputs.sql import identifier, literal
from restock.report import Goal, Table
from restock.site.build import build_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

BROWSERS: Final = ("chromium-headless-shell", "chromium", "google-chrome")

_MOST_SECONDS: Final = 20
_MOST_MEGABYTES: Final = 20
# Lines of the input are of products that need not exist.
_NOT_BY_PRODUCT: Final = ("rpt_rejected_lines",)
_MEASURES: Final = ("_units", "_value")


def site_speed(project: Path, published: Path, products: int) -> tuple[Table, tuple[Goal, ...]]:
    """Time the dashboard of so many products, made by multiplying those that are published.

    Parameters
    ----------
    project
        Root of the dbt project.
    published
        A published file.
    products
        How many there are to be, about.

    Raises
    ------
    SiteError
        The published file lacks what the dashboard shows.
    """
    with tempfile.TemporaryDirectory(prefix="restock-site-") as name:
        output = Path(name)
        multiply(published, output / "restock.duckdb", products)
        started = time.perf_counter()
        site = build_site(project, output)
        seconds = time.perf_counter() - started
        size = sum(file.stat().st_size for file in site.folder.rglob("*") if file.is_file())
        steps = [("made", round(1000 * seconds)), *_in_browser(site.folder)]
    goals = (
        Goal("seconds to make the dashboard", round(seconds), _MOST_SECONDS),
        Goal("size of the dashboard, in MB", round(size / 1e6), _MOST_MEGABYTES),
    )
    title = f"Dashboard of {site.products:,} products, {size / 1e6:.1f} MB"
    return Table(title, ("step", "milliseconds"), tuple(steps)), goals


def multiply(published: Path, target: Path, products: int) -> None:
    """Copy a published file, each product so often that there are about so many of them.

    Copies have ids and names of their own, and other units and values than the product, each row
    by a factor of its own: equal ones would be no size.
    """
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach {literal(published)} as published (read_only)")
        connection.execute("create schema marts")
        (count,) = connection.execute(
            "select count(*) from published.marts.dim_products"
        ).fetchall()[0]
        relations = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'published'"
        ).fetchall()
        for (relation,) in relations:
            connection.execute(
                f"create table marts.{identifier(relation)} as "
                f"{_copies(connection, relation, -(-products // count))}"
            )


def _copies(connection: duckdb.DuckDBPyConnection, relation: str, times: int) -> str:
    source = f"published.marts.{identifier(relation)}"
    described = connection.execute(f"describe {source}").fetchall()
    types = {name: kind for name, kind, *_ in described}
    if "product_id" not in types or relation in _NOT_BY_PRODUCT:
        return f"from {source}"
    factor = "(0.4 + hash(line, number) % 1000 / 800)"
    changed = [
        *(
            f"{name} || '-' || number as {name}"
            for name in ("product_id", "product_name")
            if name in types
        ),
        *(
            f"round({identifier(name)} * {factor}, 1) as {identifier(name)}"
            for name, kind in types.items()
            if kind == "DOUBLE" and name.endswith(_MEASURES)
        ),
    ]
    return (
        f"select line.* replace ({', '.join(changed)}) from {source} as line "
        f"cross join range({times}) as copies (number)"
    )


def _in_browser(site: Path) -> list[tuple[str, int]]:
    """Return how long the pages take, if there is a browser."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    if not found:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0])
        page = browser.new_page()
        steps = [
            ("overview opened", _timed(lambda: _open(page, site / "index.html"))),
            ("product found", _timed(lambda: _find(page))),
            ("product opened", _timed(lambda: _follow(page))),
            ("orders opened", _timed(lambda: _open(page, site / "orders.html"))),
        ]
        browser.close()
    return steps


def _timed(step: Callable[[], None]) -> int:
    started = time.perf_counter()
    step()
    return round(1000 * (time.perf_counter() - started))


def _open(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")


def _find(page: Page) -> None:
    page.fill("#search", "-7")
    page.wait_for_selector("#found li")


def _follow(page: Page) -> None:
    page.press("#search", "Enter")
    page.wait_for_url("**/product.html*")
    page.wait_for_selector("html[data-ready]")
