"""The pages of the dashboard, and their HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Page:
    """A page: its name in queries, templates, data and its exposure; its file and its title.

    It has the data sets of queries/<name>, and those of queries/shared that it names.
    """

    name: str
    file: str
    title: str
    shared: tuple[str, ...] = ()

    @property
    def exposure(self) -> str:
        """Name of the exposure that says what the page reads."""
        return f"{self.name}_page"


PAGES: Final = (
    Page("overview", "index.html", "Overview", ("accuracy", "groups")),
    Page("orders", "orders.html", "Orders", ("groups",)),
    Page("group", "group.html", "Product group", ("accuracy", "groups")),
    Page("product", "product.html", "Product"),
    Page("models", "models.html", "Models"),
    Page("runs", "runs.html", "Runs and data"),
)


def period(release: Mapping[str, Any] | None) -> str:
    """Return the months of a release as people say them: Jan 2026 to Mar 2026."""
    if release is None:
        return "nothing released"
    return f"{release['first_month']:%b %Y} to {release['last_month']:%b %Y}"


def render(page: Page, facts: Mapping[str, Any]) -> str:
    """Return the HTML of a page; all that stands in it is escaped."""
    environment = Environment(
        loader=PackageLoader("restock.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template(f"{page.name}.html.j2")
    return template.render(page=page, pages=PAGES, **facts)
