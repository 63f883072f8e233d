"""What was promised stays beside what came: overrides applied, listed and scored, per release."""

import shutil
from pathlib import Path

import pytest
from conftest import GATE_ALONE, TINY_CUTOFF, Warehouse

# One product each: two months of a planner's, what does not count, and a remark.
OVERRIDES = """\
product_id,target_month,override_units,owner,reason,expires_on,comment
{applied},2025-10-01,70,Ann,contract,,
{applied},2025-12-01,90,Ben,contract,2026-01-31,promised to a customer
{expired},2025-10-01,71,Ann,promotion,2025-09-30,
{doubted},2025-10-01,72,Ann,promotion,,
{doubted},2025-10-01,73,Ben,no promotion,,
nobody,2025-10-01,74,Ann,typo,,
{remarked},,,,,,watch the season
"""
OUTCOMES = """
    select product_id, override_units, reason_not_applied from marts.rpt_overrides
    order by override_units nulls last
"""


@pytest.fixture(scope="module")
def promised(tiny_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Overrides released as of September 2025, and the months since then known."""
    folder = tmp_path_factory.mktemp("promised")
    data = folder / "input"
    shutil.copytree(tiny_input, data)
    # A month known to be out of stock would not be scored.
    (data / "stock_levels.csv").unlink()
    warehouse = Warehouse(folder / "warehouse")
    warehouse.variables["production_cutoff"] = str(TINY_CUTOFF)
    applied, expired, doubted, remarked = products_of(tiny_input)
    (data / "overrides.csv").write_text(
        OVERRIDES.format(applied=applied, expired=expired, doubted=doubted, remarked=remarked)
    )
    warehouse.build(data, *GATE_ALONE)
    shutil.copy(warehouse.path, folder / "before.duckdb")
    del warehouse.variables["production_cutoff"]
    warehouse.build(data, *GATE_ALONE)
    return warehouse


@pytest.fixture(scope="module")
def before(promised: Warehouse) -> Warehouse:
    """The warehouse as of September 2025."""
    folder = promised.folder.parent / "as_of_september"
    folder.mkdir()
    (promised.folder.parent / "before.duckdb").rename(folder / "restock.duckdb")
    return Warehouse(folder)


def products_of(data: Path) -> list[str]:
    """Return four products that are active at both cutoffs."""
    lines = (data / "daily_sales.csv").read_text().splitlines()
    columns = lines[0].split(",")
    day, product = columns.index("sale_date"), columns.index("product_id")
    sold = [line.split(",") for line in lines[1:]]
    early = {row[product] for row in sold if row[day] < "2024"}
    late = {row[product] for row in sold if row[day] >= "2025-12"}
    return sorted(early & late)[:4]


def test_what_counts_is_applied_and_the_rest_is_listed(before: Warehouse, tiny_input: Path) -> None:
    applied, expired, doubted, remarked = products_of(tiny_input)
    assert before.rows(OUTCOMES) == [
        (applied, 70, None),
        (expired, 71, "expired"),
        (doubted, 72, "contradicts another override"),
        (doubted, 73, "contradicts another override"),
        ("nobody", 74, "unknown product"),
        (applied, 90, None),
        (remarked, None, "a comment alone"),
    ]
    released = before.rows(
        "select product_id, horizon, forecast_units, override_owner from marts.fct_forecasts "
        "where override_units is not null order by horizon"
    )
    assert released == [(applied, 1, 70, "Ann"), (applied, 3, 90, "Ben")]
    others = before.value(
        "select count(*) from marts.fct_forecasts "
        "where override_units is null and forecast_units <> model_forecast_units"
    )
    assert others == 0
    kept = before.value(
        "select count(*) from marts.fct_forecasts inner join ml.ml_champion_forecasts as model "
        "using (product_id, cutoff_month, horizon) "
        "where model_forecast_units = model.forecast_units"
    )
    assert kept == before.value("select count(*) from marts.fct_forecasts")


def test_errors_of_every_step_are_of_the_release(promised: Warehouse, before: Warehouse) -> None:
    promises = {
        (product, horizon): units
        for product, horizon, *units in before.rows(
            "select product_id, horizon, forecast_units, model_forecast_units, "
            "baseline_forecast_units from marts.fct_forecasts"
        )
    }
    sold = {
        (product, month): units
        for product, month, units in promised.rows(
            "select product_id, demand_month, sold_units from marts.fct_demand_monthly"
        )
    }
    found = promised.rows(
        "select product_id, horizon, target_month, first_known_units, current_units, "
        "error_first_known, model_error_current, baseline_error_current "
        f"from marts.fct_forecast_accuracy where cutoff_month = '{TINY_CUTOFF}'"
    )
    assert len(found) == len(promises)
    for product, horizon, month, first_known, current, *errors in found:
        units = sold[product, month]
        assert (first_known, current) == (units, units)
        assert errors == pytest.approx([promise - units for promise in promises[product, horizon]])


def test_what_each_owner_added_is_known(promised: Warehouse) -> None:
    for owner, horizon in (("Ann", 1), ("Ben", 3)):
        override, model, baseline, sold = promised.rows(
            "select forecast_units, model_forecast_units, baseline_forecast_units, "
            f"first_known_units from marts.fct_forecast_accuracy where override_owner = '{owner}'"
        )[0]
        wape, fva, fva_of_step = promised.rows(
            "select wape, fva, fva_of_step from marts.rpt_kpis where basis = 'release' "
            f"and scored_against = 'sold_units' and owner = '{owner}' and horizon = '{horizon}' "
            "and product_group = 'all' and demand_class = 'all'"
        )[0]
        assert wape == pytest.approx(abs(override - sold) / sold, abs=1e-6)
        assert fva == pytest.approx(abs(baseline - sold) / sold - wape, abs=2e-6)
        assert fva_of_step == pytest.approx(abs(model - sold) / sold - wape, abs=2e-6)


def test_what_changes_and_changes_back_is_three_releases(
    copied_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    data = tmp_path / "input"
    shutil.copytree(tiny_input, data)
    first, product, month = copied_warehouse.rows(
        "select release_id, product_id, target_month from marts.fct_forecasts "
        "where horizon = 1 and override_units is null order by product_id limit 1"
    )[0]
    overrides = (data / "overrides.csv").read_text()
    changed = f"{overrides.rstrip()}\n{product},{month},123456,Ann,contract,\n"
    for text in (changed, changed, overrides, overrides):
        (data / "overrides.csv").write_text(text)
        done = copied_warehouse.dbt(
            data,
            *("build", "--exclude-resource-type", "unit_test"),
            *("--select", "stg_overrides+", "previous_release+"),
        )
        assert done.returncode == 0, done.stdout[-3000:]
    releases = copied_warehouse.rows(
        "select release_id, any_value(release_number), "
        f"sum(override_units) filter (where product_id = '{product}' and horizon = 1) "
        "from marts.fct_forecast_releases group by release_id order by 2"
    )
    assert [number for _, number, _ in releases] == [1, 2, 3]
    assert [units for _, _, units in releases] == [None, 123456, None]
    assert releases[0][0] == first
    assert copied_warehouse.rows("select distinct release_id from marts.fct_forecasts") == [
        releases[2][:1]
    ]
    content = "select distinct content_fingerprint from marts.fct_forecast_releases where "
    assert copied_warehouse.rows(content + "release_number = 1") == copied_warehouse.rows(
        content + "release_number = 3"
    )
