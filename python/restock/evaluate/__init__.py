"""Evaluations: how near the warehouse comes to what is known to be true.

The cleaning is held against invented businesses, whose latent demand is known, and what was
planted on top of it; forecasts against the sales that came after them, and against other tools.
The warehouse is built of the files as of any other input.
"""

from restock.evaluate.cleaning import Plan, evaluate_cleaning
from restock.evaluate.corrections import describe_corrections

__all__ = [
    "Plan",
    "describe_corrections",
    "evaluate_cleaning",
]
