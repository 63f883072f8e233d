"""`restock compare` and `restock experiments`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from restock.build import FAILED, UNUSABLE, BuildError, input_folder, project_root, project_vars
from restock.experiments.comparison import compare as compare_settings
from restock.experiments.comparison import listed
from restock.experiments.experiment import EXPERIMENTS, Laboratory, kept_experiments
from restock.experiments.settings import read_settings
from restock.inputs import InputRefusedError
from restock.progress import show_progress

_NO_FOLDER: Final = (
    "experiments are kept by the files that they read, which a database has not. Set "
    "RESTOCK_TARGET=local, and RESTOCK_DATA to a folder, such as the copy that the last run has "
    "made of the database: '<warehouse>.input/database'"
)


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
        data = input_folder(project, os.environ)
        if data is None:
            raise ValueError(_NO_FOLDER)
        laboratory = Laboratory(project, data, project / folder, variables)
        report = compare_settings(laboratory, read)
    except (ValueError, InputRefusedError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED if isinstance(error, BuildError) else UNUSABLE) from error
    typer.echo(report.text())


def experiments(
    folder: Annotated[Path, typer.Option(help="Where experiments are kept.")] = EXPERIMENTS,
) -> None:
    """List the experiments that `restock compare` has made."""
    typer.echo(listed(kept_experiments(folder), folder).text())
