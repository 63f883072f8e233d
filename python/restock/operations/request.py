"""What is asked of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from restock.locations import Locations
    from restock.operations.settings import Settings


@dataclass(frozen=True)
class Options:
    """How a run goes: vars that differ, and what the command line asks for."""

    variables: Mapping[str, object] = field(default_factory=dict)
    full_refresh: bool = False
    resume: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Request:
    """A run that is asked for: where, how, with which environment and settings."""

    locations: Locations
    options: Options
    environment: Mapping[str, str]
    settings: Settings
