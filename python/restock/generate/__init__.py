"""Invented input folders, with everything planted in them that real sales have.

See :class:`restock.generate.demand.Demand` for the formula of the demand. On top of it come
stock-outs, bulk orders, returns and bad lines; see the modules named for them.

The sample in seeds/sample/ is ``GenerateOptions(products=60, years=4, seed=7, out=...)``; its
generated.json has its options, and a test asserts that they still give the same bytes.
"""

from restock.generate.folder import GeneratedFolder, generate
from restock.generate.options import FileFormat, GenerateOptions, StockCounts

__all__ = ["FileFormat", "GenerateOptions", "GeneratedFolder", "StockCounts", "generate"]
