"""The dashboard: what it reads, what it shows, and that people can use it."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browser_context, opened
from conftest import ROOT, Warehouse
from playwright.sync_api import BrowserContext, Locator
from typer.testing import CliRunner

from restock.cli import app
from restock.publish import publish
from restock.site import SiteError, build_site
from restock.site.build import page_queries, shard_query
from restock.site.pages import PAGES
from restock.site.reader import Reader, exposures, open_published
from restock.site.speed import multiply

CHARTS = {"overview": 3, "orders": 0, "group": 3, "product": 2, "models": 1, "runs": 2}
MARKS = "svg .mark-rect path, svg .mark-line path, svg .mark-symbol path"
LARGEST = """marks => Math.max(0, ...marks.map(mark => mark.getBoundingClientRect())
    .map(box => box.width + box.height))"""
HOSTILE = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
HOSTILE_GROUP = "../x/A&B <b onclick='window.hacked=1'>\"Ü\u2028=1+1"
# The run that built, as `restock run` completes it, and one before that failed while it published.
RUNS = (
    "update marts.rpt_runs set peak_memory_bytes = 512e6, free_disk_bytes = 2e9",
    "insert into marts.rpt_runs by name select * replace ("
    "'before' as run_id, 'failed' as outcome, 'The disk is full.' as message, "
    "1 as failed_node_count, false as is_window_kept, 0.042 as slowest_read_seconds, "
    "started_at - interval 1 day as started_at) from marts.rpt_runs",
    "insert into marts.rpt_run_nodes by name select run_id, 'stage.build' as node_id, "
    "'build' as node_name, 'stage' as resource_type, 'done' as outcome, 61.5 as duration_seconds "
    "from marts.rpt_runs",
    "insert into marts.rpt_run_nodes (run_id, node_id, node_name, resource_type, outcome, "
    "duration_seconds) values ('before', 'stage.publish', 'publish', 'stage', 'failed', 3), "
    "('before', 'query.order_proposals', 'order_proposals', 'query', 'done', 0.042)",
)


@pytest.fixture(scope="module")
def output(tiny_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published tiny warehouse, with an override, stock, a run before; and its dashboard."""
    folder = tmp_path_factory.mktemp("site") / "it's #1 output"
    publish(tiny_warehouse.path, folder)
    with duckdb.connect(str(folder / "restock.duckdb")) as connection:
        for statement in RUNS:
            connection.execute(statement)
    (folder / "excel").mkdir()
    (folder / "excel" / "first group.xlsx").write_text("a workbook")
    group = query(folder, "select min(product_group) from marts.dim_products")
    names = {group: "first group.xlsx", "gone": "gone.xlsx"}
    (folder / "excel" / "index.json").write_text(json.dumps(names))
    build_site(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with browser_context(accept_downloads=True) as context:
        yield context


def query(output: Path, statement: str) -> Any:
    """Return the first figure of a query over the published file."""
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as connection:
        return connection.execute(statement).fetchall()[0][0]


def changed(output: Path, folder: Path, *statements: str) -> Path:
    """Publish the same with some rows changed, and make the dashboard of it."""
    folder.mkdir()
    shutil.copyfile(output / "restock.duckdb", folder / "restock.duckdb")
    with duckdb.connect(str(folder / "restock.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)
    build_site(ROOT, folder)
    return folder / "site"


def seen(mark: Locator) -> bool:
    """Whether a mark of a chart is large enough to be pointed at."""
    box = mark.bounding_box()
    return box is not None and box["width"] > 3 and box["height"] > 3


def percent(share: float) -> str:
    return f"{share * 100:.1f}%".replace("-", "\N{MINUS SIGN}")


def test_a_page_reads_what_its_exposure_names_and_nothing_less(output: Path) -> None:
    readable = exposures(ROOT)
    read: dict[str, set[str]] = {}
    with open_published(output / "restock.duckdb") as connection:
        for page in PAGES:
            queries = list(page_queries(page).values())
            if page.name == "product":
                queries.append(shard_query())
            names = {
                name.split(" ")[0].removeprefix("marts.")
                for one in queries
                for name in connection.get_table_names(one, qualified=True)
            }
            read[page.exposure] = names
    assert read == {page.exposure: set(readable[page.exposure]) for page in PAGES}


@pytest.mark.parametrize(
    "statement",
    [
        "select * from marts.rpt_kpis",
        "select * from marts.dim_products as products, marts.rpt_kpis as kpis",
        "with known as (from marts.rpt_kpis) select * from known",
    ],
)
def test_what_the_exposure_does_not_name_cannot_be_read(output: Path, statement: str) -> None:
    with open_published(output / "restock.duckdb") as connection:
        reader = Reader(connection, "some_page", frozenset({"dim_products"}))
        assert reader.table("select * from marts.dim_products").num_rows > 0
        with pytest.raises(SiteError, match=r"some_page in models/_exposures\.yml does not name"):
            reader.table(statement)


def test_no_other_file_can_be_read(output: Path) -> None:
    with open_published(output / "restock.duckdb") as connection:
        reader = Reader(connection, "some_page", frozenset())
        with pytest.raises(duckdb.PermissionException):
            reader.table(f"select * from read_text('{ROOT}/README.md')")


def test_lights_turn_at_their_bounds(output: Path) -> None:
    """From one figure to the next, the light is another; of nothing known there is none."""
    lights = {
        "accuracy_light": {-0.03: "poor", -0.02: "watch", 0.02: "watch", 0.03: "good"},
        "bias_light": {-0.21: "poor", -0.2: "watch", -0.1: "good", 0.1: "good", 0.11: "watch"},
        "coverage_light": {0.59: "poor", 0.6: "watch", 0.7: "good", 0.91: "watch", 0.96: "poor"},
    }
    with open_published(output / "restock.duckdb") as connection:
        for light, expected in lights.items():
            for figure, name in (expected | {None: None}).items():
                ((shown,),) = connection.execute(f"select {light}(?::double)", [figure]).fetchall()
                assert shown == name, (light, figure)


def test_the_command_makes_it(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    made = CliRunner().invoke(app, ["site"], env={"RESTOCK_OUTPUT": str(output)})
    assert made.exit_code == 0
    assert f"open {output}/site/index.html" in made.output
    nothing = CliRunner().invoke(app, ["site"], env={"RESTOCK_OUTPUT": str(output / "none")})
    assert nothing.exit_code == 2
    assert "nothing is published" in nothing.output


def test_one_that_cannot_be_made_leaves_the_last(output: Path, tmp_path: Path) -> None:
    site = changed(output, tmp_path / "changed")
    before = sorted(path.name for path in site.parent.iterdir())
    with duckdb.connect(str(site.parent / "restock.duckdb")) as connection:
        connection.execute("drop table marts.rpt_runs")
    with pytest.raises(SiteError, match="`restock run` publishes it anew"):
        build_site(ROOT, site.parent)
    assert (site / "index.html").exists()
    assert sorted(path.name for path in site.parent.iterdir()) == before


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_opens_from_its_folder_and_all_can_use_it(
    page: Any, output: Path, browser: BrowserContext
) -> None:
    product = query(output, "select min(product_id) from marts.fct_forecasts")
    address = f"{page.file}#id={product}" if page.name == "product" else page.file
    with opened(browser, output / "site", address) as one:
        assert one.complaints == []
        assert one.requests == []
        assert one.page.locator("h1").inner_text().strip()
        figures = one.page.locator("figure.chart")
        assert figures.count() == CHARTS[page.name]
        for number in range(figures.count()):
            box = figures.nth(number).locator("svg").bounding_box()
            assert box is not None
            assert box["width"] > 250
            assert box["height"] > 80
            assert figures.nth(number).locator(MARKS).evaluate_all(LARGEST) > 4
        wide = one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        for scheme in ("light", "dark"):
            one.page.emulate_media(color_scheme=scheme)
            one.settle()
            found = Axe().run(one.page, options={"preload": False}).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_no_page_is_wider_than_a_telephone(output: Path, browser: BrowserContext) -> None:
    for page in PAGES:
        with opened(browser, output / "site", page.file) as one:
            one.page.set_viewport_size({"width": 360, "height": 780})
            one.settle()
            width = one.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 360, page.name


def test_runs_are_told_with_how_they_ended_and_what_they_took(
    output: Path, browser: BrowserContext
) -> None:
    with opened(browser, output / "site", "runs.html") as one:
        latest, before = (row.inner_text() for row in one.page.locator("#runs tbody tr").all())
        assert "done" in latest
        assert "512" in latest
        for told in ("failed", "(1 failed)", "no", "0.042 s"):
            assert told in before
        assert "The disk is full." in one.page.locator("#undone").inner_text()
        stages = {
            cells[0]: cells[1:]
            for row in one.page.locator("#stages tbody tr").all()
            if (cells := [cell.inner_text() for cell in row.locator("th, td").all()])
        }
        assert list(stages) == ["build", "publish", "order proposals"]
        assert stages["build"][2] == stages["build"][4] == "61.5 s"
        assert stages["publish"][1:3] == ["\N{EN DASH}", "\N{EN DASH}"]
        assert stages["publish"][3].startswith("failed")
        assert stages["order proposals"][4] == "0.042 s"
        steps = one.page.locator("#nodes tbody tr")
        assert steps.count() == 10


def test_figures_are_those_of_the_marts(output: Path, browser: BrowserContext) -> None:
    group = query(output, "select min(product_group) from marts.dim_products")
    where = f"product_group = '{group}' and horizon = 'total'"
    wape = query(output, f"select wape from marts.rpt_accuracy_by_horizon where {where}")
    month = query(
        output,
        f"select wape from marts.rpt_kpis where {where} and basis = 'backtest' "
        "and demand_class = 'all' and candidate = 'champion' and scored_against = 'sold_units' "
        "order by target_month desc limit 1",
    )
    released = query(
        output,
        f"select released_units from marts.rpt_group_summary where product_group = '{group}'",
    )
    with opened(browser, output / "site", f"index.html#group={quote(group)}") as one:
        assert one.texts(".tile .value")[0] == f"{released:,.0f}"
        assert percent(wape) in one.texts(".tile .value")[4]
        row = one.page.locator("#accuracy tr.chosen")
        assert row.locator("td").first.inner_text() == percent(wape)
        assert one.page.locator("#accuracy-months td").first.inner_text() == percent(month)


def test_a_product_shows_its_forecast_and_order(output: Path, browser: BrowserContext) -> None:
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as connection:
        product, forecast, order = connection.execute(
            "select product_id, forecast_units, proposed_units from marts.fct_forecasts "
            "join marts.fct_order_proposals using (product_id) "
            "where horizon = 1 and forecast_units > 100 order by product_id limit 1"
        ).fetchall()[0]
        drivers = connection.execute(
            "select driver from marts.fct_forecast_drivers "
            "where product_id = $1 and horizon = 1 and abs(units) >= 1",
            [product],
        ).fetchall()
    with opened(browser, output / "site", f"product.html#id={product}") as one:
        assert one.page.locator("#forecast td").first.inner_text() == f"{forecast:,.0f}"
        assert one.texts(".part dd")[-1] == f"{order:,.0f}"
        assert one.page.locator("#history figcaption").inner_text().startswith("Units by month")
        shown = one.page.locator("#drivers").text_content()
        assert drivers
        assert [name for (name,) in drivers if name.replace("_", " ") not in shown] == []


def test_every_earlier_release_is_shown(
    output: Path, browser: BrowserContext, tmp_path: Path
) -> None:
    product = query(output, "select min(product_id) from marts.fct_forecasts")
    site = changed(
        output,
        tmp_path / "changed",
        "insert into marts.fct_forecast_releases select * replace ('early' as release_id, "
        "7777 as forecast_units, target_month - interval 1 month as target_month, "
        "cutoff_month - interval 1 month as cutoff_month) from marts.fct_forecast_releases",
        "insert into marts.fct_forecast_accuracy by name select release_id, product_id, horizon, "
        "target_month, 7000.0 as first_known_units, 777.0 as error_first_known "
        "from marts.fct_forecast_releases where release_id = 'early' and horizon = 1",
    )
    with opened(browser, site, f"product.html#id={product}") as one:
        assert one.page.locator("#releases tbody tr").count() == 3
        first = one.texts("#releases tbody tr:first-child td")
        assert first[2:] == ["7,777", "7,000", "+777"]
        assert "Promised before" in one.texts("#history .key li")
        assert one.complaints == []


def test_a_product_is_found_by_name_and_number(output: Path, browser: BrowserContext) -> None:
    product = query(output, "select max(product_id) from marts.dim_products")
    name = query(
        output, f"select product_name from marts.dim_products where product_id = '{product}'"
    )
    with opened(browser, output / "site", "index.html") as one:
        for text in (product.lower(), name.upper()):
            one.page.fill("#search", text)
            one.page.wait_for_selector(f"#found li[data-id='{product}']")
        one.page.fill("#search", "no such product")
        one.page.wait_for_function("document.getElementById('found').hidden")
        assert one.page.locator("#found-count").inner_text() == "0 products found"
        one.page.fill("#search", product)
        one.page.wait_for_selector("#found li")
        one.page.press("#search", "ArrowDown")
        assert one.page.locator("#found li").first.get_attribute("aria-selected") == "true"
        one.page.press("#search", "Enter")
        one.page.wait_for_url("**/product.html*")
        one.settle()
        assert one.page.locator("h1").inner_text() == name


def test_a_product_is_found_in_a_later_shard(
    output: Path, browser: BrowserContext, tmp_path: Path
) -> None:
    multiply(output / "restock.duckdb", tmp_path / "restock.duckdb", 250)
    made = build_site(ROOT, tmp_path)
    assert made.products == 252
    assert {path.name for path in (made.folder / "data" / "products").iterdir()} == {
        "0.js",
        "1.js",
        "2.js",
    }
    last = query(tmp_path, "select max(product_id) from marts.dim_products")
    with opened(browser, made.folder, f"product.html#id={last}") as one:
        assert one.texts("#traits dd")[0] == last
    with opened(browser, made.folder, "product.html#id=nobody") as one:
        assert "There is no product nobody" in one.page.locator("#empty").inner_text()


def test_the_product_group_is_linked_to_and_remembered(
    output: Path, browser: BrowserContext
) -> None:
    group = query(output, "select max(product_group) from marts.fct_order_proposals")
    orders = "select count(*) from marts.fct_order_proposals"
    count = query(output, f"{orders} where product_group = '{group}'")
    assert count < query(output, orders)
    with browser.browser.new_context() as context:
        with opened(context, output / "site", "orders.html#lines=all") as one:
            one.choose("#group", group)
            assert one.page.locator("#orders tbody tr").count() == count
            one.page.click("nav a:has-text('Overview')")
            one.page.wait_for_url("**/index.html*")
            one.settle()
            assert one.page.input_value("#group") == group
        # Nothing in the address: it is remembered.
        with opened(context, output / "site", "group.html") as one:
            assert one.page.locator("h1").inner_text() == group


def test_orders_are_filtered_and_sorted_by_keyboard(output: Path, browser: BrowserContext) -> None:
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select product_id, urgency, abc_class, proposed_units from marts.fct_order_proposals "
            "where proposed_units > 0"
        ).fetchall()
    urgency, abc = rows[0][1], rows[0][2]
    wanted = {row[0] for row in rows if row[1] == urgency and row[2] == abc}
    address = f"orders.html#group=all&urgency={urgency}&abc={abc}"
    with opened(browser, output / "site", address) as one:
        assert one.page.input_value("#urgency") == urgency
        assert one.page.locator("#orders tbody tr").count() == len(wanted)
        one.choose("#urgency", "none")
        one.page.evaluate("location.hash = 'group=all'")
        one.page.wait_for_function("document.getElementById('urgency').value === ''")
        one.settle()
        button = one.page.locator("#orders thead button", has_text="Order").first
        button.focus()
        button.press("Enter")
        head = one.page.locator("#orders th[aria-sort]")
        assert head.get_attribute("aria-sort") == "descending"
        most = max(row[3] for row in rows)
        assert one.texts("#orders td.strong")[0] == f"{most:,.0f}"
        button.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        one.page.fill("#text", rows[0][0])
        one.page.wait_for_function("location.hash.includes('text=')")
        one.settle()
        assert one.page.locator("#orders tbody tr").count() == 1


def test_the_list_and_the_workbook_are_downloaded(
    output: Path, browser: BrowserContext, tmp_path: Path
) -> None:
    group = query(output, "select min(product_group) from marts.dim_products")
    count = query(
        output,
        "select count(*) from marts.fct_order_proposals "
        f"where proposed_units > 0 and product_group = '{group}'",
    )
    with opened(browser, output / "site", f"orders.html#group={quote(group)}") as one:
        with one.page.expect_download() as download:
            one.page.click("button:has-text('CSV')")
        download.value.save_as(tmp_path / "orders.csv")
        with (tmp_path / "orders.csv").open(encoding="utf-8-sig") as file:
            lines = list(csv.DictReader(file))
        assert len(lines) == count
        assert {line["product_group"] for line in lines} == {group}
        link = one.page.locator("#downloads a")
        assert one.texts("#downloads a") == [f"Excel: {group}"]
        assert link.get_attribute("href") == "../excel/first%20group.xlsx"
    # A workbook that the index names and that is not there has no link.
    with opened(browser, output / "site", "orders.html#group=all") as one:
        assert one.page.locator("#downloads li").count() == 1


@pytest.fixture(scope="module")
def hostile(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dashboard of products and groups whose names are HTML, script, paths and formulas."""
    product = query(output, "select min(product_id) from marts.fct_forecasts")
    group = query(output, "select min(product_group) from marts.dim_products")
    name, group_name = HOSTILE.replace("'", "''"), HOSTILE_GROUP.replace("'", "''")
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and "
            "column_name in ('product_id', 'product_group')"
        ).fetchall()
    statements = [
        f"update marts.{table} set {column} = '{new}' where {column} = '{old}'"
        for table, column in columns
        for old, new in [(product, f"={name}") if column == "product_id" else (group, group_name)]
    ]
    statements += [
        f"update marts.dim_products set product_name = '{name}', supplier = '=1+{name}' "
        f"where product_id = '={name}'",
        f"update marts.fct_order_proposals set reason = '{name}', supplier = '=1+{name}'",
        f"update marts.rpt_supplier_orders set supplier = supplier || '{name}'",
        f"update marts.fct_forecast_drivers set driver = driver || '{name}'",
        f"update marts.rpt_candidates set candidate = candidate || '{name}'",
        f"update marts.rpt_kpis set candidate = '{name}' where candidate = 'theta'",
        f"update marts.rpt_rejected_lines set source_line = '{name}'",
        f"insert into marts.rpt_exceptions (product_id, product_group, reason, urgency, comment) "
        f"values ('={name}', '{group_name}', '{name}', 'required', '{name}')",
    ]
    return changed(output, tmp_path_factory.mktemp("hostile") / "output", *statements)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_html_and_script_in_names_is_text(
    page: Any, hostile: Path, browser: BrowserContext
) -> None:
    chosen = {"group": HOSTILE_GROUP, "id": f"={HOSTILE}"}
    address = "&".join(f"{key}={quote(value, safe='')}" for key, value in chosen.items())
    with opened(browser, hostile, f"{page.file}#{address}") as one:
        assert one.complaints == []
        assert one.page.evaluate("window.hacked") is None
        assert one.page.locator("main img, main b, svg img, svg b").count() == 0
        shown = one.page.locator("main").inner_text()
        if page.name != "runs":
            assert "</script>" in shown or HOSTILE_GROUP[:6] in shown
        # What the pointer is on is told in a box of its own, which is HTML.
        marks = [mark for mark in one.page.locator("svg .mark-rect path").all() if seen(mark)]
        for mark in marks[:2]:
            mark.hover(force=True)
            one.page.wait_for_selector("#vg-tooltip-element.visible")
        assert one.page.locator("#vg-tooltip-element img, #vg-tooltip-element b").count() == 0
        assert one.page.evaluate("window.hacked") is None


def test_hostile_names_are_found_and_downloaded_as_text(
    hostile: Path, browser: BrowserContext, tmp_path: Path
) -> None:
    address = f"orders.html#group={quote(HOSTILE_GROUP, safe='')}"
    with opened(browser, hostile, address) as one:
        assert one.page.input_value("#group") == HOSTILE_GROUP
        with one.page.expect_download() as download:
            one.page.click("button:has-text('CSV')")
        download.value.save_as(tmp_path / "orders.csv")
        one.page.fill("#search", "</script>")
        one.page.wait_for_selector("#found li")
        one.page.press("#search", "Enter")
        one.page.wait_for_url("**/product.html*")
        one.settle()
        assert one.page.locator("h1").inner_text() == HOSTILE
    with (tmp_path / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    # A spreadsheet would take it for a formula.
    assert f"'={HOSTILE}" in {line["product_id"] for line in lines}
    assert {line["supplier"] for line in lines} == {f"'=1+{HOSTILE}"}
    names = [path.name for path in hostile.rglob("*") if path.is_file()]
    assert all(name.replace(".", "").replace("-", "").isalnum() for name in names)
    html = "".join(path.read_text() for path in hostile.glob("*.html"))
    assert "<b onclick" not in html


def test_there_may_be_nothing_at_all(output: Path, browser: BrowserContext, tmp_path: Path) -> None:
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
    site = changed(output, tmp_path / "empty", *(f"delete from marts.{name}" for (name,) in tables))
    for page in PAGES:
        with opened(browser, site, page.file) as one:
            assert one.complaints == [], page.name
            assert "Nothing is released" in one.page.locator(".facts").inner_text()


def test_what_is_not_known_is_a_dash(output: Path, browser: BrowserContext, tmp_path: Path) -> None:
    """No column that may be null stops a page."""
    with duckdb.connect(str(output / "restock.duckdb"), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, string_agg(column_name || ' = null', ', ') from duckdb_columns() "
            "where schema_name = 'marts' and column_name not in ('product_id', 'product_group', "
            "'horizon', 'release_id', 'cutoff_month', 'target_month', 'demand_month', 'urgency', "
            "'candidate', 'basis', 'demand_class', 'scored_against', 'run_id', 'started_at') "
            "and data_type <> 'TIMESTAMP' group by table_name"
        ).fetchall()
    product = query(output, "select min(product_id) from marts.fct_forecasts")
    site = changed(
        output, tmp_path / "nulls", *(f"update marts.{name} set {sets}" for name, sets in columns)
    )
    for page in PAGES:
        with opened(browser, site, f"{page.file}#id={product}") as one:
            assert one.complaints == [], page.name
            assert "NaN" not in one.page.locator("main").inner_text()
            assert "undefined" not in one.page.locator("main").inner_text()
            assert "null" not in one.page.locator("main").inner_text()
