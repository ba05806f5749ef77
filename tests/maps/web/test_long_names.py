"""Names and ids that others made may be one long word: nothing is cut off or pushed out of sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

WORD = "Allesaaneengeschrevenzondereenspatie" * 2
OVERFLOW = "part => part.scrollWidth - part.clientWidth"


def with_long_names(route: Route) -> None:
    """What the server says, with a long word for each name."""
    answer = route.fetch()
    told = answer.json()
    for each in told.get("features", [told]):
        each.get("properties", each)["name"] = WORD
    route.fulfill(response=answer, json=told)


def test_a_long_name_wraps_in_the_card_of_a_phone(page: Page, visit: Callable[[str], Page]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.route("**/v1/assets/100", with_long_names)
    visit("/stock?sel=100")
    assert WORD in page.locator(".card").inner_text()
    assert page.locator(".sheet").evaluate(OVERFLOW) <= 0


def test_a_long_name_leaves_the_other_columns_in_sight(page: Page, visit: Callable[[str], Page]) -> None:
    page.set_viewport_size({"width": 1200, "height": 800})
    page.route("**/v1/assets?*", with_long_names)
    visit("/stock?show=list")
    assert WORD in page.locator(".assets").inner_text()
    assert page.locator(".panel.table .panel-body").evaluate(OVERFLOW) <= 0
