"""Sales lines: what they hold, ordinary sales and returns."""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from restock.generate.arrays import Bools, Floats, Ints
from restock.generate.catalogue import Catalogue
from restock.generate.timeline import Timeline

RETURNED_SHARE = 0.008
RETURN_DAYS = (2, 25)


@dataclass(frozen=True)
class Lines:
    """Sales lines; arrays are of shape (lines,).

    Parameters
    ----------
    day, product
        Day and product numbers.
    quantity
        Whole units, negative for returns.
    unit_price
        Price paid for a unit.
    on_promotion
        Whether that was a promotion's price.
    """

    day: Ints
    product: Ints
    quantity: Ints
    unit_price: Floats
    on_promotion: Bools

    def __len__(self) -> int:
        return len(self.day)

    def take(self, chosen: Ints | Bools) -> "Lines":
        """Return the chosen lines."""
        return Lines(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def __add__(self, other: "Lines") -> "Lines":
        return Lines(
            **{
                field.name: np.concatenate([getattr(self, field.name), getattr(other, field.name)])
                for field in fields(self)
            }
        )

    def by_day(self) -> "Lines":
        """Return the lines in order of their day, those of a day in the order they are in."""
        return self.take(np.argsort(self.day, kind="stable"))


NO_LINES = Lines(
    day=np.empty(0, np.int64),
    product=np.empty(0, np.int64),
    quantity=np.empty(0, np.int64),
    unit_price=np.empty(0, np.float64),
    on_promotion=np.empty(0, np.bool_),
)


@dataclass(frozen=True)
class PriceTags:
    """Prices of one month: the list prices, and the discounts on its open days.

    Parameters
    ----------
    days
        Open days, ascending.
    list_price
        Shape (products,).
    discount
        Share off the list price, shape (days, products).
    """

    days: Ints
    list_price: Floats
    discount: Floats

    def lines(self, row: Ints, product: Ints, quantity: Ints) -> Lines:
        """Return lines at the price of the open day that is number ``row`` of the month."""
        discount = self.discount[row, product]
        return Lines(
            day=self.days[row],
            product=product,
            quantity=quantity,
            unit_price=np.round(self.list_price[product] * (1 - discount), 2),
            on_promotion=discount > 0,
        )


def ordinary_lines(tags: PriceTags, sold: Ints, lines_per_day: int) -> Lines:
    """Split sold units, shape (days, products), into equal lines, day by day.

    At most ``lines_per_day`` lines a product and day, of one unit at least.
    """
    row, product = np.nonzero(sold)
    units = sold[row, product]
    if lines_per_day == 1:
        return tags.lines(row, product, units)
    parts = np.minimum(units, lines_per_day)
    cell = np.repeat(np.arange(len(units)), parts)
    part = np.arange(len(cell)) - np.repeat(np.cumsum(parts) - parts, parts)
    quantity = units[cell] // parts[cell] + (part < units[cell] % parts[cell])
    return tags.lines(row[cell], product[cell], quantity)


def draw_returns(rng: np.random.Generator, timeline: Timeline, sales: Lines) -> Lines:
    """Draw returns: half of them of a whole line, at its price, on an open day some days later.

    Those that would come after the history are left out.
    """
    sold = sales.take(rng.random(len(sales)) < RETURNED_SHARE)
    count = len(sold)
    share = np.where(rng.random(count) < 0.5, 1.0, rng.random(count))
    due = sold.day + rng.integers(*RETURN_DAYS, count, endpoint=True)
    returned = Lines(
        day=timeline.next_open(due),
        product=sold.product,
        quantity=-np.ceil(sold.quantity * share).astype(np.int64),
        unit_price=sold.unit_price,
        on_promotion=sold.on_promotion,
    )
    return returned.take(returned.day < timeline.days)


def sales_table(timeline: Timeline, catalogue: Catalogue, lines: Lines) -> pa.Table:
    """Return lines as they are exported, without identifiers. One row per line.

    Dates and quantities are text, as some lines have values that are no dates or numbers.
    """
    dates = pa.array(np.datetime_as_string(timeline.dates))
    return pa.table(
        {
            "sale_date": dates.take(lines.day),
            "product_id": catalogue.ids(lines.product),
            "quantity": pc.cast(pa.array(lines.quantity), pa.string()),
            "unit_price": pa.array(lines.unit_price),
            "on_promotion": pa.array(lines.on_promotion.astype(np.int8)),
        }
    )
