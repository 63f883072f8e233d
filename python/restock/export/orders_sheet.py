"""Sheet Orders: what to order now, and why."""

from __future__ import annotations

from typing import Final

from restock.export.sheets import (
    EXCEPTIONS,
    EXCEPTIONS_COLUMN,
    PRODUCT,
    Kind,
    Sheet,
    SheetColumn,
)

ORDERS: Final = Sheet(
    name="Orders",
    grain="One row per product: what to order now, and why. The most urgent come first.",
    columns=(
        *PRODUCT,
        SheetColumn("supplier", Kind.TEXT, "Who delivers it."),
        SheetColumn(
            "urgency",
            Kind.TEXT,
            "High: likely to run out before an order arrives; medium: more likely than the service "
            "level allows; low: order as usual; none: nothing to order.",
        ),
        SheetColumn("proposed_units", Kind.UNITS, "What to order, in whole packs."),
        SheetColumn(
            "ordered_units", Kind.UNITS, "TO FILL IN: what you have ordered.", is_filled_in=True
        ),
        SheetColumn("arrival_month", Kind.MONTH, "When an order placed now arrives."),
        SheetColumn("reason", Kind.NOTE, "Why so much, and what to know before ordering."),
        EXCEPTIONS_COLUMN,
        SheetColumn("proposed_value", Kind.VALUE, "Proposed units at the unit cost."),
        SheetColumn(
            "stockout_risk",
            Kind.SHARE,
            "Probability to run out before an order arrives.",
        ),
        SheetColumn("on_hand_units", Kind.UNITS, "Stock, as counted on the stock date."),
        SheetColumn(
            "open_order_units",
            Kind.UNITS,
            "Ordered before and due in the protection months, what is overdue among it.",
        ),
        SheetColumn("overdue_units", Kind.UNITS, "Ordered before, due by now and still open."),
        SheetColumn("expected_units", Kind.EXPECTED, "Demand expected in the protection months."),
        SheetColumn("safety_units", Kind.EXPECTED, "Added for the service level."),
        SheetColumn("order_up_to_units", Kind.EXPECTED, "Expected and safety units together."),
        SheetColumn(
            "net_need_units", Kind.EXPECTED, "What is missing to it beside stock and open orders."
        ),
        SheetColumn("pack_size", Kind.UNITS, "Units in a pack."),
        SheetColumn("minimum_order_units", Kind.UNITS, "Least units in an order."),
        SheetColumn("cap_units", Kind.EXPECTED, "Most units that are to be there and on order."),
        SheetColumn("monthly_units", Kind.EXPECTED, "Expected demand of a month."),
        SheetColumn("cover_months", Kind.MONTHS, "Months that the stock lasts."),
        SheetColumn(
            "cover_with_order_months",
            Kind.MONTHS,
            "Months that stock, open orders and the proposed order last.",
        ),
        SheetColumn("excess_units", Kind.UNITS, "Stock and open orders above the cap."),
        SheetColumn("excess_value", Kind.VALUE, "The excess at the unit cost."),
        SheetColumn("unit_cost", Kind.VALUE, "Cost of a unit."),
        SheetColumn("abc_class", Kind.TEXT, "A: most of the value of demand; C: least."),
        SheetColumn("xyz_class", Kind.TEXT, "X: steady demand; Z: irregular, or a new product."),
        SheetColumn("demand_class", Kind.TEXT, "How demand comes: smooth to lumpy, or new."),
        SheetColumn("service_level", Kind.SHARE, "Probability wanted that stock lasts."),
        SheetColumn("lead_time_months", Kind.COUNT, "Months from order to arrival."),
        SheetColumn(
            "protection_months", Kind.COUNT, "Months that stock and order are to last together."
        ),
        SheetColumn(
            "quantity_kind", Kind.TEXT, "Gross need: stock or open orders are not known, so check."
        ),
        SheetColumn("stock_basis", Kind.TEXT, "When stock was counted, against the cutoff."),
        SheetColumn("stock_date", Kind.DATE, "Day of the count."),
        SheetColumn("discontinued_on", Kind.DATE, "Last day on which it can be sold."),
        SheetColumn("cutoff_month", Kind.MONTH, "Last month whose sales are known."),
        SheetColumn("release_id", Kind.KEY, "Release that this was made from; keep it."),
    ),
    rows=f"""
        select proposals.*, products.product_name, exceptions.exceptions
        from marts.fct_order_proposals as proposals
        inner join marts.dim_products as products on proposals.product_id = products.product_id
        left join {EXCEPTIONS} as exceptions on proposals.product_id = exceptions.product_id
    """,
    order=(
        "case urgency when 'high' then 1 when 'unknown' then 2 when 'medium' then 3 "
        "when 'low' then 4 else 5 end, "
        "proposed_value desc nulls last, proposed_units desc, product_id"
    ),
    kept_columns=2,
    printed_columns=15,
)
