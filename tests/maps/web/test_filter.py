"""The filter: of what alone the views tell. What is shown is what the API says of the same question."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from browsing import settle
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
Visit = Callable[[str], Page]
ASSETS = ("asset-polygon", "asset-line", "asset-point")
GRAMS = 0.05


def on_map(page: Page) -> set[int]:
    return {
        asset for layer in ASSETS for asset in page.evaluate("layer => window.__explorer.queryVisible(layer)", layer)
    }


def choose(page: Page, field: str, code: str) -> None:
    box = page.locator("details[data-only]")
    if box.get_attribute("open") is None:
        box.locator("> summary").click()
    page.locator(f"[data-only-field={field}]").select_option(code)
    settle(page)


def headline(page: Page) -> float:
    return float(page.locator("[data-headline] data").get_attribute("value") or "nan")


def test_supply_of_an_owner_and_a_type_is_what_the_api_says(visit: Visit, ask: Ask) -> None:
    page = visit("/supply?from=2027&to=2036")
    choose(page, "owners", "P9901")
    choose(page, "types", "road_asphalt_local")
    question = {"fromYear": 2027, "toYear": 2036, "by": "", "owner": "P9901", "assetType": "road_asphalt_local"}
    (row,) = ask("/v1/supply", **question)["rows"]
    assert headline(page) == pytest.approx(row["expectedKg"], abs=GRAMS)
    assert "owner=P9901" in page.url
    assert "type=road_asphalt_local" in page.url
    page.locator("[data-chip=types]").click()
    settle(page)
    (row,) = ask("/v1/supply", **{**question, "assetType": ""})["rows"]
    assert headline(page) == pytest.approx(row["expectedKg"], abs=GRAMS)


def test_a_link_restores_the_filter_and_every_door_of_supply_keeps_to_it(visit: Visit, ask: Ask) -> None:
    page = visit("/supply?from=2027&to=2036&owner=G9901&route=recycle")
    question = {"fromYear": 2027, "toYear": 2036, "by": "", "owner": "G9901", "route": "recycle"}
    (row,) = ask("/v1/supply", **question)["rows"]
    assert headline(page) == pytest.approx(row["expectedKg"], abs=GRAMS)
    assert page.locator(".only .chip").count() == 2
    for kind in ("csv", "report"):
        href = page.locator(f"[data-download={kind}]").get_attribute("href") or ""
        assert "owner=G9901" in href
        assert "route=recycle" in href
    page.locator("[data-why]").click()
    settle(page)
    (row,) = ask("/v1/supply", **question)["rows"]
    told = page.locator("dialog data").first
    assert float(told.get_attribute("value") or "nan") == pytest.approx(row["expectedKg"], abs=GRAMS)


def test_suspects_alone_are_what_the_others_withhold(visit: Visit, ask: Ask) -> None:
    page = visit("/supply?from=2027&to=2036&hazard=suspect")
    held = ask("/v1/supply", fromYear=2027, toYear=2036, by="")["withheld"]
    assert headline(page) == pytest.approx(sum(each["expectedKg"] for each in held), abs=GRAMS)
    expect(page.locator(".hazards")).to_have_count(0)


def test_the_map_of_the_stock_shows_only_what_is_asked_for(visit: Visit, ask: Ask) -> None:
    page = visit("/stock")
    every = on_map(page)
    choose(page, "types", "road_asphalt_local")
    wanted = {each["id"] for each in ask("/v1/assets", assetType="road_asphalt_local", limit=1000)["features"]}
    assert on_map(page) == every & wanted
    page.locator("[data-chip=types]").click()
    settle(page)
    choose(page, "owners", "P9901")
    wanted = {each["id"] for each in ask("/v1/assets", owner="P9901", limit=1000)["features"]}
    assert on_map(page) == every & wanted
    assert on_map(page)


def stock_heads(page: Page) -> list[float]:
    heads = page.locator(".headline.pair data").all()
    return [float(each.get_attribute("value") or "nan") for each in heads]


def test_the_headline_of_the_stock_tells_of_what_the_filter_leaves(visit: Visit, ask: Ask) -> None:
    code = ask("/v1/areas", kind="neighbourhood")["features"][0]["properties"]["code"]
    page = visit("/stock")
    asked: dict[str, str] = {}
    for field, name, value in (
        ("owners", "owner", "P9901"),
        ("area", "areaCode", code),
        ("material", "material", "sand"),
    ):
        asked[name] = value
        choose(page, field, value)
        told = ask("/v1/stock", **asked)
        assert told["assets"] > 0
        assert stock_heads(page) == pytest.approx([told["assets"], told["kg"]])
    assert "deels in het gebied" in page.locator(".panel-head").inner_text()
    for chip in ("owners", "area", "material"):
        page.locator(f"[data-chip={chip}]").click()
        settle(page)
    meta = ask("/v1/meta")
    assert stock_heads(page) == pytest.approx([meta["assets"], meta["stockKg"]])


def test_suspects_in_the_headline_and_in_supply_are_the_same_kg(visit: Visit, ask: Ask) -> None:
    page = visit("/stock?hazard=suspect")
    rows = ask("/v1/supply", fromYear=2026, toYear=2500, by="", hazard="suspect")["rows"]
    assert stock_heads(page)[1] == pytest.approx(rows[0]["expectedKg"], rel=1e-3)


def test_an_area_is_looked_at_alone(visit: Visit, ask: Ask) -> None:
    code = ask("/v1/areas", kind="neighbourhood")["features"][0]["properties"]["code"]
    page = visit("/stock")
    every = on_map(page)
    choose(page, "area", code)
    inside: set[int] = set()
    while page_of_ids := {
        each["id"] for each in ask("/v1/assets", areaCode=code, limit=1000, cursor=max(inside, default=0))["features"]
    }:
        inside |= page_of_ids
    assert inside
    shown = on_map(page)
    # Tiles are rounded: what only touches the border may fall on either side of it.
    assert len(shown ^ (every & inside)) <= 0.02 * len(shown) + 3
    assert len(shown) < len(every)


def test_the_map_goes_to_the_area_that_is_chosen_and_back(visit: Visit, ask: Ask) -> None:
    areas = ask("/v1/areas", kind="neighbourhood")["features"]
    code = areas[0]["properties"]["code"]
    corners = [corner for ring in areas[0]["geometry"]["coordinates"] for corner in ring]
    page = visit("/stock?view=16/52.3000/6.7100")
    choose(page, "area", code)
    xs, ys = zip(
        *(page.evaluate("([x, y]) => Object.values(window.__explorer.project(x, y))", c) for c in corners), strict=True
    )
    size = page.viewport_size or {}
    panel = page.locator("#panel").bounding_box() or {}
    assert min(xs) > panel["x"] + panel["width"], "clear of the panel"
    assert max(xs) < size["width"]
    assert max(xs) - min(xs) > 300 or max(ys) - min(ys) > 300, "close"
    near = on_map(page)
    visit(f"/stock?area={code}")
    assert on_map(page) == near, "its link shows the same"
    page.locator("[data-chip=area]").click()
    settle(page)
    assert len(on_map(page)) > 2 * len(near), "all of the town again"


def test_a_whole_group_is_one_choice_and_one_chip(visit: Visit, ask: Ask) -> None:
    page = visit("/stock?lang=en")
    choose(page, "types", "group:sewer")
    pipes = [each["code"] for each in ask("/v1/asset-types")["assetTypes"] if each["group"] == "sewer"]
    held = ask("/v1/stock", assetType=",".join(pipes))
    expect(page.locator(".headline.pair data").first).to_have_attribute("value", str(held["assets"]))
    expect(page.locator("[data-chip=types]")).to_have_text("Pipes")
    choose(page, "types", "kerb_concrete")
    expect(page.locator("[data-chip=types]")).to_have_count(2)
    page.get_by_role("button", name="Stop filtering by Pipes").click()
    settle(page)
    assert "type=kerb_concrete" in page.url
    assert "sewer" not in page.url


def test_the_table_tells_what_it_is_narrowed_to_and_can_be_narrowed(visit: Visit) -> None:
    page = visit("/stock?show=list&type=sewer_gravity_concrete&lang=en")
    expect(page.locator(".panel.table [data-chip=types]")).to_be_visible()
    choose(page, "owners", "G9901")
    assert "owner=G9901" in page.url
    expect(page.locator("table.assets tbody tr").first).to_be_visible()


def test_offers_of_a_route(visit: Visit, ask: Ask) -> None:
    page = visit("/offers?route=reuse")
    lots = [lot for lot in ask("/v1/offers")["offers"] if lot["route"] == "reuse"]
    expect(page.locator("[data-lots]")).to_have_attribute("data-lots", str(len(lots)))


def test_lots_of_the_coming_years_are_counted_added_up_and_taken_along(visit: Visit, ask: Ask) -> None:
    page = visit("/offers?lang=en&owner=G9901")
    every = [lot for lot in ask("/v1/offers")["offers"] if lot["owner"] == "G9901"]
    first = min(lot["windowFrom"] for lot in every)
    lots = [lot for lot in every if lot["windowFrom"] == first]
    assert 0 < len(lots) < len(every)
    choose(page, "years", f"{first}-{first + 1}")
    settle(page)
    expect(page).to_have_url(re.compile(f"from={first}&"))
    expect(page.locator("[data-lots]")).to_have_attribute("data-lots", str(len(lots)))
    kg = sum(lot["expectedKg"] for lot in lots)
    assert float(page.locator("[data-offered] data").get_attribute("value") or 0) == pytest.approx(kg)
    expect(page.locator(".lots h2")).to_have_count(1)
    expect(page.locator(".lots h2")).to_contain_text(f"{len(lots)} lots")
    page.locator(".downloads summary").click()
    with page.expect_download() as arriving:
        page.locator('[data-download="csv"]').click()
    assert set(pd.read_csv(arriving.value.path())["id"]) == {lot["id"] for lot in lots}
    page.locator("[data-chip=years]").click()
    expect(page.locator("[data-lots]")).to_have_attribute("data-lots", str(len(every)))
