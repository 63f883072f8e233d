"""What follows a build, step by step; each says in a sentence what it has made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from restock.export import export_workbooks
from restock.publish import publish
from restock.site import build_site

if TYPE_CHECKING:
    from restock.locations import Locations


def publish_marts(locations: Locations) -> str:
    """Copy the marts to the published folder."""
    published = publish(locations.warehouse, locations.output)
    return (
        f"Published {published.rows['fct_forecasts']} forecasts and {len(published.rows) - 1} "
        f"other tables to {published.folder}: restock.duckdb (schema marts) and parquet/."
    )


def export(locations: Locations) -> str:
    """Write the workbooks."""
    exported = export_workbooks(locations.output)
    return f"Exported {len(exported.files)} workbooks to {exported.folder}."


def make_site(locations: Locations) -> str:
    """Make the dashboard."""
    made = build_site(locations.project, locations.output)
    return f"Made the dashboard of {made.products} products: open {made.folder}/index.html."
