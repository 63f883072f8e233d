"""Evaluations on numbers worked by hand; a small one through dbt."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

from restock.build import Builder
from restock.evaluate import Plan, describe_corrections, evaluate_cleaning, measures
from restock.evaluate.facts import Facts
from restock.inputs import InputRefusedError
from restock.report import Goal, Report, Table

MARCH, APRIL, MAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)


def as_rows(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


# --- from the warehouse and the truth to facts -----------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two products, and the truth beside it.

    Open days are the 4th to 8th and the 11th of March, and the 1st and 2nd of April; the last
    complete month is March. A has a demand of 10 each day, is out of stock from the 6th to the
    10th, and has a bulk order on the 11th. B is launched on the 5th and gone from the 8th.
    """
    folder = tmp_path_factory.mktemp("it's built")
    with duckdb.connect(str(folder / "w.duckdb")) as connection:
        connection.execute("""
            create schema intermediate;
            use intermediate;
            create table int_last_complete_month as
                select date '2024-03-01' as last_complete_month;
            create table int_products (product_id text, launched_on date, discontinued_on date);
            insert into int_products values
                ('A', '2020-01-01', null), ('B', '2024-03-05', '2024-03-08');
            create table int_demand_monthly (
                product_id text, demand_month date, sold_units double, stockout_units double,
                outlier_units double, returned_units double, demand_units double,
                is_stockout boolean, is_outlier boolean, is_listed boolean
            );
            insert into int_demand_monthly values
                ('A', '2024-03-01', 230, 15, -190, 0, 55, true, true, true),
                ('B', '2024-03-01', -3, 0, 0, 3, 0, false, false, true);
            create table int_products_as_of (
                product_id text, cutoff_month date, demand_class text
            );
            insert into int_products_as_of values
                ('A', '2024-03-01', 'smooth'), ('B', '2024-03-01', 'new'),
                ('B', '2024-04-01', 'lumpy');
            create table int_stockout_days (product_id text, stockout_date date, basis text);
            insert into int_stockout_days values
                ('A', '2024-03-05', 'known'), ('A', '2024-03-06', 'known'),
                ('A', '2024-03-10', 'inferred'), ('A', '2024-04-01', 'inferred');
            create table int_outlier_days (
                product_id text, sale_date date, outlier_units double
            );
            insert into int_outlier_days values
                ('A', '2024-03-11', 190), ('B', '2024-03-05', 1);
            create table int_sales_lines as
                select unnest(['unknown product', null, null]) as rejection_reason;
            create table int_sales_daily as
                select unnest([4, 5, 6, 7, 8, 11]) as day, date '2024-02-29' + day as sale_date;
        """)
    with duckdb.connect() as connection:
        tables = {
            "demand": """
                select date '2024-02-29' + day as demand_date, product_id, demand_units
                from (values (4), (5), (6), (7), (8), (11), (32), (33)) as days (day),
                    (values ('A', 10), ('B', 1)) as products (product_id, demand_units)
                where product_id = 'A' or day in (5, 7)
            """,
            "stockouts": """
                from (values
                    ('A', date '2024-03-06', date '2024-03-08'),
                    ('A', date '2024-03-07', date '2024-03-10')
                ) as spans (product_id, start_date, end_date)
            """,
            "bulk_orders": """
                select 'A' as product_id, date '2024-03-11' as sale_date, 200 as quantity
            """,
        }
        (folder / "truth").mkdir()
        for name, query in tables.items():
            target = str(folder / "truth" / f"{name}.parquet").replace("'", "''")
            connection.execute(f"copy ({query}) to '{target}'")
    return folder


@pytest.fixture(scope="module")
def facts(built: Path) -> Facts:
    collected = Facts.empty(ROOT)
    for seed in (1, 2):
        collected.add_cleaning("weekly", seed, built / "w.duckdb", built / "truth")
    return collected


def test_months_have_what_is_true_and_what_cleaning_made_of_them(facts: Facts) -> None:
    assert facts.connection.sql("""
        select product_id, demand_class, demand_month, in_stock, latent_units, lost_units,
            sold_units, stockout_units, demand_units, is_planted, is_found
        from product_months where business = 'weekly' and seed = 2 order by product_id
    """).fetchall() == [
        ("A", "smooth", MARCH, "50% to 80%", 60, 30, 230, 15, 55, True, True),
        ("B", "new", MARCH, "always", 2, 0, 0, 0, 0, False, False),
    ]


def test_days_out_of_stock_are_open_days_of_complete_months(facts: Facts) -> None:
    # The 10th is closed, the 1st of April in a month that is not complete.
    assert facts.connection.sql("""
        select open_day, is_planted, is_found from out_days where seed = 1 order by open_day
    """).fetchall() == [
        (2, False, True),
        (3, True, True),
        (4, True, False),
        (5, True, False),
    ]


def test_days_with_outliers_are_those_planted_and_those_capped(facts: Facts) -> None:
    assert facts.connection.sql("""
        select product_id, sale_date, planted_units, capped_units
        from outlier_days where seed = 1 order by product_id
    """).fetchall() == [
        ("A", date(2024, 3, 11), 200, 190),
        ("B", date(2024, 3, 5), None, 1),
    ]


# --- from facts to measures ------------------------------------------------------------------


def add_out_days(facts: Facts, product: str, planted: set[int], found: set[int]) -> None:
    for day in planted | found:
        facts.connection.execute(
            "insert into out_days values ('weekly', 1, ?, 'smooth', ?, ?, ?)",
            [product, day, day in planted, day in found],
        )


def test_stockouts_are_counted_by_day_and_by_run() -> None:
    facts = Facts.empty(ROOT)
    add_out_days(facts, "A", planted={3, 4, 5, 9}, found={2, 3, 4, 20, 21})
    # A's day 5 and B's day 6 are no run.
    add_out_days(facts, "B", planted={6}, found=set())
    facts.connection.execute(
        "insert into product_months (business, demand_class, lost_units, stockout_units) "
        "values ('weekly', 'smooth', 80, 60), ('other', 'smooth', 1, 1)"
    )
    per_class, in_all = as_rows(measures.stockouts(facts, ["weekly"]))
    assert per_class == {
        "stock_counts": "weekly",
        "demand_class": "smooth",
        "planted_days": 5,
        "found_days": 5,
        "precision": 2 / 5,
        "recall": 2 / 5,
        "planted_runs": 3,
        "found_runs": 2,
        "run_precision": 1 / 2,
        "run_recall": 1 / 3,
        "lost_units": 80,
        "restored": 3 / 4,
    }
    assert in_all == per_class | {"demand_class": "all"}


def test_bulk_orders_are_counted_and_their_capped_units_shared() -> None:
    facts = Facts.empty(ROOT)
    facts.connection.execute("""
        insert into outlier_days values
            ('weekly', 1, 'A', 'smooth', '2024-03-11', 200, 150),
            ('weekly', 1, 'A', 'smooth', '2024-03-12', 50, 100),
            ('weekly', 1, 'A', 'smooth', '2024-03-13', 150, null),
            ('weekly', 1, 'B', 'erratic', '2024-03-13', null, 7)
    """)
    table = measures.bulk_orders(facts, ["weekly"])
    assert as_rows(table.where(demand_class="all")) == [
        {
            "stock_counts": "weekly",
            "demand_class": "all",
            "planted": 3,
            "found": 3,
            "precision": 2 / 3,
            "recall": 2 / 3,
            "planted_units": 400,
            # No more is taken off than was planted.
            "capped": 200 / 400,
            "wrongly_capped_units": 7,
        }
    ]
    assert table.where(demand_class="erratic").numbers("precision") == [0]


@dataclass(frozen=True)
class Month:
    month: date
    latent: float
    sold: float
    demand: float
    in_stock: str = "always"
    is_planted: bool = False
    is_found: bool = False


def add_months(facts: Facts, business: str, months: list[Month]) -> None:
    for row in months:
        facts.connection.execute(
            "insert into product_months values (?, 1, 'A', 'smooth', ?, ?, ?, 0, ?, 0, ?, ?, ?)",
            [
                business,
                row.month,
                row.in_stock,
                row.latent,
                row.sold,
                row.demand,
                row.is_planted,
                row.is_found,
            ],
        )


def test_alternatives_take_what_was_kept_before() -> None:
    facts = Facts.empty(ROOT)
    add_months(
        facts,
        "weekly",
        [
            Month(date(2024, 1, 1), latent=100, sold=90, demand=90, is_planted=True, is_found=True),
            Month(date(2024, 2, 1), latent=100, sold=110, demand=110),
            Month(MARCH, latent=100, sold=70, demand=70, is_found=True),
            Month(APRIL, latent=100, sold=130, demand=130),
            Month(
                MAY,
                latent=100,
                sold=10,
                demand=95,
                in_stock="under 20%",
                is_planted=True,
                is_found=True,
            ),
        ],
    )
    wape, bias = measures.demand_errors(facts, ["weekly"])
    in_all = dict(zip((row[1] for row in wape.rows), wape.numbers("all_months"), strict=True))
    assert in_all == {
        "Restock": pytest.approx((10 + 10 + 30 + 30 + 5) / 500),
        "no cleaning": pytest.approx((10 + 10 + 30 + 30 + 90) / 500),
        # January has no month before it; March takes February's, May April's.
        "last kept month, found": pytest.approx((10 + 10 + 10 + 30 + 30) / 500),
        # March: 110, May: the mean of 110 and 130.
        "mean of kept months, found": pytest.approx((10 + 10 + 10 + 30 + 20) / 500),
        # March is kept.
        "last kept month, planted": pytest.approx((10 + 10 + 30 + 30 + 30) / 500),
        "mean of kept months, planted": pytest.approx((10 + 10 + 30 + 30 + 10 / 3) / 500),
    }
    restock = bias.where(method="Restock")
    assert restock.numbers("all_months") == [pytest.approx((-10 + 10 - 30 + 30 - 5) / 500)]
    assert restock.numbers("in_stock") == [0]
    assert restock.numbers("under 20%") == [-0.05]
    assert restock.numbers("50% to 80%") == []


def test_harm_is_relative_to_sales_as_booked() -> None:
    facts = Facts.empty(ROOT)
    add_months(facts, "quiet", [Month(MARCH, 100, 98, 97), Month(APRIL, 100, 98, 98)])
    add_out_days(facts, "A", planted=set(), found={4})
    (_, in_all) = as_rows(measures.no_harm(facts, "quiet"))
    assert (in_all["wape"], in_all["uncleaned_wape"]) == (0.025, 0.02)
    assert in_all["relative_difference"] == pytest.approx(0.25)
    assert (in_all["stockout_days"], in_all["outlier_days"]) == (0, 0)


def test_forecasts_are_compared_on_the_same_rows() -> None:
    facts = Facts.empty(ROOT)
    add_months(facts, "half counted", [Month(APRIL, 100, 50, 90), Month(MAY, 100, 100, 100)])
    facts.connection.execute("""
        insert into forecasts values
            ('half counted', 'on', 'lightgbm', 'A', '2024-03-01', 1, '2024-04-01', 80),
            ('half counted', 'off', 'lightgbm', 'A', '2024-03-01', 1, '2024-04-01', 60),
            ('half counted', 'on', 'lightgbm', 'A', '2024-03-01', 2, '2024-05-01', 10),
            ('half counted', 'on', 'lightgbm', 'A', '2024-03-01', 4, '2024-05-01', 10),
            ('half counted', 'off', 'lightgbm', 'A', '2024-03-01', 4, '2024-05-01', 10)
    """)
    assert measures.forecast_errors(facts, 3).rows == (
        ("lightgbm", "on", 1, 0.2, -0.2, 0.6, 0.6),
        ("lightgbm", "off", 1, 0.4, -0.4, 0.2, 0.2),
    )


# --- without truth ---------------------------------------------------------------------------


def test_corrections_of_other_data_are_told_with_their_days(built: Path) -> None:
    class Built(Builder):
        def build(self, *_: object, **__: object) -> Path:
            return built / "w.duckdb"

    report = describe_corrections(Path("any"), Built(ROOT, built))
    lines, units, days, examples = report.tables
    assert lines.rows == (("accepted", 2), ("unknown product", 1), ("all", 3))
    assert as_rows(units)[:2] == [
        {
            "correction": "stockout_units",
            "months_corrected": 1,
            "units_added": 15,
            "units_taken_off": 0,
            "share_of_sold": 15 / 227,
        },
        {
            "correction": "outlier_units",
            "months_corrected": 1,
            "units_added": 0,
            "units_taken_off": 190,
            "share_of_sold": -190 / 227,
        },
    ]
    assert [row[:4] for row in days.rows] == [("known", 1, 1, 2), ("inferred", 1, 1, 2)]
    assert examples.rows[0] == (
        *("A", "2024-03", "230.0", "15.0", "-190.0", "0.0", "55.0"),
        "out of stock (inferred) 3 days from 2024-03-05 to 2024-03-10; 2024-03-11 -190.0",
    )


# --- the report ------------------------------------------------------------------------------


def test_a_table_is_aligned_and_shares_are_percent() -> None:
    table = Table("Title", ("name", "units", "share"), (("a", 1234, 0.5), ("bcdef", None, -0.01)))
    assert table.text().splitlines() == [
        "Title",
        "",
        "name   units   share",
        "--------------------",
        "a      1,234  50.00%",
        "bcdef      -  -1.00%",
    ]


def test_a_table_may_be_empty() -> None:
    assert Table("Title", ("name", "units"), ()).text().endswith("name  units\n-----------")


def test_a_missed_goal_is_said(tmp_path: Path) -> None:
    report = Report((), (Goal("harm", 0.003, 0.002), Goal("bias", 0.01, 0.01)))
    assert [line.split()[-1] for line in report.text().splitlines()[-2:]] == ["missed", "met"]
    report.write(tmp_path / "deep" / "report.json")
    written = json.loads((tmp_path / "deep" / "report.json").read_text())
    assert [goal["is_met"] for goal in written["goals"]] == [False, True]


# --- through dbt -----------------------------------------------------------------------------


def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="does not exist or holds no file"):
        describe_corrections(tmp_path / "nothing", Builder(ROOT, tmp_path))


def test_a_small_evaluation_comes_near_its_goals(tmp_path: Path) -> None:
    plan = Plan(products=30, years=2, seeds=(1,), counts=("weekly",), horizons=0)
    report = evaluate_cleaning(plan, Builder(ROOT, tmp_path))
    stockouts, _, _, wape, bias, no_harm = report.tables
    (recall,) = stockouts.where(demand_class="all").numbers("recall")
    (precision,) = stockouts.where(demand_class="all").numbers("precision")
    assert min(recall, precision) > 0.8
    restock, *others = wape.numbers("all_months")
    assert restock < min(others)
    assert abs(bias.where(method="Restock").numbers("all_months")[0]) < 0.03
    (cleaned,) = no_harm.where(demand_class="all").numbers("wape")
    (uncleaned,) = no_harm.where(demand_class="all").numbers("uncleaned_wape")
    assert cleaned < uncleaned + 0.005
