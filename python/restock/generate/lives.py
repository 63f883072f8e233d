"""When products start and stop to sell, and which one replaces which."""

from dataclasses import dataclass

import numpy as np

from restock.generate.arrays import Bools, Floats, Ints
from restock.generate.options import GenerateOptions
from restock.generate.timeline import Timeline

# Shares of the products, each at least one product.
LAUNCHED, NEW, NOT_YET_SOLD, DISCONTINUED, REPLACED = 0.05, 0.05, 0.01, 0.06, 0.03
# Share of its demand that a launched product still lacks on its first day.
LAUNCH_GAP = 0.7


@dataclass(frozen=True)
class Lives:
    """Lives of products as day numbers; arrays are of shape (products,).

    Parameters
    ----------
    start, stop
        First day of sales, and the one after the last: the date of discontinuation. Products
        older than the history start on day 0; one that is not yet sold has an empty life after
        the history.
    predecessor
        Number of the product that it replaces, -1 for none.
    launch_gap
        Share of demand still lacking on the first day; 0 for old products and successors.
    """

    start: Ints
    stop: Ints
    predecessor: Ints
    launch_gap: Floats

    @property
    def span(self) -> tuple[Ints, Ints]:
        """First day of sales and the one after the last."""
        return self.start, self.stop

    def are_alive(self, days: Ints) -> Bools:
        """Tell which products are sold on which days, shape (days, products)."""
        return (days[:, None] >= self.start) & (days[:, None] < self.stop)

    def inherit(self) -> Ints:
        """Return the number of the product whose traits each product has."""
        own = np.arange(len(self.predecessor))
        return np.where(self.predecessor >= 0, self.predecessor, own)


def draw_lives(options: GenerateOptions, timeline: Timeline, is_dense: Bools) -> Lives:
    """Draw the lives of all products; dense ones are replaced, so that the takeover is seen."""
    rng = options.random("lives")
    count, days = options.products, timeline.days

    def some(share: float) -> int:
        return max(1, round(share * count))

    order = rng.permutation(count)
    replaced = order[is_dense[order]][: some(REPLACED)]
    bounds = np.cumsum([some(s) for s in (REPLACED, LAUNCHED, NEW, NOT_YET_SOLD, DISCONTINUED)])
    others = order[~np.isin(order, replaced)]
    successors, launched, new, not_yet_sold, discontinued, _ = np.split(others, bounds)

    start = np.zeros(count, dtype=np.int64)
    stop = np.full(count, days)
    complete_days = timeline.day_of(timeline.month_after(1))
    start[launched] = rng.integers(int(0.15 * days), int(0.7 * days), len(launched))
    start[new] = complete_days - rng.integers(20, 150, len(new))
    # In the month after the last complete one, yet after the last sale.
    month = np.datetime64(timeline.month_after(1), "D")
    start[not_yet_sold] = max(days, timeline.day_of((month + 19).item()))
    stop[not_yet_sold] = start[not_yet_sold]
    stop[discontinued] = rng.integers(int(0.35 * days), int(0.95 * days), len(discontinued))
    takeover = rng.integers(int(0.3 * days), int(0.85 * days), len(replaced))
    stop[replaced] = start[successors] = takeover

    predecessor = np.full(count, -1)
    predecessor[successors] = replaced
    launch_gap = np.where((start > 0) & (predecessor < 0), LAUNCH_GAP, 0.0)
    return Lives(start, stop, predecessor, launch_gap)
