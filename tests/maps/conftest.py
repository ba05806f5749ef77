"""A browser for tests that look at pages: Debian's Chromium with software GL, for WebGL without a GPU."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
GL = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
WIDE = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000  # how long anything may take on a busy machine; what is right comes long before
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a run."""
    if CHROMIUM is None:
        pytest.skip("these tests need Debian's Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=GL)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A Dutch reader who wants no motion; what was fetched is kept for all tests of a module, as any browser would."""
    context = browser.new_context(viewport=WIDE, locale="nl-NL", reduced_motion="reduce", color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """One tab, without a history; the explorer keeps what it keeps per tab."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    page.close()
    context.set_offline(False)
