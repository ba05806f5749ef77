"""A browser for the explorer's tests: Debian's Chromium with software GL, so that WebGL is there without a GPU."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
GL = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a run."""
    if not CHROMIUM.exists():
        pytest.skip("these tests need Debian's Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=GL)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh Dutch reader without a history, who wants no motion."""
    context = browser.new_context(viewport=WIDE, locale="nl-NL", reduced_motion="reduce", color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def ask(explorer_url: str) -> Callable[..., dict[str, Any]]:
    """The API, as any other client sees it."""

    def get(path: str, **query: str | int) -> dict[str, Any]:
        answer = httpx.get(explorer_url + path, params=query, timeout=60)
        answer.raise_for_status()
        return dict(answer.json())

    return get


@pytest.fixture
def visit(page: Page, explorer_url: str) -> Callable[[str], Page]:
    """Opens a view and waits until nothing is awaited and the map is drawn."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def go(path: str) -> Page:
        response = page.goto(explorer_url + path)
        assert response is not None
        assert response.ok, f"build the explorer first ({response.status}: {response.text()})"
        page.wait_for_function("window.__explorer !== undefined")
        page.evaluate("window.__explorer.ready()")
        assert errors == []
        return page

    return go
