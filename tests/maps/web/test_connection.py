"""A connection that is lost and comes back: it is said, and what is shown follows by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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


def test_a_part_of_the_page_that_does_not_come_can_be_tried_again(page: Page, visit: Callable[[str], Page]) -> None:
    visit("/stock?lang=en")
    page.context.set_offline(True)
    page.get_by_role("link", name="Import").click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    page.context.set_offline(False)
    again.click()
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
