"""Generated input folders: what is planted in them is there, and nothing else."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restock.generate import GenerateOptions, generate
from restock.generate.faults import FAULTS

SAMPLE = Path(__file__).parents[2] / "seeds" / "sample"
TABLES = ["daily_sales", "open_orders", "overrides", "planned_events", "products", "stock_levels"]


TEXT = {"product_id": "VARCHAR", "predecessor_id": "VARCHAR"}


def accepted(folder: Path) -> duckdb.DuckDBPyConnection:
    """Read a CSV folder: `daily_sales` as text, `sales` its good lines, and the other tables."""
    connection = duckdb.connect()
    for path in folder.rglob("*.csv"):
        is_raw = path.stem == "daily_sales"
        header = path.read_text().partition("\n")[0].split(",")
        types = {name: kind for name, kind in TEXT.items() if name in header}
        connection.read_csv(str(path), all_varchar=is_raw, dtype=types).create(path.stem)
    connection.execute("""
        create table sales as
        select
            try_cast(lines.sale_date as date) as sale_date, lines.product_id,
            try_cast(lines.quantity as bigint) as quantity,
            lines.unit_price::double as unit_price, lines.on_promotion::int::boolean as on_promotion
        from daily_sales as lines
        join products on products.product_id = lines.product_id
        where try_cast(lines.sale_date as date) between date '1990-01-01' and date '2098-12-31'
            and try_cast(lines.quantity as double) < 1e15
    """)
    return connection


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> GenerateOptions:
    out = tmp_path_factory.mktemp("generated") / "data"
    return GenerateOptions(products=80, years=3, seed=3, out=out, with_truth=True)


@pytest.fixture(scope="module")
def data(options: GenerateOptions) -> duckdb.DuckDBPyConnection:
    return accepted(generate(options).path)


def one(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- the folder ------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_equal_options_give_equal_bytes(tmp_path: Path, file_format: str) -> None:
    options = GenerateOptions(
        products=20,
        years=1,
        seed=5,
        out=tmp_path / "a",
        file_format=file_format,
        with_truth=True,
    )
    first = contents(generate(options).path)
    assert first == contents(generate(replace(options, out=tmp_path / "b")).path)
    other = contents(generate(replace(options, out=tmp_path / "c", seed=6)).path)
    assert all(other[name] != content for name, content in first.items())


def test_the_sample_is_what_its_options_give(tmp_path: Path) -> None:
    fresh = generate(GenerateOptions(products=60, years=4, seed=7, out=tmp_path / "sample"))
    shipped = contents(SAMPLE)
    assert {name: shipped[name] for name in contents(fresh.path)} == contents(fresh.path)
    assert sum(map(len, shipped.values())) < 3_000_000
    assert not (SAMPLE / "truth").exists()


def test_all_tables_are_there_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "data"
    made = generate(GenerateOptions(products=20, years=1, seed=5, out=out))
    expected = ["generated.json", *(f"{name}.csv" for name in TABLES)]
    assert sorted(contents(out)) == sorted(expected)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
    for name in TABLES:
        assert made.rows[name] == (out / f"{name}.csv").read_text().count("\n") - 1 > 0


def test_formats_hold_the_same_rows(tmp_path: Path) -> None:
    options = GenerateOptions(products=20, years=1, seed=5, out=tmp_path / "csv")
    generate(options)
    generate(replace(options, out=tmp_path / "parquet", file_format="parquet"))
    for name in TABLES:
        parquet = duckdb.read_parquet(str(tmp_path / "parquet" / f"{name}.parquet"))
        csv = duckdb.read_csv(
            str(tmp_path / "csv" / f"{name}.csv"),
            dtype=dict(zip(parquet.columns, parquet.types, strict=True)),
        )
        assert csv.to_arrow_table().to_pylist() == parquet.to_arrow_table().to_pylist()


def test_a_generated_folder_is_replaced(tmp_path: Path) -> None:
    options = GenerateOptions(products=20, years=1, seed=5, out=tmp_path / "data", with_truth=True)
    generate(options)
    generate(replace(options, file_format="parquet", with_truth=False))
    assert not list(options.out.rglob("*.csv"))
    assert not (options.out / "truth").exists()


def test_files_of_others_are_not_replaced(tmp_path: Path) -> None:
    options = GenerateOptions(products=20, years=1, seed=5, out=tmp_path / "data")
    generate(options)
    mine = options.out / "notes" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("keep")
    before = contents(options.out)
    with pytest.raises(FileExistsError, match=r"notes.mine\.txt: choose another folder"):
        generate(replace(options, seed=6))
    assert contents(options.out) == before
    generate(replace(options, overwrite=True))
    assert not mine.exists()


def test_a_file_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "data"
    out.write_text("keep")
    with pytest.raises(FileExistsError, match="choose a folder"):
        generate(GenerateOptions(products=20, years=1, seed=5, out=out))


def test_a_failure_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = GenerateOptions(products=20, years=1, seed=5, out=tmp_path / "data")
    generate(options)
    before = contents(options.out)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("restock.generate.folder.with_line_ids", fail)
    with pytest.raises(OSError, match="disk full"):
        generate(replace(options, seed=6))
    assert contents(options.out) == before
    assert list(tmp_path.iterdir()) == [options.out]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"products": 19}, "products must be at least 20"),
        ({"years": 0.9}, "years must be at least 1"),
        ({"seed": -1}, "seed"),
        ({"groups": 0}, "groups"),
        ({"lines_per_day": 0}, "lines_per_day"),
        ({"file_format": "xlsx"}, "file_format"),
        ({"stockouts_per_year": -1}, "stockouts_per_year"),
        ({"bulk_orders_per_year": -1}, "bulk_orders_per_year"),
        ({"stock_counts": "yearly"}, "stock_counts must be one of weekly, daily, month ends, none"),
        ({"counted_months": 0}, "counted_months"),
    ],
)
def test_options_out_of_range_are_refused(change: dict[str, object], message: str) -> None:
    good = GenerateOptions(products=20, years=1, seed=0, out=Path("data"))
    with pytest.raises(ValueError, match=message):
        replace(good, **change)


# --- the calendar ----------------------------------------------------------------------------


def test_history_spans_whole_months_and_a_partial_last_one(
    data: duckdb.DuckDBPyConnection,
) -> None:
    assert one(data, "select min(sale_date) from sales") == date(2023, 1, 2)
    assert one(data, "select max(sale_date) from sales") == date(2026, 1, 12)
    assert one(data, "select count(distinct date_trunc('month', sale_date)) from sales") == 37


def is_closed(day: date) -> bool:
    return day.isoweekday() == 7 or (day.month, day.day) in {(1, 1), (5, 1), (12, 25), (12, 26)}


def test_business_is_done_on_all_open_days_and_no_others(data: duckdb.DuckDBPyConnection) -> None:
    booked = {day for (day,) in data.execute("select distinct sale_date from sales").fetchall()}
    history = [date(2023, 1, 1) + timedelta(days) for days in range(1108)]
    assert history[-1] == date(2026, 1, 12)
    assert booked == {day for day in history if not is_closed(day)}


def test_some_days_are_busier_and_some_quieter(data: duckdb.DuckDBPyConnection) -> None:
    # Against the demand of the same products in the weeks around.
    query = """
        with days as (
            select demand_date, sum(least(demand_units, 50)) as units from demand group by all
        )
        select special.demand_date, special.units / avg(other.units)
        from days as special join days as other
            on abs(other.demand_date - special.demand_date) between 1 and 15
        where special.demand_date in ('2024-11-29', '2024-12-31')
        group by special.demand_date, special.units
        order by special.demand_date
    """
    (_, sale_friday), (_, new_years_eve) = data.execute(query).fetchall()
    assert sale_friday > 1.2
    assert new_years_eve < 0.9


def test_a_history_may_end_with_a_month(tmp_path: Path) -> None:
    # The 30th of November is a Sunday: the month is complete on the 29th.
    options = GenerateOptions(
        products=20, years=1, seed=5, out=tmp_path / "data", end_date=date(2025, 11, 29)
    )
    data = accepted(generate(options).path)
    assert one(data, "select min(date_trunc('month', sale_date))::date from sales") == date(
        2024, 12, 1
    )
    assert one(data, "select min(due_month) from open_orders") == date(2025, 12, 1)


def test_a_history_does_not_end_on_a_closed_day(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2025-11-30 is a closed day"):
        generate(
            GenerateOptions(
                products=20, years=1, seed=5, out=tmp_path / "d", end_date=date(2025, 11, 30)
            )
        )


# --- what is planted -------------------------------------------------------------------------


def test_sales_are_latent_demand_but_for_what_is_planted(data: duckdb.DuckDBPyConnection) -> None:
    difference = """
        with sold as (
            select sale_date, product_id, sum(quantity) as units
            from sales where quantity > 0 group by all
        ),
        bulk as (
            select sale_date, product_id, sum(quantity) as units from bulk_orders group by all
        ),
        out_of_stock as (
            select distinct demand.demand_date, demand.product_id
            from demand join stockouts on stockouts.product_id = demand.product_id
                and demand.demand_date between stockouts.start_date and stockouts.end_date
        ),
        wanted as (
            select demand_date as sale_date, product_id, demand_units as units
            from demand anti join out_of_stock using (demand_date, product_id)
        )
        select count(*) from (
            from wanted full join sold using (sale_date, product_id)
            left join bulk using (sale_date, product_id)
            select coalesce(wanted.units, 0) + coalesce(bulk.units, 0) as expected,
                coalesce(sold.units, 0) as units
        ) where expected <> units
    """
    assert one(data, difference) == 0


def test_stockouts_stop_sales_and_show_in_stock_levels(data: duckdb.DuckDBPyConnection) -> None:
    assert one(data, "select count(*) from stockouts") == 84
    during = """
        from sales join stockouts using (product_id)
        select count(*) where quantity > 0 and sale_date between start_date and end_date
    """
    assert one(data, during) == 0
    contradictions = """
        select count(*) from stock_levels where (on_hand_units = 0) <> exists (
            from stockouts where stockouts.product_id = stock_levels.product_id
                and stock_date between start_date and end_date
        )
    """
    assert one(data, contradictions) == 0
    assert one(data, "select count(*) from stock_levels where on_hand_units = 0") > 50
    unseen = """
        select count(*) from stockouts
        where start_date >= (select min(stock_date) from stock_levels) and not exists (
            from stock_levels where stock_levels.product_id = stockouts.product_id
                and stock_date between start_date and end_date and on_hand_units = 0
        )
    """
    assert one(data, unseen) == 0


def test_stock_is_counted_weekly_for_products_on_sale(data: duckdb.DuckDBPyConnection) -> None:
    gaps = """
        select distinct stock_date - lag(stock_date) over (order by stock_date) as days
        from (select distinct stock_date from stock_levels)
        qualify days is not null
    """
    assert data.execute(gaps).fetchall() == [(7,)]
    assert (
        one(data, "select count(*) - count(distinct (stock_date, product_id)) from stock_levels")
        == 0
    )


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({"stock_counts": "daily"}, "range(date '2023-08-01', date '2026-01-13', interval 1 day)"),
        (
            {"stock_counts": "month ends", "counted_months": 1000},
            "list_transform(range(1, 37), lambda n: date '2022-12-31' + to_months(n))",
        ),
    ],
)
def test_stock_is_counted_when_it_is_said(
    tmp_path: Path, options: GenerateOptions, change: dict[str, Any], counted: str
) -> None:
    changed = replace(options, products=20, out=tmp_path / "data", **change)
    data = accepted(generate(changed).path)
    wrong = f"""
        with counted as (select cast(unnest({counted}) as date) as stock_date)
        select count(*)
        from (select distinct stock_date from stock_levels) as levels
        full join counted using (stock_date)
        where levels.stock_date is null or counted.stock_date is null
    """
    assert one(data, wrong) == 0


def test_stock_may_never_be_counted(tmp_path: Path) -> None:
    options = GenerateOptions(
        products=20, years=1, seed=5, out=tmp_path / "data", stock_counts="none"
    )
    assert "stock_levels" not in generate(options).rows
    assert not (options.out / "stock_levels.csv").exists()


def test_more_or_nothing_may_be_planted_on_the_same_demand(
    data: duckdb.DuckDBPyConnection, options: GenerateOptions, tmp_path: Path
) -> None:
    made = {}
    for rate in (0, 1.0):
        changed = replace(
            options,
            out=tmp_path / f"{rate}",
            stockouts_per_year=rate,
            bulk_orders_per_year=rate,
        )
        made[rate] = accepted(generate(changed).path)
    demand = "select bit_xor(hash(demand)) from demand"
    assert {one(made[rate], demand) for rate in made} == {one(data, demand)}
    dense = round(80 * 0.64)
    assert one(made[0], "select count(*) from stockouts") == 0
    assert one(made[0], "select count(*) from bulk_orders") == 0
    assert one(made[0], "select count(*) from stock_levels where on_hand_units = 0") == 0
    assert one(made[1.0], "select count(*) from stockouts") == 80 * 3
    # But for those that met a stock-out.
    assert 0.8 * dense * 3 < one(made[1.0], "select count(*) from bulk_orders") <= dense * 3 + 10


def test_what_is_planted_is_told_where_it_is_not_the_default() -> None:
    options = GenerateOptions(products=20, years=1, seed=5, out=Path("data"))
    assert options.settings().keys() & {"stock_counts", "stockouts_per_year", "out"} == set()
    assert replace(options, stock_counts="daily").settings()["stock_counts"] == "daily"


def test_bulk_orders_are_single_huge_lines(data: duckdb.DuckDBPyConnection) -> None:
    huge = """
        select min(bulk_orders.quantity / typical.units)
        from bulk_orders
        join (select product_id, median(demand_units) as units from demand group by all) as typical
            on typical.product_id = bulk_orders.product_id
    """
    assert one(data, "select count(*) from bulk_orders") >= 4
    assert one(data, huge) > 5
    unsold = """
        select count(*) from bulk_orders anti join sales using (sale_date, product_id, quantity)
    """
    assert one(data, unsold) == 0


def test_returns_follow_a_sale_of_their_product_at_its_price(
    data: duckdb.DuckDBPyConnection,
) -> None:
    assert 0.002 < one(data, "select avg((quantity < 0)::int) from sales") < 0.02
    unexplained = """
        select count(*) from sales as returned
        where returned.quantity < 0 and not exists (
            from sales where sales.product_id = returned.product_id
                and sales.quantity >= -returned.quantity
                and sales.unit_price = returned.unit_price
                and returned.sale_date - sales.sale_date between 2 and 30
        )
    """
    assert one(data, unexplained) == 0


def test_launches_discontinuations_and_replacements_agree_with_sales(
    data: duckdb.DuckDBPyConnection,
) -> None:
    lives = """
        create temp table lives as
        select
            products.*, min(sale_date) filter (quantity > 0) as first_sale,
            max(sale_date) filter (quantity > 0) as last_sale
        from products left join sales on sales.product_id = products.product_id group by all
    """
    data.execute(lives)
    assert one(data, "select count(*) from lives where first_sale < launched_on") == 0
    assert one(data, "select count(*) from lives where last_sale >= discontinued_on") == 0
    launched = "select count(*) from lives where launched_on >= date '2023-01-01'"
    assert one(data, launched) == 4 + 4 + 1 + 2
    # Launched in the month after the last complete one, not sold yet.
    assert data.execute(
        "select launched_on from lives where first_sale is null and launched_on > date '2026-01-12'"
    ).fetchall() == [(date(2026, 1, 20),)]
    assert one(data, "select count(*) from lives where discontinued_on is not null") == 5 + 2
    takeover = """
        select
            before.discontinued_on = after.launched_on,
            before.product_group = after.product_group,
            starts_with(after.product_name, before.product_name)
        from lives as after join lives as before on before.product_id = after.predecessor_id
    """
    assert data.execute(takeover).fetchall() == [(True, True, True)] * 2


def test_a_successor_takes_over_the_level(tmp_path: Path) -> None:
    options = GenerateOptions(products=200, years=3, seed=3, out=tmp_path / "d", with_truth=True)
    data = accepted(generate(options).path)
    levels = """
        select median(later.units / earlier.units) from (
            select after.product_id, sum(demand_units) as units
            from products as after join demand on demand.product_id = after.product_id
            where demand_date < launched_on + 120 and predecessor_id is not null group by all
        ) as later join (
            select after.product_id, sum(demand_units) as units
            from products as after join demand on demand.product_id = after.predecessor_id
            where demand_date >= launched_on - 120 group by all
        ) as earlier on earlier.product_id = later.product_id
    """
    assert 0.5 < one(data, levels) < 2


def test_promotions_lower_prices_and_raise_sales(data: duckdb.DuckDBPyConnection) -> None:
    uplift = """
        with days as (
            from demand semi join planned_events using (product_id)
            select product_id, exists (
                from planned_events where planned_events.product_id = demand.product_id
                    and demand_date between start_date and end_date
            ) as is_promoted, avg(demand_units) as units
            group by all
        )
        select median(promoted.units / ordinary.units)
        from days as promoted join days as ordinary on ordinary.product_id = promoted.product_id
        where promoted.is_promoted and not ordinary.is_promoted
    """
    assert 1.2 < one(data, uplift) < 4
    unplanned = """
        select count(*) from sales where on_promotion <> exists (
            from planned_events where planned_events.product_id = sales.product_id
                and sale_date between start_date and end_date
        ) and quantity > 0
    """
    assert one(data, unplanned) == 0
    assert one(data, "select count(*) from planned_events where start_date > date '2026-01-12'") > 0
    known = """
        select max(known_on) <= date '2026-01-12' and bool_and(known_on < start_date)
        from planned_events
    """
    assert one(data, known)


def test_list_prices_change(data: duckdb.DuckDBPyConnection) -> None:
    prices = """
        select avg(prices) from (
            select count(distinct unit_price) as prices
            from sales where not on_promotion group by product_id
        )
    """
    assert 1 < one(data, prices) < 6


def test_demand_is_dense_or_sparse_over_orders_of_magnitude(
    data: duckdb.DuckDBPyConnection,
) -> None:
    levels = """
        select max(units) / min(units), avg((days < 200)::int) from (
            select sum(demand_units) as units, count(*) as days from demand
            join products on products.product_id = demand.product_id
            where launched_on < date '2023-01-01' and discontinued_on is null
            group by demand.product_id
        )
    """
    spread, sparse = data.execute(levels).fetchall()[0]
    assert spread > 1000
    assert 0.2 < sparse < 0.5


def test_seasonality_is_shared_within_groups(tmp_path: Path) -> None:
    options = GenerateOptions(
        products=120, years=4, seed=2, groups=3, out=tmp_path / "d", with_truth=True
    )
    data = accepted(generate(options).path)
    shapes = """
        create table shapes as
        with monthly as (
            select demand.product_id, product_group, month(demand_date) as calendar_month,
                ln(sum(demand_units)) as size
            from demand join products on products.product_id = demand.product_id
            group by all
        )
        select *, size - avg(size) over (partition by product_id) as shape from monthly
        qualify count(*) over (partition by product_id) = 12
            and min(size) over (partition by product_id) > 4
    """
    data.execute(shapes)
    agreement = """
        select avg(agreement) from (
            select corr(one.shape, other.shape) as agreement
            from shapes as one join shapes as other on other.calendar_month = one.calendar_month
                and other.product_id > one.product_id
                and (other.product_group = one.product_group) = {same}
            group by one.product_id, other.product_id
        )
    """
    within = one(data, agreement.format(same="true"))
    between = one(data, agreement.format(same="false"))
    assert within > between + 0.2


def test_there_is_a_bad_line_for_each_reason(data: duckdb.DuckDBPyConnection) -> None:
    assert {fault.reason for fault in FAULTS} == {
        "unparseable date",
        "missing date",
        "missing product",
        "unknown product",
        "unparseable quantity",
        "missing quantity",
        "infinite quantity",
        "absurd quantity",
        "date too early",
        "date in the future",
    }
    lines = data.table("daily_sales").to_arrow_table()
    bad = 0
    for fault in FAULTS:
        found = lines[fault.column].to_pylist().count(fault.value)
        assert found > 0, fault
        bad += found
    assert len(lines) - one(data, "select count(*) from sales") == bad
    assert bad < 0.004 * len(lines)


def test_line_ids_count_lines_in_the_order_of_the_file(data: duckdb.DuckDBPyConnection) -> None:
    rows = data.execute("select sale_line_id from daily_sales").fetchall()
    assert [int(number) for (number,) in rows] == list(range(1, len(rows) + 1))


def test_orders_are_in_packs_and_to_come(data: duckdb.DuckDBPyConnection) -> None:
    wrong = """
        select count(*) from open_orders left join products using (product_id)
        where ordered_units <= 0 or ordered_units % pack_size <> 0 or discontinued_on is not null
            or due_month not in ('2026-01-01', '2026-02-01', '2026-03-01')
    """
    assert one(data, wrong) == 0


def test_some_overrides_hold_and_some_have_expired(data: duckdb.DuckDBPyConnection) -> None:
    query = """
        select distinct target_month > date '2025-12-01', expires_on > date '2026-01-12'
        from overrides
    """
    assert sorted(data.execute(query).fetchall()) == [(False, False), (True, True)]


# --- invariants ------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(
    products=st.integers(20, 40),
    months=st.integers(12, 20),
    seed=st.integers(0, 2**40),
    groups=st.integers(1, 20),
    lines_per_day=st.integers(1, 4),
    end=st.dates(date(2020, 1, 1), date(2031, 12, 31)),
)
def test_any_options_give_a_sound_folder(
    *, products: int, months: int, seed: int, groups: int, lines_per_day: int, end: date
) -> None:
    while is_closed(end):
        end += timedelta(1)
    with tempfile.TemporaryDirectory() as folder:
        options = GenerateOptions(
            products=products,
            years=months / 12,
            seed=seed,
            out=Path(folder) / "data",
            end_date=end,
            groups=groups,
            lines_per_day=lines_per_day,
            with_truth=True,
        )
        made = generate(options)
        data = accepted(made.path)
    assert one(data, "select count(*) from products") == products
    assert one(data, "select max(sale_date) from sales") == end
    assert one(data, "select count(distinct product_group) from products") <= groups
    most = """
        select max(lines) from (
            select count(*) as lines from sales
            anti join bulk_orders using (sale_date, product_id)
            where quantity > 0 group by sale_date, sales.product_id
        )
    """
    assert one(data, most) <= lines_per_day
    totals = """
        select
            (select sum(quantity) from sales where quantity > 0)
            - (select coalesce(sum(quantity), 0) from bulk_orders)
            - (select sum(demand_units) from demand where not exists (
                from stockouts where stockouts.product_id = demand.product_id
                    and demand_date between start_date and end_date
            ))
    """
    assert one(data, totals) == 0
    assert one(data, "select count(*) from bulk_orders") > 0
    assert one(data, "select bool_and(start_date > known_on) from planned_events")
    first_month = one(data, "select date_trunc('month', min(sale_date)) from sales")
    months_sold = (end.year - first_month.year) * 12 + end.month - first_month.month
    assert months_sold in {months - 1, months}
