"""Sheets Accuracy and Worst products: how good the forecasts have been."""

from __future__ import annotations

from typing import Final

from restock.export.sheets import PRODUCT, Kind, Sheet, SheetColumn

ACCURACY: Final = Sheet(
    name="Accuracy",
    grain=(
        "One row per month and horizon: how good the group's forecasts were, against units sold. "
        "Horizon total: the released months together, by the last of them."
    ),
    columns=(
        SheetColumn("target_month", Kind.MONTH, "Month that was forecast."),
        SheetColumn("horizon", Kind.TEXT, "Months ahead."),
        SheetColumn(
            "basis",
            Kind.TEXT,
            "Release: what was released; backtest: what would have been, with what was known then.",
        ),
        SheetColumn("wape", Kind.SHARE, "Sum of the errors' sizes in the units sold; best 0."),
        SheetColumn("bias", Kind.SHARE, "Sum of the errors in the units sold; above 0: too high."),
        SheetColumn("fva", Kind.SHARE, "By how much the wape is below the baseline's."),
        SheetColumn(
            "coverage_80", Kind.SHARE, "Share of months between p10 and p90; 80% is meant."
        ),
        SheetColumn("actual_units", Kind.UNITS, "Units sold."),
        SheetColumn("forecast_units", Kind.EXPECTED, "Units forecast."),
        SheetColumn("forecasts", Kind.COUNT, "Forecasts that were scored."),
    ),
    rows="""
        select * from marts.rpt_kpis
        where candidate = 'champion' and demand_class = 'all' and scored_against = 'sold_units'
    """,
    order="target_month desc, horizon, basis",
    kept_columns=2,
    printed_columns=10,
)

WORST_PRODUCTS: Final = Sheet(
    name="Worst products",
    grain=(
        "One row per product: how far its forecasts were off in the backtest, the costliest first."
    ),
    columns=(
        *PRODUCT,
        SheetColumn("absolute_error_value", Kind.VALUE, "Sizes of all errors, in money."),
        SheetColumn("absolute_error_units", Kind.UNITS, "Sizes of all errors, in units."),
        SheetColumn("wape", Kind.SHARE, "Sum of the errors' sizes in the units sold; best 0."),
        SheetColumn("bias", Kind.SHARE, "Sum of the errors in the units sold; above 0: too high."),
        SheetColumn("fva", Kind.SHARE, "By how much the wape is below the baseline's."),
        SheetColumn("actual_units", Kind.UNITS, "Units sold in the months forecast."),
        SheetColumn("forecasts", Kind.COUNT, "Forecasts that were scored."),
    ),
    rows="""
        select ranking.* exclude (product_group), products.product_group, products.product_name
        from marts.rpt_product_ranking as ranking
        inner join marts.dim_products as products on ranking.product_id = products.product_id
    """,
    order="absolute_error_value desc nulls last, absolute_error_units desc, product_id",
    kept_columns=2,
    printed_columns=9,
)
