"""Generating an input folder, month by month, so that memory does not grow with the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from restock.generate.bulk import BulkOrders, bulk_orders_table
from restock.generate.catalogue import Catalogue, draw_catalogue, products_table
from restock.generate.demand import Demand, demand_table
from restock.generate.faults import add_bad_lines, with_line_ids
from restock.generate.files import InputFolder, replaced_folder
from restock.generate.options import GenerateOptions
from restock.generate.pricing import draw_pricing, planned_events_table
from restock.generate.purchasing import open_orders_table, overrides_table
from restock.generate.sales import NO_LINES, PriceTags, draw_returns, ordinary_lines, sales_table
from restock.generate.stock import Stock
from restock.generate.timeline import Timeline


@dataclass(frozen=True)
class GeneratedFolder:
    """A folder that was written, and the rows of each of its tables."""

    path: Path
    rows: Mapping[str, int]


@dataclass(frozen=True)
class _Business:
    """All that is drawn before the first day."""

    options: GenerateOptions
    timeline: Timeline
    catalogue: Catalogue
    demand: Demand
    stock: Stock
    bulk_orders: BulkOrders

    @classmethod
    def of(cls, options: GenerateOptions) -> "_Business":
        timeline = Timeline.of(options)
        catalogue = draw_catalogue(options, timeline)
        pricing = draw_pricing(options, timeline, catalogue)
        return cls(
            options=options,
            timeline=timeline,
            catalogue=catalogue,
            demand=Demand.of(options, timeline, catalogue, pricing),
            stock=Stock.of(options, timeline, catalogue),
            bulk_orders=BulkOrders.of(options, timeline, catalogue),
        )


def _write_standing_tables(business: _Business, folder: InputFolder) -> None:
    options, timeline, catalogue = business.options, business.timeline, business.catalogue
    demand = business.demand
    folder.write("products", products_table(options, timeline, catalogue))
    events = planned_events_table(options, timeline, catalogue, demand.pricing)
    folder.write("planned_events", events)
    folder.write("open_orders", open_orders_table(options, timeline, catalogue, demand))
    folder.write("overrides", overrides_table(options, timeline, catalogue, demand))
    if options.with_truth:
        folder.write("truth/stockouts", business.stock.stockouts_table())


def _write_months(business: _Business, folder: InputFolder) -> None:
    options, timeline, catalogue = business.options, business.timeline, business.catalogue
    demand, pricing = business.demand, business.demand.pricing
    returns = NO_LINES
    lines_so_far = 0
    for month in range(timeline.months):
        days = timeline.days_of(month)
        is_open = timeline.is_open[days]
        open_days = days[is_open]
        discount = pricing.promotions.spread(pricing.discount, days, len(catalogue))[is_open]
        in_stock = ~business.stock.is_out(days)[is_open]
        tags = PriceTags(open_days, pricing.list_price[month], discount)

        baseline = demand.baseline(open_days)
        mean = baseline * demand.factor(open_days, discount)
        wanted = demand.draw(options.random("demand", month), mean)
        bulk = business.bulk_orders.lines(tags, baseline, in_stock)
        sales = ordinary_lines(tags, wanted * in_stock, options.lines_per_day) + bulk

        returns += draw_returns(options.random("returns", month), timeline, sales)
        is_due = returns.day <= days[-1]
        booked = (sales + returns.take(is_due)).by_day()
        returns = returns.take(~is_due)

        table = sales_table(timeline, catalogue, booked)
        table = add_bad_lines(options.random("faults", month), table, month)
        folder.write("daily_sales", with_line_ids(table, lines_so_far + 1))
        lines_so_far += len(table)
        if options.stock_counts != "none":
            folder.write("stock_levels", business.stock.levels_table(demand, month))
        if options.with_truth:
            folder.write("truth/demand", demand_table(timeline, catalogue, open_days, wanted))
            folder.write("truth/bulk_orders", bulk_orders_table(timeline, catalogue, bulk))


def generate(options: GenerateOptions) -> GeneratedFolder:
    """Write the input tables of an invented business into ``options.out``.

    Parameters
    ----------
    options
        What to generate. Equal options give equal bytes, on any day.

    Returns
    -------
    GeneratedFolder
        The folder and the rows of its tables: daily_sales, products, stock_levels (if counted),
        open_orders, planned_events and overrides; with ``with_truth`` also truth/demand,
        truth/stockouts and truth/bulk_orders.

    Raises
    ------
    ValueError
        If an option is out of range or ``end_date`` is a closed day.
    FileExistsError
        If ``out`` holds files that were not generated, unless ``overwrite`` is set.
    """
    business = _Business.of(options)
    with replaced_folder(
        options.out, options.file_format, options.settings(), overwrite=options.overwrite
    ) as folder:
        _write_standing_tables(business, folder)
        _write_months(business, folder)
    return GeneratedFolder(options.out, folder.rows)
