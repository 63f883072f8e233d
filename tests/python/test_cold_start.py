"""The cold-start table, on numbers worked by hand."""

from pathlib import Path

import duckdb
import pytest

from restock.evaluate.cold_start import cold_start

TABLES = """
    create schema ml;
    create schema intermediate;
    create table intermediate.int_cutoffs as select date '2024-03-01' as cutoff_month;
    create table intermediate.int_active_products (
        product_id text, cutoff_month date, history_months integer
    );
    insert into intermediate.int_active_products values
        ('unsold', '2024-03-01', 0), ('new', '2024-03-01', 1), ('young', '2024-03-01', 5),
        ('grown', '2024-03-01', 6), ('short data', '2024-03-01', 3);
    create table ml.int_launches (product_id text, product_group text);
    insert into ml.int_launches values ('new', 'x'), ('young', 'y'), ('grown', 'y');
    create table intermediate.int_demand_monthly (
        product_id text, demand_month date, age_months integer, demand_units double
    );
    insert into intermediate.int_demand_monthly values
        ('new', '2024-03-01', 0, 8), ('new', '2024-04-01', 1, 999),
        ('young', '2024-01-01', 2, 30), ('young', '2024-02-01', 3, 999),
        ('short data', '2024-01-01', 0, 999);
    create table ml.ml_backtest_errors as
        select 'weighted_moving_average' as candidate, *, date '2024-03-01' as cutoff_month
        from (values
            ('unsold', 'x', 1, 10.0), ('new', 'x', 1, 20.0), ('young', 'y', 1, 20.0),
            ('young', 'y', 2, 20.0), ('young', 'y', 4, 999.0), ('grown', 'y', 1, 999.0),
            ('short data', 'x', 1, 999.0)
        ) as errors (product_id, product_group, horizon, sold_units)
        union all
        select 'theta', 'new', 'x', 1, 999.0, date '2024-03-01';
    create table ml.ml_candidates as
        select * from (values ('weighted_moving_average', 1), ('theta', 2))
        as candidates (candidate, simplicity_rank);
    create table ml.ml_forecasts as
        select * from (values
            ('weighted_moving_average', 'new', 1, 10.0), ('theta', 'young', 1, 30.0),
            ('theta', 'young', 2, 15.0)
        ) as forecasts (candidate, product_id, horizon, forecast_units),
        (select date '2024-03-01' as cutoff_month);
    create table ml.ml_cold_start_forecasts as
        select * from (values ('unsold', 1, 12.0), ('new', 1, 19.0))
        as forecasts (product_id, horizon, forecast_units),
        (select date '2024-03-01' as cutoff_month);
    create table ml.ml_champion_forecasts as from ml.ml_cold_start_forecasts;
"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A launch before and after its first sale, and one of five months; others do not count."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(TABLES)
    return tmp_path / "w.duckdb"


def test_methods_are_measured_by_months_known(built: Path) -> None:
    """The group mean of x is 8, of y 30: later months and products that are no launches aside."""
    found = {(row[0], row[1]): row[2:] for row in cold_start(built).rows}
    assert found == {
        ("0", "cold start"): (1, 0.2, 0.2),
        ("0", "group mean"): (1, 0.2, -0.2),
        ("0", "released"): (1, 0.2, 0.2),
        ("1", "cold start"): (1, 0.05, -0.05),
        ("1", "group mean"): (1, 0.6, -0.6),
        ("1", "weighted_moving_average"): (1, 0.5, -0.5),
        ("1", "released"): (1, 0.05, -0.05),
        ("3 to 5", "group mean"): (2, 0.5, 0.5),
        ("3 to 5", "theta"): (2, 0.375, 0.125),
    }


def test_horizons_can_be_fewer(built: Path) -> None:
    rows = cold_start(built, horizons=1).where(months_known="3 to 5").rows
    assert [row[1:3] for row in rows] == [("group mean", 1), ("theta", 1)]
