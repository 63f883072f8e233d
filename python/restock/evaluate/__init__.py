"""Evaluations: how near the warehouse comes to what is known to be true.

An invented business has a truth: its latent demand, and what was planted on top of it. The
warehouse is built of its files as of any other input, and what it made is held against that.
"""

from restock.evaluate.cleaning import Plan, evaluate_cleaning
from restock.evaluate.corrections import describe_corrections

__all__ = [
    "Plan",
    "describe_corrections",
    "evaluate_cleaning",
]
