"""The command line."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime  # noqa: TC003 - typer reads the annotations when it runs
from pathlib import Path
from typing import Annotated

import typer

from restock.build import (
    FAILED,
    UNUSABLE,
    Builder,
    BuildError,
    as_variables,
    project_root,
    project_vars,
)
from restock.check import as_json, as_text, check_input
from restock.evaluate.commands import evaluations
from restock.experiments.comparison import compare as compare_settings
from restock.experiments.comparison import listed
from restock.experiments.experiment import EXPERIMENTS, Laboratory, kept_experiments
from restock.experiments.settings import read_settings
from restock.export import export_workbooks
from restock.generate import GenerateOptions, StockCounts
from restock.generate import generate as generate_folder
from restock.inputs import InputRefusedError
from restock.progress import show_progress
from restock.registry.commands import models
from restock.restore import refuse_to_lose_releases
from restock.restore import restore as restore_tables
from restock.run import Locations
from restock.run import run as run_month_end

app = typer.Typer(
    help="Monthly demand forecasts for purchasing, checked before release.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(evaluations, name="evaluate", no_args_is_help=True)
app.add_typer(models, name="models", no_args_is_help=True)


@app.command()
def run(
    variables: Annotated[
        str, typer.Option("--vars", help="Vars that differ from dbt_project.yml, as YAML.")
    ] = "{}",
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Make all again but what is append-only.")
    ] = False,
) -> None:
    """Build the whole warehouse and, if nothing failed, publish the marts and export workbooks.

    Input is the folder RESTOCK_DATA (unset: the sample). Exit codes: 0 done, 1 build or checks
    failed, 2 bad input or configuration.
    """
    arguments = ["--vars", variables, *(["--full-refresh"] if full_refresh else [])]
    try:
        locations = Locations.from_environment(os.environ, Path.cwd())
        refuse_to_lose_releases(locations.warehouse, locations.output)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
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


@app.command()
def export() -> None:
    """Write an Excel workbook for each product group, out of the published folder RESTOCK_OUTPUT.

    They go to excel/ in it. Filled in and saved into workbooks/ of the input folder they are read
    by the next run. Exit codes: 0 done, 2 nothing published that can be exported.
    """
    try:
        locations = Locations.from_environment(os.environ, Path.cwd())
        exported = export_workbooks(locations.output)
    except ValueError as error:
        typer.echo(f"No workbooks were exported: {error}.", err=True)
        raise typer.Exit(UNUSABLE) from error
    typer.echo(f"Exported {len(exported.files)} workbooks to {exported.folder}.")


@app.command()
def restore() -> None:
    """Bring back releases, models and ledgers of a lost or damaged warehouse.

    They are read from the published folder RESTOCK_OUTPUT; rows that the warehouse has are not
    touched. Then `restock run` goes on. Exit codes: 0 done, 2 nothing published, or another
    warehouse's.
    """
    try:
        locations = Locations.from_environment(os.environ, Path.cwd())
        restored = restore_tables(locations.warehouse, locations.output)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error
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


@app.command()
def compare(
    settings: Annotated[
        list[Path], typer.Argument(help="YAML files of vars; the first is what others are held to.")
    ],
    folder: Annotated[Path, typer.Option(help="Where experiments are kept.")] = EXPERIMENTS,
) -> None:
    """Forecast the same months with other settings or features, and compare. Nothing is released.

    Input is the folder RESTOCK_DATA (unset: the sample). What has been tried before on the same
    data with the same code is not run again. Exit codes: 0 done, 1 a build failed, 2 bad input or
    settings.
    """
    show_progress()
    try:
        project = project_root(Path.cwd())
        variables = project_vars(project)
        read = read_settings(settings, variables)
        data = project / (os.environ.get("RESTOCK_DATA") or "seeds/sample")
        laboratory = Laboratory(project, data, project / folder, variables)
        report = compare_settings(laboratory, read)
    except (ValueError, InputRefusedError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
    typer.echo(report.text())


@app.command()
def experiments(
    folder: Annotated[Path, typer.Option(help="Where experiments are kept.")] = EXPERIMENTS,
) -> None:
    """List the experiments that `restock compare` has made."""
    typer.echo(listed(kept_experiments(folder), folder).text())


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
