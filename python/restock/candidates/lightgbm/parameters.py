"""Settings of the candidate 'lightgbm'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DENSE: Final = "dense"
SPARSE: Final = "sparse"


@dataclass(frozen=True, kw_only=True)
class PartParameters:
    """How one part of the demand is learned."""

    objective: str
    """LightGBM's."""
    targets: Sequence[str]
    """One booster for each: 'scaled', 'differenced'."""
    clip: float
    """Largest y, in multiples of the scale; sales in one month of twelve are a ratio of 12."""


@dataclass(frozen=True, kw_only=True)
class LightgbmParameters:
    """Settings of the candidate."""

    dense: PartParameters
    sparse: PartParameters
    trees: Mapping[str, float]
    """Settings of every booster, by LightGBM's own names."""
    training_months: int
    """Age in months, at the cutoff, of the oldest origin to learn from."""
    max_training_rows: int
    """Of more examples than these, a seeded sample is learned from."""
    seed: int

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> LightgbmParameters:
        """Read them from a mapping by the names of the attributes, as YAML gives it."""
        parts = {part: PartParameters(**settings[part]) for part in (DENSE, SPARSE)}
        return cls(**{**settings, **parts})
