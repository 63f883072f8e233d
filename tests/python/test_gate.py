"""Nothing reaches a release unchecked: each check blocks, and the last release stands."""

from pathlib import Path

from conftest import TINY_CUTOFF, Warehouse

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


def test_each_check_blocks_and_stores_the_offending_rows(
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
        found = copied_warehouse.rows(f"select distinct product_id from ops.{check}")
        assert found == [(product,)], check
    assert "The build failed; the release that stands is" in done.stdout
    assert copied_warehouse.rows(RELEASED) == released
    assert copied_warehouse.rows(LEDGER) == ledger
    copied_warehouse.build(tiny_input)
    assert copied_warehouse.rows(RELEASED) == released


def test_infinite_and_undefined_numbers_are_found(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    products = copied_warehouse.rows(
        "select distinct product_id from marts.fct_forecasts order by 1"
    )
    for (product,), number in zip(products, ("nan", "inf", "-inf"), strict=False):
        copied_warehouse.execute(
            f"update ml.ml_champion_forecasts set forecast_units = '{number}' "
            f"where product_id = '{product}' and cutoff_kind = 'production'"
        )
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "release_candidates+")
    assert done.returncode == 1
    found = copied_warehouse.rows(
        "select distinct product_id from ops.release_numbers_are_sane order by 1"
    )
    assert found == products[:3]


def test_an_empty_release_is_found(copied_warehouse: Warehouse, tiny_input: Path) -> None:
    copied_warehouse.execute("delete from intermediate.int_expected_forecasts")
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "release_candidates+")
    assert done.returncode == 1
    assert "Failure in test release_has_candidates" in done.stdout


def test_a_release_of_zeros_alone_is_found(copied_warehouse: Warehouse, tiny_input: Path) -> None:
    copied_warehouse.execute(
        "update ml.ml_champion_forecasts set forecast_units = 0, forecast_units_p10 = 0 "
        "where cutoff_kind = 'production'"
    )
    done = copied_warehouse.dbt(tiny_input, "build", "--select", "release_candidates+")
    assert done.returncode == 1
    assert "Failure in test release_has_candidates" in done.stdout


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
