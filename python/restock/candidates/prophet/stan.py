"""Prophet's maximum a posteriori fit by the prophet package: the reference, one by one.

The same model, settings and result as `restock.candidates.prophet.batch`, from Stan's Newton
optimiser, which comes closer to the optimum than its LBFGS. Some 40 ms of CPU per series.

Source: Taylor and Letham (2018), Forecasting at Scale; the prophet package.
"""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any, Final

import joblib
import numpy as np

from restock.candidates.prophet.model import Observations, ProphetModel, effects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from restock.candidates.prophet.parameters import ProphetParameters

DID_NOT_CONVERGE: Final = "did not converge"


def fit_stan(
    series: Sequence[Observations],
    parameters: ProphetParameters,
    n_jobs: int,
    algorithm: str = "Newton",
) -> Iterator[ProphetModel | str]:
    """Fit every series, in order: its model, or why there is none.

    ``n_jobs`` processes of joblib's current backend (loky unless the caller sets another);
    ``algorithm`` is one of Stan's optimisers.
    """
    pool = joblib.Parallel(n_jobs=n_jobs, return_as="generator")
    yield from pool(joblib.delayed(_fit_one)(one, parameters, algorithm) for one in series)


def reference(
    observations: Observations, parameters: ProphetParameters
) -> tuple[Any, pd.DataFrame]:
    """Return the package's own model with these settings, not yet fitted, and what it learns from.

    A holiday is given to it on the first day of the month in which it falls.
    """
    for name in ("cmdstanpy", "prophet", "prophet.models", "prophet.plot"):
        logging.getLogger(name).disabled = True
    # Imported late: prophet takes a second to import, and the batch engine does without it.
    import pandas as pd  # noqa: PLC0415
    import prophet  # noqa: PLC0415

    dates = observations.months.astype("datetime64[ns]")
    history = pd.DataFrame({"ds": dates, "y": observations.units})
    holidays = [one for one in observations.regressors if one.is_holiday]
    model: Any = prophet.Prophet(
        n_changepoints=parameters.n_changepoints,
        changepoint_range=parameters.changepoint_range,
        yearly_seasonality=parameters.yearly_seasonality,
        weekly_seasonality=False,
        daily_seasonality=False,
        seasonality_prior_scale=parameters.seasonality_prior_scale,
        changepoint_prior_scale=parameters.changepoint_prior_scale,
        holidays_prior_scale=parameters.holidays_prior_scale,
        holidays=pd.concat(
            pd.DataFrame({"ds": dates[one.past == 1], "holiday": one.name}) for one in holidays
        )
        if holidays
        else None,
        uncertainty_samples=0,
    )
    for one in observations.regressors:
        if not one.is_holiday:
            model.add_regressor(one.name)
            history[one.name] = one.past
    return model, history


def _fit_one(
    observations: Observations, parameters: ProphetParameters, algorithm: str
) -> ProphetModel | str:
    model, history = reference(observations, parameters)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model.fit(history, algorithm=algorithm)
        except RuntimeError:  # Stan's optimiser gave up
            return DID_NOT_CONVERGE
        finally:
            model.stan_backend.cleanup()

    estimates = {name: np.ravel(values).tolist() for name, values in model.params.items()}
    has_changepoints = len(model.changepoints) > 0
    seasonal = 2 * parameters.yearly_seasonality
    return ProphetModel(
        k=estimates["k"][0],
        m=estimates["m"][0],
        delta=estimates["delta"] if has_changepoints else [],
        beta=estimates["beta"][:seasonal],
        sigma=estimates["sigma_obs"][0],
        y_scale=model.y_scale,
        start=str(model.start.date()),
        t_scale_days=model.t_scale.total_seconds() / 86400,
        changepoints_t=model.changepoints_t.tolist() if has_changepoints else [],
        effects=effects(
            observations, estimates["beta"][seasonal : seasonal + len(observations.regressors)]
        ),
    )


def objectives(
    observations: Observations, models: Sequence[ProphetModel], parameters: ProphetParameters
) -> list[float]:
    """Negative log posterior of each model, up to a constant, term by term as in prophet.stan.

    Of what the package itself lays out from the series. Lower is nearer the optimum.
    """
    model, history = reference(observations, parameters)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        inputs = model.preprocess(history)
    t, y, columns = (np.asarray(part, np.float64) for part in (inputs.t, inputs.y, inputs.X))
    reached = t[:, None] >= inputs.t_change
    found = []
    for one in models:
        # Where there is no changepoint the package has one at 0, and no columns is one of zeros.
        delta = np.array(one.delta or [0.0])
        beta = np.array([*one.beta, *(effect.gamma for effect in one.effects)] or [0.0])
        slope, offset = one.k + reached @ delta, one.m - reached @ (inputs.t_change * delta)
        residual = y - slope * t - offset - columns @ beta
        found.append(
            float(
                y.size * np.log(one.sigma)
                + np.sum(residual**2) / (2 * one.sigma**2)
                + (one.k**2 + one.m**2) / (2 * 5**2)
                + np.sum(np.abs(delta)) / inputs.tau
                + one.sigma**2 / (2 * 0.5**2)
                + np.sum((beta / inputs.sigmas) ** 2) / 2
            )
        )
    return found
