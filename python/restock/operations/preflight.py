"""What is looked at before anything is built, so that a run that cannot end does not begin."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Final

import duckdb

from restock.operations.lock import AnotherRunError
from restock.operations.usage import free_disk
from restock.publish import settle
from restock.restore import refuse_to_lose_releases

if TYPE_CHECKING:
    from pathlib import Path

    from restock.locations import Locations
    from restock.operations.settings import Settings

_GB: Final = 1e9
# The build writes tables anew beside the old ones, and a copy is published beside the old one.
_COPIES: Final = 2


def check(locations: Locations, settings: Settings) -> None:
    """Look at the places that a run writes to, and clear away what killed runs left there.

    Raises
    ------
    ValueError
        One cannot be written, holds too little free disk, or is not what it should be.
    AnotherRunError
        Another program has the warehouse open.
    """
    _refuse_unwritable(locations.warehouse.parent, "RESTOCK_WAREHOUSE", "the warehouse")
    _refuse_unwritable(locations.output, "RESTOCK_OUTPUT", "what is published")
    settle(locations.output)
    _refuse_unopenable(locations.warehouse)
    _refuse_full_disk(locations, settings.min_free_disk_gb * _GB)
    refuse_to_lose_releases(locations.warehouse, locations.output)


def _refuse_unwritable(folder: Path, variable: str, what: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise ValueError(
            f"'{folder}', the folder of {what}, cannot be written ({error.strerror}): give the "
            f"user of the run the right to, or name another with {variable}"
        ) from error


def _refuse_unopenable(warehouse: Path) -> None:
    if not warehouse.exists():
        return
    try:
        duckdb.connect(str(warehouse)).close()
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if is_in_use(error):
            raise AnotherRunError(
                f"another program has the warehouse '{warehouse}' open ({said}). Close it; "
                "people read the published copy instead."
            ) from error
        raise ValueError(
            f"the warehouse '{warehouse}' cannot be opened ({said}): if it is damaged move it "
            "away, then `restock restore` brings back what was published"
        ) from error


def is_in_use(error: duckdb.Error) -> bool:
    """Tell whether a database cannot be opened because another program has it open."""
    # Damage is told with the word block.
    return "could not set lock" in str(error).lower()


def _refuse_full_disk(locations: Locations, least: float) -> None:
    size = locations.warehouse.stat().st_size if locations.warehouse.exists() else 0
    needed = max(least, _COPIES * size)
    for folder in (locations.warehouse.parent, locations.output):
        free = free_disk(folder)
        if free < needed:
            raise ValueError(
                f"the disk of '{folder}' has {free / _GB:.2f} GB free, and a run needs "
                f"{needed / _GB:.2f} GB (var min_free_disk_gb, and {_COPIES} times the warehouse): "
                "free some, or name another place"
            )
