"""Restock: monthly demand forecasts for purchasing, checked before release."""

import os

# OpenMP, by which LightGBM trains in parallel, reads it when it is loaded. Otherwise its threads spin
# while they wait for each other, which makes them many times slower where other processes want the
# same cores (docs/decisions/0024).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
