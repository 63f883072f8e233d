"""The commands `restock evaluate ...`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from restock.build import FAILED, UNUSABLE, Builder, BuildError, project_root
from restock.evaluate.cleaning import Plan, evaluate_cleaning
from restock.evaluate.corrections import describe_corrections
from restock.evaluate.orders import evaluate_orders
from restock.inputs import InputRefusedError
from restock.progress import show_progress

_SAMPLE: Final = Path("seeds/sample")
_FORECASTS: Final = Path("build/evaluate-forecasts")

evaluations = typer.Typer(help="How near the warehouse comes to what is known to be true.")


@evaluations.command("cleaning")
def evaluate_cleaning_of_sales(
    data: Annotated[
        Path | None, typer.Option(help="Tell what is corrected in this input folder instead.")
    ] = None,
    products: Annotated[int, typer.Option(help="Products of each business.")] = Plan.products,
    seeds: Annotated[int, typer.Option(help="Businesses of each kind.")] = len(Plan.seeds),
) -> None:
    """Measure the corrections of sales on invented businesses, whose true demand is known.

    Prints tables and goals, and writes them to build/evaluate/cleaning.json. Takes some minutes.
    """
    show_progress()
    try:
        with tempfile.TemporaryDirectory(prefix="restock-evaluate-") as workplace:
            builder = Builder(project=Path.cwd(), workplace=Path(workplace))
            if data is not None:
                report = describe_corrections(data.resolve(), builder)
            else:
                plan = Plan(products=products, seeds=tuple(range(1, seeds + 1)))
                report = evaluate_cleaning(plan, builder)
                report.write(Path("build/evaluate/cleaning.json"))
    except (ValueError, InputRefusedError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
    typer.echo(report.text())


@evaluations.command("forecasts")
def evaluate_forecasts_of_data(
    data: Annotated[
        list[Path] | None, typer.Option(help="Input folder beside the sample; can be repeated.")
    ] = None,
    page: Annotated[Path, typer.Option(help="Page to write.")] = _FORECASTS / "accuracy.md",
) -> None:
    """Measure all candidates, the champion and other open tools on the sample and further data.

    Prints tables and goals, and writes them as a page. Warehouses, and what the other tools
    forecast, are kept in build/evaluate-forecasts, so that the next time is quicker.
    """
    try:
        # What they need is installed for development only.
        from restock.evaluate.accuracy_page import accuracy_page, as_report  # noqa: PLC0415
        from restock.evaluate.forecasts import evaluate_forecasts  # noqa: PLC0415
    except ImportError as error:
        message = f"{error}: install the development dependencies (pip install -e '.[dev]')"
        typer.echo(message, err=True)
        raise typer.Exit(UNUSABLE) from error

    show_progress()
    try:
        project = project_root(Path.cwd())
        builder = Builder(project=project, workplace=project / _FORECASTS)
        builder.workplace.mkdir(parents=True, exist_ok=True)
        folders = [project / _SAMPLE, *(folder.resolve() for folder in data or [])]
        judged = evaluate_forecasts(folders, builder)
    except (ValueError, InputRefusedError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
    page.write_text(accuracy_page(judged, project))
    typer.echo(as_report(judged).text())
    typer.echo(f"\n\nWritten to {page}.")


@evaluations.command("orders")
def evaluate_orders_of_data(
    data: Annotated[
        list[Path] | None, typer.Option(help="Input folder beside the sample; can be repeated.")
    ] = None,
) -> None:
    """Measure the stock that proposed orders need, against a baseline policy of the same service.

    Prints tables and the goal, and writes them to build/evaluate/orders.json. Takes some minutes.
    """
    show_progress()
    try:
        project = project_root(Path.cwd())
        with tempfile.TemporaryDirectory(prefix="restock-evaluate-") as workplace:
            builder = Builder(project=project, workplace=Path(workplace))
            folders = [folder.resolve() for folder in data or []]
            report = evaluate_orders(project / _SAMPLE, folders, builder)
    except (ValueError, InputRefusedError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
    report.write(Path("build/evaluate/orders.json"))
    typer.echo(report.text())
