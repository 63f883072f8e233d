"""The candidate 'lightgbm': what it may learn from, and that its artifact says it all."""

import json
from dataclasses import replace
from datetime import date

import lightgbm as booster_library
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from restock.candidates import lightgbm
from restock.candidates.lightgbm import boosters
from restock.feature_rows import FeatureRows

PARAMETERS = lightgbm.LightgbmParameters(
    dense=lightgbm.PartParameters(
        objective="regression_l1", targets=["scaled", "differenced"], clip=5.0
    ),
    sparse=lightgbm.PartParameters(objective="tweedie", targets=["scaled"], clip=12.0),
    trees={
        "num_iterations": 30,
        "num_leaves": 7,
        "learning_rate": 0.1,
        "min_data_in_leaf": 5,
        "feature_fraction": 0.8,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 1.0,
        "tweedie_variance_power": 1.5,
    },
    training_months=24,
    max_training_rows=1_000_000,
    seed=7,
)
CLASSES = ("smooth", "erratic", "new", "intermittent", "lumpy")
CUTOFF = date(2023, 12, 1)


def months_after(start: str, months: np.ndarray) -> pa.Array:
    return pa.array((np.datetime64(start, "M") + months).astype("datetime64[D]"))


def invented_examples(products: int = 20, origins: int = 24, seed: int = 3) -> pa.Table:
    """Products of sizes 1 to 100 with a season; the sparse ones sell in one month of three."""
    generator = np.random.default_rng(seed)
    product, origin, horizon = (
        grid.ravel()
        for grid in np.meshgrid(range(products), range(origins), range(1, 5), indexing="ij")
    )
    sizes = np.geomspace(1, 100, products)[product]
    kinds = np.array(CLASSES)[product % len(CLASSES)]
    season = 1 + 0.5 * np.sin((origin + horizon) * np.pi / 6)
    sells = ~np.isin(kinds, ["intermittent", "lumpy"]) | (generator.random(len(sizes)) < 1 / 3)
    noise = generator.gamma(20, 1 / 20, len(sizes))
    return pa.table(
        {
            "product_id": [f"p{number:03d}" for number in product],
            "cutoff_month": months_after("2022-01", origin),
            "horizon": pa.array(horizon, pa.int32()),
            "target_month": months_after("2022-01", origin + horizon),
            "product_group": [f"group {number % 3}" for number in product],
            "demand_class": kinds.tolist(),
            "mean_12_months_units": sizes,
            "lag_0_units": sizes * (1 + 0.5 * np.sin(origin * np.pi / 6)),
            "target_month_of_year": pa.array((origin + horizon) % 12 + 1, pa.int32()),
            "is_promoted": pa.array((origin % 5 == 0).tolist(), pa.bool_()),
            "demand_units": sizes * season * sells * noise,
        }
    )


def wanted_at(*cutoffs: date) -> pa.Table:
    versions = [f"v{cutoff:%Y%m}" for cutoff in cutoffs]
    return pa.table({"model_version": versions, "cutoff_month": pa.array(cutoffs, pa.date32())})


def with_column(table: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)


def features_at(cutoff: date, examples: pa.Table) -> pa.Table:
    return examples.filter(pc.field("cutoff_month") == cutoff).drop_columns("demand_units")


@pytest.fixture(scope="module")
def examples() -> pa.Table:
    return invented_examples()


@pytest.fixture(scope="module")
def models(examples: pa.Table) -> pa.Table:
    return lightgbm.fit(examples, wanted_at(CUTOFF), PARAMETERS)


def test_every_row_it_may_learn_from_counts_and_no_other(examples: pa.Table) -> None:
    wanted = wanted_at(CUTOFF, date(2022, 3, 1)).append_column("note", pa.array(["a", "b"]))
    fitted = lightgbm.fit(examples, wanted, PARAMETERS)
    # From 2022-01 to the last origin with a known outcome: 23, 22, 21, 20 origins of h = 1..4;
    # in March 2022 two origins of h = 1 and one of h = 2.
    assert fitted["training_rows"].to_pylist() == [20 * (23 + 22 + 21 + 20), 20 * (2 + 1)]
    assert fitted["note"].to_pylist() == ["a", "b"]
    assert fitted["failure"].to_pylist() == [None, None]
    # Origins at most 6 months before the cutoff: June on, so 6, 5, 4, 3 of them.
    young = lightgbm.fit(examples, wanted_at(CUTOFF), replace(PARAMETERS, training_months=6))
    assert young["training_rows"].to_pylist() == [20 * (6 + 5 + 4 + 3)]


def test_what_comes_after_the_cutoff_changes_nothing(examples: pa.Table, models: pa.Table) -> None:
    later = pc.greater(examples["target_month"], pa.scalar(CUTOFF))
    changed = examples
    for name, value in (("demand_units", 1e6), ("lag_0_units", -1e6), ("product_group", "unseen")):
        changed = with_column(changed, name, pc.if_else(later, value, examples[name]))
    assert pc.sum(later).as_py() > 0
    assert lightgbm.fit(changed, wanted_at(CUTOFF), PARAMETERS).equals(models)


def test_the_order_of_rows_and_the_number_of_threads_change_nothing(
    examples: pa.Table, models: pa.Table
) -> None:
    shuffled = examples.take(np.random.default_rng(0).permutation(len(examples)))
    assert lightgbm.fit(shuffled, wanted_at(CUTOFF), PARAMETERS).equals(models)
    assert lightgbm.fit(examples, wanted_at(CUTOFF), PARAMETERS, n_jobs=2).equals(models)


def test_other_columns_order_the_same(examples: pa.Table, models: pa.Table) -> None:
    reversed_columns = examples.select(examples.column_names[::-1])
    assert lightgbm.fit(reversed_columns, wanted_at(CUTOFF), PARAMETERS).equals(models)


def test_a_stored_artifact_forecasts_what_the_booster_did(
    examples: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = []
    train = booster_library.train

    def remember(*arguments, **options):
        trained.append(train(*arguments, **options))
        return trained[-1]

    monkeypatch.setattr(booster_library, "train", remember)
    models = lightgbm.fit(examples, wanted_at(CUTOFF), PARAMETERS)
    artifact = json.loads(models["artifact"][0].as_py())
    rows = np.arange(len(examples))
    matrix = FeatureRows(examples).matrix(rows, artifact["features"], artifact["categories"])
    kinds = [(one["part"], one["target"]) for one in artifact["boosters"]]
    assert kinds == [("dense", "scaled"), ("dense", "differenced"), ("sparse", "scaled")]
    for one, booster in zip(artifact["boosters"], trained, strict=True):
        stored = booster_library.Booster(model_str=one["model"])
        np.testing.assert_array_equal(stored.predict(matrix), booster.predict(matrix))


def test_forecasts_are_in_units_and_ordered(examples: pa.Table, models: pa.Table) -> None:
    features = features_at(CUTOFF, examples)
    shuffled = features.take(np.random.default_rng(1).permutation(len(features)))
    forecasts = lightgbm.predict(models, shuffled)
    assert forecasts.column_names == [
        "model_version",
        "product_id",
        "cutoff_month",
        "horizon",
        "target_month",
        "forecast_units",
    ]
    keys = ["cutoff_month", "product_id", "horizon"]
    assert forecasts.equals(forecasts.sort_by([(key, "ascending") for key in keys]))
    assert len(forecasts) == len(features)
    assert lightgbm.predict(models, features).equals(forecasts)
    # The truth of the invented demand is size x season, thinned to a third where it is sparse.
    joined = forecasts.join(features, ["product_id", "horizon"], right_suffix="_known")
    ahead = joined["horizon"].to_numpy() + 23
    sparse = np.isin(joined["demand_class"].to_pylist(), ["intermittent", "lumpy"])
    truth = joined["mean_12_months_units"].to_numpy() * (1 + 0.5 * np.sin(ahead * np.pi / 6))
    ratio = joined["forecast_units"].to_numpy() / truth
    assert np.abs(ratio[~sparse] - 1).mean() < 0.15
    assert ratio[sparse].mean() == pytest.approx(1 / 3, rel=0.25)


def test_columns_in_units_are_read_relative_to_the_scale(examples: pa.Table) -> None:
    """Ten times the units of a product: ten times its forecast, were it not for its size."""
    constant_size = with_column(
        examples, "mean_12_months_units", pa.array(np.full(len(examples), 2.0))
    )
    models = lightgbm.fit(constant_size, wanted_at(CUTOFF), PARAMETERS)
    features = features_at(CUTOFF, constant_size)
    once = lightgbm.predict(models, features)["forecast_units"].to_numpy()
    for name in ("mean_12_months_units", "lag_0_units"):
        features = with_column(features, name, pc.multiply(features[name], 10.0))
    tenfold = lightgbm.predict(models, features)["forecast_units"].to_numpy()
    np.testing.assert_allclose(tenfold, 10 * once, atol=1e-5)


def test_an_unknown_category_is_a_missing_one(examples: pa.Table, models: pa.Table) -> None:
    features = features_at(CUTOFF, examples)
    groups = {
        name: with_column(features, "product_group", pa.array([value] * len(features), pa.string()))
        for name, value in (("unknown", "never seen"), ("missing", None), ("known", "group 1"))
    }
    forecasts = {name: lightgbm.predict(models, table) for name, table in groups.items()}
    assert forecasts["unknown"].equals(forecasts["missing"])
    assert len(forecasts["unknown"]) == len(features)


def test_rows_without_a_scale_are_neither_learned_from_nor_forecast(
    examples: pa.Table, models: pa.Table
) -> None:
    products = examples["product_id"].to_numpy()
    scales = examples["mean_12_months_units"].to_numpy().copy()
    scales[products == "p001"] = 0.0
    unknown = pa.array(scales, mask=products == "p000")
    without = with_column(examples, "mean_12_months_units", unknown)
    known = examples.filter(
        ~pc.is_in(examples["product_id"], pa.array(["p000", "p001"])).to_numpy()
    )
    assert lightgbm.fit(without, wanted_at(CUTOFF), PARAMETERS).equals(
        lightgbm.fit(known, wanted_at(CUTOFF), PARAMETERS)
    )
    forecasts = lightgbm.predict(models, features_at(CUTOFF, without))
    assert not {"p000", "p001"} & set(forecasts["product_id"].to_pylist())
    assert len(forecasts) == 18 * 4


def test_no_examples_are_a_failure_and_forecast_nothing(examples: pa.Table) -> None:
    fitted = lightgbm.fit(examples, wanted_at(date(2022, 1, 1)), PARAMETERS)
    assert fitted["failure"].to_pylist() == ["no training examples"]
    assert fitted["artifact"].null_count == 1
    assert fitted["training_rows"].to_pylist() == [0]
    assert len(lightgbm.predict(fitted, features_at(date(2022, 1, 1), examples))) == 0


@pytest.mark.parametrize(
    ("kept", "boosters"),
    [
        (("smooth", "erratic"), ["dense scaled", "dense differenced"]),
        (("lumpy",), ["sparse scaled"]),
    ],
)
def test_one_part_learns_all_where_the_other_is_thin(
    examples: pa.Table, kept: tuple[str, ...], boosters: list[str]
) -> None:
    thin = examples.filter(pc.is_in(examples["demand_class"], pa.array(kept)))
    models = lightgbm.fit(thin, wanted_at(CUTOFF), PARAMETERS)
    assert list(json.loads(models["training_metrics"][0].as_py())) == boosters
    assert len(lightgbm.predict(models, features_at(CUTOFF, examples))) == 80


def test_a_handful_of_examples_is_a_failure_that_says_so(examples: pa.Table) -> None:
    fitted = lightgbm.fit(examples.slice(0, 12), wanted_at(CUTOFF), PARAMETERS)
    assert fitted["failure"].to_pylist() == ["only 12 training examples"]
    assert fitted["artifact"].null_count == 1


@pytest.mark.parametrize("classes", [("intermittent", "lumpy"), CLASSES])
def test_where_nothing_was_sold_nothing_is_forecast(
    examples: pa.Table, classes: tuple[str, ...]
) -> None:
    unsold = pc.is_in(examples["demand_class"], value_set=pa.array(classes))
    units = pc.if_else(unsold, 0.0, examples["demand_units"])
    place = examples.column_names.index("demand_units")
    models = lightgbm.fit(
        examples.set_column(place, "demand_units", units), wanted_at(CUTOFF), PARAMETERS
    )
    assert models["failure"].to_pylist() == [None]
    forecasts = lightgbm.predict(models, examples.filter(unsold))
    assert pc.max(forecasts["forecast_units"]).as_py() == 0


def test_clipping_bounds_the_forecast(examples: pa.Table) -> None:
    """With every target clipped to 0.01 of the scale no tree can forecast more of the dense."""
    dense = replace(PARAMETERS.dense, targets=["scaled"], clip=0.01)
    clipped = replace(PARAMETERS, dense=dense)
    models = lightgbm.fit(examples, wanted_at(CUTOFF), clipped)
    features = features_at(CUTOFF, examples).filter(pc.field("demand_class") == "smooth")
    forecasts = lightgbm.predict(models, features)
    np.testing.assert_allclose(
        forecasts["forecast_units"].to_numpy(),
        0.01 * features["mean_12_months_units"].to_numpy(),
        atol=1e-5,
    )


def test_a_new_column_is_a_new_feature_and_it_must_be_there_again(examples: pa.Table) -> None:
    wider = examples.append_column("answer", examples["demand_units"])
    models = lightgbm.fit(wider, wanted_at(CUTOFF), PARAMETERS)
    assert "answer" in json.loads(models["artifact"][0].as_py())["features"]
    with pytest.raises(KeyError, match="answer"):
        lightgbm.predict(models, features_at(CUTOFF, examples))


def test_a_feature_that_is_no_number_is_named(examples: pa.Table) -> None:
    dated = examples.append_column("launched_on", examples["cutoff_month"])
    with pytest.raises(TypeError, match="launched_on"):
        lightgbm.fit(dated, wanted_at(CUTOFF), PARAMETERS)


def test_no_more_rows_than_asked_for_are_learned_from(examples: pa.Table) -> None:
    sampled = replace(PARAMETERS, max_training_rows=500)
    fitted = lightgbm.fit(examples, wanted_at(CUTOFF), sampled)
    assert fitted["training_rows"].to_pylist() == [500]
    shuffled = examples.take(np.random.default_rng(0).permutation(len(examples)))
    assert lightgbm.fit(shuffled, wanted_at(CUTOFF), sampled).equals(fitted)


def test_what_is_learned_is_a_ratio_to_the_level_or_its_change_from_the_last_month() -> None:
    """A product of 10 a month, last 8: 25 is 2.5 of it, 1.7 more than last; clipped at 1.5."""
    data = FeatureRows(
        pa.table(
            {
                "mean_12_months_units": [10.0, 10.0, 0.0, 10.0],
                "lag_0_units": [8.0, 8.0, 8.0, None],
                "demand_units": [25.0, 1.0, 1.0, 1.0],
            }
        )
    )
    learned = {
        target: boosters.learnable(target, data, data.all_rows, clip)
        for target, clip in (("scaled", 2.0), ("differenced", 1.5))
    }
    np.testing.assert_allclose(learned["scaled"], [2.0, 0.1, np.nan, 0.1])
    np.testing.assert_allclose(learned["differenced"], [1.5, -0.7, np.nan, np.nan])
    with pytest.raises(ValueError, match="target must be one of scaled, differenced"):
        boosters.learnable("logged", data, data.all_rows, 1.0)


def test_the_factor_makes_a_mean_of_a_median(examples: pa.Table) -> None:
    """Of ten months nine sell 1 of the level and one 4: the median is 1, the mean 1.3."""
    dense = examples.filter(pc.is_in(examples["demand_class"], pa.array(["smooth", "erratic"])))
    ratios = np.where(np.arange(len(dense)) % 10 == 0, 4.0, 1.0)
    units = pa.array(ratios * dense["mean_12_months_units"].to_numpy())
    few = ["product_id", "cutoff_month", "horizon", "target_month", "demand_class"]
    few += ["mean_12_months_units", "lag_0_units", "demand_units"]
    plain = with_column(dense, "demand_units", units).select(few)
    scaled = replace(PARAMETERS, dense=replace(PARAMETERS.dense, targets=["scaled"]))
    models = lightgbm.fit(plain, wanted_at(CUTOFF), scaled)
    forecasts = lightgbm.predict(models, features_at(CUTOFF, plain))
    features = features_at(CUTOFF, plain)
    share = pc.sum(forecasts["forecast_units"]).as_py() / np.sum(features["mean_12_months_units"])
    assert 1.2 < share < 1.4
