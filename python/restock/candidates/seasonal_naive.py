"""The candidate 'seasonal_naive': the same month a season ago.

    forecast_units(t) = demand_units(t - season_length)

Units; no forecast where that month is not known. The forecasts are made in SQL, by the model
ml_forecasts_seasonal_naive.
"""

from typing import Final

CODE_VERSION: Final = "1"
