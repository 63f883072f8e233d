"""What purchasing has decided already: open orders and overrides."""

import numpy as np
import pyarrow as pa

from restock.generate.arrays import Dates, Floats, Ints
from restock.generate.catalogue import Catalogue
from restock.generate.demand import Demand
from restock.generate.options import GenerateOptions
from restock.generate.timeline import Timeline
from restock.generate.traits import OPEN_DAYS_PER_MONTH
from restock.generate.words import OWNERS, REASONS

LEAD_MONTHS = 3
SHARE_ON_ORDER = 0.5
SHARE_OVERRIDDEN = 0.1


def _first_days(timeline: Timeline, months_ahead: Ints) -> Dates:
    last = np.datetime64(timeline.last_complete_month, "M")
    return np.asarray((last + months_ahead).astype("M8[D]"))


def _monthly_mean(timeline: Timeline, demand: Demand) -> Floats:
    """Return the monthly units of today, by product; of the level where not yet sold."""
    today = demand.baseline(np.array([timeline.days - 1]))[0]
    return np.where(today > 0, today, demand.catalogue.traits.level) * OPEN_DAYS_PER_MONTH


def open_orders_table(
    options: GenerateOptions, timeline: Timeline, catalogue: Catalogue, demand: Demand
) -> pa.Table:
    """Return orders on their way, in whole packs. One row per product and due month."""
    rng = options.random("orders")
    goes_on = catalogue.lives.stop >= timeline.days
    is_ordered = goes_on & (rng.random((LEAD_MONTHS, len(catalogue))) < SHARE_ON_ORDER)
    ahead, product = np.nonzero(is_ordered)
    units = _monthly_mean(timeline, demand)[product] * rng.uniform(0.5, 1.5, len(product))
    pack = catalogue.pack_size[product]
    packs = np.maximum(np.ceil(units / pack), 1)
    return pa.table(
        {
            "product_id": catalogue.ids(product),
            "due_month": pa.array(_first_days(timeline, ahead + 1)),
            "ordered_units": pa.array(packs.astype(np.int64) * pack),
        }
    )


def overrides_table(
    options: GenerateOptions, timeline: Timeline, catalogue: Catalogue, demand: Demand
) -> pa.Table:
    """Return corrections of forecasts by hand. One row per product and target month.

    Two in three are for the months ahead; the others were for past months and have expired.
    """
    rng = options.random("overrides")
    eligible = np.flatnonzero(catalogue.traits.is_dense & (catalogue.lives.stop >= timeline.days))
    count = max(3, round(SHARE_OVERRIDDEN * len(catalogue)))
    product = np.sort(rng.choice(eligible, count, replace=False))
    ahead = rng.integers(1, LEAD_MONTHS, count, endpoint=True)
    ahead[::3] -= LEAD_MONTHS + 3
    factor = rng.choice([0.6, 0.8, 1.25, 1.5], count)
    units = np.rint(_monthly_mean(timeline, demand)[product] * factor).astype(np.int64)
    return pa.table(
        {
            "product_id": catalogue.ids(product),
            "target_month": pa.array(_first_days(timeline, ahead)),
            "override_units": pa.array(units),
            "owner": [OWNERS[i] for i in rng.integers(0, len(OWNERS), count).tolist()],
            "reason": [REASONS[i] for i in rng.integers(0, len(REASONS), count).tolist()],
            "expires_on": pa.array(_first_days(timeline, ahead + 1) - 1),
        }
    )
