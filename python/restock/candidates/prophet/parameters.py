"""Settings of the candidate, the same for both engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.columns import PROMOTION_SHARE, RELATIVE_PRICE

if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINES: Final = ("batch", "stan")
REGRESSORS: Final = (PROMOTION_SHARE, RELATIVE_PRICE)


@dataclass(frozen=True, kw_only=True)
class ProphetParameters:
    """Settings of the candidate.

    Attributes
    ----------
    engine
        'batch' (all products at once) or 'stan' (the prophet package: the reference).
    yearly_seasonality
        Fourier order of the yearly season; 0 for none.
    n_changepoints, changepoint_range
        Number of possible changes of the trend, and the leading share of the known months that
        they are spread over.
    changepoint_prior_scale, seasonality_prior_scale, holidays_prior_scale
        Scales of the priors: Laplace on each change of slope, normal on each Fourier term, normal
        on each holiday and regressor.
    regressors
        Which regressors are used where plans tell their future: promotion_share, relative_price.
    min_months
        Series with fewer known months are not fitted; at least 2.

    Raises
    ------
    ValueError
        An engine or a regressor that does not exist, or a setting out of its range.
    """

    engine: str
    yearly_seasonality: int
    n_changepoints: int
    changepoint_range: float
    changepoint_prior_scale: float
    seasonality_prior_scale: float
    holidays_prior_scale: float
    regressors: Sequence[str]
    min_months: int

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ValueError(f"engine must be one of {', '.join(ENGINES)}, not {self.engine!r}")
        for name in self.regressors:
            if name not in REGRESSORS:
                raise ValueError(f"regressors can be {', '.join(REGRESSORS)}, not {name!r}")
        in_range = {
            "yearly_seasonality": self.yearly_seasonality >= 0,
            "n_changepoints": self.n_changepoints >= 0,
            "changepoint_range": 0 < self.changepoint_range <= 1,
            "changepoint_prior_scale": self.changepoint_prior_scale > 0,
            "seasonality_prior_scale": self.seasonality_prior_scale > 0,
            "holidays_prior_scale": self.holidays_prior_scale > 0,
            "min_months": self.min_months >= 2,
        }
        for name, holds in in_range.items():
            if not holds:
                raise ValueError(f"{name} is out of range: {getattr(self, name)}")
