"""Planned works on the map and in the list: what their card shows is what the API says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import settle
from playwright.sync_api import Page, expect
from serving import served
from shapely.geometry import shape

from assetregistry.cli.demo import import_areas, import_works
from assetregistry.registry import ImportOptions, Registry

pytestmark = pytest.mark.browser


@pytest.fixture
def planned_url(registry: Registry, sample_dir: Path) -> Iterator[str]:
    """A server of the sample town's roads and of what is planned for them."""
    import_areas(registry)
    registry.import_source(
        sample_dir / "delivery-2026" / "wegen.zip", ImportOptions(profile=str(sample_dir / "wegen.toml"))
    )
    import_works(registry)
    with served(registry) as url:
        yield url


def told(url: str, work: int) -> dict[str, Any]:
    return dict(httpx.get(f"{url}/v1/works/{work}", timeout=60).json())


def assert_card(page: Page, url: str, work: int) -> None:
    said = told(url, work)["properties"]
    card = page.locator(f"[data-work-card='{work}']")
    expect(card.locator("h1")).to_have_text(said["name"])
    expect(card).to_contain_text(said["reason"])
    expect(card).to_contain_text(str(said["yearFrom"]))
    expect(card).to_contain_text(said["source"]["source"])
    expect(card.locator("[data-work-assets]")).to_have_attribute("data-work-assets", str(said["touches"]["assets"]))
    kg = float(card.locator("[data-work-mass] data").get_attribute("value") or "nan")
    assert kg == pytest.approx(said["touches"]["kg"])


def test_a_work_is_chosen_on_the_map_and_by_keyboard(page: Page, planned_url: str) -> None:
    works = httpx.get(f"{planned_url}/v1/works", timeout=60).json()["features"]
    place = shape(works[0]["geometry"]).representative_point()
    page.goto(f"{planned_url}/offers?view=17/{place.y}/{place.x}")
    settle(page)
    at = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [place.x, place.y])
    page.mouse.click(at["x"], at["y"])
    settle(page)
    chosen = page.evaluate("window.__explorer.state.work")
    assert chosen in {each["id"] for each in works}
    assert_card(page, planned_url, chosen)
    page.keyboard.press("Tab")
    page.locator(".card-close button").press("Enter")
    assert page.evaluate("window.__explorer.state.work") is None
    page.locator(".works summary").press("Enter")
    other = works[-1]["id"]
    page.locator(f"[data-work='{other}']").press("Enter")
    settle(page)
    assert f"work={other}" in page.url
    assert_card(page, planned_url, other)
    expect(page.locator(".card .panel-body")).to_be_focused()
    page.locator(".card details summary").press("Enter")
    asset = page.locator("[data-work-asset]").first
    number = int(asset.get_attribute("data-work-asset") or 0)
    assert number == told(planned_url, other)["properties"]["touches"]["first"][0]["id"]
    asset.press("Enter")
    settle(page)
    assert page.evaluate("window.__explorer.state.sel") == number
    page.go_back()
    settle(page)
    assert_card(page, planned_url, other)


def test_a_link_to_a_work_leads_to_its_place(page: Page, planned_url: str) -> None:
    work = httpx.get(f"{planned_url}/v1/works", timeout=60).json()["features"][0]
    place = shape(work["geometry"]).representative_point()
    page.goto(f"{planned_url}/offers?work={work['id']}")
    settle(page)
    assert_card(page, planned_url, work["id"])
    west, south, east, north = shape(work["geometry"]).bounds
    corners = [
        page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", corner)
        for corner in ([west, south], [east, north])
    ]
    assert corners[1]["x"] - corners[0]["x"] > 100 or corners[0]["y"] - corners[1]["y"] > 100, "close by"
    at = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [place.x, place.y])
    box = page.locator(".map-canvas").bounding_box()
    card = page.locator(".card").bounding_box()
    assert box
    assert card
    assert box["x"] < at["x"] < card["x"]
    assert box["y"] < at["y"] < box["y"] + box["height"]
    page.goto(f"{planned_url}/offers?work={work['id']}&view=12/{place.y}/{place.x}")
    settle(page)
    assert "view=12/" in page.url, "a link that says where the map is, is believed"


def test_a_link_to_a_work_that_is_gone_says_so(page: Page, planned_url: str) -> None:
    page.goto(f"{planned_url}/offers?work=999999")
    settle(page)
    expect(page.locator(".card .message")).to_contain_text("niet (meer) in het register")
