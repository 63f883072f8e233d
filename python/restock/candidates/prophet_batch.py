"""Prophet's maximum a posteriori fit, for many series at once.

With y scaled by its largest absolute value, t scaled to 0..1 over the observed months and the
changepoints s_1..s_S among them, Prophet's model is linear in (k, m, delta, beta):

    y = k t + m + sum_j delta_j max(t - s_j, 0) + F(t) beta + noise of size sigma

and its estimate minimises

    n log(sigma) + SSE / (2 sigma^2) + 2 sigma^2
        + (k^2 + m^2) / 50 + sum |delta| / tau + sum beta^2 / (2 seasonality_prior_scale^2).

Each round replaces |delta_j| by a parabola that touches it at the last estimate, which leaves
one small ridge system per series, and then takes sigma^2 in closed form. Neither step can raise
the objective. Only sums over months enter the rounds, so that series with different months share
a batch. Every operation is elementwise over series or one LAPACK solve per series: a series gets
the same bits whatever else is in its batch.

Source: Taylor and Letham (2018), Forecasting at Scale, The American Statistician 72(1); priors,
scaling and changepoint placement as in Prophet 1.5 (prophet.stan, forecaster.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from restock.candidates.prophet import ProphetParameters

    Floats = NDArray[np.float64]

_CHUNK: Final = 8192
_MAX_ROUNDS: Final = 1000  # some 20 in the mean; a changepoint that all but vanishes takes many
_TOLERANCE: Final = 1e-7
_TREND_PRECISION: Final = 1 / 25  # k and m: normal(0, 5)
_SMALLEST_DELTA: Final = 1e-8  # keeps the parabola of a changepoint at zero finite
_SMALLEST_VARIANCE: Final = 1e-6  # with more coefficients than months sigma would run to zero
_YEAR_DAYS: Final = 365.25


@dataclass(frozen=True, eq=False)
class Observations:
    """The known months of one series, ascending, and their units: both of shape (n,), n >= 2."""

    months: NDArray[np.datetime64]
    units: Floats


@dataclass(frozen=True, kw_only=True)
class ProphetModel:
    """Prophet's estimates and scales: all that its forecast is made from.

    k, m, delta, beta and sigma are in scaled units; ``y_scale`` is in units; ``start`` is the
    first observed month (ISO date), ``t_scale_days`` the days from it to the last one, and
    ``changepoints_t`` the scaled times of the changepoints.
    """

    k: float
    m: float
    delta: list[float]
    beta: list[float]
    sigma: float
    y_scale: float
    start: str
    t_scale_days: float
    changepoints_t: list[float]

    def to_json(self) -> str:
        """Compact JSON, numbers with 12 significant digits."""
        rounded = {name: _rounded(value) for name, value in vars(self).items()}
        return json.dumps(rounded, separators=(",", ":"), allow_nan=False)


def fourier_series(dates: NDArray[np.datetime64], order: int) -> Floats:
    """Prophet's yearly columns sin(2 pi i d / 365.25), cos(2 pi i d / 365.25), i = 1..order.

    d is in days since 1970-01-01. Shape (n,) in, (n, 2 order) out.
    """
    angle = 2 * np.pi * dates.astype("datetime64[D]").astype(np.float64)
    columns = np.empty((dates.size, 2 * order))
    for i in range(order):
        columns[:, 2 * i] = np.sin((i + 1) / _YEAR_DAYS * angle)
        columns[:, 2 * i + 1] = np.cos((i + 1) / _YEAR_DAYS * angle)
    return columns


def fit_batch(
    series: Sequence[Observations], parameters: ProphetParameters
) -> Iterator[ProphetModel]:
    """Fit every series, in order."""
    for start in range(0, len(series), _CHUNK):
        yield from _fit_chunk(series[start : start + _CHUNK], parameters)


@dataclass(frozen=True, eq=False)
class _Design:
    """What the observed months alone determine; columns t, 1, changepoints, Fourier terms."""

    start: str
    t_scale_days: float
    changepoints_t: Floats
    fourier_columns: int
    matrix: Floats


def _design(months: NDArray[np.datetime64], parameters: ProphetParameters) -> _Design:
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
    matrix = np.column_stack([t, np.ones(t.size), hinges, fourier])
    start = str(months[0].astype("datetime64[D]"))
    return _Design(start, float(t_scale_days), changepoints_t, fourier.shape[1], matrix)


def _fit_chunk(series: Sequence[Observations], parameters: ProphetParameters) -> list[ProphetModel]:
    months = {observations.months.tobytes(): observations.months for observations in series}
    designs = [_design(some_months, parameters) for some_months in months.values()]
    position = {key: place for place, key in enumerate(months)}
    which = np.array([position[observations.months.tobytes()] for observations in series])

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
        _model(designs[which[row]], theta[row], float(sigma[row]), float(scales[row]))
        for row in range(len(series))
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


def _model(design: _Design, theta: Floats, sigma: float, y_scale: float) -> ProphetModel:
    count = design.changepoints_t.size
    return ProphetModel(
        k=float(theta[0] if count else theta[0] + theta[2]),
        m=float(theta[1]),
        delta=theta[2 : 2 + count].tolist(),
        beta=theta[theta.size - design.fourier_columns :].tolist(),
        sigma=sigma,
        y_scale=y_scale,
        start=design.start,
        t_scale_days=design.t_scale_days,
        changepoints_t=design.changepoints_t.tolist(),
    )


def _rounded(value: float | str | list[float]) -> float | str | list[float]:
    if isinstance(value, list):
        return [float(f"{number:.12g}") for number in value]
    return value if isinstance(value, str) else float(f"{value:.12g}")
