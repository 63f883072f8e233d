"""What holds for the way from sales to demand, whatever was sold: no line or unit is lost, demand
is never negative, months are complete, and nothing that comes later changes a month."""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from front_door import FrontDoor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIRST_DAY = dt.date(2024, 1, 1)
MONTH_ENDS = (dt.date(2024, 8, 31), dt.date(2024, 9, 30), dt.date(2024, 10, 31))
LATER_DAYS = 75
DEMAND = """
    select product_id, demand_month, sold_units, stockout_units, outlier_units, returned_units,
        demand_units, training_units, in_stock_share, known_in_stock_share, is_listed
    from intermediate.int_demand_monthly order by all
"""


@dataclass(frozen=True)
class Product:
    """What a product sells: on which share of the days, how much, and what befalls it."""

    share: float
    level: int
    gap: tuple[int, int]
    bulk: tuple[int, int]
    returned: tuple[int, int]
    counted_every: int
    discontinued_after: int | None


PRODUCTS = st.builds(
    Product,
    share=st.sampled_from([0.03, 0.3, 0.8, 1.0]),
    level=st.integers(1, 40),
    gap=st.tuples(st.integers(40, 290), st.integers(0, 90)),
    bulk=st.tuples(st.integers(0, 300), st.sampled_from([0, 500, 4000])),
    returned=st.tuples(st.integers(0, 300), st.sampled_from([0, 3, 900, 4000])),
    counted_every=st.sampled_from([0, 1, 7, 30]),
    discontinued_after=st.sampled_from([None, None, 100, 250]),
)


def business(products: list[Product], seed: int, end: dt.date) -> dict[str, str]:
    """Return the files of a business up to a day; what is sold on a day does not depend on it."""
    sales, counts = ["sale_date,product_id,quantity"], ["stock_date,product_id,on_hand_units"]
    listed = ["product_id,product_name,product_group,discontinued_on,predecessor_id"]
    for number, product in enumerate(products):
        name = f"p{number}"
        random = np.random.default_rng([seed, number])
        is_sold = random.random(500) < product.share
        units = random.integers(1, product.level + 1, 500)
        units[product.bulk[0]] += product.bulk[1]
        is_sold[product.bulk[0]] |= product.bulk[1] > 0
        start, stop = product.gap[0], product.gap[0] + product.gap[1]
        is_sold[start:stop] = False
        last = product.discontinued_after
        listed.append(
            f"{name},{name},g,"
            + (str(FIRST_DAY + dt.timedelta(last)) if last else "")
            + (f",p{number - 1}" if number else ",")
        )
        for day in range((end - FIRST_DAY).days + 1):
            date = FIRST_DAY + dt.timedelta(day)
            if is_sold[day] and not (last and day > last):
                sales.append(f"{date},{name},{units[day]}")
            if day == product.returned[0] and product.returned[1]:
                sales.append(f"{date},{name},-{product.returned[1]}")
            if product.counted_every and day % product.counted_every == 0:
                counts.append(f"{date},{name},{0 if start <= day < stop else 9}")
    # Someone buys something on the last day of a month, so that it is complete.
    dates = (FIRST_DAY + dt.timedelta(day) for day in range((end - FIRST_DAY).days + 1))
    sales += [f"{date},till,1" for date in dates if (date + dt.timedelta(1)).day == 1]
    listed.append("till,Till,g,,")
    return {
        "daily_sales.csv": "\n".join(sales),
        "stock_levels.csv": "\n".join(counts),
        "products.csv": "\n".join(listed),
    }


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> FrontDoor:
    return FrontDoor.compiled(tmp_path_factory.mktemp("compiled"), "int_demand_history")


def built(months: FrontDoor, files: dict[str, str], *queries: str) -> list[list[tuple[Any, ...]]]:
    """Return the rows of queries over the demand of an input."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text + "\n")
        with months.open(Path(folder), Path(folder) / "copies", "table") as connection:
            return [connection.execute(query).fetchall() for query in queries]


def check_what_holds(months: FrontDoor, products: list[Product], seed: int, end: dt.date) -> None:
    demand, lines, sold = built(
        months,
        business(products, seed, end),
        DEMAND,
        "select (select count(*) from raw.daily_sales), count(*) from intermediate.int_sales_lines "
        "where rejection_reason is null",
        # As booked: what came back before the first sale belongs to no month.
        """
        select lines.product_id, date_trunc('month', lines.sale_date), sum(lines.quantity)
        from intermediate.int_sales_lines as lines
        inner join intermediate.int_product_months as months
            on lines.product_id = months.product_id
            and date_trunc('month', lines.sale_date) = months.demand_month
        where lines.rejection_reason is null group by all
        """,
    )
    assert lines[0][0] == lines[0][1]
    booked = {(product, month.date()): units for product, month, units in sold}
    seen: dict[str, dt.date] = {}
    balance: dict[str, float] = {}
    for row in demand:
        product, month, sold_units, stockout, outlier, returned, units, training, share = row[:9]
        assert sold_units == pytest.approx(booked.get((product, month), 0))
        if product in seen:
            assert month == (seen[product] + dt.timedelta(31)).replace(day=1)
        seen[product] = month
        if not row[-1]:
            assert (units, training) == (None, None)
            continue
        assert stockout >= 0 >= outlier
        assert units >= 0
        assert units == pytest.approx(sold_units + stockout + outlier + returned)
        assert share is None or 0 <= share <= 1
        assert training is None or training == units
        # What is carried forward is never more than what came back.
        balance[product] = balance.get(product, 0) + returned
        assert balance[product] >= -1e-6
    assert set(seen.values()) == {end.replace(day=1)}


def check_that_nothing_looks_ahead(
    months: FrontDoor, products: list[Product], seed: int, end: dt.date
) -> None:
    last = end.replace(day=1)
    (now,) = built(months, business(products, seed, end), DEMAND)
    (later,) = built(months, business(products, seed, end + dt.timedelta(LATER_DAYS)), DEMAND)
    assert [row for row in later if row[1] <= last and row[0] != "till"] == [
        row for row in now if row[0] != "till"
    ]


BUSINESSES = {
    "products": st.lists(PRODUCTS, min_size=1, max_size=4),
    "seed": st.integers(0, 1000),
    "end": st.sampled_from(MONTH_ENDS),
}
IN_PASSING = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
AT_LENGTH = settings(IN_PASSING, max_examples=100)


@IN_PASSING
@given(**BUSINESSES)
def test_what_holds(months: FrontDoor, products: list[Product], seed: int, end: dt.date) -> None:
    check_what_holds(months, products, seed, end)


@IN_PASSING
@given(**BUSINESSES)
def test_nothing_looks_ahead(
    months: FrontDoor, products: list[Product], seed: int, end: dt.date
) -> None:
    check_that_nothing_looks_ahead(months, products, seed, end)


@pytest.mark.proof
@AT_LENGTH
@given(**BUSINESSES)
def test_what_holds_at_length(
    months: FrontDoor, products: list[Product], seed: int, end: dt.date
) -> None:
    check_what_holds(months, products, seed, end)


@pytest.mark.proof
@AT_LENGTH
@given(**BUSINESSES)
def test_nothing_looks_ahead_at_length(
    months: FrontDoor, products: list[Product], seed: int, end: dt.date
) -> None:
    check_that_nothing_looks_ahead(months, products, seed, end)
