"""Bulk orders: single lines as large as the ordinary demand of months."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from restock.generate.arrays import Bools, Floats, Ints
from restock.generate.catalogue import Catalogue
from restock.generate.episodes import draw_episodes, episode_count
from restock.generate.options import GenerateOptions
from restock.generate.sales import Lines, PriceTags
from restock.generate.timeline import Timeline
from restock.generate.traits import OPEN_DAYS_PER_MONTH

# Units of an order, in months of ordinary demand.
ORDER_MONTHS = (0.8, 3.0)


@dataclass(frozen=True)
class BulkOrders:
    """Bulk orders to come; arrays are of shape (orders,).

    Parameters
    ----------
    day, product
        Day and product numbers.
    months
        Size in months of ordinary demand.
    """

    day: Ints
    product: Ints
    months: Floats

    @classmethod
    def of(cls, options: GenerateOptions, timeline: Timeline, catalogue: Catalogue) -> "BulkOrders":
        """Draw bulk orders of dense products on open days."""
        rng = options.random("bulk")
        is_dense = catalogue.traits.is_dense
        count = episode_count(
            options.bulk_orders_per_year, options.years, int(is_dense.sum()), fewest=4
        )
        spans = draw_episodes(rng, count, is_dense, catalogue.lives.span, (1, 1))
        day = timeline.next_open(spans.start)
        return cls(day, spans.product, rng.uniform(*ORDER_MONTHS, count))

    def lines(self, tags: PriceTags, baseline: Floats, in_stock: Bools) -> Lines:
        """Return the sales lines of one month; nothing is sold that is not in stock.

        Parameters
        ----------
        tags
            The month's prices.
        baseline
            Mean units of an ordinary day, shape (open days, products).
        in_stock
            Whether there is stock, shape (open days, products).
        """
        now = np.flatnonzero(np.isin(self.day, tags.days))
        row, product = np.searchsorted(tags.days, self.day[now]), self.product[now]
        units = np.ceil(baseline[row, product] * OPEN_DAYS_PER_MONTH * self.months[now])
        units *= in_stock[row, product]
        is_sold = units > 0
        return tags.lines(row[is_sold], product[is_sold], units[is_sold].astype(np.int64))


def bulk_orders_table(timeline: Timeline, catalogue: Catalogue, bulk: Lines) -> pa.Table:
    """Return the planted bulk orders. One row per bulk order."""
    return pa.table(
        {
            "sale_date": pa.array(timeline.date_of(bulk.day)),
            "product_id": catalogue.ids(bulk.product),
            "quantity": pa.array(bulk.quantity),
        }
    )
