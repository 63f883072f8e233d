"""The dashboard: static pages that open from a folder, of what the published marts say."""

from restock.site.build import Site, build_site
from restock.site.reader import SiteError

__all__ = ["Site", "SiteError", "build_site"]
