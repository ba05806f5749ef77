"""A connection that is lost and comes back: it is said, and what is shown follows by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser


def test_map_and_numbers_follow_when_the_connection_is_back(page: Page, visit: Callable[[str], Page]) -> None:
    visit("/stock?view=15/52.2/6.6&lang=en")  # beside the town
    page.context.set_offline(True)
    page.get_by_role("link", name="Supply").click()
    expect(page.get_by_role("button", name="Try again").first).to_be_visible()
    page.get_by_role("link", name="Stock").click()
    page.get_by_role("button", name="Show the whole area").click()
    expect(page.locator(".legend")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.locator(".legend .entry .count").first).to_be_visible()
    page.get_by_role("link", name="Supply").click()
    expect(page.locator("[data-headline]")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_tiles_that_did_not_come_are_asked_for_again(page: Page, visit: Callable[[str], Page]) -> None:
    visit("/stock?view=15/52.2/6.6&lang=en")  # beside the town
    page.route(re.compile("/tiles/.*mvt"), lambda route: route.fulfill(status=503, body=""))
    with page.expect_response(re.compile("mvt")):
        page.get_by_role("button", name="Show the whole area").click()
    expect(page.locator(".legend")).to_contain_text("No connection")
    page.unroute_all()
    expect(page.locator(".legend .entry .count").first).to_be_visible()


def test_a_part_of_the_page_that_does_not_come_can_be_tried_again(page: Page, visit: Callable[[str], Page]) -> None:
    visit("/stock?lang=en")
    page.route("**/assets/imports-*.js", lambda route: route.abort())
    page.get_by_role("link", name="Import").click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    page.unroute("**/assets/imports-*.js")
    again.click()
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()


def test_a_server_that_was_away_is_asked_again_until_it_is_back(page: Page, visit: Callable[[str], Page]) -> None:
    page.clock.install()
    visit("/stock?view=15/52.2/6.6&lang=en")  # beside the town
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=502, body="")

    page.route(re.compile("/(v1|tiles|health)"), refuse)
    page.get_by_role("button", name="Show the whole area").click()
    page.get_by_role("link", name="Supply").click()
    expect(page.get_by_text("this goes on by itself").first).to_be_visible()
    asked.clear()
    page.clock.run_for(60_000)
    page.wait_for_timeout(100)
    again = [url for url in asked if url.endswith("/health")]
    others = [url for url in asked if not url.endswith("/health")]
    assert 3 <= len(again) <= 6, "ever more seldom"
    assert all("/tiles/" in url for url in others)  # of a map that was still on its way there
    assert len(set(others)) == len(others), "nothing else is asked twice"
    page.unroute_all()
    page.clock.run_for(60_000)
    expect(page.locator("[data-headline]")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.get_by_role("link", name="Stock").click()
    expect(page.locator(".legend .entry .count").first).to_be_visible()
