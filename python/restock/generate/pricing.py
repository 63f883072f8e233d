"""List prices and promotions."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from restock.generate.arrays import Floats, Ints
from restock.generate.catalogue import Catalogue
from restock.generate.episodes import Episodes, draw_episodes
from restock.generate.options import GenerateOptions
from restock.generate.timeline import Timeline

PRICE_CHANGES_PER_YEAR = 0.7
PROMOTIONS_PER_YEAR = 1.2
PROMOTION_DAYS = (6, 20)
DAYS_BETWEEN_PROMOTIONS = 14
DISCOUNTS = np.array([0.1, 0.15, 0.2, 0.25, 0.3, 0.4])
# How long before its start, in days, a promotion is known.
NOTICE_DAYS = (14, 84)
FUTURE_DAYS = 100


@dataclass(frozen=True)
class Pricing:
    """Prices of the history, and the promotions in it and after it.

    Parameters
    ----------
    list_price
        Price without a promotion, shape (months, products).
    promotions
        Promotions; they do not overlap, and all start within the history.
    discount
        Share that a promotion takes off the list price, shape (promotions,).
    future, future_discount
        The same for those announced that start after the history.
    """

    list_price: Floats
    promotions: Episodes
    discount: Floats
    future: Episodes
    future_discount: Floats


def _draw_list_prices(options: GenerateOptions, months: int, first_price: Floats) -> Floats:
    rng = options.random("prices")
    shape = (months, len(first_price))
    is_changed = rng.random(shape) < PRICE_CHANGES_PER_YEAR / 12
    step = np.where(is_changed, rng.uniform(-0.03, 0.08, shape), 0.0)
    step[0] = 0.0
    return np.round(first_price * np.cumprod(1 + step, axis=0), 2)


def draw_pricing(options: GenerateOptions, timeline: Timeline, catalogue: Catalogue) -> Pricing:
    """Draw list prices and promotions. Only dense products are promoted."""
    rng = options.random("promotions")
    is_dense, lives = catalogue.traits.is_dense, catalogue.lives
    count = round(PROMOTIONS_PER_YEAR * options.years * is_dense.sum())
    promotions = draw_episodes(rng, count, is_dense, lives.span, PROMOTION_DAYS)
    promotions = promotions.apart(DAYS_BETWEEN_PROMOTIONS)

    after = np.full(len(catalogue), timeline.days)
    goes_on = is_dense & (lives.stop == timeline.days)
    future = draw_episodes(
        rng, max(3, count // 20), goes_on, (after, after + FUTURE_DAYS), PROMOTION_DAYS
    ).apart(DAYS_BETWEEN_PROMOTIONS)
    return Pricing(
        list_price=_draw_list_prices(options, timeline.months, catalogue.traits.price),
        promotions=promotions,
        discount=rng.choice(DISCOUNTS, len(promotions)),
        future=future,
        future_discount=rng.choice(DISCOUNTS, len(future)),
    )


def planned_events_table(
    options: GenerateOptions, timeline: Timeline, catalogue: Catalogue, pricing: Pricing
) -> pa.Table:
    """Return the planned events: past promotions and those to come. One row per promotion."""
    rng = options.random("notice")
    past, future = pricing.promotions, pricing.future
    product = np.concatenate([past.product, future.product])
    start = np.concatenate([past.start, future.start])
    stop = np.concatenate([past.stop, future.stop])
    discount = np.concatenate([pricing.discount, pricing.future_discount])
    # What is known today is known by the end of the history.
    known: Ints = np.minimum(start - rng.integers(*NOTICE_DAYS, len(start)), timeline.days - 1)
    month = timeline.month[np.minimum(start, timeline.days - 1)]
    price = pricing.list_price[month, product] * (1 - discount)
    table = pa.table(
        {
            "product_id": catalogue.ids(product),
            "start_date": pa.array(timeline.date_of(start)),
            "end_date": pa.array(timeline.date_of(stop - 1)),
            "kind": pa.array(["promotion"] * len(start), pa.string()),
            "unit_price": pa.array(price.round(2)),
            "known_on": pa.array(timeline.date_of(known)),
        }
    )
    return table.sort_by([("start_date", "ascending"), ("product_id", "ascending")])
