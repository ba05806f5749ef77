"""The way to the first view: what is surely needed is asked at once, and nothing is asked twice."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("view", ["stock", "supply"])
def test_what_is_needed_is_asked_at_once_and_only_once(page: Page, explorer_url: str, view: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{explorer_url}/{view}", wait_until="commit")
    page.wait_for_function("window.__explorer !== undefined")
    page.evaluate("window.__explorer.ready()")
    preloaded = page.evaluate(
        "[...document.querySelectorAll('link[rel=preload], link[rel=modulepreload]')]"
        ".map(link => new URL(link.href).pathname)"
    )
    assert {"/v1/meta", "/v1/materials", "/v1/asset-types", "/v1/scenarios", "/tiles/assets.json"} < set(preloaded)
    scripts = {path for path in asked if path.endswith(".js") and "worker" not in path and "/index-" not in path}
    assert scripts <= set(preloaded)
    assert any(path.startswith("/assets/map-") for path in scripts)
    # Supply is asked in several ways at one address; all else, tiles too, comes once.
    twice = {path for path, count in Counter(asked).items() if count > 1 and path != "/v1/supply"}
    assert twice == set()
    waiting = asked.index("/v1/areas")
    assert all(asked.index(path) < waiting for path in preloaded)
    zooms = {path.split("/")[3] for path in asked if path.endswith(".mvt")}
    # The whole of supply may fit only at a zoom of which there are no assets: when its panels come before the map.
    assert zooms == {"13"} or (view == "supply" and not zooms), "tiles of one zoom: one camera"


def test_the_page_names_only_files_that_are_there(explorer_url: str) -> None:
    page = httpx.get(f"{explorer_url}/stock").text
    for href in {part.split('"')[0] for part in page.split('href="')[1:]}:
        assert httpx.get(explorer_url + href).is_success, href
