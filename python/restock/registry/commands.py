"""The commands `restock models ...`."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from restock.build import FAILED, UNUSABLE, Builder, BuildError
from restock.locations import Locations
from restock.registry.listing import compare_models, list_models, show_model
from restock.registry.pruning import prune
from restock.registry.records import open_records
from restock.registry.reproduction import reproduce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from restock.registry.records import Records

models = typer.Typer(
    help="What made a forecast: registered models, their artifacts, releases made again. Models "
    "and releases are named by the beginning of their version or id."
)


@models.command("list")
def list_registered(
    candidate: Annotated[str | None, typer.Option(help="Only models of this candidate.")] = None,
) -> None:
    """List the registered models, the latest cutoff first."""
    with _records() as (records, _):
        typer.echo(list_models(records, candidate).text())


@models.command()
def show(version: Annotated[str, typer.Argument(help="Beginning of a model version.")]) -> None:
    """Show all that is registered of a model."""
    with _records() as (records, _):
        typer.echo(show_model(records, version).text())


@models.command()
def diff(
    first: Annotated[str, typer.Argument(help="Beginning of a model version.")],
    second: Annotated[str, typer.Argument(help="Beginning of another.")],
) -> None:
    """Show in which settings, features and data two models differ."""
    with _records() as (records, _):
        typer.echo(compare_models(records, first, second).text())


@models.command("reproduce")
def reproduce_release(
    release: Annotated[str, typer.Argument(help="Beginning of a release id.")],
) -> None:
    """Make a release again from its stored artifacts and kept inputs, and compare.

    Nothing is fitted and no input is read. Exit codes: 0 identical, 1 not, or the project can
    no longer build it, 2 unknown release or artifacts that are not stored.
    """
    with (
        _records() as (records, locations),
        tempfile.TemporaryDirectory(prefix="restock-reproduce-") as workplace,
    ):
        made = reproduce(records, release, Builder(locations.project, Path(workplace)))
        outcome = f"{made.differing} differ" if made.differing else "identical"
        typer.echo(
            f"Release {made.release_id}: {made.forecasts} forecasts of {made.products} products "
            f"made again from {records.source}: {outcome}."
        )
        if made.differing:
            typer.echo(f"\n{made.differences.text()}")
            if made.made_with:
                typer.echo(f"\nThe release was made with other code: {made.made_with}.")
            raise typer.Exit(FAILED)


@models.command("prune")
def prune_artifacts(
    older_than: Annotated[
        int, typer.Option(help="Days since a model of that configuration and cutoff was trained.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
) -> None:
    """Drop old artifacts that no release was made from and the latest build did not want.

    They are trained again should they be wanted again, as after a return to earlier settings. The
    registry keeps their models, with pruned_at. The file does not shrink: the space is used again.
    """
    try:
        locations = Locations.from_environment(os.environ, Path.cwd())
        typer.echo(prune(locations.warehouse, older_than, dry_run=dry_run).text())
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from error


@contextmanager
def _records() -> Iterator[tuple[Records, Locations]]:
    """Open the records; what cannot be done is said, and ends the command."""
    try:
        locations = Locations.from_environment(os.environ, Path.cwd())
        with open_records(locations.warehouse, locations.output) as records:
            yield records, locations
    except (ValueError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
