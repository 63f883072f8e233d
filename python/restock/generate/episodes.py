"""Episodes: spans of days of single products, such as stock-outs and promotions."""

from dataclasses import dataclass

import numpy as np

from restock.generate.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Episodes:
    """Spans of days, each of one product; all of shape (episodes,).

    Parameters
    ----------
    product
        Product number.
    start, stop
        First day number, and the one after the last.
    """

    product: Ints
    start: Ints
    stop: Ints

    def __len__(self) -> int:
        return len(self.product)

    def take(self, chosen: Ints | Bools) -> "Episodes":
        """Return the chosen episodes."""
        return Episodes(self.product[chosen], self.start[chosen], self.stop[chosen])

    def apart(self, gap: int) -> "Episodes":
        """Leave out those that start within ``gap`` days of an earlier one of their product."""
        ordered = self.take(np.lexsort((self.start, self.product)))
        # A day number of its own for each product makes one running maximum do for all.
        shift = ordered.product * (int(ordered.stop.max(initial=0)) + gap)
        latest_stop = np.maximum.accumulate(ordered.stop + shift)
        earlier_stop = np.append(-gap, latest_stop[:-1])
        return ordered.take(ordered.start + shift >= earlier_stop + gap)

    def spread(self, value: Floats, days: Ints, products: int) -> Floats:
        """Return the sum of the values of the episodes in force.

        Parameters
        ----------
        value
            A value of each episode, shape (episodes,).
        days
            Consecutive day numbers.
        products
            Number of products.

        Returns
        -------
        Floats
            Shape (days, products), 0 where there is no episode.
        """
        first, count = days[0], len(days)
        touches = (self.start < first + count) & (self.stop > first)
        here, height = self.take(touches), value[touches]
        steps = np.zeros((count + 1, products))
        np.add.at(steps, (np.maximum(here.start - first, 0), here.product), height)
        np.subtract.at(steps, (np.minimum(here.stop - first, count), here.product), height)
        return np.cumsum(steps, axis=0)[:-1]


def episode_count(per_year: float, years: float, products: int, *, fewest: int) -> int:
    """Return how many episodes to draw: ``fewest`` at least, unless there are to be none."""
    return max(fewest, round(per_year * years * products)) if per_year else 0


def draw_episodes(
    rng: np.random.Generator,
    count: int,
    eligible: Bools,
    life: tuple[Ints, Ints],
    lengths: tuple[int, int],
) -> Episodes:
    """Draw episodes that lie within the lives of their products.

    Parameters
    ----------
    rng
        The random stream.
    count
        Number of episodes.
    eligible
        Products that may have one, shape (products,); those too short-lived are passed over.
    life
        First day and the one after the last of each product, each of shape (products,).
    lengths
        Shortest and longest length in days.
    """
    first, stop = life
    product = rng.choice(np.flatnonzero(eligible & (stop - first >= lengths[1])), count)
    length = rng.integers(lengths[0], lengths[1], count, endpoint=True)
    start = rng.integers(first[product], stop[product] - length, endpoint=True)
    return Episodes(product, start, start + length)
