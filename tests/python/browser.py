"""The pages of the dashboard in a browser, opened as files, and what went on while they were."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from restock.site.speed import BROWSERS


@dataclass
class Opened:
    """A page, what its console complained of, and which addresses but files it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        return [text.strip() for text in self.page.locator(selector).all_text_contents()]

    def settle(self) -> None:
        """Wait until the page is drawn, its charts included."""
        self.page.wait_for_selector("html[data-ready], #problem p")
        problems = self.texts("#problem p")
        assert not problems, f"{problems}, {self.complaints}"
        self.page.wait_for_function(
            "document.querySelectorAll('figure.chart:not([data-drawn])').length === 0"
        )

    def choose(self, select: str, value: str) -> None:
        self.page.select_option(select, value)
        self.page.wait_for_function("value => location.hash.includes(value)", arg=value)
        self.settle()


@contextmanager
def browser_context(**options: object) -> Iterator[BrowserContext]:
    """The browser of the machine, with a memory of its own."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    assert found, f"the pages are tested in a browser: install one of {', '.join(BROWSERS)}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0])
        yield browser.new_context(viewport={"width": 1280, "height": 900}, **options)  # type: ignore[arg-type]
        browser.close()


@contextmanager
def opened(context: BrowserContext, site: Path, address: str) -> Iterator[Opened]:
    """Open a page of the dashboard from its folder and wait until it is drawn."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    one = Opened(page)
    page.on(
        "console",
        lambda message: (
            one.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:"))
            else one.requests.append(request.url)
        ),
    )
    page.goto(f"{site.as_uri()}/{address}")
    one.settle()
    yield one
    page.close()
