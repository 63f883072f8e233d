"""A model is trained once: what is stored is found again by what it was made of.

Counted twice over: by the rows that a build adds to the stores, and by what the library says that
it fitted.
"""

import re
from datetime import timedelta
from pathlib import Path

from conftest import GATE_ALONE, TINY_CUTOFF, Warehouse, rewrite_sales

STORES = ("ml_theta_models", "ml_prophet_models", "ml_lightgbm_models")
FORECASTS = "select * from ml.ml_forecasts order by all"
RELEASED = "select * from marts.fct_forecast_releases order by all"


def stored(warehouse: Warehouse) -> dict[str, int]:
    return {name: warehouse.value(f"select count(*) from ml.{name}") for name in STORES}


def fitted(output: str) -> dict[str, int]:
    """How many series or cutoffs the library has fitted, by candidate."""
    last = {}
    for candidate, count in re.findall(r"(\w+): ([\d,]+) of [\d,]+ \w+ (?:fitted|trained)", output):
        last[candidate] = int(count.replace(",", ""))
    return last


def rebuild(warehouse: Warehouse, data: Path) -> dict[str, int]:
    """Build again; the rows that were added to each store, the same as were fitted."""
    before = stored(warehouse)
    done = warehouse.dbt(data, "build", "--exclude-resource-type", "unit_test")
    assert done.returncode == 0, done.stdout[-3000:]
    added = {name: count - before[name] for name, count in stored(warehouse).items()}
    counted = fitted(done.stderr)
    assert {name: counted.get(name.split("_")[1], 0) for name in STORES} == added
    return added


def test_a_first_build_fits_all(tiny_warehouse: Warehouse) -> None:
    cutoffs = tiny_warehouse.value("select count(*) from intermediate.int_cutoffs")
    series = tiny_warehouse.value(
        "select count(*) from ml.int_series_fingerprints where training_data = 'series'"
    )
    assert stored(tiny_warehouse) == {
        "ml_theta_models": series,
        "ml_prophet_models": series,
        "ml_lightgbm_models": cutoffs,
    }
    registered = tiny_warehouse.value("select count(*) from ml.ml_model_registry")
    assert registered == cutoffs * len(tiny_warehouse.variables["candidates"])


def test_the_same_data_train_nothing_and_forecast_the_same(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    forecasts, releases = copied_warehouse.rows(FORECASTS), copied_warehouse.rows(RELEASED)
    for (name,) in copied_warehouse.rows(
        "select table_name from information_schema.tables where table_schema = 'ml' "
        "and table_type = 'BASE TABLE' and table_name like 'ml_forecast%'"
    ):
        copied_warehouse.execute(f"drop table ml.{name}")
    assert set(rebuild(copied_warehouse, tiny_input).values()) == {0}
    assert copied_warehouse.rows(FORECASTS) == forecasts
    assert copied_warehouse.rows(RELEASED) == releases
    done = copied_warehouse.dbt(
        tiny_input, "build", "--full-refresh", "--exclude-resource-type", "unit_test"
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert fitted(done.stderr) == {}
    assert copied_warehouse.rows(FORECASTS) == forecasts
    assert copied_warehouse.rows(RELEASED) == releases


def test_a_further_month_trains_one_cutoff(tiny_input: Path, tmp_path: Path) -> None:
    def until(month: int) -> Path:
        return rewrite_sales(
            tiny_input,
            tmp_path / f"until_{month}",
            f"select * from sales where not coalesce(try_cast(sale_date as date) "
            f">= date '2025-{month}-01' + interval 1 month, false)",
        )

    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.build(until(10), *GATE_ALONE)
    before = warehouse.rows("select model_version from ml.ml_model_registry")
    added = rebuild(warehouse, until(11))
    assert added["ml_lightgbm_models"] == 1
    for store in STORES:
        assert warehouse.rows(
            f"select distinct cutoff_month from ml.{store} order by 1 desc limit 1"
        ) == warehouse.rows("select date '2025-11-01'")
    active = warehouse.value(
        "select count(*) from ml.int_series_fingerprints "
        "where training_data = 'series' and cutoff_month = date '2025-11-01'"
    )
    assert added["ml_theta_models"] == added["ml_prophet_models"] == active
    after = warehouse.rows("select model_version, cutoff_month from ml.ml_model_registry")
    new = {row[1] for row in after if (row[0],) not in before}
    assert [str(month) for month in new] == ["2025-11-01"]
    accuracy = warehouse.rows("select distinct target_month from marts.fct_forecast_accuracy")
    assert [str(month) for (month,) in accuracy] == ["2025-11-01"]


def test_a_restated_month_refits_what_it_touches(
    copied_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    product = copied_warehouse.value(
        "select product_id from intermediate.int_active_products "
        "where cutoff_kind = 'production' and history_months > 30 and product_id not in ("
        "select product_id from intermediate.int_demand_monthly where is_stockout or is_outlier"
        ") order by 1 limit 1"
    )
    restated = rewrite_sales(
        tiny_input,
        tmp_path / "restated",
        f"select * from sales union all "
        f"select '{TINY_CUTOFF}', '{product}', '7', '1.0', '0', 'restated'",
    )
    touched = f"cutoff_month >= date '{TINY_CUTOFF}'"
    cutoffs = copied_warehouse.value(
        f"select count(*) from intermediate.int_cutoffs where {touched}"
    )
    # What others missed out of stock is estimated by how their group sells: they are touched, too.
    touched_as_well = {
        row[0]
        for row in copied_warehouse.rows(
            "select product_id from intermediate.int_demand_monthly inner join "
            "intermediate.int_products using (product_id) where is_stockout "
            f"and demand_month >= date '{TINY_CUTOFF}' and product_group = (select product_group "
            f"from intermediate.int_products where product_id = '{product}')"
        )
    }
    trained = rebuild(copied_warehouse, restated)
    refitted = copied_warehouse.rows(
        "select distinct product_id, cutoff_month from ml.ml_theta_models "
        "group by all having count(*) > 1 order by all"
    )
    assert trained == {
        "ml_theta_models": len(refitted),
        "ml_prophet_models": len(refitted),
        "ml_lightgbm_models": cutoffs,
    }
    assert {row[0] for row in refitted} <= {product} | touched_as_well
    assert len([row for row in refitted if row[0] == product]) == cutoffs
    assert copied_warehouse.rows(
        "select product_id, demand_month, units_after - units_before from marts.rpt_restatements"
    ) == [(product, TINY_CUTOFF, 7.0)]
    assert (
        copied_warehouse.value("select max(release_number) from marts.fct_forecast_releases") == 2
    )


def test_a_sale_that_is_gone_is_a_restatement_to_nothing(
    copied_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    product, month = copied_warehouse.rows(
        "select product_id, min(demand_month) from intermediate.int_demand_monthly "
        "where sold_units > 0 group by 1 having count(*) > 12 order by 1 limit 1"
    )[0]
    shorter = rewrite_sales(
        tiny_input,
        tmp_path / "shorter",
        f"select * from sales where product_id is distinct from '{product}' "
        f"or sale_date >= '{month + timedelta(days=31)}'",
    )
    rebuild(copied_warehouse, shorter)
    assert copied_warehouse.rows(
        "select revision, units_after from marts.rpt_restatements "
        f"where product_id = '{product}' and demand_month = date '{month}'"
    ) == [(2, 0.0)]
