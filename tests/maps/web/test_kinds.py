"""Squares and the kind of areas by zoom in the supply view: what it shows is what the API says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from browsing import settle
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
Visit = Callable[[str], Page]
YEARS = {"fromYear": 2028, "toYear": 2033}
PERIOD = "from=2028&to=2033"
GRAMS = 0.05


def value(where: Locator) -> float:
    return float(where.locator("data").first.get_attribute("value") or "nan")


def choose(page: Page, kind: str) -> None:
    page.locator("[data-kind]").select_option(kind)
    settle(page)


def kind_on_map(page: Page) -> str | None:
    return page.locator("[data-kind]").get_attribute("data-kind")


def zoom(page: Page, by: int) -> None:
    name = "Inzoomen" if by > 0 else "Uitzoomen"
    for _ in range(abs(by)):
        page.get_by_role("button", name=name).click()
        settle(page)


def codes(ask: Ask, kind: str) -> list[str]:
    return [feature["properties"]["code"] for feature in ask("/v1/areas", kind=kind)["features"]]


def test_squares_tell_what_the_api_says(visit: Visit, ask: Ask) -> None:
    page = visit(f"/supply?{PERIOD}")
    choose(page, "square-1000")
    expect(page).to_have_url(re.compile("kind=square-1000"))
    rows = ask("/v1/supply", by="", eachKind="square-1000", **YEARS)["rows"]
    assert len(rows) > 2
    for row in rows:
        assert value(page.locator(f"[data-area='{row['area']}'] td").first) == pytest.approx(
            row["expectedKg"], abs=GRAMS
        )
    whole = sum(row["expectedKg"] for row in rows)
    assert value(page.locator("[data-headline]")) == pytest.approx(whole, rel=1e-6)
    drawn = page.evaluate("window.__explorer.queryVisible('area-fill')")
    assert set(drawn) == {feature["id"] for feature in ask("/v1/areas", kind="square-1000")["features"]}


@pytest.mark.parametrize("kind", ["square-250", "square-4000"])
def test_squares_of_other_sizes(visit: Visit, ask: Ask, kind: str) -> None:
    page = visit(f"/supply?{PERIOD}&kind={kind}")
    listed = page.locator("[data-area]")
    assert listed.count() == len(codes(ask, kind))


def test_a_link_to_two_squares_restores_all(visit: Visit, ask: Ask, explorer_url: str) -> None:
    here, there = codes(ask, "square-1000")[:2]
    page = visit(f"/supply?{PERIOD}&kind=square-1000&area={here}&compare=area:{there}&show=why")
    told = ask("/v1/supply/explanation", areaCode=here, **YEARS)
    assert value(page.locator("[data-why-total]")) == pytest.approx(told["total"]["expectedKg"], abs=GRAMS)
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text(f"Vierkant {here}")
    for name, code in {"here": here, "there": there}.items():
        expected = ask("/v1/supply", by="", areaCode=code, **YEARS)["rows"][0]["expectedKg"]
        assert value(page.locator(f"[data-compared={name}]")) == pytest.approx(expected, abs=GRAMS)
    assert page.evaluate("window.__explorer.queryVisible('area-chosen')")
    page.get_by_text("Downloaden", exact=True).click()
    for link in page.locator("[data-download]").all():
        answer = httpx.get(explorer_url + (link.get_attribute("href") or ""), timeout=60)
        assert answer.is_success, answer.text


def test_a_click_chooses_the_square(visit: Visit, ask: Ask) -> None:
    page = visit(f"/supply?{PERIOD}&kind=square-1000")
    feature = ask("/v1/areas", kind="square-1000")["features"][0]
    ring = feature["geometry"]["coordinates"][0]
    lon, lat = ((min(c[at] for c in ring) + max(c[at] for c in ring)) / 2 for at in (0, 1))
    at = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [lon, lat])
    page.mouse.click(at["x"], at["y"])
    settle(page)
    assert page.evaluate("window.__explorer.state.area") == feature["properties"]["code"]


def test_a_square_that_holds_nothing_is_told(page: Page, explorer_url: str) -> None:
    page.goto(f"{explorer_url}/supply?{PERIOD}&area=E1N1")  # its 404 is what is looked for
    expect(page.locator(".notice")).to_contain_text("E1N1")
    assert page.evaluate("window.__explorer.state.area") is None


def test_the_zoom_chooses_the_kind_and_comes_back(visit: Visit, ask: Ask) -> None:
    page = visit(f"/supply?{PERIOD}")
    assert kind_on_map(page) == "neighbourhood"
    assert "kind=" not in page.url
    code = codes(ask, "neighbourhood")[0]
    page.locator(f"[data-area='{code}'] button").click()
    settle(page)
    headline = value(page.locator("[data-headline]"))
    seen = [kind_on_map(page)]
    for _ in range(5):
        zoom(page, -1)
        seen.append(kind_on_map(page))
    order = ["neighbourhood", "district", "municipality"]
    assert [order.index(str(each)) for each in seen] == sorted(order.index(str(each)) for each in seen)
    assert seen[-1] == "municipality"
    rows = ask("/v1/supply", by="", eachKind="municipality", **YEARS)["rows"]
    for row in rows:
        assert value(page.locator(f"[data-area='{row['area']}'] td").first) == pytest.approx(
            row["expectedKg"], abs=GRAMS
        )
    assert page.evaluate("window.__explorer.state.area") == code
    assert page.evaluate("window.__explorer.queryVisible('area-chosen')")
    assert value(page.locator("[data-headline]")) == headline
    zoom(page, 5)
    assert kind_on_map(page) == "neighbourhood"
    assert "kind=" not in page.url


def test_a_kind_chosen_by_hand_stays_at_every_zoom(visit: Visit) -> None:
    page = visit(f"/supply?{PERIOD}")
    choose(page, "municipality")
    zoom(page, 2)
    assert kind_on_map(page) == "municipality"
    expect(page).to_have_url(re.compile("kind=municipality"))
    choose(page, "")
    assert kind_on_map(page) == "neighbourhood"
    assert "kind=" not in page.url


def test_offers_are_of_the_areas_that_they_were_made_for(visit: Visit, ask: Ask) -> None:
    square = codes(ask, "square-1000")[0]
    page = visit(f"/offers?kind=square-1000&area={square}")
    shown = set(page.evaluate("window.__explorer.queryVisible('area-fill')"))
    assert shown == {feature["id"] for feature in ask("/v1/areas", kind="neighbourhood")["features"]}
    assert page.locator(".panel-head .chip").count() == 0
