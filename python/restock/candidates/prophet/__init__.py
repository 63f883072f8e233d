"""The candidate 'prophet': trend with changepoints, yearly season, regressors; per product.

    forecast = max(0, y_scale (k t + m + sum_j delta_j max(t - s_j, 0) + F(t) beta + X(t) gamma))

with t the days since the product's first known month over the days of its history, s the
changepoints, F the yearly Fourier terms and X the regressors that the product has: holidays,
promotions, prices. Fitting goes product by cutoff and yields text (`fit`), from which forecasts
can be made at any time without refitting (`predict`).

Source: Taylor and Letham (2018), Forecasting at Scale, The American Statistician 72(1).
"""

from typing import Final

from restock.candidates.prophet.parameters import ProphetParameters
from restock.candidates.prophet.series import Outlook
from restock.candidates.prophet.tables import explain, fit, predict

__all__ = ["CODE_VERSION", "Outlook", "ProphetParameters", "explain", "fit", "predict"]

CODE_VERSION: Final = "3"
