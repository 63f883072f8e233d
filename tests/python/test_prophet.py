"""The candidate 'prophet': its batch engine against the prophet package, and its tables."""

from __future__ import annotations

import dataclasses
import json
import logging
import warnings
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restock.candidates.prophet import ProphetParameters, fit, predict

if TYPE_CHECKING:
    import prophet
    from numpy.typing import NDArray

BATCH = ProphetParameters(
    engine="batch",
    yearly_seasonality=4,
    n_changepoints=5,
    changepoint_range=0.8,
    changepoint_prior_scale=0.05,
    seasonality_prior_scale=10.0,
    holidays_prior_scale=10.0,
    holidays=True,
    regressors=("promotion_share", "relative_price"),
    min_months=12,
)
STAN = dataclasses.replace(BATCH, engine="stan")
CUTOFF = np.datetime64("2024-06", "M")
SAMPLE = Path(__file__).parents[2] / "seeds" / "sample"

Series = dict[str, "NDArray[np.float64]"]


def demand_table(series: Series, cutoff: np.datetime64 = CUTOFF) -> pa.Table:
    """Every history ends at the cutoff; nan is a month without known demand."""
    rows = [
        (product_id, (cutoff - (units.size - 1 - place)).astype(date), float(value))
        for product_id, units in series.items()
        for place, value in enumerate(units)
    ]
    products, months, values = zip(*rows, strict=True)
    units = pa.array(values, pa.float64(), from_pandas=True)
    return pa.table(
        {"product_id": products, "demand_month": pa.array(months), "demand_units": units}
    )


def wanted_table(product_ids: list[str], cutoff: np.datetime64 = CUTOFF) -> pa.Table:
    cutoffs = pa.array([cutoff.astype(date)] * len(product_ids), pa.date32())
    return pa.table({"product_id": pa.array(product_ids, pa.string()), "cutoff_month": cutoffs})


def generated(count: int, seed: int) -> Series:
    """Levels, trends with a break, seasons and counting noise, 14 to 60 months, some gaps."""
    rng = np.random.default_rng(seed)
    series = {}
    for product in range(count):
        months = np.arange(rng.integers(14, 61))
        trend = 1 + rng.normal(0, 0.01) * months
        trend += rng.normal(0, 0.02) * np.maximum(months - rng.integers(5, 40), 0)
        season = 1 + rng.uniform(0, 0.6) * np.sin(2 * np.pi * (months / 12 + rng.uniform()))
        mean = rng.lognormal(3.5, 1) * np.maximum(trend, 0.1) * season
        units = rng.negative_binomial(rng.choice([1, 5, 50]), 0.5, months.size) * mean / 5
        units[rng.random(months.size) < rng.choice([0, 0, 0, 0.5])] = 0
        units[0] = max(units[0], 1)
        if product % 5 == 0:
            units[rng.choice(np.arange(1, months.size - 1), 2, replace=False)] = np.nan
        series[f"p{product:03d}"] = units
    return series


def sample() -> Series:
    """The sample's monthly sales up to the cutoff, for products that are a year old by then."""
    sold = duckdb.sql(
        f"""
        with lines as (
            select product_id, date_trunc('month', try_cast(sale_date as date)) as sale_month,
                try_cast(quantity as decimal(18, 4)) as units
            from read_csv('{SAMPLE}/daily_sales.csv', all_varchar = true)
            where product_id in (
                select product_id from read_csv('{SAMPLE}/products.csv', all_varchar = true)
            )
        ),
        sales as (
            select product_id, sale_month, sum(units) as units
            from lines
            where sale_month between '2022-01-01' and '{CUTOFF}-01' and units < 1e9
            group by product_id, sale_month
        ),
        months as (
            select product_id, unnest(generate_series(
                min(sale_month), date '{CUTOFF}-01', interval 1 month
            )) as sale_month
            from sales where units > 0 group by product_id
        )
        select product_id, list(greatest(coalesce(units, 0), 0)::double order by sale_month)
        from months left join sales using (product_id, sale_month)
        group by product_id having count(*) >= 12 order by product_id
        """
    ).fetchall()
    return {product_id: np.array(units) for product_id, units in sold}


def odd() -> Series:
    months = np.arange(30.0)
    spike = np.zeros(30)
    spike[17] = 40.0
    gaps = 50 + 20 * np.sin(months)
    gaps[[3, 4, 20, 28, 29]] = np.nan
    return {
        "equal": np.full(30, 7.0),
        "zero": np.zeros(30),
        "spike": spike,
        "first_only": np.array([5.0] + [0.0] * 20),
        "rising": 10 + 3 * months,
        "falling": np.maximum(100 - 5 * months, 0),
        "season": 20 + 10 * np.sin(2 * np.pi * months / 12),
        "shortest": np.array([3.0, 0, 1, 4, 2, 0, 5, 1, 1, 0, 2, 6]),
        "intermittent": np.where(months % 7 == 0, 3.0, 0.0),
        "gaps": gaps,
        "tiny": 1e-9 * (1 + months % 3),
        "huge": 1e12 * (1 + months % 5),
    }


def reference(units: NDArray[np.float64], parameters: ProphetParameters) -> prophet.Prophet:
    """The package's own model of this series, scaled and laid out but not fitted."""
    for name in ("cmdstanpy", "prophet", "prophet.plot"):
        logging.getLogger(name).disabled = True
    import pandas as pd  # noqa: PLC0415
    import prophet  # noqa: PLC0415

    model: Any = prophet.Prophet(
        n_changepoints=parameters.n_changepoints,
        changepoint_range=parameters.changepoint_range,
        yearly_seasonality=parameters.yearly_seasonality,
        weekly_seasonality=False,
        daily_seasonality=False,
        seasonality_prior_scale=parameters.seasonality_prior_scale,
        changepoint_prior_scale=parameters.changepoint_prior_scale,
        uncertainty_samples=0,
    )
    months = CUTOFF - np.arange(units.size)[::-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.stan_inputs = model.preprocess(
            pd.DataFrame({"ds": months.astype("datetime64[ns]"), "y": units})
        )
    return model


def objective(units: NDArray[np.float64], artifact: str, parameters: ProphetParameters) -> float:
    """Negative log posterior up to a constant, term by term as in prophet.stan."""
    estimate, inputs = json.loads(artifact), reference(units, parameters).stan_inputs
    t, y = np.asarray(inputs.t), np.asarray(inputs.y)
    delta, beta = np.array(estimate["delta"]), np.array(estimate["beta"])
    reached = t[:, None] >= inputs.t_change
    trend = (
        (estimate["k"] + reached @ delta) * t + estimate["m"] - reached @ (inputs.t_change * delta)
    )
    residual = y - trend - np.asarray(inputs.X) @ beta
    sigma = estimate["sigma"]
    return float(
        y.size * np.log(sigma)
        + np.sum(residual**2) / (2 * sigma**2)
        + (estimate["k"] ** 2 + estimate["m"] ** 2) / (2 * 5**2)
        + np.sum(np.abs(delta)) / inputs.tau
        + sigma**2 / (2 * 0.5**2)
        + np.sum((beta / inputs.sigmas) ** 2) / 2
    )


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
    for units, (ours, theirs) in zip(series.values(), artifacts, strict=True):
        assert objective(units, ours, BATCH) <= objective(units, theirs, STAN) + 1e-5


def test_batch_agrees_with_the_package() -> None:
    assert_engines_agree(generated(count=60, seed=1))


def test_batch_agrees_with_the_package_on_the_sample() -> None:
    series = sample()
    assert len(series) > 40
    assert_engines_agree(series)


@pytest.mark.proof
def test_batch_agrees_with_the_package_on_many_series() -> None:
    assert_engines_agree(generated(count=300, seed=2))


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
    import pandas as pd  # noqa: PLC0415

    parameters = dataclasses.replace(BATCH, **changed)
    # Large units, so that rounding to 6 decimal places does not show.
    series = {name: 1e6 * units for name, units in generated(count=6, seed=4).items()}
    models = fit(demand_table(series), wanted_table(list(series)), parameters)
    forecasts = predict(models, 4)["forecast_units"].to_numpy().reshape(-1, 4)
    targets = pd.DataFrame({"ds": (CUTOFF + np.arange(1, 5)).astype("datetime64[ns]")})

    for row, units in enumerate(series.values()):
        estimate = json.loads(models["artifact"][row].as_py())
        model: Any = reference(units, parameters)
        model.params = {
            "k": np.array([[estimate["k"]]]),
            "m": np.array([[estimate["m"]]]),
            "delta": np.array([estimate["delta"] or [0.0]]),
            "beta": np.array([estimate["beta"] or [0.0]]),
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = np.maximum(model.predict(targets)["yhat"].to_numpy(), 0)
        assert np.abs(forecasts[row] - theirs).max() <= 1e-9 * np.nanmean(units)


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
