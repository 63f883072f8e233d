"""The candidate 'weighted_moving_average', the baseline: the last months' demand, weighted.

    forecast_units = sum_k(w_k * demand_units(cutoff - k)) / sum_k(w_k)

over the latest months k = 0, 1, ... that are known, the same for every horizon; units. The
forecasts are made in SQL, by the model ml_forecasts_weighted_moving_average.
"""

from typing import Final

CODE_VERSION: Final = "1"
