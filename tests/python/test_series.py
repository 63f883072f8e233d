"""Panel: a long demand table spread over products and months."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restock.series import Panel


def demand(*rows: tuple[str | None, date | None, float | None]) -> pa.Table:
    products, months, units = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "product_id": pa.array(products, pa.string()),
            "demand_month": pa.array(months, pa.date32()),
            "demand_units": pa.array(units, pa.float64()),
        }
    )


JAN, FEB, MAR, APR = (date(2024, month, 1) for month in range(1, 5))
TABLE = demand(("b", MAR, 3.0), ("a", APR, None), ("a", JAN, 1.0), ("b", APR, 4.0), ("a", MAR, 2.5))


def month(text: str) -> np.datetime64:
    return np.datetime64(text, "M")


def test_spreads_products_over_months_without_gaps() -> None:
    panel = Panel.from_table(TABLE)

    assert panel.product_ids.tolist() == ["a", "b"]
    assert panel.months.dtype == np.dtype("datetime64[M]")
    assert panel.months.astype(str).tolist() == ["2024-01", "2024-02", "2024-03", "2024-04"]
    nan = np.nan
    np.testing.assert_array_equal(panel.units, [[1.0, nan, 2.5, nan], [nan, nan, 3.0, 4.0]])


@given(order=st.permutations(range(TABLE.num_rows)))
@settings(max_examples=20)
def test_order_of_rows_does_not_matter(order: list[int]) -> None:
    expected, shuffled = Panel.from_table(TABLE), Panel.from_table(TABLE.take(order))

    assert shuffled.product_ids.tolist() == expected.product_ids.tolist()
    np.testing.assert_array_equal(shuffled.months, expected.months)
    np.testing.assert_array_equal(shuffled.units, expected.units)


@pytest.mark.parametrize(
    ("product_id", "cutoff", "history"),
    [
        ("a", "2024-01", [1.0]),
        ("a", "2024-03", [1.0, np.nan, 2.5]),
        ("b", "2024-04", [3.0, 4.0]),
        ("b", "2024-06", [3.0, 4.0, np.nan, np.nan]),
        ("b", "2024-02", []),
        ("b", "2023-01", []),
        ("unknown", "2024-04", []),
    ],
)
def test_history_runs_from_the_first_month_to_the_cutoff(
    product_id: str, cutoff: str, history: list[float]
) -> None:
    panel = Panel.from_table(TABLE)

    np.testing.assert_array_equal(panel.history(product_id, month(cutoff)), history)


def test_history_takes_any_date_of_the_cutoff_month() -> None:
    panel = Panel.from_table(TABLE)

    np.testing.assert_array_equal(
        panel.history("b", np.datetime64("2024-03-31")), panel.history("b", month("2024-03"))
    )


def test_product_without_a_known_month_has_no_history() -> None:
    panel = Panel.from_table(demand(("a", JAN, 1.0), ("b", FEB, None)))

    assert panel.history("b", month("2024-03")).size == 0


def test_table_without_rows_gives_a_panel_without_products() -> None:
    panel = Panel.from_table(demand())

    assert panel.units.shape == (0, 0)
    assert panel.history("a", month("2024-01")).size == 0


def test_text_may_be_dictionary_encoded() -> None:
    encoded = TABLE.set_column(0, "product_id", TABLE["product_id"].dictionary_encode())

    np.testing.assert_array_equal(Panel.from_table(encoded).units, Panel.from_table(TABLE).units)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE.drop_columns(["demand_units", "demand_month"]), "no column demand_month, demand_un"),
        (demand(("a", JAN, 1.0), ("a", FEB, 1.0), ("a", FEB, 2.0)), "first for a in 2024-02"),
        (demand(("a", JAN, 1.0), (None, FEB, 1.0)), "rows without product_id"),
        (demand(("a", None, 1.0)), "rows without product_id or demand_month"),
        (demand(("a", JAN, np.inf)), "infinite demand_units"),
    ],
)
def test_refuses_what_is_not_a_demand_table(table: pa.Table, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Panel.from_table(table)
