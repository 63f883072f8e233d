"""Nothing keyed by a cutoff may use what came after it.

Two proofs: with the sales cut off at a month, all that is keyed by that cutoff or an earlier one
is the same as in the build of all sales; and so it is with every later month replaced by
invented sales (the first alone misses a choice that is made by later errors). Each kind of leak,
planted, must make the second fail.
"""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import (
    TINY_CUTOFF,
    Warehouse,
    copy_project,
    project_vars,
    rewrite_sales,
)

# Columns that say where a cutoff stands in this build, or what came after it.
# A reign can begin before the first cutoff of this build.
OF_THE_BUILD = {
    "cutoff_kind",
    "months_before_production",
    "trained_at",
    "training_seconds",
    "library_versions",
    "git_commit",
    "champion_since",
}
# Made of errors over a window: complete from the first reported cutoff on, not in the warm-up.
OF_THE_WINDOW = {
    "ml.ml_single_scores",
    "ml.ml_candidate_scores",
    "ml.ml_evidence",
    "ml.ml_segment_scores",
    "ml.ml_segment_choices",
    "ml.ml_nominees",
    "ml.ml_candidates_below_floor",
    "ml.ml_champions",
    "ml.ml_champion_reigns",
    "ml.ml_champion_points",
    "ml.ml_deviation_quantiles",
    "ml.ml_champion_forecasts",
    "ml.ml_forecast_totals",
    "marts.int_product_values",
    "marts.int_value_classes",
    "marts.int_order_terms",
    "marts.int_interval_totals",
    "marts.int_order_levels",
}
# Made of errors over the shorter window that chooses the members of the ensemble: complete from the
# first cutoff on whose ensemble is judged.
OF_THE_MEMBERS = {
    "ml.ml_member_scores",
    "ml.ml_member_evidence",
    "ml.ml_ensemble_members",
    "ml.ml_forecasts_ensemble",
    "ml.ml_forecasts",
    "ml.ml_ensemble_errors",
    "ml.ml_backtest_errors",
    "ml.ml_span_errors",
}
# Day of launch and predecessor: one sells before the cutoff of the proof, one right after it.
LAUNCHES = {"P0007": ("2025-07-10", ""), "P0002": ("2025-10-06", "P0001")}
MAY_BE_EMPTY = ("launches_as_of", "planned_promotions", "candidates_below_floor")
KNOWN_WHEN = ("last_target_month", "target_month")
MAX_HORIZON = 4
OUTCOMES = {"sold_units", "demand_units", "scaled_deviation"}


def keyed_relations(warehouse: Warehouse) -> dict[str, list[str]]:
    """Relations with a cutoff_month and the columns to compare, by name."""
    columns: dict[str, list[str]] = {}
    for schema, relation, column in warehouse.rows(
        "select table_schema, table_name, column_name from information_schema.columns "
        "where table_schema in ('intermediate', 'features', 'ml', 'marts') order by all"
    ):
        columns.setdefault(f"{schema}.{relation}", []).append(column)
    return {
        name: [column for column in found if column not in OF_THE_BUILD]
        for name, found in columns.items()
        if "cutoff_month" in found
    }


def as_of(warehouse: Warehouse, relation: str, columns: list[str], first: date) -> list[tuple]:
    """Rows of the cutoffs from `first` to the tiny cutoff; of outcomes, those known by then."""
    known = f"cutoff_month between date '{first}' and date '{TINY_CUTOFF}'"
    if OUTCOMES & set(columns):
        known += "".join(
            f" and {column} <= date '{TINY_CUTOFF}'" for column in KNOWN_WHEN if column in columns
        )
    return warehouse.rows(f"select {', '.join(columns)} from {relation} where {known} order by all")


def leaks(full: Warehouse, other: Warehouse) -> list[str]:
    """Relations that differ at the tiny cutoff or before, where both builds have the cutoff."""
    first_cutoff = "select min(cutoff_month) from intermediate.int_cutoffs"
    first_common = max(warehouse.value(first_cutoff) for warehouse in (full, other))
    first_reported = full.value(f"{first_cutoff} where cutoff_kind = 'reported'")
    variables = project_vars()
    first_judged = full.value(
        f"select date '{first_reported}' - interval "
        f"{variables['selection_months'] + MAX_HORIZON - 1} month"
    ).date()
    assert first_common < first_judged
    first = dict.fromkeys(OF_THE_WINDOW, first_reported)
    first |= dict.fromkeys(OF_THE_MEMBERS, first_judged)
    relations = keyed_relations(full)
    assert len(relations) > 25
    different = []
    for relation, columns in relations.items():
        since = first.get(relation, first_common)
        rows = as_of(full, relation, columns, since)
        if rows != as_of(other, relation, columns, since):
            different.append(relation)
        assert rows or relation.endswith(MAY_BE_EMPTY), relation
    return different


def run_models(data: Path, warehouse: Warehouse, *selected: str) -> Warehouse:
    done = warehouse.dbt(
        data,
        "build",
        *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
        *("--select", *(selected or ("+path:models/ml", "+int_order_levels"))),
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return warehouse


@pytest.fixture(scope="session")
def launch_input(tiny_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny input with two products that begin to sell late."""
    before = " or ".join(
        f"product_id = '{product}' and try_cast(sale_date as date) < date '{day}'"
        for product, (day, _) in LAUNCHES.items()
    )
    folder = rewrite_sales(
        tiny_input,
        tmp_path_factory.mktemp("launches") / "input",
        f"select * from sales where not coalesce({before}, false)",
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"create table products as from read_csv('{folder}/products.csv', all_varchar = true)"
        )
        connection.executemany(
            "update products set launched_on = $2, predecessor_id = $3 where product_id = $1",
            [(product, *known) for product, known in LAUNCHES.items()],
        )
        connection.execute(f"copy products to '{folder}/products.csv' (header)")
    return folder


@pytest.fixture(scope="session")
def full_warehouse(launch_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return run_models(launch_input, Warehouse(tmp_path_factory.mktemp("full")))


@pytest.fixture(scope="session")
def invented_input(launch_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The input with all after the cutoff invented: sales, stock levels, plans."""
    invented = rewrite_sales(
        launch_input,
        tmp_path_factory.mktemp("invented") / "input",
        f"""
        with known as (select *, try_cast(sale_date as date) as d from sales),
        products as (select distinct product_id from known where d <= '{TINY_CUTOFF}')
        select * exclude (d) from known where d < date '{TINY_CUTOFF}' + interval 1 month
        union all
        select
            strftime(day, '%Y-%m-%d'), product_id,
            cast(cast(1 + hash(product_id || day) % 90 as bigint) as varchar),
            '3.5', '0', 'invented-' || product_id || day
        from products,
            unnest(generate_series(date '2025-10-01', date '2026-01-09', interval 3 day)) as t(day)
        """,
    )
    levels = invented / "stock_levels.csv"
    with duckdb.connect() as connection:
        connection.execute(f"create table levels as from read_csv('{levels}', all_varchar = true)")
        connection.execute(
            "update levels set on_hand_units = case on_hand_units when '0' then '7' else '0' end "
            f"where cast(stock_date as date) >= date '{TINY_CUTOFF}' + interval 1 month"
        )
        connection.execute(f"copy levels to '{levels}' (header)")
    events = invented / "planned_events.csv"
    with duckdb.connect() as connection:
        connection.execute(f"create table events as from read_csv('{events}', all_varchar = true)")
        connection.execute(
            "delete from events "
            f"where cast(known_on as date) >= date '{TINY_CUTOFF}' + interval 1 month"
        )
        connection.execute(
            "insert into events by name select distinct product_id, '2025-10-20' as start_date, "
            "'2025-12-31' as end_date, 'promotion' as kind, '1' as unit_price, "
            "'2025-10-15' as known_on from events"
        )
        connection.execute(f"copy events to '{events}' (header)")
    return invented


@pytest.fixture(scope="session")
def invented_warehouse(invented_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return run_models(invented_input, Warehouse(tmp_path_factory.mktemp("invented")))


@pytest.fixture(scope="session")
def honest(
    launch_input: Path,
    full_warehouse: Warehouse,
    invented_input: Path,
    invented_warehouse: Warehouse,
) -> tuple[tuple[Path, Warehouse], ...]:
    """Both inputs with their warehouses."""
    return (launch_input, full_warehouse), (invented_input, invented_warehouse)


def test_several_candidates_are_champion_somewhere(full_warehouse: Warehouse) -> None:
    champions = full_warehouse.rows("select distinct candidate from ml.ml_champions")
    assert len(champions) >= 2


def test_sales_cut_off_at_a_month_give_the_same(
    full_warehouse: Warehouse, launch_input: Path, tmp_path: Path
) -> None:
    cut_off = rewrite_sales(
        launch_input,
        tmp_path / "input",
        "select * from sales where not coalesce(try_cast(sale_date as date) "
        f">= date '{TINY_CUTOFF}' + interval 1 month, false)",
    )
    past = run_models(cut_off, Warehouse(tmp_path / "past"))
    production = past.value("select last_complete_month from intermediate.int_last_complete_month")
    assert production == TINY_CUTOFF
    assert leaks(full_warehouse, past) == []


def test_invented_later_sales_change_nothing(
    full_warehouse: Warehouse, invented_warehouse: Warehouse
) -> None:
    assert leaks(full_warehouse, invented_warehouse) == []


# File, what is honest in it and what leaks; the relation in which it must show.
PLANTED = {
    "a feature of the target month": (
        "models/features/feat_same_month_last_year.sql",
        "'horizons.horizon - 12'",
        "'horizons.horizon'",
        "ml.ml_forecasts_lightgbm",
    ),
    "a plan that is made after the cutoff": (
        "models/features/feat_planned_promotions.sql",
        "'-horizons.horizon'), 1",
        "'-horizons.horizon'), 3",
        "ml.ml_forecasts_prophet",
    ),
    "a training target after the cutoff": (
        "models/ml/train/int_training_examples.sql",
        "forecast_inputs.*,",
        "forecast_inputs.* replace (forecast_inputs.target_month - interval 3 month"
        " as target_month),",
        "ml.ml_forecasts_lightgbm",
    ),
    "a choice by errors after the cutoff": (
        "macros/selection/candidate_scores.sql",
        "cutoffs.cutoff_month >= sums.target_month",
        "cutoffs.cutoff_month + interval 3 month >= sums.target_month",
        "ml.ml_champions",
    ),
    "a cleaning step that looks ahead": (
        "models/intermediate/monthly/int_demand_monthly.sql",
        "cast(netted_units as double) end as demand_units",
        "0.5 * cast(netted_units + coalesce(lead(netted_units) over ("
        "partition by product_id order by demand_month), netted_units) as double) end"
        " as demand_units",
        "ml.ml_forecasts_weighted_moving_average",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_leak_is_found(
    kind: str, honest: tuple[tuple[Path, Warehouse], ...], tmp_path: Path
) -> None:
    """The leak is planted in a copy of the project, and what lies between it and where it must
    show is built anew in copies of the two warehouses, which differ in nothing without it.
    """
    file, right, leaky, shows_in = PLANTED[kind]
    project = copy_project(tmp_path / "project")
    planted = project / file
    assert planted.read_text().count(right) == 1
    planted.write_text(planted.read_text().replace(right, leaky))
    changed = (
        [planted.stem]
        if planted.is_relative_to(project / "models")
        else [
            model.stem
            for model in sorted((project / "models").rglob("*.sql"))
            if f"{planted.stem}(" in model.read_text()
        ]
    )
    _, shown = shows_in.split(".")
    between = [f"{model}+,+{shown}" for model in changed]
    # One after the other in the same place, so that dbt parses the project once.
    place = Warehouse(tmp_path / "built", project)
    built = []
    for number, (data, warehouse) in enumerate(honest):
        place.folder.mkdir(exist_ok=True)
        shutil.copy(warehouse.path, place.path)
        run_models(data, place, *between)
        kept = Warehouse(tmp_path / str(number))
        kept.folder.mkdir()
        place.path.rename(kept.path)
        built.append(kept)
    assert shows_in in leaks(*built)
