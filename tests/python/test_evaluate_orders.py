"""Order policies played on demand, and what the warehouse proposes."""

import duckdb
import numpy as np
import pytest
from conftest import Warehouse

from restock.evaluate.order_cases import Case
from restock.evaluate.order_curves import Curve, baseline_curve, proposal_curve, saved
from restock.evaluate.policies import Terms, order_units, play

MONTHS = 30


def terms(lead: int = 0, pack: float = 1.0, minimum: float = 0.0) -> Terms:
    return Terms(np.array([lead]), np.array([pack]), np.array([minimum]))


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def test_orders_arrive_after_the_lead_time_and_lost_demand_does_not_come_back():
    """Begins with 10; the 8 sold in the first month are ordered at its end, to arrive in the third.

    The second month finds 2 and loses 5, which nobody orders; it has 2 on hand and 8 on order at
    its start, and orders the 2 that it sold.
    """
    played = play(
        demand=column(8, 7, 6, 0),
        levels=column(10, 10, 10, 10),
        caps=column(99, 99, 99, 99),
        terms=terms(lead=1),
    )
    assert played.sold_units[:, 0].tolist() == [8, 2, 6, 0]
    assert played.stock_units[:, 0].tolist() == [6, 1, 5, 4]


@pytest.mark.parametrize(
    ("needed", "room", "pack", "minimum", "ordered"),
    [
        (0, 99, 6, 12, 0),
        (-5, 99, 6, 12, 0),
        (13, 99, 6, 12, 18),
        (1, 99, 5, 12, 15),
        (60, 40, 6, 12, 36),
        (60, 40, 6, 48, 0),
        (60, -1, 6, 0, 0),
        (0.3, 9, 0.1, 0, 0.3),
        (1, 99, 0.7, 2.1, 2.1),
    ],
)
def test_an_order_is_whole_packs_within_minimum_and_room(needed, room, pack, minimum, ordered):
    found = order_units(np.array([needed]), np.array([room]), terms(0, pack, minimum))
    assert found.tolist() == pytest.approx([ordered])


def test_the_policy_that_is_played_is_what_the_warehouse_proposes(tiny_warehouse: Warehouse):
    with duckdb.connect(str(tiny_warehouse.path), read_only=True) as connection:
        found = connection.sql("from marts.int_order_needs order by product_id").df()
        (proposed,) = connection.sql(
            "select list(proposed_units order by product_id) from marts.fct_order_proposals"
        ).fetchone()
    ordered = order_units(
        found["net_need_units"].to_numpy(),
        (found["cap_units"] - found["position_units"]).to_numpy(),
        Terms(
            found["lead_time_months"].to_numpy(),
            found["pack_size"].to_numpy(),
            found["minimum_order_units"].to_numpy(),
        ),
    )
    assert ordered.sum() > 0
    assert ordered.tolist() == pytest.approx(proposed)


def case(expected: np.ndarray, baseline: np.ndarray, demand: np.ndarray) -> Case:
    """Products that are ordered for the month after; the safety is 50 at 90%."""
    return Case(
        demand=demand,
        is_listed=np.ones_like(demand, dtype=bool),
        expected=expected,
        deviations={0.1: np.full_like(demand, -50), 0.9: np.full_like(demand, 50)},
        baseline=baseline,
        protection=np.ones_like(demand),
        unit_value=np.ones(demand.shape[1]),
        terms=Terms(*(np.full(demand.shape[1], value) for value in (0, 1e-6, 0))),
        most_cover=100,
    )


def test_a_forecast_that_knows_the_season_saves_stock_at_the_same_fill_rate():
    season = np.where(np.arange(MONTHS) % 2 == 0, 100.0, 300.0)[:, None]
    demand = np.tile(season, (1, 5))
    knowing = case(np.roll(demand, -1, axis=0), np.full_like(demand, 200), demand)
    found = saved(proposal_curve(knowing), baseline_curve(knowing), 0.9)
    assert found.shape == (1001,)
    assert found[0] > 0.15
    assert np.nanquantile(found, 0.025) > 0


def test_the_same_levels_save_nothing():
    demand = np.random.default_rng(1).uniform(50, 150, (MONTHS, 4))
    same = case(np.full_like(demand, 100), np.full_like(demand, 100), demand)
    assert saved(proposal_curve(same), baseline_curve(same), 0.9)[0] == pytest.approx(0, abs=0.1)


def test_no_fill_rate_is_read_where_none_was_reached():
    curve = Curve(
        ("low", "high"), np.array([[10.0], [20.0]]), np.array([[0.5], [0.9]]), np.ones((2, 1))
    )
    assert curve.at(0.7, curve.stock).tolist() == pytest.approx([15])
    assert np.isnan(curve.at(0.95, curve.stock)).all()
    assert np.isnan(curve.at(0.4, curve.stock)).all()
