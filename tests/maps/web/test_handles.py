"""Handles of a drawn shape: moved, added and removed by mouse, touch and keyboard; link and answer follow."""

from __future__ import annotations

from collections.abc import Callable
from math import dist
from typing import Any

import pytest
from browsing import settle
from playwright.sync_api import Page, expect
from pyproj import Geod
from shapely import Polygon

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
Place = tuple[float, float]
YEARS = {"fromYear": 2028, "toYear": 2033}
GRAMS = 0.05
FAR_PX = 40.0
WGS84 = Geod(ellps="WGS84")


@pytest.fixture
def square(visit: Callable[[str], Page], ask: Ask) -> Page:
    """The supply view of a drawn square in the middle of the town."""
    west, south, east, north = ask("/v1/meta")["bounds"]
    lon, lat = (west + east) / 2, (south + north) / 2
    places = [(lon - 0.005, lat - 0.003), (lon + 0.005, lat - 0.003), (lon + 0.005, lat + 0.003), (lon, lat + 0.003)]
    flat = ",".join(f"{value:.5f}" for place in places for value in place)
    return visit(f"/supply?drawn={flat}&from=2028&to=2033")


def corners(page: Page) -> list[Place]:
    return [(lon, lat) for lon, lat in page.evaluate("window.__explorer.state.drawn.corners")]


def on_page(page: Page, place: Place) -> Place:
    at = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", list(place))
    return at["x"], at["y"]


def between(one: Place, other: Place) -> Place:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def drag(page: Page, start: Place) -> None:
    x, y = on_page(page, start)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + FAR_PX / 2, y + FAR_PX / 2)
    page.mouse.move(x + FAR_PX, y + FAR_PX)
    page.mouse.up()
    settle(page)


def assert_follows(page: Page, ask: Ask) -> None:
    """Link and answer are those of the corners as they are now."""
    now = corners(page)
    assert ",".join(str(value) for place in now for value in place) in page.url
    answer = ask("/v1/supply", polygon=Polygon(now).wkt, by="", **YEARS)
    said = float(page.locator("[data-headline] data").get_attribute("value") or "nan")
    assert said == pytest.approx(answer["rows"][0]["expectedKg"], abs=GRAMS)
    assert page.evaluate("window.__explorer.state.area") is None


def moved(before: list[Place], after: list[Place]) -> list[int]:
    return [index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]


def test_a_corner_is_dragged(square: Page, ask: Ask) -> None:
    before = corners(square)
    expected = on_page(square, before[1])
    drag(square, before[1])
    after = corners(square)
    assert moved(before, after) == [1]
    x, y = on_page(square, after[1])
    assert (x - expected[0], y - expected[1]) == pytest.approx((FAR_PX, FAR_PX), abs=1.5)
    assert_follows(square, ask)
    square.go_back()
    settle(square)
    assert corners(square) == before


def test_a_dot_on_an_edge_becomes_a_corner_which_can_go_again(square: Page, ask: Ask) -> None:
    before = corners(square)
    drag(square, between(before[0], before[1]))
    after = corners(square)
    assert len(after) == 5
    assert [after[0], *after[2:]] == before
    assert_follows(square, ask)
    expect(square.locator("[data-corner]")).to_have_attribute("data-corner", "1")
    square.locator(".corner-remove").click()
    settle(square)
    assert corners(square) == before
    assert_follows(square, ask)


def test_a_corner_is_dragged_by_touch(square: Page, ask: Ask) -> None:
    before = corners(square)
    x, y = on_page(square, before[2])
    session = square.context.new_cdp_session(square)
    for kind, far in (("touchStart", 0.0), ("touchMove", FAR_PX / 2), ("touchMove", FAR_PX), ("touchEnd", None)):
        points = [] if far is None else [{"x": x + 8 + far, "y": y - far}]  # a finger is not that precise
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    settle(square)
    assert moved(before, corners(square)) == [2]
    assert_follows(square, ask)


def test_corners_are_chosen_moved_added_and_removed_by_keyboard(square: Page, ask: Ask) -> None:
    before = corners(square)
    nothing_chosen = square.locator(".corner-remove")
    expect(nothing_chosen).to_be_disabled()
    following = square.locator("[data-handles] .icon-button").nth(1)
    following.press("Enter")
    following.press("Enter")
    following.press("ArrowRight")
    settle(square)
    after = corners(square)
    assert moved(before, after) == [1]
    assert after[1][0] > before[1][0]
    square.locator(".corner-add").press("Enter")
    settle(square)
    assert len(corners(square)) == 5
    square.locator(".map-canvas canvas").focus()
    square.keyboard.press("Delete")
    settle(square)
    assert corners(square) == after
    assert_follows(square, ask)


@pytest.fixture
def circle(visit: Callable[[str], Page], ask: Ask) -> Page:
    """The supply view of a drawn circle in the middle of the town."""
    west, south, east, north = ask("/v1/meta")["bounds"]
    return visit(f"/supply?drawn=circle,{(west + east) / 2:.5f},{(south + north) / 2:.5f},400&from=2028&to=2033")


def drawn(page: Page) -> dict[str, Any]:
    return dict(page.evaluate("window.__explorer.state.drawn"))


def east_of(circle: dict[str, Any]) -> Place:
    lon, lat, _ = WGS84.fwd(*circle["middle"], 90, circle["radiusM"])
    return lon, lat


def assert_circle_follows(page: Page) -> None:
    """Link, heading and the area that was asked about are those of the circle as it is now."""
    now = drawn(page)
    lon, lat = now["middle"]
    assert f"drawn=circle,{lon},{lat},{now['radiusM']}" in page.url
    size = float(page.locator("[data-drawn-ha]").get_attribute("data-drawn-ha") or "nan")
    assert size == pytest.approx(3.14159 * now["radiusM"] ** 2 / 10_000, rel=0.003)


def test_a_circle_grows_by_its_edge_and_is_asked_about_when_let_go(circle: Page) -> None:
    before = drawn(circle)
    asked: list[str] = []
    circle.on("request", lambda request: asked.append(request.url))
    x, y = on_page(circle, east_of(before))
    circle.mouse.move(x, y)
    circle.mouse.down()
    circle.mouse.move(x + FAR_PX / 2, y)
    circle.mouse.move(x + FAR_PX, y - FAR_PX)
    middle = on_page(circle, before["middle"])
    wanted = before["radiusM"] * dist((x + FAR_PX, y - FAR_PX), middle) / dist((x, y), middle)
    assert float(circle.locator("[data-radius]").input_value()) == pytest.approx(wanted, rel=0.01)
    assert drawn(circle) == before
    assert not any("/v1/supply" in url for url in asked)
    circle.mouse.up()
    settle(circle)
    after = drawn(circle)
    assert after["middle"] == before["middle"]
    assert after["radiusM"] == pytest.approx(wanted, rel=0.01)
    assert_circle_follows(circle)
    circle.go_back()
    settle(circle)
    assert drawn(circle) == before


def test_a_circle_is_moved_by_its_middle(circle: Page) -> None:
    before = drawn(circle)
    drag(circle, before["middle"])
    after = drawn(circle)
    assert after["radiusM"] == before["radiusM"]
    assert after["middle"] != before["middle"]
    assert circle.evaluate("window.__explorer.state.area") is None
    assert_circle_follows(circle)


def test_a_circle_is_moved_and_made_larger_by_keyboard(circle: Page) -> None:
    before = drawn(circle)
    circle.locator("[data-handle=middle]").press("Enter")
    circle.locator("[data-handle=middle]").press("ArrowUp")
    settle(circle)
    moved_up = drawn(circle)
    assert moved_up["middle"][1] > before["middle"][1]
    assert moved_up["radiusM"] == before["radiusM"]
    circle.locator("[data-handle=edge]").press("Enter")
    circle.locator("[data-handle=edge]").press("ArrowRight")
    settle(circle)
    larger = drawn(circle)
    assert larger["middle"] == moved_up["middle"]
    assert larger["radiusM"] > before["radiusM"]
    assert_circle_follows(circle)
