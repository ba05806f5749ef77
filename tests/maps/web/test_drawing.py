"""A place that the reader draws: its supply, compared, explained and exported as that of an area is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from browsing import settle
from playwright.sync_api import Page, expect
from shapely import Polygon, from_wkt

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
YEARS = {"fromYear": 2028, "toYear": 2033}
GRAMS = 0.05


def headline(page: Page) -> float:
    return float(page.locator("[data-headline] data").get_attribute("value") or "nan")


def middle(ask: Ask) -> tuple[float, float]:
    west, south, east, north = ask("/v1/meta")["bounds"]
    return (west + east) / 2, (south + north) / 2


def corners(ask: Ask) -> list[tuple[float, float]]:
    lon, lat = middle(ask)
    return [(lon - 0.006, lat - 0.003), (lon + 0.006, lat - 0.002), (lon, lat + 0.004)]


def click_at(page: Page, lon: float, lat: float) -> None:
    at = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [lon, lat])
    page.mouse.move(at["x"], at["y"])
    page.mouse.click(at["x"], at["y"])


def drawn(page: Page) -> Polygon:
    """What stands in the address."""
    shape = page.evaluate("window.__explorer.state.drawn")
    assert shape["kind"] == "polygon"
    return Polygon(shape["corners"])


def of_polygon(ask: Ask, polygon: Polygon, path: str = "/v1/supply", **more: str) -> dict[str, Any]:
    return ask(path, polygon=polygon.wkt, **YEARS, **more)


def drawing(page: Page, points: list[tuple[float, float]]) -> Page:
    page.locator("[data-draw=polygon]").click()
    expect(page.locator(".crosshair")).to_be_visible()
    for at, point in enumerate(points):
        click_at(page, *point)
        expect(page.locator("[data-draw-back]")).to_be_enabled()
        page.wait_for_timeout(350 if at else 0)  # two quick clicks are a double click, which ends the drawing
    return page


def test_a_polygon_is_drawn_by_mouse_and_its_link_restores_it(visit: Callable[[str], Page], ask: Ask) -> None:
    page = drawing(visit("/supply?from=2028&to=2033"), corners(ask))
    page.locator("[data-draw-done]").click()
    settle(page)
    polygon = drawn(page)
    assert polygon.symmetric_difference(Polygon(corners(ask))).area < 0.06 * polygon.area  # a pixel is ten metres
    answer = of_polygon(ask, polygon, by="")
    assert headline(page) == pytest.approx(answer["rows"][0]["expectedKg"], abs=GRAMS)
    size = float(page.locator("[data-drawn-ha]").get_attribute("data-drawn-ha") or "nan")
    assert size == pytest.approx(answer["polygon"]["areaHa"], rel=1e-3)
    before = headline(page)
    page.reload()
    page.wait_for_function("window.__explorer !== undefined")
    settle(page)
    assert drawn(page).equals(polygon)
    assert headline(page) == before
    page.locator("[data-area] button").first.click()
    settle(page)
    assert page.evaluate("window.__explorer.state.drawn") is None
    page.go_back()
    settle(page)
    assert drawn(page).equals(polygon)


def test_a_drawing_is_compared_explained_and_exported(
    visit: Callable[[str], Page], ask: Ask, explorer_url: str
) -> None:
    flat = ",".join(f"{value:.5f}" for point in corners(ask) for value in point)
    page = visit(f"/supply?drawn={flat}&from=2028&to=2033&lang=en")
    polygon = drawn(page)
    here = of_polygon(ask, polygon, by="")["rows"][0]["expectedKg"]
    code = ask("/v1/areas", kind="neighbourhood")["features"][0]["properties"]["code"]
    others = {
        f"area:{code}": ask("/v1/supply", areaCode=code, by="", **YEARS),
        "scenario:longer-lives": of_polygon(ask, polygon, by="", scenario="longer-lives"),
    }
    for chosen, answer in others.items():
        page.locator("[data-compare]").select_option(chosen)
        settle(page)
        there = answer["rows"][0]["expectedKg"]
        said = float(page.locator("[data-difference]").get_attribute("data-difference") or "nan")
        assert said == pytest.approx(here - there, abs=2 * GRAMS)
    page.locator("[data-why]").click()
    settle(page)
    explained = of_polygon(ask, polygon, "/v1/supply/explanation")
    told = page.get_by_role("dialog").locator("[data-why-asset]")
    assert [int(each.get_attribute("data-why-asset") or 0) for each in told.all()] == [
        each["id"] for each in explained["assets"]
    ]
    page.keyboard.press("Escape")
    page.get_by_text("Download", exact=True).click()
    links = page.locator("[data-download]").all()
    assert {link.get_attribute("data-download") for link in links} == {"report", "csv", "xlsx", "gpkg", "png", "svg"}
    for link in links:
        href = link.get_attribute("href") or ""
        assert from_wkt(httpx.URL(href).params["polygon"]).equals(polygon)
        answer = httpx.get(explorer_url + href, timeout=60)
        assert answer.is_success, answer.text


def test_a_circle_is_drawn_by_keyboard_alone_and_its_radius_typed(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    page.locator("[data-draw=circle]").press("Enter")
    expect(page.locator("[data-draw-add]")).to_be_focused()
    expect(page.locator(".crosshair")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-draw-back]")).to_be_enabled()
    page.locator(".map-canvas canvas").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    page.keyboard.press("Space")
    settle(page)
    assert page.evaluate("window.__explorer.state.drawn")["radiusM"] > 0
    radius = page.locator("[data-radius]")
    radius.fill("400")
    radius.press("Enter")
    settle(page)
    assert page.evaluate("window.__explorer.state.drawn")["radiusM"] == 400
    size = float(page.locator("[data-drawn-ha]").get_attribute("data-drawn-ha") or "nan")
    assert size == pytest.approx(3.14159 * 400**2 / 10_000, rel=0.003)
    radius.fill("1")
    radius.press("Enter")
    assert page.evaluate("window.__explorer.state.drawn")["radiusM"] == 400


def test_points_go_back_and_escape_leaves_the_map_as_it_was(visit: Callable[[str], Page], ask: Ask) -> None:
    page = drawing(visit("/supply?from=2028&to=2033"), corners(ask)[:2])
    expect(page.locator("[data-draw-done]")).to_be_disabled()
    page.locator("[data-draw-back]").click()
    page.locator("[data-draw-back]").click()
    expect(page.locator("[data-draw-back]")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.locator(".draw-bar")).to_have_count(0)
    assert "drawn=" not in page.url
    click_at(page, *middle(ask))
    settle(page)
    assert page.evaluate("window.__explorer.state.area") is not None


def test_a_line_that_crosses_itself_is_mended_and_told(visit: Callable[[str], Page], ask: Ask) -> None:
    lon, lat = middle(ask)
    bow = [(lon - 0.004, lat), (lon + 0.004, lat + 0.004), (lon + 0.004, lat), (lon - 0.004, lat + 0.004)]
    page = visit("/supply?drawn=" + ",".join(f"{value:.5f}" for point in bow for value in point))
    expect(page.locator(".drawn")).to_contain_text("kruiste zichzelf")
