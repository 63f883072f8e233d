"""Experiments: the same data and cutoffs forecast with other settings, and never released."""
