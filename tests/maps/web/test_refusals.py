"""What the server refuses is told in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assetregistry.store.lookup import listing, squares

pytestmark = pytest.mark.browser

Visit = Callable[[str], Page]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", "vierkanten van 250 m liggen objecten, en 2 is het meeste"), ("en", "squares of 250 m hold assets, and 2")],
)
def test_too_many_squares(visit: Visit, monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    monkeypatch.setattr(squares, "MOST", 2)
    page = visit(f"/supply?kind=square-250&lang={lang}")
    told = page.locator(".panel [role=alert]").first
    expect(told).to_contain_text(words)
    expect(told.locator("[lang=en]")).to_have_count(0)


def test_too_many_to_sort_by_mass(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_SORTED_BY_MASS", 1_234)
    page = visit("/stock?sort=-kg&show=list")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Op massa zijn hoogstens 1.234 objecten te ordenen.")
    page.locator("input[value=en]").check()
    expect(told).to_contain_text("At most 1,234 assets can be sorted by mass.")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("scenario=no-such-one", "Scenario no-such-one bestaat hier niet"),
        ("compare=scenario:no-such-one", "Scenario no-such-one bestaat hier niet"),
        ("compare=area:BU00000000", "Gebied BU00000000 staat niet in het register"),
        ("owner=G0001", "Het filter noemt wat hier niet bestaat: G0001."),
        ("type=road_of_gold", "Het filter noemt wat hier niet bestaat: road_of_gold."),
        ("material=gold", "Het filter noemt wat hier niet bestaat: gold."),
    ],
)
def test_a_link_to_what_is_gone_says_so_and_shows_the_rest(visit: Visit, query: str, words: str) -> None:
    page = visit(f"/supply?from=2030&to=2034&{query}")
    expect(page.locator(".notice")).to_contain_text(words)
    expect(page.locator("[data-headline]")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert query not in page.url
    assert "from=2030" in page.url


@pytest.mark.parametrize("view", ["stock", "offers"])
def test_of_a_filter_that_names_an_owner_who_is_gone_the_rest_is_kept(visit: Visit, view: str) -> None:
    page = visit(f"/{view}?owner=G0001,P9901&material=asphalt")
    expect(page.locator(".notice")).to_contain_text("G0001")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.url.endswith("?material=asphalt&owner=P9901")


def test_what_has_no_words_of_its_own_begins_in_the_readers_language(page: Page, explorer_url: str) -> None:
    page.route("**/v1/supply?*", lambda route: route.continue_(url=f"{route.request.url}&scenario=no-such-scenario"))
    page.goto(f"{explorer_url}/supply?lang=nl")
    told = page.locator(".panel [role=alert]").first
    expect(told).to_contain_text("De server begrijpt dit niet (scenario):")
    expect(told.locator("[lang=en]")).to_contain_text("no such scenario")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", "De server begrijpt dit niet (limit): “limit” mag 1.000 of minder zijn"),
        ("en", "The server does not understand this (limit): “limit” must be 1,000 or less"),
    ],
)
def test_which_field_is_wrong_and_why(page: Page, explorer_url: str, lang: str, words: str) -> None:
    page.route("**/v1/assets?*", lambda route: route.continue_(url=route.request.url.replace("limit=", "limit=9")))
    page.goto(f"{explorer_url}/stock?show=list&lang={lang}")
    told = page.get_by_role("alert")
    expect(told).to_contain_text(words)
    expect(told.locator("[lang=en]")).to_have_count(0)
