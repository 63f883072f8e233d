"""Order policies played month by month on demand that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Terms:
    """On what terms products are ordered.

    Attributes
    ----------
    lead_months
        Shape (products,), whole months from order to arrival.
    pack_units, minimum_units
        Shape (products,), units in a pack, above 0, and least units of an order.
    """

    lead_months: NDArray[np.int64]
    pack_units: Units
    minimum_units: Units


@dataclass(frozen=True, eq=False)
class Played:
    """What came of a policy.

    Attributes
    ----------
    stock_units
        Shape (months, products), mean of the stock at the start of a month, after arrivals, and at
        its end.
    sold_units
        Shape (months, products), demand that was met.
    """

    stock_units: Units
    sold_units: Units


def order_units(needed: Units, room: Units, terms: Terms) -> Units:
    """Return what is ordered: the need in whole packs, within minimum and room.

    full = pack * ceil(max(need, minimum) / pack); room = pack * floor(room / pack);
    order = min(full, room), or 0 where nothing is needed or the minimum is above it: as
    int_order_quantities has it.

    Parameters
    ----------
    needed, room
        Shape (products,), units missing to the order-up-to level, and units missing to what is too
        much; negative: none.
    terms
        On what terms they are ordered.
    """
    full = np.ceil(np.maximum(needed, terms.minimum_units) / terms.pack_units - 1e-9)
    most = np.floor(np.maximum(0, room) / terms.pack_units + 1e-9)
    ordered = np.round(np.minimum(full, most) * terms.pack_units, 6)
    return np.where((needed > 0) & (ordered >= terms.minimum_units), ordered, 0.0)


def play(demand: Units, levels: Units, caps: Units, terms: Terms) -> Played:
    """Order up to a level at the end of every month, and lose what cannot be sold.

    An order placed at the end of month t arrives at the start of month t + 1 + lead. The stock
    begins with the first level.

    Parameters
    ----------
    demand
        Shape (months, products), units that customers want.
    levels, caps
        Shape (months, products), order-up-to level at the end of a month, and the units on hand and
        on order that no order may go beyond.
    terms
        On what terms products are ordered.
    """
    months, products = demand.shape
    arriving = np.zeros((months + 2 + int(terms.lead_months.max(initial=0)), products))
    everyone = np.arange(products)
    on_hand = np.array(levels[0])
    on_order = np.zeros(products)
    stock, sold = np.empty_like(demand), np.empty_like(demand)
    for month in range(months):
        on_hand += arriving[month]
        on_order -= arriving[month]
        sold[month] = np.minimum(demand[month], on_hand)
        stock[month] = on_hand - sold[month] / 2
        on_hand -= sold[month]
        position = on_hand + on_order
        ordered = order_units(levels[month] - position, caps[month] - position, terms)
        arriving[month + 1 + terms.lead_months, everyone] += ordered
        on_order += ordered
    return Played(stock, sold)
