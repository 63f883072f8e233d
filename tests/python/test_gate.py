"""Nothing reaches a release unchecked: each check blocks, and the last release stands."""

from pathlib import Path

import pytest
from conftest import ROOT, TINY_CUTOFF, Warehouse

CHECKS = sorted(path.stem for path in (ROOT / "tests/dbt/sanity").glob("*.sql"))

RELEASED = "select * from marts.fct_forecast_releases order by all"
CURRENT = "select * from marts.fct_forecasts order by all"
LEDGER = "select * from marts.int_actuals_ledger order by all"

# What is done to the forecasts of one product each, and the check that must find it.
FAULTS = {
    "release_is_complete": "delete from {forecasts} where {one}",
    "release_numbers_are_sane": "update {forecasts} set forecast_units = -1 where {one}",
    "release_intervals_are_ordered": (
        "update {forecasts} set forecast_units_p10 = forecast_units_p90 + 1 where {one}"
    ),
    "release_within_history": (
        "update {forecasts} set forecast_units = 1e9, forecast_units_p90 = 2e9 where {one}"
    ),
}


def test_each_check_blocks_and_says_what_it_found(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    released, ledger = copied_warehouse.rows(RELEASED), copied_warehouse.rows(LEDGER)
    products = [
        product
        for (product,) in copied_warehouse.rows(
            "select distinct product_id from marts.fct_forecasts where not is_fallback order by 1"
        )
    ]
    faulty = dict(zip(FAULTS, products, strict=False))
    assert len(faulty) == len(FAULTS)
    for check, product in faulty.items():
        copied_warehouse.execute(
            FAULTS[check].format(
                forecasts="ml.ml_champion_forecasts",
                one=f"product_id = '{product}' and cutoff_kind = 'production'",
            )
        )
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "release_candidates+")
    assert done.returncode == 1
    for check, product in faulty.items():
        assert f"Failure in test {check}" in done.stdout
        found = copied_warehouse.rows(f"select product_id, figure > bound from ops.{check}")
        assert found == [(product, True)], check
        assert f"  {check}: " in done.stdout
    assert "release_is_what_the_models_said" in done.stdout
    assert "The build failed; the release that stands is" in done.stdout
    assert copied_warehouse.rows(RELEASED) == released
    assert copied_warehouse.rows(LEDGER) == ledger
    copied_warehouse.build(tiny_input)
    assert copied_warehouse.rows(RELEASED) == released


def test_an_empty_release_is_found(copied_warehouse: Warehouse, tiny_input: Path) -> None:
    copied_warehouse.execute("delete from intermediate.int_expected_forecasts")
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "release_candidates+")
    assert done.returncode == 1
    assert "Failure in test release_has_candidates" in done.stdout


def test_what_the_models_get_wrong_is_held_against_the_past(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    """A group doubled by the models themselves, products gone, and not the month that is due."""
    ((group, products, gone),) = copied_warehouse.rows(
        "select product_group, sum(count(distinct product_id)) over (), "
        "sum(count(distinct product_id)) over () - count(distinct product_id) "
        "from marts.release_candidates group by product_group order by 3 desc limit 1"
    )
    of_group = (
        "product_id in (select product_id from marts.release_candidates "
        f"where product_group = '{group}')"
    )
    copied_warehouse.execute(
        f"delete from intermediate.int_expected_forecasts where product_group <> '{group}'"
    )
    for statement in (
        f"update ml.ml_champion_forecasts set forecast_units = 3 * forecast_units, "
        f"forecast_units_p90 = 3 * forecast_units_p90 "
        f"where cutoff_kind = 'production' and {of_group}",
        f"update marts.int_model_forecasts set forecast_units = 3 * forecast_units "
        f"where {of_group}",
    ):
        copied_warehouse.execute(statement)
    copied_warehouse.variables["expected_month"] = "2026-02-01"
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "release_candidates+")
    assert done.returncode == 1
    checks = {
        check: (figure, bound, product_group)
        for check, figure, bound, product_group in copied_warehouse.rows(
            "select check_name, figure, bound, product_group from marts.release_checks "
            "where not is_passed"
        )
    }
    assert "release_is_what_the_models_said" not in checks
    assert checks["release_is_of_the_expected_month"][:2] == (2, 0)
    figure, bound, _ = checks["release_catalogue_has_not_shrunk"]
    assert figure == pytest.approx(gone / products, abs=1e-6)
    assert figure > bound
    figure, bound, _ = checks["release_totals_near_previous"]
    assert figure > bound > 1
    for check in checks:
        assert f"  {check}: " in done.stdout


def test_a_waiver_lets_a_check_pass_and_is_recorded_with_the_release(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    check = "release_is_of_the_expected_month"
    copied_warehouse.variables["expected_month"] = "2026-02-01"
    copied_warehouse.execute(
        "update ml.ml_champion_forecasts set forecast_units_p90 = 2 * forecast_units_p90 + 1; "
        f"insert into ops.waivers select distinct '{check}', cutoff_month, 'planner', "
        "cutoff_month, 'February is late' from marts.fct_forecasts"
    )
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "previous_release+")
    assert done.returncode == 0, done.stdout[-3000:]
    released = copied_warehouse.rows(
        "select distinct release_id, waived_checks, release_number from marts.fct_forecasts"
    )
    ((release, waived, number),) = released
    assert (waived, number) == (check, 2)
    assert copied_warehouse.rows(
        f"select check_name from marts.rpt_checks where is_waived and release_id = '{release}'"
    ) == [(check,)]
    recorded = copied_warehouse.rows(
        "select count(distinct check_name), count(distinct release_id), count(*) "
        "from marts.rpt_checks"
    )
    assert recorded == [(len(CHECKS), 2, 2 * len(CHECKS))]


def test_one_product_of_four_months_is_released_without_bounds(tmp_path: Path) -> None:
    """The first release there ever is: nothing is known of what is usual."""
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "products.csv").write_text("product_id,product_name,product_group\nA,Ale,Drinks\n")
    days = [f"2024-{month:02}-{day:02},A,{day}" for month in range(3, 7) for day in range(1, 31)]
    (folder / "daily_sales.csv").write_text("\n".join(["sale_date,product_id,quantity", *days]))
    warehouse = Warehouse(tmp_path / "small")
    warehouse.build(folder)
    assert warehouse.rows("select count(*), max(waived_checks) from marts.fct_forecasts") == [
        (3, None)
    ]
    checks = warehouse.rows("select check_name, is_waived from marts.rpt_checks order by all")
    assert checks == [(check, False) for check in sorted(CHECKS)]
    assert warehouse.rows(
        "select count(*) from marts.rpt_checks where check_name in ("
        "'release_products_are_usual', 'release_totals_near_history') and bound is null"
    ) == [(2,)]


def test_no_release_for_a_month_before_a_released_one(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    current = copied_warehouse.rows(CURRENT)
    copied_warehouse.variables["production_cutoff"] = str(TINY_CUTOFF)
    done = copied_warehouse.dbt(tiny_input, "build", "--exclude-resource-type", "unit_test")
    assert done.returncode == 1
    assert "Failure in test release_is_not_older" in done.stdout
    assert copied_warehouse.rows(CURRENT) == current


def test_a_release_is_made_by_a_build_with_all_its_checks_only(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    released = copied_warehouse.rows(RELEASED)
    for arguments in (
        ("run", "--select", "fct_forecast_releases"),
        ("build", "--select", "fct_forecast_releases"),
        ("build", "--exclude-resource-type", "test", "--select", "release_candidates+"),
    ):
        done = copied_warehouse.dbt(tiny_input, *arguments)
        assert done.returncode != 0
        assert "No release without its checks" in done.stdout
    assert copied_warehouse.rows(RELEASED) == released
