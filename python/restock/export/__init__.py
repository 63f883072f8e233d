"""What purchasers work with: one Excel workbook per product group, out of the published marts."""

from restock.export.excel import Exported, ExportError, export_workbooks

__all__ = ["ExportError", "Exported", "export_workbooks"]
