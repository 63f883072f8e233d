"""What is lasting about a product's demand: its level, its shape over time, its price."""

from dataclasses import dataclass, fields

import numpy as np

from restock.generate.arrays import Bools, Floats, Ints
from restock.generate.options import GenerateOptions

SMOOTH, ERRATIC, INTERMITTENT, LUMPY = range(4)
# Share of products with each pattern.
PATTERN_SHARES = (0.48, 0.16, 0.18, 0.18)
OPEN_DAYS_PER_MONTH = 26
# Monthly units of dense products, by powers of ten: from 25 to 25,000.
DENSE_LEVELS = (1.4, 4.4)


@dataclass(frozen=True)
class Traits:
    """Lasting traits of products; shape (products,) unless said otherwise.

    Parameters
    ----------
    group, pattern
        Number of the product group; smooth, erratic, intermittent or lumpy.
    level
        Mean units per open day, in the middle of the history.
    occurrence
        Probability that an open day has demand at all; 1 for dense products.
    dispersion
        Shape of the gamma factor of the counts: the smaller, the more they scatter.
    shock_size, shock_memory
        Standard deviation and lag-1 correlation of the monthly shocks to log demand.
    growth, bend, bend_time
        Change of log demand per year, what is added to it later on, and from which share of
        the history on.
    season_strength
        Multiple of the group's yearly seasonality.
    season_cos, season_sin
        The product's own yearly wave, in log demand.
    weekday
        Log demand by day of the week, Monday first, shape (products, 7).
    price
        List price in the first month.
    response
        Demand in a promotion is (price ratio) ** -response.
    """

    group: Ints
    pattern: Ints
    level: Floats
    occurrence: Floats
    dispersion: Floats
    shock_size: Floats
    shock_memory: Floats
    growth: Floats
    bend: Floats
    bend_time: Floats
    season_strength: Floats
    season_cos: Floats
    season_sin: Floats
    weekday: Floats
    price: Floats
    response: Floats

    @property
    def is_dense(self) -> Bools:
        """Tell which products sell on most days, shape (products,)."""
        return self.pattern < INTERMITTENT

    def take(self, products: Ints) -> "Traits":
        """Return the traits of the products."""
        return Traits(**{field.name: getattr(self, field.name)[products] for field in fields(self)})


def shares_to_counts(shares: tuple[float, ...], total: int) -> Ints:
    """Split a total by shares into whole numbers that add up to it."""
    bounds = np.rint(np.cumsum((0.0, *shares)) / sum(shares) * total)
    return np.diff(bounds).astype(np.int64)


def draw_traits(options: GenerateOptions) -> Traits:
    """Draw the traits of all products."""
    rng = options.random("traits")
    count = options.products
    group = np.arange(count) * options.groups // count
    pattern = rng.permutation(np.repeat(np.arange(4), shares_to_counts(PATTERN_SHARES, count)))
    is_sparse = pattern >= INTERMITTENT

    dense_level = 10 ** rng.uniform(*DENSE_LEVELS, count) / OPEN_DAYS_PER_MONTH
    # One order in one to four months, of 3 to 60 units in the mean.
    occurrence = np.where(is_sparse, rng.uniform(0.25, 1.0, count) / OPEN_DAYS_PER_MONTH, 1.0)
    order_size = 10 ** rng.uniform(0.5, 1.8, count)

    # By pattern. Lumpy orders differ in size; erratic products are shaken month by month.
    dispersion = np.array([8.0, 3.0, 12.0, 0.6])[pattern] * rng.uniform(0.7, 1.5, count)
    shock_size = np.array([0.1, 0.65, 0.05, 0.1])[pattern] * rng.uniform(0.8, 1.2, count)
    shock_memory = np.array([0.6, 0.0, 0.0, 0.0])[pattern]

    # An even working week at some groups, a busy weekend at others.
    group_weekday = np.linspace(-0.5, 0.5, 7) * rng.uniform(-0.4, 1.0, (options.groups, 1))
    weekday = group_weekday[group] + rng.normal(0, 0.08, (count, 7))
    return Traits(
        group=group,
        pattern=pattern,
        level=np.where(is_sparse, occurrence * order_size, dense_level),
        occurrence=occurrence,
        dispersion=dispersion,
        shock_size=shock_size,
        shock_memory=shock_memory,
        growth=np.clip(rng.normal(0.02, 0.1, count), -0.3, 0.3),
        bend=np.clip(rng.normal(0, 0.12, count), -0.3, 0.3),
        bend_time=rng.uniform(0.2, 0.9, count),
        season_strength=np.clip(rng.normal(1.0, 0.25, count), 0.3, 1.7),
        season_cos=rng.normal(0, 0.06, count),
        season_sin=rng.normal(0, 0.06, count),
        weekday=weekday - np.log(np.exp(weekday[:, :6]).mean(axis=1, keepdims=True)),
        price=np.exp(rng.uniform(np.log(1.5), np.log(150), count)).round(2),
        response=rng.uniform(1.5, 3.0, count),
    )
