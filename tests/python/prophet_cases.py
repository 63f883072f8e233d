"""Series and settings that tests of the candidate 'prophet' share."""

from __future__ import annotations

import dataclasses
import json
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa

from restock.candidates.prophet import ProphetParameters
from restock.candidates.prophet.model import Effect, Observations, ProphetModel
from restock.candidates.prophet.stan import reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = ProphetParameters(
    engine="batch",
    yearly_seasonality=4,
    n_changepoints=5,
    changepoint_range=0.8,
    changepoint_prior_scale=0.05,
    seasonality_prior_scale=10.0,
    holidays_prior_scale=10.0,
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


def observations(units: NDArray[np.float64]) -> Observations:
    known = ~np.isnan(units)
    months = CUTOFF - np.arange(units.size)[::-1]
    return Observations(months=months[known], units=units[known])


def model_of(artifact: str) -> ProphetModel:
    content = json.loads(artifact)
    effects = [Effect(**effect) for effect in content.pop("effects", [])]
    return ProphetModel(**content, effects=effects)


def packages_own(
    one: Observations, artifact: str, parameters: ProphetParameters, horizons: int
) -> NDArray[np.float64]:
    """The package's own prediction from these parameters, of the months after the cutoff."""
    import pandas as pd  # noqa: PLC0415

    dates = (CUTOFF + np.arange(1, horizons + 1)).astype("datetime64[ns]")
    holidays = pd.DataFrame(
        {"ds": day, "holiday": column.name}
        for column in one.regressors
        if column.is_holiday
        for day, falls in zip(dates, column.ahead, strict=True)
        if falls
    )
    future = pd.DataFrame({"ds": dates}).assign(
        **{column.name: column.ahead for column in one.regressors if not column.is_holiday}
    )
    model, history = reference(one, parameters)
    ours = model_of(artifact)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.preprocess(history)
        model.holidays = pd.concat([model.holidays, holidays])
        model.params = {
            "k": np.array([[ours.k]]),
            "m": np.array([[ours.m]]),
            "delta": np.array([ours.delta or [0.0]]),
            "beta": np.array([[*ours.beta, *(effect.gamma for effect in ours.effects)] or [0.0]]),
        }
        return model.predict(future)["yhat"].to_numpy()
