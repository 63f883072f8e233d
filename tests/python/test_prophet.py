"""The candidate 'prophet': its batch engine against the prophet package, and its tables."""

from __future__ import annotations

import dataclasses
import json
import logging
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prophet_cases import (
    BATCH,
    CUTOFF,
    STAN,
    Series,
    demand_table,
    generated,
    model_of,
    observations,
    odd,
    packages_own,
    sample,
    wanted_table,
)

from restock.candidates.prophet import fit, predict
from restock.candidates.prophet.batch import fit_batch
from restock.candidates.prophet.model import ProphetModel, forecast
from restock.candidates.prophet.stan import fit_stan, objectives, reference

if TYPE_CHECKING:
    from numpy.typing import NDArray


def assert_engines_agree(series: Series) -> None:
    demand, wanted = demand_table(series), wanted_table(list(series))
    batch, stan = fit(demand, wanted, BATCH), fit(demand, wanted, STAN)
    assert batch["failure"].null_count == stan["failure"].null_count == len(series)

    forecasts = [predict(models, 3)["forecast_units"].to_numpy() for models in (batch, stan)]
    levels = np.repeat([np.nanmean(units) for units in series.values()], 3)
    differences = np.abs(forecasts[0] - forecasts[1]) / levels
    assert np.median(differences) <= 0.002
    assert np.quantile(differences, 0.99) <= 0.03

    artifacts = zip(batch["artifact"].to_pylist(), stan["artifact"].to_pylist(), strict=True)
    for units, pair in zip(series.values(), artifacts, strict=True):
        ours, theirs = objectives(observations(units), [model_of(one) for one in pair], BATCH)
        assert ours <= theirs + 1e-5


def test_objectives_are_those_of_the_package() -> None:
    for units in generated(count=5, seed=11).values():
        one = observations(units)
        model, history = reference(one, STAN)
        model.fit(history, algorithm="Newton")
        theirs = -model.stan_backend.stan_fit.optimized_params_dict["lp__"]
        (fitted,) = fit_stan([one], STAN, 1)
        assert objectives(one, [fitted], STAN) == [pytest.approx(theirs, abs=1e-3)]


def test_batch_agrees_with_the_package() -> None:
    assert_engines_agree(generated(count=60, seed=1))


def test_batch_agrees_with_the_package_on_the_sample() -> None:
    series = sample()
    assert len(series) > 40
    assert_engines_agree(series)


@pytest.mark.proof
def test_batch_agrees_with_the_package_on_many_series() -> None:
    assert_engines_agree(generated(count=300, seed=2))


# Where all months are fitted exactly there is no optimum: the noise can always be smaller.
EXACT_SIGMA = 1.01e-5

# The nearer a fit is to exact, the more rounds it takes.
SEASON_WITHOUT_NOISE = np.array(
    [53.0, 46.57, 35.69, 23.29, 12.69, 6.73, 7.0, 13.43, 24.31, 36.71, 47.31, 53.27, 53.0]
)


@st.composite
def random_series(draw: st.DrawFn) -> NDArray[np.float64]:
    """Short and long; all equal, trending, seasonal, mostly zero; small and large units."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    months = np.arange(draw(st.sampled_from([12, 13, 15, 18, 24, 36, 60])))
    units = np.full(months.size, draw(st.sampled_from([1.0, 30.0, 1e5])))
    shapes = draw(st.sets(st.sampled_from(["trend", "break", "season", "noise", "zeros"])))
    if "trend" in shapes:
        units *= np.maximum(1 + rng.normal(0, 0.05) * months, 0)
    if "break" in shapes:
        units *= np.where(months < rng.integers(1, months.size), 1, rng.uniform(0, 3))
    if "season" in shapes:
        units *= 1 + rng.uniform(0, 1) * np.sin(2 * np.pi * (months / 12 + rng.random()))
    if "noise" in shapes:
        units *= rng.lognormal(0, 0.5, months.size)
    if "zeros" in shapes:
        units *= rng.random(months.size) < rng.uniform(0.1, 0.9)
    return np.round(units, 2)


def assert_batch_is_not_further_from_the_optimum(units: NDArray[np.float64]) -> None:
    one = observations(units)
    (ours,), (theirs,) = fit_batch([one], BATCH), fit_stan([one], STAN, 1)
    if np.ptp(units) == 0:
        assert ours.to_json() == theirs.to_json()  # neither is fitted
    elif isinstance(theirs, ProphetModel) and ours.sigma > EXACT_SIGMA:
        low, high = objectives(one, [ours, theirs], BATCH)
        assert low <= high + 1e-5
    forecasts = forecast([json.loads(ours.to_json())], CUTOFF + np.arange(1, 5)[None, :])
    assert np.isfinite(forecasts).all()


@given(units=random_series())
@example(units=np.round(30 * (1 + 0.0063 * np.arange(18)), 2))  # noise of 5e-5 in scaled units
@example(units=SEASON_WITHOUT_NOISE)
@settings(max_examples=15, deadline=None)
def test_batch_is_not_further_from_the_optimum(units: NDArray[np.float64]) -> None:
    assert_batch_is_not_further_from_the_optimum(units)


@pytest.mark.proof
@given(units=random_series())
@settings(max_examples=500, deadline=None)
def test_batch_is_not_further_from_the_optimum_of_many(units: NDArray[np.float64]) -> None:
    assert_batch_is_not_further_from_the_optimum(units)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"n_changepoints": 0},
        {"n_changepoints": 20, "changepoint_range": 0.5},
        {"yearly_seasonality": 2, "seasonality_prior_scale": 0.1, "changepoint_prior_scale": 0.5},
        {"yearly_seasonality": 0},
        {"min_months": 2, "changepoint_range": 0.3},
    ],
)
def test_settings_mean_the_same_to_both_engines(changed: dict[str, Any]) -> None:
    # Of the short one only the layout is compared: with fewer months than coefficients many
    # perfect fits exist, and Newton stops at any of them.
    series = generated(count=4, seed=3) | {"short": np.array([3.0, 1, 4, 1, 5, 9, 2, 6])}
    demand, wanted = demand_table(series), wanted_table(list(series))
    batch, stan = (
        fit(demand, wanted, dataclasses.replace(parameters, **changed))
        for parameters in (BATCH, STAN)
    )

    assert batch["failure"].equals(stan["failure"])
    for ours, theirs in zip(batch.to_pylist(), stan.to_pylist(), strict=True):
        if ours["artifact"] is not None:
            mine, other = json.loads(ours["artifact"]), json.loads(theirs["artifact"])
            assert mine.keys() == other.keys()
            assert mine["start"] == other["start"]
            for exact in ("y_scale", "t_scale_days", "changepoints_t"):
                assert mine[exact] == pytest.approx(other[exact], rel=1e-11)
            assert len(mine["delta"]) == len(other["delta"]) == len(mine["changepoints_t"])
            assert len(mine["beta"]) == len(other["beta"])
    np.testing.assert_allclose(
        predict(batch.slice(0, 4), 3)["forecast_units"].to_numpy(),
        predict(stan.slice(0, 4), 3)["forecast_units"].to_numpy(),
        rtol=0.05,
        atol=0.5,
    )


@pytest.mark.parametrize("changed", [{}, {"n_changepoints": 0}, {"yearly_seasonality": 0}])
def test_prediction_equals_the_packages_own(changed: dict[str, Any]) -> None:
    parameters = dataclasses.replace(BATCH, **changed)
    # Large units, so that rounding to 6 decimal places does not show.
    series = {name: 1e6 * units for name, units in generated(count=6, seed=4).items()}
    models = fit(demand_table(series), wanted_table(list(series)), parameters)
    forecasts = predict(models, 4)["forecast_units"].to_numpy().reshape(-1, 4)

    for row, units in enumerate(series.values()):
        artifact = models["artifact"][row].as_py()
        theirs = packages_own(observations(units), artifact, parameters, 4)
        assert np.abs(forecasts[row] - np.maximum(theirs, 0)).max() <= 1e-9 * np.nanmean(units)


def test_equal_values_are_not_fitted_but_kept() -> None:
    series = {name: odd()[name] for name in ("equal", "zero")}
    demand, wanted = demand_table(series), wanted_table(list(series))
    batch, stan = fit(demand, wanted, BATCH), fit(demand, wanted, STAN)

    assert batch["artifact"].equals(stan["artifact"])
    assert predict(batch, 2)["forecast_units"].to_pylist() == [7.0, 7.0, 0.0, 0.0]


def test_odd_series_have_finite_forecasts_that_are_not_negative() -> None:
    series = odd()
    models = fit(demand_table(series), wanted_table(list(series)), BATCH)
    forecasts = predict(models, 6)

    assert models["failure"].null_count == len(series)
    units = forecasts["forecast_units"].to_numpy().reshape(len(series), 6)
    scales = np.array([np.nanmax(series[name]) for name in sorted(series)])
    assert np.isfinite(units).all()
    assert (units >= 0).all()
    assert (units <= 10 * scales[:, None]).all()
    rising = sorted(series).index("rising")
    np.testing.assert_allclose(units[rising, 0], 10 + 3 * 30, rtol=0.02)


@cache
def pool() -> tuple[Series, dict[str, str]]:
    """Mixed series, and the artifact of each when it is fitted alone."""
    series = generated(count=20, seed=5) | odd()
    alone = {
        name: fit(demand_table({name: units}), wanted_table([name]), BATCH)["artifact"][0].as_py()
        for name, units in series.items()
    }
    return series, alone


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_series_is_fitted_the_same_in_any_company(data: st.DataObject) -> None:
    series, alone = pool()
    chosen = data.draw(st.lists(st.sampled_from(sorted(series)), min_size=1, unique=True))
    demand = demand_table({name: series[name] for name in chosen})
    shuffled = demand.take(data.draw(st.permutations(range(demand.num_rows))))
    models = fit(shuffled, wanted_table(chosen), BATCH)

    assert models["product_id"].to_pylist() == chosen
    assert models["artifact"].to_pylist() == [alone[name] for name in chosen]


def test_chunks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    series, alone = pool()
    monkeypatch.setattr("restock.candidates.prophet.batch._CHUNK", 3)
    models = fit(demand_table(series), wanted_table(list(series)), BATCH)

    assert models["artifact"].to_pylist() == [alone[name] for name in series]


def test_nothing_after_the_cutoff_is_used() -> None:
    series = generated(count=8, seed=6)
    earlier = CUTOFF - 5
    cut = {name: units[:-5] for name, units in series.items() if units.size >= 17}
    wanted = wanted_table(list(cut), earlier)

    from_all = fit(demand_table(series), wanted, BATCH)
    assert from_all.equals(fit(demand_table(cut, earlier), wanted, BATCH))


def test_wanted_rows_are_carried_through_with_reasons_for_failure() -> None:
    series = generated(count=3, seed=7) | {"new": np.arange(11.0)}
    wanted = wanted_table(["p002", "new", "unknown", "p000"])
    wanted = wanted.append_column("series_fingerprint", pa.array(["d", "c", "b", "a"]))
    models = fit(demand_table(series), wanted, BATCH)

    assert models.select(wanted.column_names).equals(wanted)
    assert models.column_names == [*wanted.column_names, "artifact", "failure"]
    too_few = "fewer than 12 months"
    assert models["failure"].to_pylist() == [None, too_few, too_few, None]
    assert [text is None for text in models["artifact"].to_pylist()] == [False, True, True, False]


def test_months_that_are_not_known_do_not_count() -> None:
    units = np.arange(13.0)
    units[[4, 7]] = np.nan
    models = fit(demand_table({"a": units}), wanted_table(["a"]), BATCH)

    assert models["failure"].to_pylist() == ["fewer than 12 months"]


def test_a_fit_that_the_package_gives_up_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object, **__: object) -> None:
        raise RuntimeError("Error during optimization!")

    monkeypatch.setattr("prophet.Prophet.fit", give_up)
    series = generated(count=1, seed=8)
    models = fit(demand_table(series), wanted_table(list(series)), STAN)

    assert models["failure"].to_pylist() == ["did not converge"]
    assert models["artifact"].to_pylist() == [None]


def test_processes_do_not_change_the_result() -> None:
    series = generated(count=3, seed=9)
    demand, wanted = demand_table(series), wanted_table(list(series))

    assert fit(demand, wanted, STAN, n_jobs=2).equals(fit(demand, wanted, STAN))


def test_predictions_are_sorted_rows_of_product_cutoff_and_horizon() -> None:
    series = generated(count=2, seed=10) | {"new": np.arange(3.0)}
    wanted = pa.concat_tables(
        [wanted_table(["p001", "new", "p000"]), wanted_table(["p000"], CUTOFF - 1)]
    )
    forecasts = predict(fit(demand_table(series), wanted, BATCH), 2)

    assert forecasts.schema == pa.schema(
        {
            "product_id": pa.string(),
            "cutoff_month": pa.date32(),
            "horizon": pa.int32(),
            "target_month": pa.date32(),
            "forecast_units": pa.float64(),
        }
    )
    may, june, july, august = (date(2024, month, 1) for month in (5, 6, 7, 8))
    assert [tuple(row.values())[:4] for row in forecasts.to_pylist()] == [
        ("p000", may, 1, june),
        ("p000", may, 2, july),
        ("p000", june, 1, july),
        ("p000", june, 2, august),
        ("p001", june, 1, july),
        ("p001", june, 2, august),
    ]


def test_predictions_do_not_depend_on_company_or_order() -> None:
    series, _ = pool()
    models = fit(demand_table(series), wanted_table(list(series)), BATCH)
    backwards = models.take(list(range(models.num_rows))[::-1])
    apart = [predict(models.slice(row, 1), 3) for row in range(models.num_rows)]

    together = predict(models, 3)
    assert predict(backwards, 3).equals(together)
    one_by_one = pa.concat_tables(apart).sort_by(
        [("product_id", "ascending"), ("horizon", "ascending")]
    )
    assert one_by_one.equals(together)


def test_nothing_wanted_gives_empty_tables() -> None:
    models = fit(demand_table(generated(count=1, seed=11)), wanted_table([]), BATCH)
    forecasts = predict(models, 3)

    assert (models.num_rows, forecasts.num_rows) == (0, 0)
    assert forecasts.schema.field("target_month").type == pa.date32()


def test_progress_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    series = generated(count=2, seed=12)
    with caplog.at_level(logging.INFO, logger="restock"):
        fit(demand_table(series), wanted_table(list(series)), BATCH)

    assert [record.getMessage() for record in caplog.records] == ["prophet: 2 of 2 series fitted"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"engine": "newton"},
        {"yearly_seasonality": -1},
        {"n_changepoints": -1},
        {"changepoint_range": 1.5},
        {"changepoint_prior_scale": 0.0},
        {"seasonality_prior_scale": -1.0},
        {"min_months": 1},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        dataclasses.replace(BATCH, **wrong)
