"""Names of the columns that the library reads and writes, the same as in SQL."""

from typing import Final

PRODUCT_ID: Final = "product_id"
PRODUCT_GROUP: Final = "product_group"
DEMAND_CLASS: Final = "demand_class"
CUTOFF_MONTH: Final = "cutoff_month"
HORIZON: Final = "horizon"
TARGET_MONTH: Final = "target_month"
DEMAND_MONTH: Final = "demand_month"
DEMAND_UNITS: Final = "demand_units"
FORECAST_UNITS: Final = "forecast_units"
MODEL_VERSION: Final = "model_version"
ARTIFACT: Final = "artifact"
FAILURE: Final = "failure"
MEAN_12_MONTHS_UNITS: Final = "mean_12_months_units"
TRAINING_ROWS: Final = "training_rows"
TRAINING_METRICS: Final = "training_metrics"
