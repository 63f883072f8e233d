"""How much of a measure is chance: resamples of products and of blocks of cutoffs.

A measure is a function of sums over cells, a cell being a product at a cutoff. In each resample
as many products are drawn with replacement, and blocks of neighbouring cutoffs until there are as
many cutoffs; a cell counts as often as its product was drawn times as often as its cutoff was:

    sum of a resample = sum over cells of (draws of the product * draws of the cutoff * cell)

All measures take the same draws, so that those of two methods can be compared in each resample.

Sources: Künsch (1989), The jackknife and the bootstrap for general stationary observations, Annals
of Statistics 17(3), for the blocks; Owen (2007), The pigeonhole bootstrap, Annals of Applied
Statistics 1(2), for drawing rows and columns each for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS: Final = 1000
BLOCK_MONTHS: Final = 3
_SEED: Final = 1
_DRAWS_AT_ONCE: Final = 100


@dataclass(frozen=True, eq=False)
class Resamples:
    """How often each product and each cutoff was drawn.

    Attributes
    ----------
    products
        Shape (draws, products), counts; each row sums to the number of products.
    cutoffs
        Shape (draws, cutoffs), counts; each row sums to the number of cutoffs.
    """

    products: NDArray[np.int16]
    cutoffs: NDArray[np.int16]

    @classmethod
    def draw(
        cls, products: int, cutoffs: int, *, block: int = BLOCK_MONTHS, draws: int = DRAWS
    ) -> Resamples:
        """Draw, always the same for the same numbers.

        Parameters
        ----------
        products, cutoffs
            How many there are, at least one.
        block
            Cutoffs of a block; neighbours share target months. Blocks go on from the last cutoff
            with the first, so that all are drawn alike.
        draws
            Number of resamples.
        """
        random = np.random.default_rng(_SEED)
        drawn = (random.integers(products, size=products) for _ in range(draws))
        counts = np.stack([_counts(one, products) for one in drawn])
        blocks = -(-cutoffs // block)
        starts = random.integers(cutoffs, size=(draws, blocks, 1))
        months = ((starts + np.arange(block)) % cutoffs).reshape(draws, -1)[:, :cutoffs]
        return cls(counts, np.stack([_counts(one, cutoffs) for one in months]))

    def sums(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum the cells, shape (products, cutoffs), in each resample: shape (draws,)."""
        # In parts, as counts of many products would take much memory as numbers with a fraction.
        parts = np.array_split(self.products, -(-len(self.products) // _DRAWS_AT_ONCE))
        by_cutoff = np.vstack([part.astype(np.float64) @ cells for part in parts])
        summed: NDArray[np.float64] = (by_cutoff * self.cutoffs).sum(axis=1)
        return summed


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 2.5% and the 97.5% quantile of a measure's resamples."""
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def _counts(drawn: NDArray[np.int64], size: int) -> NDArray[np.int16]:
    return np.bincount(drawn, minlength=size).astype(np.int16)
