"""The stock from far away: squares instead of assets, and the way from them to the assets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ASSETS = ("asset-polygon", "asset-line", "asset-point")


def visible(page: Page, layer: str) -> int:
    return len(page.evaluate("layer => window.__explorer.queryVisible(layer)", layer))


def test_the_first_view_of_a_town_shows_its_assets(visit: Callable[[str], Page]) -> None:
    page = visit("/stock")
    assert all(visible(page, layer) for layer in ASSETS)
    assert visible(page, "cell-fill") == 0
    expect(page.locator(".legend .count").first).to_be_visible()


def test_from_afar_squares_tell_where_assets_are_and_lead_to_them(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]]
) -> None:
    west, south, east, north = ask("/v1/meta")["bounds"]
    page = visit(f"/stock?view=9/{(south + north) / 2 + 0.2:.5f}/{(west + east) / 2 - 0.3:.5f}")
    assert visible(page, "cell-fill") > 0
    assert not any(visible(page, layer) for layer in ASSETS)
    expect(page.locator(".shading figcaption")).to_have_text("Objecten per vierkant van 4\u00a0km")
    page.locator(".map-zoom-in").click()
    page.wait_for_function("window.__explorer.ready()")
    assert any(visible(page, layer) for layer in ASSETS)
    assert visible(page, "cell-fill") == 0
    expect(page.locator(".legend .count").first).to_be_visible()


def test_squares_belong_to_the_stock_alone(visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]]) -> None:
    west, south, east, north = ask("/v1/meta")["bounds"]
    page = visit(f"/supply?view=9/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}")
    assert visible(page, "cell-fill") == 0
    page.get_by_role("link", name="Voorraad").or_(page.get_by_role("button", name="Voorraad")).first.click()
    page.wait_for_function("window.__explorer.ready()")
    assert visible(page, "cell-fill") > 0
