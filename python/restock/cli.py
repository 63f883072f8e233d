"""The command line."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from datetime import datetime
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
from restock.generate import GenerateOptions, StockCounts
from restock.generate import generate as generate_folder
from restock.inputs import InputRefusedError
from restock.locations import Locations
from restock.operations import stages
from restock.operations.dry_run import would_be_trained
from restock.operations.lock import ANOTHER_RUN, AnotherRunError
from restock.operations.request import Options
from restock.operations.run import run as month_end
from restock.operations.settings import month_before
from restock.operations.status import release_status, tell_missing
from restock.registry.commands import models
from restock.restore import restore as restore_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
def run(  # noqa: PLR0917 - typer makes them options, given by name
    variables: Annotated[
        str, typer.Option("--vars", help="Vars that differ from dbt_project.yml, as YAML.")
    ] = "{}",
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Make all again but what is append-only.")
    ] = False,
    expect_last_month: Annotated[
        bool,
        typer.Option(
            "--expect-last-month",
            help="Block a release unless the sales of the month before today's are in.",
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="After a failure: build what failed and what was skipped."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be trained.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Build the whole warehouse and, if nothing failed, publish, export and make the dashboard.

    Input is the folder RESTOCK_DATA (unset: the sample) or a database (RESTOCK_TARGET). Exit codes:
    0 done, 1 build, checks or a later stage failed, 2 bad input or configuration, 3 another run is
    going on. Whatever is not 0 is told to the addresses in RESTOCK_NOTIFY.
    """
    with _refusals():
        given = as_variables(variables)
    if expect_last_month:
        given = {"expected_month": month_before(datetime.now().astimezone().date())} | given
    if dry_run:
        _tell_training(given)
        return
    raise typer.Exit(month_end(Path.cwd(), Options(given, full_refresh, resume, quiet), os.environ))


def _tell_training(variables: Mapping[str, object]) -> None:
    with _refusals():
        locations = Locations.from_environment(os.environ, Path.cwd())
    with tempfile.TemporaryDirectory(prefix="restock-dry-run-") as workplace:
        builder = Builder(locations.project, Path(workplace), variables)
        try:
            typer.echo(would_be_trained(builder, locations.warehouse).text())
        except (ValueError, InputRefusedError, BuildError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
        except AnotherRunError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(ANOTHER_RUN) from error


@app.command()
def status(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As if it were that day.")
    ] = None,
    notify: Annotated[
        bool,
        typer.Option("--notify", help="Tell the addresses in RESTOCK_NOTIFY if it is missing."),
    ] = False,
) -> None:
    """Tell whether the release that should be there is published.

    From the day of the month that var release_due_day names, that is the release of the month
    before. Exit codes: 0 it is, 1 it is not, 2 bad configuration.
    """
    with _refusals():
        locations = Locations.from_environment(os.environ, Path.cwd())
        day = (on or datetime.now().astimezone()).date()
        found = release_status(locations, day)
    typer.echo(found.text, err=not found.is_there)
    if not found.is_there:
        if notify:
            tell_missing(found, os.environ)
        raise typer.Exit(FAILED)


@app.command()
def export() -> None:
    """Write an Excel workbook for each product group, out of the published folder RESTOCK_OUTPUT.

    They go to excel/ in it. Filled in and saved into workbooks/ of the input folder they are read
    by the next run. Exit codes: 0 done, 2 nothing published that can be exported.
    """
    with _refusals("No workbooks were exported: "):
        typer.echo(stages.export(Locations.from_environment(os.environ, Path.cwd())))


@app.command()
def site() -> None:
    """Make the dashboard out of the published folder RESTOCK_OUTPUT: plain pages, no server.

    It goes to site/ in it; site/index.html opens by double click. Exit codes: 0 done, 2 nothing
    published of which it can be made.
    """
    with _refusals("The dashboard was not made: "):
        typer.echo(stages.make_site(Locations.from_environment(os.environ, Path.cwd())))


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

    Input is the folder RESTOCK_DATA (unset: the sample) or a database (RESTOCK_TARGET). Exit codes:
    0 a run can go on, 1 dbt failed, 2 bad input or configuration.
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
