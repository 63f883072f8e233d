"""Sheet Forecasts: what is expected to be sold."""

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

FORECASTS: Final = Sheet(
    name="Forecasts",
    grain="One row per product and month: what is expected to be sold.",
    columns=(
        *PRODUCT,
        SheetColumn("target_month", Kind.MONTH, "Month of the forecast."),
        SheetColumn("forecast_units", Kind.EXPECTED, "Units expected, as released."),
        SheetColumn("forecast_units_p10", Kind.EXPECTED, "In one of ten cases it is less."),
        SheetColumn("forecast_units_p90", Kind.EXPECTED, "In one of ten cases it is more."),
        SheetColumn(
            "override_units",
            Kind.UNITS,
            "TO FILL IN: what you expect, where you know better.",
            is_filled_in=True,
        ),
        SheetColumn(
            "comment",
            Kind.NOTE,
            "TO FILL IN: why, or what others should know of the product.",
            is_filled_in=True,
        ),
        SheetColumn(
            "owner",
            Kind.TEXT,
            "TO FILL IN: your name; without it the name of the file counts.",
            is_filled_in=True,
        ),
        EXCEPTIONS_COLUMN,
        SheetColumn("model_forecast_units", Kind.EXPECTED, "The forecast without an override."),
        SheetColumn("override_owner", Kind.TEXT, "Who decided the override that is released."),
        SheetColumn("override_reason", Kind.NOTE, "Why it was decided, or the comment with it."),
        SheetColumn(
            "baseline_forecast_units", Kind.EXPECTED, "Mean of the last months, to compare with."
        ),
        SheetColumn("last_year_units", Kind.UNITS, "Units sold in the same month of last year."),
        SheetColumn("candidate", Kind.TEXT, "Method that made the forecast."),
        SheetColumn(
            "fallback_reason", Kind.TEXT, "Why it is not the method usual for such products."
        ),
        SheetColumn("demand_class", Kind.TEXT, "How demand comes: smooth to lumpy, or new."),
        SheetColumn("cutoff_month", Kind.MONTH, "Last month whose sales are known; keep it."),
        SheetColumn("release_number", Kind.COUNT, "Number of the release; keep it."),
    ),
    rows=f"""
        select
            forecasts.* exclude (product_group, override_units),
            products.product_group,
            products.product_name,
            last_year.sold_units as last_year_units,
            exceptions.exceptions,
            coalesce(overrides.reason, overrides.comment) as override_reason
        from marts.fct_forecasts as forecasts
        inner join marts.dim_products as products on forecasts.product_id = products.product_id
        left join marts.fct_demand_monthly as last_year
            on
                forecasts.product_id = last_year.product_id
                and forecasts.target_month - interval 1 year = last_year.demand_month
        left join {EXCEPTIONS} as exceptions on forecasts.product_id = exceptions.product_id
        left join marts.rpt_overrides as overrides
            on
                forecasts.product_id = overrides.product_id
                and forecasts.target_month = overrides.target_month
                and overrides.is_applied
    """,
    order="product_id, target_month",
    kept_columns=3,
    printed_columns=13,
)
