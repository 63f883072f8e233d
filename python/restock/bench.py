"""How fast it is: sales lines to months, Prophet's forecasts, workbooks, the dashboard.

Run by ``make bench``.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import duckdb
import typer
import yaml

from restock.build import Builder, peak_memory_of_children, project_root
from restock.candidates.prophet import ProphetParameters
from restock.evaluate.prophet_speed import speed
from restock.export.speed import workbook_speed
from restock.locations import Locations
from restock.progress import show_progress
from restock.report import Goal, Report, Table
from restock.site.speed import site_speed

if TYPE_CHECKING:
    from collections.abc import Sequence

# About what a product sells in four years.
_LINES_PER_PRODUCT: Final = 2500
_MEMORY_LIMIT: Final = "3GB"
_MOST_SECONDS: Final = 60
_MOST_MEGABYTES: Final = 4000
_SLOWEST: Final = 5
_PROPHET_PRODUCTS: Final = 50
_SITE_PRODUCTS: Final = 50_000
_WORKBOOK_PRODUCTS: Final = 50_000
_WORKBOOK_GROUPS: Final = 20

# Whole numbers that are no wider than they must be: wide ones take ten times as long. A product
# sells on 70 to 99 of 100 working days, one to four lines a day, and nothing in one of forty
# spans of 30 days.
_SALES: Final = """
    with products as (
        select cast(number as integer) as number, 'P' || lpad(number::text, 6, '0') as product_id
        from range($products) as numbers (number)
    ),

    days as (
        select cast(number as integer) as number, date '2022-01-01' + number::integer as sale_date
        from range(1461) as numbers (number)
        where isodow(date '2022-01-01' + number::integer) < 7
    ),

    selling_days as (
        select
            products.number as product_number, products.product_id,
            days.number as day_number, days.sale_date,
            cast(hash(products.number, days.number) % 1000000 as integer) as chance
        from days cross join products
        where
            hash(products.number, days.number) % 100 < 70 + products.number % 30
            and hash(products.number, days.number // 30) % 40 > 0
    ),

    lines as (
        select *, unnest([0, 1, 2, 3][1:chance // 100 % 4 + 1]) as line_number
        from selling_days
    )

    select
        sale_date, product_id,
        cast(1 + (chance // 400 + line_number) % (1 + product_number % 9) as double) as quantity,
        1.5 + product_number % 100 as unit_price,
        chance // 4000 % 40 = 0 as on_promotion,
        cast(
            (day_number * 100000::bigint + product_number) * 4 + line_number as text
        ) as sale_line_id
    from lines
"""
_PRODUCTS: Final = """
    select
        'P' || lpad(number::text, 6, '0') as product_id, 'Product ' || number as product_name,
        'Group ' || number % 50 as product_group
    from range($products) as numbers (number)
"""
_QUERIES: Final = {
    "bare scan": "select sum(quantity) from sales",
    "months, plainly": """
        select count(*) from (
            select product_id, date_trunc('month', sale_date), sum(quantity) from sales group by all
        )
    """,
}

# By its name, as it is run as __main__.
log = logging.getLogger("restock.bench")


@dataclass(frozen=True)
class Step:
    """What was timed, in seconds by the clock."""

    name: str
    seconds: float


def main(
    lines: Annotated[int, typer.Option(help="Sales lines, about.")] = 50_000_000,
    folder: Annotated[
        Path, typer.Option(help="Where the invented sales are kept from one bench to the next.")
    ] = Path("build/bench"),
) -> None:
    """Time the way from sales lines to months, Prophet, workbooks and the dashboard.

    All are of invented products; the dashboard is that of the published ones, multiplied.
    """
    show_progress()
    os.environ.setdefault("RESTOCK_MEMORY_LIMIT", _MEMORY_LIMIT)
    project = project_root(Path.cwd())
    report = bench(lines, folder, project)
    prophet = speed(_prophet_parameters(project), _PROPHET_PRODUCTS)
    workbooks = workbook_speed(_WORKBOOK_PRODUCTS, _WORKBOOK_GROUPS)
    published = Locations.from_environment(os.environ, project).output / "restock.duckdb"
    site, goals = site_speed(project, published, _SITE_PRODUCTS)
    tables = (*report.tables, prophet, workbooks, site)
    typer.echo(Report(tables, (*report.goals, *goals)).text())


def bench(lines: int, folder: Path, project: Path) -> Report:
    """Time plain queries over invented sales, and the warehouse's own way to their months.

    Parameters
    ----------
    lines
        Sales lines, about: products sell more or less often.
    folder
        The sales are kept there, and made again only if their number is to be another.
    project
        Root of the dbt project.

    Raises
    ------
    BuildError
        The warehouse could not be built.
    """
    data = _input(lines, folder)
    count, plain = _plain_queries(data / "daily_sales.parquet")
    with tempfile.TemporaryDirectory(prefix="warehouse-", dir=folder) as workplace:
        started = time.perf_counter()
        builder = Builder(project, Path(workplace))
        builder.build("bench", data.resolve(), "+int_demand_monthly")
        seconds = time.perf_counter() - started
        models = _models(builder.target)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    steps = (
        *plain,
        Step("warehouse: staging, cleaning, months", seconds),
        Step("the same in CPU time of all cores", used.ru_utime + used.ru_stime),
    )
    goals = (
        Goal("seconds of the warehouse", round(seconds), _MOST_SECONDS),
        Goal(
            "peak memory of the warehouse, in MB",
            round(peak_memory_of_children() / 1e6),
            _MOST_MEGABYTES,
        ),
    )
    return Report(
        (
            _table(f"{count:,} sales lines, {os.cpu_count()} cores", steps),
            _table("The slowest models", models),
        ),
        goals,
    )


def _prophet_parameters(project: Path) -> ProphetParameters:
    """Return the settings of the candidate, as the project has them."""
    variables = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]
    return ProphetParameters(**variables["candidates"]["prophet"]["parameters"])


def _input(lines: int, folder: Path) -> Path:
    """Return the input folder of so many sales lines, invented if it is not there."""
    data = folder / f"{lines}-lines"
    if not (data / "daily_sales.parquet").exists():
        log.info("inventing %s sales lines in %s", f"{lines:,}", data)
        data.mkdir(parents=True, exist_ok=True)
        products = {"products": -(-lines // _LINES_PER_PRODUCT)}
        with duckdb.connect() as connection:
            for name, query in {"products": _PRODUCTS, "daily_sales": _SALES}.items():
                # Whoever is interrupted leaves no half file under the name.
                unfinished = data / f"{name}.unfinished"
                connection.sql(query, params=products).write_parquet(
                    str(unfinished), row_group_size=250_000
                )
                unfinished.rename(data / f"{name}.parquet")
    return data


def _plain_queries(sales: Path) -> tuple[int, list[Step]]:
    """Return the number of lines, and what queries take that do nothing but read or sum them."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(sales)).create_view("sales")
        (count,) = connection.execute("select count(*) from sales").fetchall()[0]
        steps = []
        for name, query in _QUERIES.items():
            started = time.perf_counter()
            connection.execute(query).fetchall()
            steps.append(Step(name, time.perf_counter() - started))
    return count, steps


def _models(target: Path) -> list[Step]:
    """Return the models that took longest, the slowest first."""
    results = json.loads((target / "run_results.json").read_text())["results"]
    models = (
        Step(result["unique_id"].rpartition(".")[2], result["execution_time"])
        for result in results
        if result["unique_id"].startswith("model.")
    )
    return sorted(models, key=lambda model: -model.seconds)[:_SLOWEST]


def _table(title: str, steps: Sequence[Step]) -> Table:
    rows = tuple((step.name, round(step.seconds * 1000)) for step in steps)
    return Table(title, ("step", "milliseconds"), rows)


if __name__ == "__main__":
    typer.run(main)
