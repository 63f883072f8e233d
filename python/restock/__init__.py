"""Restock: monthly demand forecasts for purchasing, checked before release."""

import os

# GNU's OpenMP, by which LightGBM trains in parallel, reads it when it is loaded. Its threads spin
# for long otherwise while they wait for each other, which makes them many times slower where other
# processes want the same cores (docs/decisions/0024).
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
