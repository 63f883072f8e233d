"""The command line."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from datetime import datetime  # noqa: TC003 - typer reads the annotations when it runs
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from restock.build import (
    FAILED,
    UNUSABLE,
    Builder,
    BuildError,
    as_variables,
    project_root,
)
from restock.check import as_json, as_text, check_input
from restock.evaluate.commands import evaluations
from restock.experiments.commands import compare, experiments
from restock.export import export_workbooks
from restock.generate import GenerateOptions, StockCounts
from restock.generate import generate as generate_folder
from restock.inputs import InputRefusedError
from restock.registry.commands import models
from restock.restore import refuse_to_lose_releases
from restock.restore import restore as restore_tables
from restock.run import Locations
from restock.run import run as run_month_end
from restock.site import build_site

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(
    help="Monthly demand forecasts for purchasing, checked before release.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(evaluations, name="evaluate", no_args_is_help=True)
app.add_typer(models, name="models", no_args_is_help=True)


@contextmanager
def _refusals(introduction: str = "") -> Iterator[None]:
    """Tell why something cannot be used, and end with the exit code of that."""
    try:
        yield
    except ValueError as error:
        typer.echo(f"{introduction}{error}", err=True)
        raise typer.Exit(UNUSABLE) from error


@app.command()
def run(
    variables: Annotated[
        str, typer.Option("--vars", help="Vars that differ from dbt_project.yml, as YAML.")
    ] = "{}",
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Make all again but what is append-only.")
    ] = False,
) -> None:
    """Build the whole warehouse and, if nothing failed, publish, export and make the dashboard.

    Input is the folder RESTOCK_DATA (unset: the sample). Exit codes: 0 done, 1 build or checks
    failed, 2 bad input or configuration.
    """
    arguments = ["--vars", variables, *(["--full-refresh"] if full_refresh else [])]
    with _refusals():
        locations = Locations.from_environment(os.environ, Path.cwd())
        refuse_to_lose_releases(locations.warehouse, locations.output)
    outcome = run_month_end(locations, arguments)
    if outcome.published is None:
        reason = "the build failed" if outcome.exit_code == FAILED else "nothing could be built"
        typer.echo(f"Nothing was published: {reason}. See the messages above.", err=True)
        raise typer.Exit(outcome.exit_code)
    published = outcome.published
    typer.echo(
        f"Published {published.rows['fct_forecasts']} forecasts and "
        f"{len(published.rows) - 1} other tables to {published.folder}: "
        "restock.duckdb (schema marts) and parquet/."
    )
    export()
    site()


@app.command()
def export() -> None:
    """Write an Excel workbook for each product group, out of the published folder RESTOCK_OUTPUT.

    They go to excel/ in it. Filled in and saved into workbooks/ of the input folder they are read
    by the next run. Exit codes: 0 done, 2 nothing published that can be exported.
    """
    with _refusals("No workbooks were exported: "):
        locations = Locations.from_environment(os.environ, Path.cwd())
        exported = export_workbooks(locations.output)
    typer.echo(f"Exported {len(exported.files)} workbooks to {exported.folder}.")


@app.command()
def site() -> None:
    """Make the dashboard out of the published folder RESTOCK_OUTPUT: plain pages, no server.

    It goes to site/ in it; site/index.html opens by double click. Exit codes: 0 done, 2 nothing
    published of which it can be made.
    """
    with _refusals("The dashboard was not made: "):
        locations = Locations.from_environment(os.environ, Path.cwd())
        made = build_site(locations.project, locations.output)
    typer.echo(f"Made the dashboard of {made.products} products: open {made.folder}/index.html.")


@app.command()
def restore() -> None:
    """Bring back releases, models and ledgers of a lost or damaged warehouse.

    They are read from the published folder RESTOCK_OUTPUT; rows that the warehouse has are not
    touched. Then `restock run` goes on. Exit codes: 0 done, 2 nothing published, or another
    warehouse's.
    """
    with _refusals():
        locations = Locations.from_environment(os.environ, Path.cwd())
        restored = restore_tables(locations.warehouse, locations.output)
    for table in restored:
        typer.echo(
            f"{table.relation:<30} {table.restored_rows:>12,} rows restored, "
            f"{table.present_rows:,} were there"
        )
    typer.echo(f"`restock run` goes on with {locations.warehouse}.")


@app.command()
def check(
    variables: Annotated[
        str, typer.Option("--vars", help="Vars that differ from dbt_project.yml, as YAML.")
    ] = "{}",
    json_only: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Tell what the input is and whether a run can go on, in a warehouse of its own.

    Input is the folder RESTOCK_DATA (unset: the sample). Exit codes: 0 a run can go on, 1 dbt
    failed, 2 bad input or configuration.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="restock-check-") as workplace:
            findings = check_input(
                Builder(project_root(Path.cwd()), Path(workplace), as_variables(variables))
            )
    except (ValueError, InputRefusedError, BuildError) as error:
        typer.echo(as_json([], str(error)) if json_only else str(error), err=not json_only)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
    typer.echo(as_json(findings) if json_only else as_text(findings))


app.command()(compare)
app.command()(experiments)


@app.command()
def generate(  # noqa: PLR0917 - typer makes them options, given by name
    products: Annotated[int, typer.Option(help="Number of products, at least 20.")],
    years: Annotated[float, typer.Option(help="Length of the history, at least 1.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")],
    out: Annotated[Path, typer.Option(help="Folder to write.")],
    end: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Latest sale date.")
    ] = None,
    groups: Annotated[int, typer.Option(help="Number of product groups.")] = 6,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet instead of CSV.")] = False,
    lines_per_day: Annotated[int, typer.Option(help="Most lines of a product and day.")] = 1,
    truth: Annotated[bool, typer.Option("--truth", help="Write what was planted, too.")] = False,
    stockouts_per_year: Annotated[
        float, typer.Option(help="Stock-outs per product and year.")
    ] = 0.35,
    bulk_orders_per_year: Annotated[
        float, typer.Option(help="Bulk orders per product and year.")
    ] = 0.08,
    stock_counts: Annotated[StockCounts, typer.Option(help="When stock is counted.")] = "weekly",
    counted_months: Annotated[
        int, typer.Option(help="Stock is counted in that many last months.")
    ] = 30,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the folder.")] = False,
) -> None:
    """Write an invented business: sales and all other input tables, with planted truth."""
    dates = {} if end is None else {"end_date": end.date()}
    try:
        folder = generate_folder(
            GenerateOptions(
                products=products,
                years=years,
                seed=seed,
                out=out,
                groups=groups,
                file_format="parquet" if parquet else "csv",
                lines_per_day=lines_per_day,
                with_truth=truth,
                stockouts_per_year=stockouts_per_year,
                bulk_orders_per_year=bulk_orders_per_year,
                stock_counts=stock_counts,
                counted_months=counted_months,
                overwrite=overwrite,
                **dates,
            )
        )
    except (ValueError, FileExistsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    for table, count in folder.rows.items():
        typer.echo(f"{table:>16} {count:>12,} rows")
    typer.echo(f"Written to {folder.path}. RESTOCK_DATA={folder.path} restock run builds on it.")


if __name__ == "__main__":
    app()
