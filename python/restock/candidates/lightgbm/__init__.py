"""The candidate 'lightgbm': gradient-boosted trees that learn from all products at once.

Trees learn demand as a ratio to the product's own level, so that products of every size teach each
other, and several boosters share the work (see `restock.candidates.lightgbm.boosters`):

    forecast_units = mean over the boosters of the product's part of their forecast_units

- dense (smooth, erratic, new): L1, which a few large months cannot pull about, on the ratio and on
  its difference from the last month; their errors differ, so their mean is better than either;
- sparse (intermittent, lumpy): Tweedie deviance on the ratio, whose optimum is the mean. That of L1
  is the median, and where most months are zero the median is nearly nothing.
"""

from typing import Final

from restock.candidates.lightgbm.contributions import explain
from restock.candidates.lightgbm.parameters import LightgbmParameters, PartParameters
from restock.candidates.lightgbm.tables import fit, predict

__all__ = ["CODE_VERSION", "LightgbmParameters", "PartParameters", "explain", "fit", "predict"]

CODE_VERSION: Final = "2"
