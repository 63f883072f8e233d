"""Stock-outs and the stock levels that show them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from restock.generate.arrays import Bools, Dates, Floats, Ints
from restock.generate.catalogue import Catalogue
from restock.generate.demand import Demand
from restock.generate.episodes import Episodes, draw_episodes, episode_count
from restock.generate.options import GenerateOptions, StockCounts
from restock.generate.timeline import MONDAY, Timeline, weekday

# A week at least, so that a weekly count cannot miss one.
STOCKOUT_DAYS = (8, 40)


def _is_counted(dates: Dates, counts: StockCounts) -> Bools:
    """Tell on which dates stock is counted, open or not."""
    rules: dict[StockCounts, Bools] = {
        "weekly": weekday(dates) == MONDAY,
        "daily": np.ones(len(dates), np.bool_),
        "month ends": (dates + 1).astype("M8[M]") > dates.astype("M8[M]"),
        "none": np.zeros(len(dates), np.bool_),
    }
    return rules[counts]


@dataclass(frozen=True)
class Stock:
    """Stock-outs, and the saw-tooth of the stock between deliveries.

    Parameters
    ----------
    timeline, catalogue
        The days and the products.
    stockouts
        Spans without stock: nothing is sold.
    safety_days, cycle_days, phase
        Days of demand in stock just before a delivery, days between deliveries and share of
        the cycle that is over on day 0; each of shape (products,).
    counts, counted_months
        When stock is counted, and in how many of the last months.
    """

    timeline: Timeline
    catalogue: Catalogue
    stockouts: Episodes
    safety_days: Floats
    cycle_days: Floats
    phase: Floats
    counts: StockCounts
    counted_months: int

    @classmethod
    def of(cls, options: GenerateOptions, timeline: Timeline, catalogue: Catalogue) -> "Stock":
        """Draw stock-outs and delivery cycles."""
        rng = options.random("stock")
        count = len(catalogue)
        return cls(
            timeline=timeline,
            catalogue=catalogue,
            stockouts=draw_episodes(
                rng,
                episode_count(options.stockouts_per_year, options.years, count, fewest=3),
                np.ones(count, dtype=np.bool_),
                catalogue.lives.span,
                STOCKOUT_DAYS,
            ),
            safety_days=rng.uniform(10, 40, count),
            cycle_days=rng.uniform(25, 90, count),
            phase=rng.random(count),
            counts=options.stock_counts,
            counted_months=options.counted_months,
        )

    def is_out(self, days: Ints) -> Bools:
        """Tell which products are out of stock on consecutive days, shape (days, products)."""
        heights = np.ones(len(self.stockouts))
        return self.stockouts.spread(heights, days, len(self.phase)) > 0

    def counted_days(self, month: int) -> Ints:
        """Return the days of a month with a stock count, once counts began."""
        days = self.timeline.days_of(month)
        has_begun = month >= self.timeline.months - self.counted_months
        return np.asarray(days[_is_counted(self.timeline.dates[days], self.counts) & has_begun])

    def levels_table(self, demand: Demand, month: int) -> pa.Table:
        """Return the stock counted in a month. One row per count and product on sale.

        on_hand = baseline * (safety + cycle * share of the cycle to come), 1 or more; 0 when out
        """
        days, counts = self.timeline.days_of(month), self.counted_days(month)
        elapsed = (counts[:, None] / self.cycle_days + self.phase) % 1
        cover = self.safety_days + self.cycle_days * (1 - elapsed)
        stocked = np.maximum(np.ceil(demand.baseline(counts) * cover), 1)
        on_hand = np.where(self.is_out(days)[counts - days[0]], 0, stocked).astype(np.int64)
        row, product = np.nonzero(self.catalogue.lives.are_alive(counts))
        return pa.table(
            {
                "stock_date": pa.array(self.timeline.date_of(counts[row])),
                "product_id": self.catalogue.ids(product),
                "on_hand_units": pa.array(on_hand[row, product]),
            }
        )

    def stockouts_table(self) -> pa.Table:
        """Return the planted stock-outs, which may overlap. One row per stock-out."""
        spans = self.stockouts
        table = pa.table(
            {
                "product_id": self.catalogue.ids(spans.product),
                "start_date": pa.array(self.timeline.date_of(spans.start)),
                "end_date": pa.array(self.timeline.date_of(spans.stop - 1)),
            }
        )
        return table.sort_by([("start_date", "ascending"), ("product_id", "ascending")])
