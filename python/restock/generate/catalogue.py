"""The products as purchasing knows them: the products table."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from restock.generate.arrays import Ints
from restock.generate.lives import Lives, draw_lives
from restock.generate.options import GenerateOptions
from restock.generate.timeline import Timeline
from restock.generate.traits import Traits, draw_traits
from restock.generate.words import SUPPLIERS, group_name, product_name

PACK_SIZES = np.array([1, 6, 12, 24])


@dataclass(frozen=True)
class Catalogue:
    """All products: their identifiers, traits, lives and pack sizes, by product number."""

    product_id: list[str]
    traits: Traits
    lives: Lives
    pack_size: Ints

    def __len__(self) -> int:
        return len(self.product_id)

    def ids(self, products: Ints) -> pa.StringArray:
        """Return the identifiers of product numbers."""
        return pa.array(self.product_id, pa.string()).take(products)


def _product_id(number: int, width: int) -> str:
    # Every tenth is of an older kind, to show that leading zeros must survive.
    return f"{number:0{width + 1}d}" if number % 10 == 0 else f"P{number:0{width}d}"


def draw_catalogue(options: GenerateOptions, timeline: Timeline) -> Catalogue:
    """Draw all products. A successor has its predecessor's traits and packs."""
    traits = draw_traits(options)
    lives = draw_lives(options, timeline, is_dense=traits.is_dense)
    traits = traits.take(lives.inherit())
    width = max(4, len(str(options.products)))
    # The more is sold, the larger the pack.
    pack = np.searchsorted([4.0, 20.0, 100.0], traits.level)
    return Catalogue(
        product_id=[_product_id(number, width) for number in range(1, options.products + 1)],
        traits=traits,
        lives=lives,
        pack_size=PACK_SIZES[pack],
    )


def _product_names(options: GenerateOptions, catalogue: Catalogue) -> list[str]:
    number_in_group = np.empty(len(catalogue), dtype=np.int64)
    for group in range(options.groups):
        members = np.flatnonzero(catalogue.traits.group == group)
        number_in_group[members] = np.arange(len(members))
    groups, numbers = catalogue.traits.group.tolist(), number_in_group.tolist()
    names = [product_name(*place) for place in zip(groups, numbers, strict=True)]
    for successor in np.flatnonzero(catalogue.lives.predecessor >= 0).tolist():
        names[successor] = f"{names[catalogue.lives.predecessor[successor]]} new"
    return names


def products_table(options: GenerateOptions, timeline: Timeline, catalogue: Catalogue) -> pa.Table:
    """Return the products table. One row per product."""
    rng = options.random("products")
    count, traits, lives = len(catalogue), catalogue.traits, catalogue.lives
    supplier = (traits.group * 2 + rng.integers(0, 3, count)) % len(SUPPLIERS)
    # Products older than the history were launched some time before it.
    launch = np.where(lives.start > 0, lives.start, -rng.integers(30, 3000, count))
    is_discontinued = lives.stop < timeline.days
    return pa.table(
        {
            "product_id": pa.array(catalogue.product_id),
            "product_name": _product_names(options, catalogue),
            "product_group": [group_name(group) for group in traits.group.tolist()],
            "supplier": [SUPPLIERS[i] for i in supplier[lives.inherit()].tolist()],
            "unit_cost": pa.array((traits.price * rng.uniform(0.45, 0.75, count)).round(2)),
            "launched_on": pa.array(timeline.date_of(launch)),
            "discontinued_on": pa.array(timeline.date_of(lives.stop), mask=~is_discontinued),
            "predecessor_id": pa.array(
                np.array(catalogue.product_id, dtype=object)[lives.predecessor],
                pa.string(),
                mask=lives.predecessor < 0,
            ),
            "pack_size": pa.array(catalogue.pack_size),
            "minimum_order_units": pa.array(catalogue.pack_size * rng.choice([1, 2, 5], count)),
            "lead_time_months": pa.array(rng.choice([2, 3], count, p=[0.2, 0.8])),
        }
    )
