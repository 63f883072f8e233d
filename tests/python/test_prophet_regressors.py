"""Holidays, promotions and prices beside Prophet's trend and season, in both engines."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from prophet_cases import (
    BATCH,
    CUTOFF,
    STAN,
    demand_table,
    generated,
    model_of,
    packages_own,
    wanted_table,
)

from restock.candidates.prophet import Outlook, ProphetParameters, fit, predict
from restock.candidates.prophet.batch import fit_batch
from restock.candidates.prophet.model import Observations, Regressor
from restock.candidates.prophet.series import observe
from restock.candidates.prophet.stan import fit_stan, objectives, reference

HORIZONS = 4


def holidays(**dates: list[str]) -> pa.Table:
    rows = sorted((date.fromisoformat(day), name) for name in dates for day in dates[name])
    return pa.table(
        {"holiday_date": [row[0] for row in rows], "holiday_name": [row[1] for row in rows]}
    )


EASTER = holidays(
    easter=["2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20"],
    whitsun=["2021-05-24", "2022-06-06", "2023-05-29", "2024-05-20", "2025-06-09"],
    christmas=["2020-12-25", "2021-12-25", "2022-12-25", "2023-12-25", "2024-12-25"],
)


def regressor(past: list[float] | np.ndarray, ahead: list[float], name: str = "x") -> Regressor:
    return Regressor(name=name, past=np.array(past), ahead=np.array(ahead), is_holiday=False)


def plans(share: dict[str, list[float]], price: dict[str, list[float]]) -> pa.Table:
    rows = [
        {
            "product_id": product_id,
            "cutoff_month": CUTOFF.astype(date),
            "horizon": horizon,
            "promotion_share": share[product_id][horizon - 1],
            "relative_price": price[product_id][horizon - 1],
        }
        for product_id in share
        for horizon in range(HORIZONS, 0, -1)
    ]
    return pa.Table.from_pylist(rows)


def promoted(count: int, seed: int) -> tuple[pa.Table, Outlook]:
    """Series whose promotions sell half as much again; every second product plans."""
    rng = np.random.default_rng(seed)
    series = generated(count, seed)
    demand = demand_table(series)
    share = np.where(rng.random(demand.num_rows) < 0.2, rng.random(demand.num_rows), 0.0)
    price = np.where(share > 0, 1 - 0.3 * share, rng.choice([1.0, 1.02], demand.num_rows))
    units = demand["demand_units"].to_numpy(zero_copy_only=False) * (1 + 0.5 * share)
    demand = (
        demand.set_column(2, "demand_units", pa.array(units, from_pandas=True))
        .append_column("promotion_share", pa.array(share))
        .append_column("relative_price", pa.array(price))
    )
    planners = list(series)[::2]
    outlook = Outlook(
        horizons=HORIZONS,
        holidays=EASTER,
        plans=plans(
            {name: rng.random(HORIZONS).tolist() for name in planners},
            {name: rng.uniform(0.7, 1.0, HORIZONS).tolist() for name in planners},
        ),
    )
    return demand, outlook


def effects(artifact: str) -> dict[str, list[float]]:
    return {one["name"]: one["ahead"] for one in json.loads(artifact).get("effects", [])}


def names(one: Observations) -> list[str]:
    return [column.name for column in one.regressors]


@pytest.mark.parametrize("prior", [10.0, 0.05])
def test_both_engines_find_the_same_optimum(prior: float) -> None:
    demand, outlook = promoted(count=12, seed=21)
    wanted = wanted_table(sorted(set(demand["product_id"].to_pylist())))
    batch, stan = (dataclasses.replace(one, holidays_prior_scale=prior) for one in (BATCH, STAN))
    ours, theirs = (fit(demand, wanted, one, outlook=outlook) for one in (batch, stan))

    series = list(observe(demand, wanted, outlook, BATCH.regressors))
    assert {len(one.regressors) for one in series} >= {0, 2, 4}
    for one, *artifacts in zip(
        series, ours["artifact"].to_pylist(), theirs["artifact"].to_pylist(), strict=True
    ):
        models = [model_of(text) for text in artifacts]
        low, high = objectives(one, models, batch)
        assert low <= high + 1e-5
        assert [effect.name for effect in models[0].effects] == names(one)
        for mine, other in zip(models[0].effects, models[1].effects, strict=True):
            assert mine.ahead == pytest.approx(other.ahead, rel=1e-9, abs=1e-9)
    forecasts = [predict(models, 3)["forecast_units"].to_numpy() for models in (ours, theirs)]
    levels = np.repeat([one.units.mean() for one in series], 3)
    assert np.median(np.abs(forecasts[0] - forecasts[1]) / levels) <= 0.002


def test_prediction_equals_the_packages_own() -> None:
    demand, outlook = promoted(count=8, seed=22)
    units = pa.compute.multiply(demand["demand_units"], 1e6)  # so that rounding does not show
    demand = demand.set_column(2, "demand_units", units)
    wanted = wanted_table(sorted(set(demand["product_id"].to_pylist())))
    models = fit(demand, wanted, BATCH, outlook=outlook)
    forecasts = predict(models, HORIZONS)["forecast_units"].to_numpy().reshape(-1, HORIZONS)

    series = list(observe(demand, wanted, outlook, BATCH.regressors))
    assert {"easter", "whitsun", "promotion_share", "relative_price"} <= {
        name for one in series for name in names(one)
    }
    for row, one in enumerate(series):
        theirs = packages_own(one, models["artifact"][row].as_py(), BATCH, HORIZONS)
        difference = np.abs(forecasts[row] - np.maximum(theirs, 0)).max()
        assert difference <= 1e-9 * one.units.mean()


@pytest.mark.parametrize(
    ("past", "scale"),
    [
        ([0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1], (0.0, 1.0)),
        ([0, 2, 0, 0, 2, 2, 0, 0, 0, 2, 0, 0, 2], None),
        ([0.5, 1, 0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 1], None),
        ([1, 0.9, 0, 1.1, 1, 1, 1, 1, 1.2, 1, 1, 1, 0.8], None),
    ],
)
def test_regressors_are_scaled_as_the_package_does(
    past: list[float], scale: tuple[float, float] | None
) -> None:
    months = CUTOFF - np.arange(len(past))[::-1]
    column = regressor(past, [1.0])
    one = Observations(months=months, units=np.arange(13.0), regressors=(column,))
    model, history = reference(one, BATCH)
    model.preprocess(history)

    theirs = model.extra_regressors["x"]
    assert column.scale() == pytest.approx((theirs["mu"], theirs["std"]), rel=1e-12)
    assert scale is None or column.scale() == scale


def test_a_holiday_that_moves_every_year_is_used() -> None:
    """The yearly season knows Christmas, and Whitsun where it was in May of both years."""
    outlook = Outlook(horizons=HORIZONS, holidays=EASTER)
    demand = demand_table({"long": np.arange(40.0), "two_years": np.arange(24.0)})
    long, two_years = observe(
        demand, wanted_table(["long", "two_years"]), outlook, BATCH.regressors
    )

    assert names(long) == ["easter", "whitsun"]
    assert names(two_years) == ["easter"]
    easter = long.regressors[0]
    assert [str(month) for month in long.months[easter.past == 1]] == [
        "2021-04",
        "2022-04",
        "2023-04",
        "2024-03",
    ]
    assert easter.ahead.tolist() == [0.0] * HORIZONS


def test_a_holiday_that_is_not_held_every_year_is_left_out() -> None:
    once = holidays(
        jubilee=["2022-06-03", "2023-05-08"],
        eid=["2021-05-13", "2022-05-02", "2023-04-21", "2024-04-10"],
    )
    demand = demand_table({"a": np.arange(40.0)})
    (one,) = observe(demand, wanted_table(["a"]), Outlook(holidays=once), BATCH.regressors)

    assert names(one) == ["eid"]


def test_holidays_of_one_day_are_told_apart() -> None:
    joined = holidays(
        **{
            "a; b": ["2022-04-17"],
            "b": ["2023-04-09", "2024-03-31"],
            "a": ["2023-05-01", "2024-05-01"],
        }
    )
    demand = demand_table({"x": np.arange(36.0)})
    (one,) = observe(demand, wanted_table(["x"]), Outlook(holidays=joined), BATCH.regressors)

    assert names(one) == ["a", "b"]


def test_regressors_are_of_products_that_plan_at_that_cutoff() -> None:
    demand, outlook = promoted(count=4, seed=23)
    outlook = dataclasses.replace(outlook, holidays=None)
    wanted = pa.concat_tables([wanted_table(["p000", "p001"]), wanted_table(["p000"], CUTOFF - 1)])
    planned, other, earlier = fit(demand, wanted, BATCH, outlook=outlook)["artifact"].to_pylist()
    plain = fit(demand, wanted, BATCH)["artifact"].to_pylist()

    assert list(effects(planned)) == ["promotion_share", "relative_price"]
    assert [other, earlier] == plain[1:]


@pytest.mark.parametrize("wanted", [[], ["promotion_share"], ["relative_price"]])
def test_only_wanted_regressors_are_used(wanted: list[str]) -> None:
    demand, outlook = promoted(count=2, seed=24)
    outlook = dataclasses.replace(outlook, holidays=None)
    parameters = dataclasses.replace(BATCH, regressors=wanted)
    models = fit(demand, wanted_table(["p000"]), parameters, outlook=outlook)

    assert list(effects(models["artifact"][0].as_py())) == wanted


def test_a_regressor_that_never_varied_is_left_out() -> None:
    demand, outlook = promoted(count=2, seed=25)
    same = demand.set_column(3, "promotion_share", pa.array(np.full(demand.num_rows, 0.5)))
    models = fit(
        same, wanted_table(["p000"]), BATCH, outlook=dataclasses.replace(outlook, holidays=None)
    )

    assert list(effects(models["artifact"][0].as_py())) == ["relative_price"]


def test_an_effect_is_not_taken_further_than_it_was_seen_to_go() -> None:
    demand, outlook = promoted(count=2, seed=26)
    past = demand.filter(pa.compute.equal(demand["product_id"], "p000"))[
        "promotion_share"
    ].to_numpy()
    table = plans({"p000": [0.0, past.max(), 50.0, -50.0]}, {"p000": [1.0] * 4})
    outlook = dataclasses.replace(outlook, plans=table)
    (one,) = observe(demand, wanted_table(["p000"]), outlook, BATCH.regressors)
    share = next(column for column in one.regressors if column.name == "promotion_share")

    assert share.ahead.tolist() == [past.min(), past.max(), past.max(), past.min()]


def test_months_whose_demand_is_not_known_do_not_count() -> None:
    demand, outlook = promoted(count=1, seed=27)
    units = demand["demand_units"].to_numpy(zero_copy_only=False).copy()
    units[[0, 3, -1]] = np.nan
    demand = demand.set_column(2, "demand_units", pa.array(units, from_pandas=True))
    (one,) = observe(demand, wanted_table(["p000"]), outlook, BATCH.regressors)

    known = ~np.isnan(units)
    shares = demand["promotion_share"].to_numpy()[known]
    assert (
        next(column.past for column in one.regressors if column.name == "promotion_share").tolist()
        == shares.tolist()
    )


def test_promotions_that_are_known_ahead_are_forecast() -> None:
    """100 units, 50 more in a month that is all promotion; the season cannot tell."""
    rng = np.random.default_rng(28)
    share = (rng.random(60) < 0.3).astype(float) * rng.random(60)
    demand = demand_table({"a": 100 + 50 * share})
    demand = demand.append_column("promotion_share", pa.array(share))
    demand = demand.append_column("relative_price", pa.array(np.ones(60)))
    outlook = Outlook(horizons=HORIZONS, plans=plans({"a": [0.0, 0.6, 0.0, 0.3]}, {"a": [1.0] * 4}))
    for parameters in (BATCH, STAN):
        models = fit(demand, wanted_table(["a"]), parameters, outlook=outlook)
        forecast = predict(models, HORIZONS)["forecast_units"].to_numpy()
        np.testing.assert_allclose(forecast, [100, 130, 100, 115], atol=2)


def test_a_series_is_fitted_the_same_in_any_company() -> None:
    demand, outlook = promoted(count=9, seed=29)
    everyone = sorted(set(demand["product_id"].to_pylist()))
    together = fit(demand, wanted_table(everyone), BATCH, outlook=outlook)["artifact"].to_pylist()
    alone = [
        fit(demand, wanted_table([name]), BATCH, outlook=outlook)["artifact"][0].as_py()
        for name in everyone
    ]

    assert together == alone


def test_nothing_is_added_beyond_the_outlook() -> None:
    demand, outlook = promoted(count=1, seed=30)
    models = fit(demand, wanted_table(["p000"]), BATCH, outlook=outlook)
    plain = json.loads(models["artifact"][0].as_py())
    plain["effects"] = []
    without = models.set_column(2, "artifact", pa.array([json.dumps(plain)]))

    beyond = [predict(table, 6)["forecast_units"].to_pylist()[4:] for table in (models, without)]
    assert beyond[0] == beyond[1]


def test_equal_values_are_kept_whatever_the_regressors() -> None:
    months = CUTOFF - np.arange(13)[::-1]
    column = regressor(np.arange(13) % 3, [2.0])
    one = Observations(months=months, units=np.full(13, 7.0), regressors=(column,))
    (ours,), (theirs,) = fit_batch([one], BATCH), fit_stan([one], STAN, 1)

    assert [ours.k, ours.m, ours.effects[0].gamma] == [0.0, 1.0, 0.0]
    assert ours.to_json() == theirs.to_json()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"regressors": ["weather"]}, "regressors can be promotion_share, relative_price"),
        ({"holidays_prior_scale": 0.0}, "holidays_prior_scale is out of range"),
    ],
)
def test_settings_that_do_not_exist_are_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ProphetParameters(**(dataclasses.asdict(BATCH) | changed))
