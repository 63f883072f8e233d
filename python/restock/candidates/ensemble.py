"""The candidate 'ensemble': the mean of its members.

    forecast_units = mean over members of their forecast_units

over the members that have a forecast of the product, cutoff and horizon; units. The forecasts
are made in SQL, by the model ml_forecasts_ensemble. Source: Bates and Granger (1969), The
combination of forecasts, Operational Research Quarterly.
"""

from typing import Final

CODE_VERSION: Final = "2"
