"""Odd addresses, and getting about: what is said of them, what is kept, what nothing may stand in the way of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import settle, state
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_broken_address_is_told_and_the_rest_kept(visit: Callable[[str], Page]) -> None:
    page = visit("/supply?from=2040&to=2030&unit=stones")
    expect(page.locator(".notice")).to_contain_text("unit=stones")
    assert (state(page)["from"], state(page)["to"], state(page)["unit"]) == (2030, 2040, "density")


def test_years_the_wrong_way_round_are_turned_and_that_is_said(visit: Callable[[str], Page]) -> None:
    page = visit("/supply?from=2035&to=2030&lang=en")
    expect(page.locator(".notice")).to_contain_text("the wrong way round; showing 2030 to 2035")
    expect(page.locator(".notice")).not_to_contain_text("ignored")
    assert (state(page)["from"], state(page)["to"]) == (2030, 2035)


def test_an_address_that_there_is_not_leads_to_the_map_and_is_named(page: Page, explorer_url: str) -> None:
    answer = page.goto(f"{explorer_url}/foo/bar?lang=en")
    assert answer is not None
    assert answer.status == 404
    settle(page)
    expect(page.locator(".notice")).to_contain_text("/foo/bar")
    assert page.evaluate("window.__explorer.queryVisible('asset-polygon')")


def test_one_turn_of_the_wheel_is_in_the_link_and_stays(visit: Callable[[str], Page]) -> None:
    page = visit("/stock")
    page.mouse.move(900, 450)
    page.mouse.wheel(0, -600)
    page.wait_for_function("window.__explorer.state.camera !== null")
    settle(page)
    there = state(page)["camera"]
    page.get_by_role("link", name="Vrijkomend").click()
    page.get_by_role("link", name="Voorraad").click()
    assert state(page)["camera"] == there


def test_all_tools_of_the_page_are_within_reach_at_any_width(page: Page, visit: Callable[[str], Page]) -> None:
    visit("/stock?lang=nl")
    copy = page.get_by_role("button", name="Koppeling kopiëren")
    for width in (861, 1024, 1180, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 768})
        place = copy.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= width, width


def test_views_change_without_a_fault(page: Page, visit: Callable[[str], Page]) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    visit("/supply")
    for name in ("Voorraad", "Vrijkomend", "Aanbod", "Voorraad", "Inlezen", "Vrijkomend", "Voorraad"):
        page.get_by_role("link", name=name).click()
        settle(page)
    assert faults == []


def test_a_notice_covers_little_of_a_phone(page: Page, visit: Callable[[str], Page]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit("/stock?unit=stones")
    told = page.locator(".notice").bounding_box()
    assert told is not None
    assert told["height"] < 120
    assert told["y"] > 600, "within reach of the thumb"


def test_long_lists_can_be_passed_by_keyboard(visit: Callable[[str], Page]) -> None:
    page = visit("/stock?lang=en")
    page.get_by_role("link", name="Past the legend, to the list").press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".asset-list summary").first).to_be_focused()
    page = visit("/supply?lang=en")
    page.get_by_role("link", name="Past the list, to the years").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Play the years")).to_be_focused()
