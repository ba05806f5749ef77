"""The explorer in a real browser on the sample town: what it shows is what the API says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from browsing import settle, state
from playwright.sync_api import Locator, Page, expect
from shapely.geometry import Point, shape

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
NEAR_DEGREES = 2e-4
# The API rounds to grams, so sums of years differ from the whole by some.
GRAMS = 0.05


def visible(page: Page, layer: str) -> set[int]:
    return set(page.evaluate("layer => window.__explorer.queryVisible(layer)", layer))


def value(where: Locator) -> float:
    """The exact number behind a text for people."""
    return float(where.locator("data").first.get_attribute("value") or "nan")


def spread(where: Locator) -> list[float]:
    return [float(part) for part in (where.locator("data").last.get_attribute("value") or "").split("/")]


def shown_mass(kg: float, thousands: str) -> str:
    """A mass as the explorer writes it: three figures, tonnes from a thousand kilograms on."""
    size, unit = (1000, "t") if kg >= 999.5 else (1, "kg")
    figures = float(f"{kg / size:.3g}")
    decimal = "," if thousands == "." else "."
    text = f"{figures:,.10f}".rstrip("0").rstrip(".")
    return text.replace(",", "_").replace(".", decimal).replace("_", thousands) + "\u00a0" + unit


def click_at(page: Page, lon: float, lat: float) -> None:
    at = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [lon, lat])
    page.mouse.click(at["x"], at["y"])
    settle(page)


def town_centre(ask: Ask) -> tuple[float, float]:
    """Where assets surely are."""
    west, south, east, north = ask("/v1/meta")["bounds"]
    middle = Point((west + east) / 2, (south + north) / 2)
    found = ask("/v1/assets", limit=1000)["features"]
    nearest = min(found, key=lambda each: shape(each["geometry"]).distance(middle))
    lon, lat = ask(f"/v1/assets/{nearest['id']}")["point"]
    return lon, lat


def camera(lon: float, lat: float, zoom: float) -> str:
    return f"view={zoom}/{lat:.5f}/{lon:.5f}"


def smallest_kind(ask: Ask) -> str:
    """The kind of area that the explorer starts with."""
    kinds = ask("/v1/meta")["kinds"]
    return next(kind for kind in ("neighbourhood", "district", "municipality", *kinds) if kind in kinds)


def total(ask: Ask, years: tuple[int, int], **where: str) -> dict[str, Any]:
    rows = ask("/v1/supply", fromYear=years[0], toYear=years[1], by="", **where)["rows"]
    return dict(rows[0])


def assert_headline(page: Page, expected: dict[str, Any]) -> None:
    assert value(page.locator("[data-headline]")) == pytest.approx(expected["expectedKg"], rel=1e-6, abs=GRAMS)
    range_kg = [expected["p10Kg"], expected["p90Kg"]]
    assert spread(page.locator("[data-range]")) == pytest.approx(range_kg, rel=1e-6, abs=GRAMS)
    assert page.locator("[data-headline]").inner_text() == shown_mass(expected["expectedKg"], ".")


def test_the_stock_map_draws_the_assets_that_the_api_knows(visit: Callable[[str], Page], ask: Ask) -> None:
    lon, lat = town_centre(ask)
    page = visit(f"/stock?{camera(lon, lat, 16)}")
    for layer in ("asset-polygon", "asset-line", "asset-point"):
        assert visible(page, layer), f"nothing is drawn in {layer}"
    one = min(visible(page, "asset-polygon"))
    assert ask(f"/v1/assets/{one}")["id"] == one
    meta = ask("/v1/meta")
    heads = page.locator(".headline.pair data")
    assert [float(each.get_attribute("value") or 0) for each in heads.all()] == [meta["assets"], meta["stockKg"]]


def test_the_legend_counts_what_is_drawn_and_hides_it(visit: Callable[[str], Page], ask: Ask) -> None:
    lon, lat = town_centre(ask)
    page = visit(f"/stock?{camera(lon, lat, 17)}")
    layers = ("asset-polygon", "asset-line", "asset-point")
    before = set.union(*(visible(page, layer) for layer in layers))
    entry = page.locator(".entry").first
    code = entry.get_attribute("data-class")
    count = int((entry.locator(".count").inner_text()).replace(".", ""))
    entry.click()
    settle(page)
    after = set.union(*(visible(page, layer) for layer in layers))
    assert len(before - after) == count
    assert {ask(f"/v1/assets/{each}")["assetType"]["code"] for each in list(before - after)[:5]} == {code}
    assert state(page)["hide"] == [code]
    expect(page).to_have_url(re.compile(f"hide={code}"))


def test_a_click_on_an_asset_opens_its_card(visit: Callable[[str], Page], ask: Ask) -> None:
    first = ask(f"/v1/assets/{ask('/v1/assets', limit=1)['features'][0]['id']}")
    lon, lat = first["point"]
    page = visit(f"/stock?{camera(lon, lat, 18)}")
    click_at(page, lon, lat)
    chosen = state(page)["sel"]
    asset = ask(f"/v1/assets/{chosen}")
    assert shape(asset["geometry"]).distance(Point(lon, lat)) < NEAR_DEGREES
    card = page.locator(".card")
    assert asset["assetType"]["nameNl"] in card.locator("h1").inner_text()
    assert value(card.locator(".headline").first) == pytest.approx(asset["kg"]["typical"])
    assert spread(card.locator(".headline").first) == pytest.approx([asset["kg"]["low"], asset["kg"]["high"]])
    layers = [float(each.get_attribute("value") or 0) for each in card.locator(".layers data").all()]
    assert layers == pytest.approx([layer["kg"]["typical"] for layer in asset["layers"]])
    ends = [row.inner_text() for row in card.locator(".end-rows li > span:last-child").all()]
    likeliest = [layer for layer in asset["layers"] if layer["assetType"] == asset["layers"][0]["assetType"]]
    expected = [{name: int(year) for name, year in layer["end"].items()} for layer in likeliest]
    assert ends == [
        f"{end['p50']} ({end['p10']}–{end['p90']})" if end["p10"] != end["p90"] else f"{end['p50']} ({end['p10']})"
        for end in expected
    ]
    assert asset["owner"]["name"] in card.inner_text()


def test_the_headline_and_every_area_equal_the_api(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    assert_headline(page, total(ask, (2028, 2033)))
    kind = smallest_kind(ask)
    rows = ask("/v1/supply", eachKind=kind, fromYear=2028, toYear=2033, by="")["rows"]
    assert rows
    for row in rows:
        listed = page.locator(f"[data-area='{row['area']}'] td").first
        assert value(listed) == pytest.approx(row["expectedKg"], rel=1e-6, abs=GRAMS)
        assert spread(listed) == pytest.approx([row["p10Kg"], row["p90Kg"]], rel=1e-6, abs=GRAMS)


def test_moving_the_slider_changes_the_numbers(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    before = value(page.locator("[data-headline]"))
    page.locator("[data-years=to]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    settle(page)
    expect(page.locator("[data-period]")).to_have_text("2028–2036")
    assert value(page.locator("[data-headline]")) > before
    assert_headline(page, total(ask, (2028, 2036)))
    page.wait_for_url(re.compile(r"from=2028&to=2036"))


def test_dragging_asks_nothing_and_the_release_asks_for_the_ranges(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    thumb = page.locator("[data-years=to]").bounding_box()
    first, last = ask("/v1/meta")["firstYear"], ask("/v1/meta")["lastYear"]
    assert thumb is not None
    column = (thumb["width"] - 20) / (last - first)
    middle = thumb["y"] + thumb["height"] / 2
    page.mouse.move(thumb["x"] + 10 + column * (2033 - first), middle)
    page.mouse.down()
    for year in (2034, 2036, 2038):
        page.mouse.move(thumb["x"] + 10 + column * (year - first), middle)
    expect(page.locator("[data-period]")).to_have_text("2028–2038")
    expect(page.locator("[data-range]")).to_contain_text("volgt")
    assert [url for url in asked if "/v1/" in url] == []
    page.mouse.up()
    settle(page)
    assert len([url for url in asked if "/v1/supply" in url]) == 2
    assert_headline(page, total(ask, (2028, 2038)))


def test_a_click_on_an_area_chooses_it(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    areas = ask("/v1/areas", kind=smallest_kind(ask))["features"]
    area = max(areas, key=lambda each: each["properties"]["assets"])
    inner = shape(area["geometry"]).representative_point()
    code = area["properties"]["code"]
    assert visible(page, "area-fill")
    click_at(page, inner.x, inner.y)
    assert state(page)["area"] == code
    assert page.locator("h1").inner_text() == area["properties"]["name"]
    assert_headline(page, total(ask, (2028, 2033), areaCode=code))
    click_at(page, inner.x, inner.y)
    assert state(page)["area"] is None


def test_an_area_can_be_chosen_by_keyboard_alone(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-area]') !== null"):
            break
    code = page.evaluate("document.activeElement.closest('[data-area]').dataset.area")
    page.keyboard.press("Enter")
    settle(page)
    assert state(page)["area"] == code
    assert_headline(page, total(ask, (2028, 2033), areaCode=code))


def test_the_table_twin_carries_the_charts_numbers(visit: Callable[[str], Page], ask: Ask) -> None:
    meta = ask("/v1/meta")
    page = visit("/supply")
    page.get_by_role("button", name="Als tabel").click()
    rows = ask("/v1/supply", fromYear=meta["firstYear"], toYear=meta["lastYear"], by="year")["rows"]
    expected = {row["year"]: row["expectedKg"] for row in rows}
    listed = page.locator(".numbers tbody tr")
    expect(listed).to_have_count(meta["lastYear"] - meta["firstYear"] + 1)
    for row in listed.all():
        year = int(row.locator("th").inner_text())
        assert value(row) == pytest.approx(expected.get(year, 0.0), rel=1e-6, abs=GRAMS)


def test_one_material_is_looked_at_alone_everywhere(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    key = page.locator("[data-part]").first
    material = key.get_attribute("data-part")
    key.click()
    settle(page)
    rows = ask("/v1/supply", fromYear=2028, toYear=2033, by="material")["rows"]
    assert_headline(page, next(row for row in rows if row["material"] == material))
    assert state(page)["material"] == material


def test_an_address_restores_the_view(visit: Callable[[str], Page], ask: Ask) -> None:
    code = ask("/v1/areas", kind=smallest_kind(ask))["features"][0]["properties"]["code"]
    lon, lat = town_centre(ask)
    path = f"/supply?area={code}&from=2030&lang=en&to=2041&unit=mass&{camera(lon, lat, 14)}"
    page = visit(path)
    first = state(page)
    assert (first["area"], first["from"], first["to"]) == (code, 2030, 2041)
    assert (first["lang"], first["unit"], first["view"]) == ("en", "mass", "supply")
    assert first["camera"]["zoom"] == pytest.approx(14)
    page.reload()
    page.wait_for_function("window.__explorer !== undefined")
    settle(page)
    assert state(page) == first
    page.get_by_role("link", name="Stock").click()
    page.wait_for_url(re.compile("/stock"))
    page.go_back()
    settle(page)
    assert state(page) == first


def test_the_language_can_be_switched(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    expected = total(ask, (2028, 2033))["expectedKg"]
    assert page.locator("[data-headline]").inner_text() == shown_mass(expected, ".")
    page.get_by_label("EN", exact=True).check()
    expect(page.get_by_role("link", name="Supply")).to_be_visible()
    assert page.locator("[data-headline]").inner_text() == shown_mass(expected, ",")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page).to_have_url(re.compile("lang=en"))


def test_a_name_gives_way_to_another_and_is_not_left_out(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?kind=neighbourhood&lang=en")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.get_by_role("button", name="Show the whole area").click()
    settle(page)
    names = {each["properties"]["name"] for each in ask("/v1/areas", kind="neighbourhood")["features"]}
    assert set(page.locator(".area-label span").all_inner_texts()) == names


def test_the_offers_are_those_of_the_api(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/offers")
    offers = ask("/v1/offers")["offers"]
    page.locator("[data-more]").click()
    expect(page.locator("[data-offer]")).to_have_count(len(offers))
    for offer in offers[:5]:
        lot = page.locator(f"[data-offer='{offer['id']}']")
        assert value(lot.locator("strong")) == pytest.approx(offer["p50Kg"])


def test_the_offers_map_sums_the_lots_of_each_area(visit: Callable[[str], Page], ask: Ask) -> None:
    offers = ask("/v1/offers")["offers"]
    material = offers[0]["material"]
    page = visit("/offers")
    page.locator("[data-only] > summary").click()
    page.locator("[data-only-field=material]").select_option(material)
    settle(page)
    of_material = [offer for offer in offers if offer["material"] == material]
    sums: dict[str, float] = {}
    for offer in of_material:
        sums[offer["areaName"]] = sums.get(offer["areaName"], 0.0) + offer["expectedKg"]
    labels = page.locator(".area-label:not([hidden])").all()
    shown = {each.locator("span").inner_text(): each.locator("b").inner_text() for each in labels}
    assert shown
    for name, text in shown.items():
        assert text == (shown_mass(sums[name], ".") if sums.get(name) else "")
    assert value(page.locator("[data-offered]")) == pytest.approx(sum(sums.values())), "areas add up to the headline"


def test_without_webgl_lists_and_numbers_still_work(page: Page, visit: Callable[[str], Page], ask: Ask) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    visit("/supply?from=2028&to=2033")
    expect(page.locator(".map-message")).to_be_visible()
    assert_headline(page, total(ask, (2028, 2033)))
    assert page.locator(".chart svg rect").count() > 0


def test_nothing_is_asked_of_another_host(page: Page, visit: Callable[[str], Page], explorer_url: str) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in ("/stock", "/supply", "/offers"):
        visit(path)
    # An empty host is a blob or data address made by the page itself.
    assert hosts - {""} == {urlsplit(explorer_url).netloc}


def test_a_missing_file_is_missing(explorer_url: str) -> None:
    answer = httpx.get(f"{explorer_url}/assets/missing.js", timeout=60)
    assert answer.status_code == 404
    assert "<html" not in answer.text


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_the_opening_view_shows_every_area_clear_of_the_panels(
    page: Page, visit: Callable[[str], Page], ask: Ask, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    visit("/supply")
    boxes = [shape(area["geometry"]).bounds for area in ask("/v1/areas", kind=smallest_kind(ask))["features"]]
    west, south = (min(box[at] for box in boxes) for at in (0, 1))
    east, north = (max(box[at] for box in boxes) for at in (2, 3))
    low, high = (
        page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [*at])
        for at in ((west, south), (east, north))
    )
    stage = page.locator("[data-map]").bounding_box()
    assert stage is not None
    assert high["y"] >= stage["y"]
    assert high["x"] <= width
    covered = [box for panel in page.locator("[data-covers]").all() if (box := panel.bounding_box()) is not None]
    for box in covered:
        beside = box["x"] + box["width"] <= low["x"] or box["y"] >= low["y"]
        assert beside, f"a panel at {box} covers areas"
    assert "view=" not in page.url


def test_going_back_moves_the_map_back(visit: Callable[[str], Page], ask: Ask) -> None:
    lon, lat = town_centre(ask)
    page = visit(f"/supply?{camera(lon, lat, 15)}")
    page.get_by_role("link", name="Voorraad").click()
    settle(page)
    page.locator("[data-map] canvas").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    page.wait_for_url(lambda url: f"{lon:.5f}" not in url)
    page.go_back()
    page.wait_for_url(re.compile("/supply"))
    settle(page)
    where = page.evaluate("([lon, lat]) => window.__explorer.project(lon, lat)", [lon, lat])
    assert (where["x"], where["y"]) == pytest.approx((720, 56 + (900 - 56) / 2), abs=2)
