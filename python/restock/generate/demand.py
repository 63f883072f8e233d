"""Latent demand: what customers would buy if everything were always in stock."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from restock.generate.arrays import Floats, Ints
from restock.generate.catalogue import Catalogue
from restock.generate.options import GenerateOptions
from restock.generate.pricing import Pricing
from restock.generate.timeline import Timeline, calendar_factor, weekday
from restock.generate.traits import Traits

DAYS_PER_YEAR = 365.25
# Launches close a gap of exp(-age / LAUNCH_DAYS).
LAUNCH_DAYS = 40.0


def _draw_shocks(rng: np.random.Generator, months: int, traits: Traits) -> Floats:
    """Return monthly shocks to log demand, with a mean factor of 1; shape (months, products).

    shock = size * z - size^2 / 2 with z[m] = memory * z[m - 1] + sqrt(1 - memory^2) * noise.
    """
    noise = rng.standard_normal((months, len(traits.level)))
    memory, size = traits.shock_memory, traits.shock_size
    state = noise.copy()
    for month in range(1, months):
        state[month] = memory * state[month - 1] + np.sqrt(1 - memory**2) * noise[month]
    return size * state - size**2 / 2


def _draw_group_waves(rng: np.random.Generator, groups: int) -> Floats:
    """Return cosine and sine weights of each group's two yearly waves; shape (4, groups)."""
    amplitude = np.array([[0.35], [0.12]]) * rng.uniform(0.6, 1.4, (2, groups))
    phase = rng.uniform(0, 2 * np.pi, (2, groups))
    return np.concatenate([amplitude * np.cos(phase), amplitude * np.sin(phase)])


@dataclass(frozen=True)
class Demand:
    """Latent demand of each product on each open day.

    units = B * Poisson(mean / occurrence * G)

    with B ~ Bernoulli(occurrence) and G ~ Gamma(dispersion) of mean 1: negative binomial
    counts where occurrence is 1, intermittent ones elsewhere. On open days

    mean = baseline * factor
    factor = calendar * exp(weekday + shock) * (1 - discount) ** -response
    baseline = level * exp(trend + season) * (1 - launch_gap * exp(-age / 40))
    trend = growth * years since the middle + bend * years since the bend
    season = season_strength * the group's two waves + the product's own wave

    Units are whole, per day; nothing is demanded outside the life of a product.

    Parameters
    ----------
    timeline, catalogue, pricing
        The days, the products, and their promotions.
    shocks
        Monthly shocks to log demand, shape (months, products).
    group_waves
        Weights of cos 1, cos 2, sin 1 and sin 2 of the year by group, shape (4, groups).
    """

    timeline: Timeline
    catalogue: Catalogue
    pricing: Pricing
    shocks: Floats
    group_waves: Floats

    @classmethod
    def of(
        cls,
        options: GenerateOptions,
        timeline: Timeline,
        catalogue: Catalogue,
        pricing: Pricing,
    ) -> "Demand":
        """Draw what the demand of these products depends on."""
        shocks = _draw_shocks(options.random("shocks"), timeline.months, catalogue.traits)
        waves = _draw_group_waves(options.random("waves"), options.groups)
        return cls(timeline, catalogue, pricing, shocks, waves)

    def baseline(self, days: Ints) -> Floats:
        """Return the mean of an ordinary day, shape (days, products); days may lie ahead."""
        traits, lives = self.catalogue.traits, self.catalogue.lives
        years = days[:, None] / DAYS_PER_YEAR
        history = self.timeline.days / DAYS_PER_YEAR
        trend = traits.growth * (years - history / 2)
        trend += traits.bend * np.maximum(years - traits.bend_time * history, 0)

        day_of_year = self.timeline.date_of(days) - self.timeline.date_of(days).astype("M8[Y]")
        angle = 2 * np.pi * day_of_year.astype(np.int64) / DAYS_PER_YEAR
        waves = np.stack([np.cos(angle), np.cos(2 * angle), np.sin(angle), np.sin(2 * angle)])
        season = (waves.T @ self.group_waves)[:, traits.group] * traits.season_strength
        season += np.outer(waves[0], traits.season_cos) + np.outer(waves[2], traits.season_sin)

        age = np.maximum(days[:, None] - lives.start, 0)
        launch = 1 - lives.launch_gap * np.exp(-age / LAUNCH_DAYS)
        mean: Floats = traits.level * np.exp(trend + season) * launch * lives.are_alive(days)
        return mean

    def factor(self, days: Ints, discount: Floats) -> Floats:
        """Return the mean of open days of one month as multiples of the baseline.

        Parameters
        ----------
        days
            Open days, all of the same month.
        discount
            Share off the list price, shape (days, products).
        """
        traits = self.catalogue.traits
        dates = self.timeline.dates[days]
        log_factor = traits.weekday[:, weekday(dates)].T + self.shocks[self.timeline.month[days[0]]]
        log_factor -= traits.response * np.log1p(-discount)
        factor: Floats = calendar_factor(dates)[:, None] * np.exp(log_factor)
        return factor

    def draw(self, rng: np.random.Generator, mean: Floats) -> Ints:
        """Draw whole units around a mean, shape (days, products)."""
        traits = self.catalogue.traits
        is_wanted = rng.random(mean.shape) < traits.occurrence
        scatter = rng.standard_gamma(traits.dispersion, mean.shape) / traits.dispersion
        return rng.poisson(is_wanted * mean / traits.occurrence * scatter)


def demand_table(timeline: Timeline, catalogue: Catalogue, days: Ints, demand: Ints) -> pa.Table:
    """Return the latent demand, shape (days, products). One row per day and product with any."""
    row, product = np.nonzero(demand)
    return pa.table(
        {
            "demand_date": pa.array(timeline.date_of(days[row])),
            "product_id": catalogue.ids(product),
            "demand_units": pa.array(demand[row, product]),
        }
    )
