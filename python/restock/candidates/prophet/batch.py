"""Prophet's maximum a posteriori fit, for many series at once.

With y scaled by its largest absolute value, t scaled to 0..1 over the observed months and the
changepoints s_1..s_S among them, Prophet's model is linear in (k, m, delta, beta, gamma):

    y = k t + m + sum_j delta_j max(t - s_j, 0) + F(t) beta + X(t) gamma + noise of size sigma

with X the regressors, if any, as Prophet scales them. Its estimate minimises

    n log(sigma) + SSE / (2 sigma^2) + 2 sigma^2
        + (k^2 + m^2) / 50 + sum |delta| / changepoint_prior_scale
        + sum beta^2 / (2 seasonality_prior_scale^2) + sum gamma^2 / (2 holidays_prior_scale^2).

Each round replaces |delta_j| by a parabola that touches it at the last estimate, which leaves
one small ridge system per series, and then takes sigma^2 in closed form. Neither step can raise
the objective. Only sums over months enter the rounds, so that series with different months share
a batch. Every operation is elementwise over series or one LAPACK solve per series: a series gets
the same bits whatever else is in its batch.

Source: Taylor and Letham (2018), Forecasting at Scale, The American Statistician 72(1); priors,
scaling and changepoint placement as in Prophet 1.5 (prophet.stan, forecaster.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from restock.candidates.prophet.model import (
    Observations,
    ProphetModel,
    effects,
    fourier_series,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from restock.candidates.prophet.parameters import ProphetParameters

    Floats = NDArray[np.float64]

_CHUNK: Final = 8192
_MAX_ROUNDS: Final = 10_000  # some 20 in the mean; without noise, thousands
_TOLERANCE: Final = 1e-9  # a changepoint may grow that slowly out of nothing
_TREND_PRECISION: Final = 1 / 25  # k and m: normal(0, 5)
_SMALLEST_DELTA: Final = 1e-8  # keeps the parabola of a changepoint at zero finite
_SMALLEST_VARIANCE: Final = 1e-10  # with more coefficients than months sigma would run to zero


def fit_batch(
    series: Sequence[Observations], parameters: ProphetParameters
) -> Iterator[ProphetModel]:
    """Fit every series, in order."""
    for start in range(0, len(series), _CHUNK):
        chunk = series[start : start + _CHUNK]
        models: dict[int, ProphetModel] = {}
        # Systems of another size round otherwise: a series has none but its own columns.
        for width in {len(observations.regressors) for observations in chunk}:
            rows = [row for row, one in enumerate(chunk) if len(one.regressors) == width]
            fitted = _fit_equally_wide([chunk[row] for row in rows], parameters)
            models.update(zip(rows, fitted, strict=True))
        yield from (models[row] for row in range(len(chunk)))


@dataclass(frozen=True, eq=False)
class _Design:
    """What months and regressors determine; columns t, 1, changepoints, Fourier, regressors."""

    start: str
    t_scale_days: float
    changepoints_t: Floats
    fourier_columns: int
    matrix: Floats


def _design(observations: Observations, parameters: ProphetParameters) -> _Design:
    months = observations.months
    days = months.astype("datetime64[D]").astype(np.float64)
    t_scale_days = days[-1] - days[0]
    t = (days - days[0]) / t_scale_days

    placed_over = int(np.floor(t.size * parameters.changepoint_range))
    count = max(min(parameters.n_changepoints, placed_over - 1), 0)
    places = np.linspace(0, placed_over - 1, count + 1).round().astype(np.int64)[1:]
    changepoints_t = t[places]

    # Without any changepoint Prophet fits one at 0 and adds its delta to k. Columns that a
    # short series has no changepoint for stay zero, so that all series have the same width.
    hinges = np.zeros((t.size, max(parameters.n_changepoints, 1)))
    for j, s in enumerate(changepoints_t if count else np.zeros(1)):
        hinges[:, j] = np.maximum(t - s, 0)
    fourier = fourier_series(months, parameters.yearly_seasonality)
    scaled = [(one.past - one.scale()[0]) / one.scale()[1] for one in observations.regressors]
    matrix = np.column_stack([t, np.ones(t.size), hinges, fourier, *scaled])
    start = str(months[0].astype("datetime64[D]"))
    return _Design(start, float(t_scale_days), changepoints_t, fourier.shape[1], matrix)


def _fit_equally_wide(
    series: Sequence[Observations], parameters: ProphetParameters
) -> list[ProphetModel]:
    """Fit series with the same number of regressors."""
    keys = [
        (one.months.tobytes(), *(regressor.past.tobytes() for regressor in one.regressors))
        for one in series
    ]
    distinct = dict(zip(keys, series, strict=True))
    designs = [_design(one, parameters) for one in distinct.values()]
    position = {key: place for place, key in enumerate(distinct)}
    which = np.array([position[key] for key in keys])

    sizes = np.array([observations.units.size for observations in series])
    scales = np.array([np.abs(observations.units).max() or 1.0 for observations in series])
    scaled = np.zeros((len(series), sizes.max()))
    for row, observations in enumerate(series):
        scaled[row, : sizes[row]] = observations.units / scales[row]
    grams, moments, squares = _sums_over_months(designs, which, scaled)

    theta, sigma = _solve(grams, which, moments, squares, sizes, parameters=parameters)
    # Prophet does not fit a series of equal values: it is that level, with this sigma.
    level = np.array([np.ptp(observations.units) == 0 for observations in series])
    theta[level] = 0
    theta[level, 1] = scaled[level, 0]
    sigma[level] = 1e-9
    return [
        _model(one, designs[which[row]], theta[row], float(sigma[row]), float(scales[row]))
        for row, one in enumerate(series)
    ]


def _sums_over_months(
    designs: Sequence[_Design], which: NDArray[np.int64], scaled: Floats
) -> tuple[Floats, Floats, Floats]:
    """X'X of each design, X'y and y'y of each series: shapes (D, p, p), (N, p) and (N,).

    ``scaled`` has shape (N, largest n) and ends in zeros, which add nothing to the sums.
    """
    grams = np.stack([design.matrix.T @ design.matrix for design in designs])
    padded = np.zeros((len(designs), scaled.shape[1], grams.shape[1]))
    for row, design in enumerate(designs):
        padded[row, : design.matrix.shape[0]] = design.matrix

    moments = np.zeros((scaled.shape[0], grams.shape[1]))
    squares = np.zeros(scaled.shape[0])
    for month in range(scaled.shape[1]):
        moments += scaled[:, month, None] * padded[which, month]
        squares += scaled[:, month] ** 2
    return grams, moments, squares


def _solve(
    grams: Floats,
    which: NDArray[np.int64],
    moments: Floats,
    squares: Floats,
    sizes: NDArray[np.int64],
    *,
    parameters: ProphetParameters,
) -> tuple[Floats, Floats]:
    """Minimise the objective of each series from X'X, X'y, y'y and n; stop each on its own."""
    count, width = moments.shape
    diagonal = np.arange(width)
    deltas = slice(2, 2 + max(parameters.n_changepoints, 1))
    fixed = np.full(width, parameters.seasonality_prior_scale**-2)
    fixed[:2] = _TREND_PRECISION
    fixed[deltas.stop + 2 * parameters.yearly_seasonality :] = parameters.holidays_prior_scale**-2

    theta = np.zeros((count, width))
    theta[:, deltas] = parameters.changepoint_prior_scale
    variance = np.full(count, 0.01)
    active = np.arange(count)
    for _ in range(_MAX_ROUNDS):
        if active.size == 0:
            break
        last, noise, moment, n = theta[active], variance[active], moments[active], sizes[active]
        precision = np.broadcast_to(fixed, last.shape).copy()
        size = np.maximum(np.abs(last[:, deltas]), _SMALLEST_DELTA)
        precision[:, deltas] = 1 / (parameters.changepoint_prior_scale * size)

        system = grams[which[active]]
        system[:, diagonal, diagonal] += noise[:, None] * precision
        estimate = np.linalg.solve(system, moment[:, :, None])[:, :, 0]

        # y'y - 2 theta'X'y + theta'X'X theta, where X'X theta follows from the solved system.
        # A cumulative sum adds from left to right, whatever the number of rows.
        explained = (estimate * moment + noise[:, None] * precision * estimate**2).cumsum(axis=1)
        sse = np.maximum(squares[active] - explained[:, -1], 0)
        # The positive root of 4 v^2 + n v = SSE: n log(sigma) with sigma's half-normal prior.
        updated = np.maximum(2 * sse / (n + np.sqrt(n**2 + 16 * sse)), _SMALLEST_VARIANCE)

        moved = np.maximum(np.abs(estimate - last).max(axis=1), np.abs(np.log(updated / noise)))
        theta[active], variance[active] = estimate, updated
        active = active[~(moved <= _TOLERANCE)]
    return theta, np.sqrt(variance)


def _model(
    observations: Observations, design: _Design, theta: Floats, sigma: float, y_scale: float
) -> ProphetModel:
    count = design.changepoints_t.size
    season = theta.size - design.fourier_columns - len(observations.regressors)
    gammas = theta[season + design.fourier_columns :].tolist()
    return ProphetModel(
        k=float(theta[0] if count else theta[0] + theta[2]),
        m=float(theta[1]),
        delta=theta[2 : 2 + count].tolist(),
        beta=theta[season : season + design.fourier_columns].tolist(),
        sigma=sigma,
        y_scale=y_scale,
        start=design.start,
        t_scale_days=design.t_scale_days,
        changepoints_t=design.changepoints_t.tolist(),
        effects=effects(observations, gammas),
    )
