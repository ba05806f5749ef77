"""Search and the list of assets in a real browser: what they show is what the API says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from browsing import settle, state
from conftest import AS_OF
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
Visit = Callable[[str], Page]


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("Zoek|Search"))


def a_street(ask: Ask) -> str:
    names = [each["properties"]["name"] for each in ask("/v1/assets", limit=1000)["features"]]
    return next(name for name in names if name)


def sees(page: Page, box: list[float]) -> bool:
    """Whether the middle of a box is on the map."""
    at = page.evaluate("([w, s, e, n]) => window.__explorer.project((w + e) / 2, (s + n) / 2)", box)
    inside = page.locator("[data-map]").bounding_box()
    assert inside is not None
    return bool(0 < at["x"] - inside["x"] < inside["width"] and 0 < at["y"] - inside["y"] < inside["height"])


def test_a_street_is_gone_to(visit: Visit, ask: Ask) -> None:
    name = a_street(ask)
    hit = next(each for each in ask("/v1/search", q=name)["hits"] if each["kind"] == "name")
    page = visit("/offers")
    field(page).fill(name)
    page.locator('[data-hit="name"]').first.click()
    settle(page)
    assert state(page)["view"] == "stock"
    assert sees(page, hit["bbox"])
    assert "view=" in page.url


def test_a_streets_assets_are_listed_outlined_and_restored_by_its_link(visit: Visit, ask: Ask) -> None:
    name = a_street(ask)
    there = ask("/v1/assets", name=name, limit=1000)["features"]
    assert {each["properties"]["name"] for each in there} == {name}
    page = visit("/stock?lang=en")
    field(page).fill(name)
    page.locator('[data-hit="name"]').first.click()
    street = page.locator(".street")
    expect(street).to_contain_text(f"{len(there)} assets")
    expect(street.locator("[data-asset]")).to_have_count(len(there))
    settle(page)
    assert state(page)["name"] == name
    assert page.evaluate("window.__explorer.queryVisible('selected-line')")
    page = visit(page.url.replace(page.url.split("/stock")[0], ""))
    expect(street.locator("[data-asset]")).to_have_count(len(there))
    street.get_by_role("button", name="Close").click()
    expect(street).to_have_count(0)
    assert "name=" not in page.url


@pytest.mark.parametrize("view", ["supply", "offers"])
def test_an_area_becomes_the_chosen_one(visit: Visit, ask: Ask, view: str) -> None:
    area = ask("/v1/areas")["features"][0]["properties"]
    box = ask("/v1/search", q=area["code"])["hits"][0]["bbox"]
    page = visit(f"/{view}")
    field(page).fill(area["code"].lower())
    page.locator('[data-hit="area"]').first.click()
    settle(page)
    now = state(page)
    assert now["view"] == view
    assert now["area"] == area["code"]
    assert sees(page, box)


def test_in_the_stock_an_area_is_outlined_told_and_at_wish_all_there_is(visit: Visit, ask: Ask) -> None:
    first, second = [each["properties"] for each in ask("/v1/areas", kind="neighbourhood")["features"][:2]]
    page = visit("/stock?lang=en&name=nowhere")
    field(page).fill(first["code"])
    page.locator('[data-hit="area"]').first.click()
    found = page.locator(".street")
    expect(found).to_contain_text(f"{first['assets']:,} assets")
    settle(page)
    now = state(page)
    assert (now["found"], now["area"], now["name"]) == (first["code"], None, None)
    assert page.evaluate("window.__explorer.queryVisible('selected-line')")
    assert sees(page, ask("/v1/search", q=first["code"])["hits"][0]["bbox"])
    page = visit(page.url.replace(page.url.split("/stock")[0], ""))
    found.get_by_role("button", name="Only this area").click()
    settle(page)
    now = state(page)
    assert (now["found"], now["area"]) == (None, first["code"])
    expect(found).to_have_count(0)
    expect(page.locator(".headline.pair")).to_contain_text(f"{first['assets']:,}")

    field(page).fill(second["code"])  # who looks at one area alone goes on to the next
    page.locator('[data-hit="area"]').first.click()
    settle(page)
    assert (state(page)["found"], state(page)["area"]) == (None, second["code"])


def test_who_searches_an_area_by_keyboard_goes_on_at_it(visit: Visit, ask: Ask) -> None:
    area = ask("/v1/areas", kind="neighbourhood")["features"][0]["properties"]
    page = visit("/stock?lang=en")
    page.keyboard.press("/")
    page.keyboard.type(area["code"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=area["name"])).to_be_focused()


def test_a_found_area_leads_to_its_supply_and_one_that_is_gone_is_said(visit: Visit, ask: Ask) -> None:
    area = ask("/v1/areas", kind="neighbourhood")["features"][0]["properties"]
    page = visit(f"/stock?lang=en&found={area['code']}")
    page.get_by_role("button", name=f"What comes free in {area['name']}?").click()
    settle(page)
    now = state(page)
    assert (now["view"], now["area"], now["found"]) == ("supply", area["code"], None)
    page = visit("/stock?lang=en&found=BU404")
    expect(page.locator(".notice")).to_contain_text("BU404 is not in the registry")
    settle(page)
    assert state(page)["found"] is None


def test_an_asset_is_found_by_keyboard_alone(visit: Visit, ask: Ask) -> None:
    row = ask("/v1/assets", limit=1, cursor="30")["features"][0]
    page = visit("/supply?lang=en")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type(row["properties"]["sourceId"])
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-activedescendant", "hit-0")
    expect(page.locator("search [role=status]")).to_contain_text("found")
    page.keyboard.press("Enter")
    settle(page)
    assert state(page)["sel"] == row["id"]
    expect(page.locator(".panel.card")).to_contain_text(row["properties"]["sourceId"])


def test_who_presses_enter_before_the_answer_gets_the_first(visit: Visit, ask: Ask) -> None:
    page = visit("/stock")
    page.keyboard.press("Control+k")
    page.keyboard.type(str(ask("/v1/assets", limit=1)["features"][0]["id"]))
    page.keyboard.press("Enter")
    page.wait_for_function("window.__explorer.state.sel !== null")


def test_nothing_found_and_no_answer_are_said_and_escape_clears(page: Page, visit: Visit) -> None:
    visit("/stock?lang=en")
    field(page).fill("zzqqzz")
    expect(page.locator(".search-list")).to_contain_text("Nothing found for “zzqqzz”.")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(page.locator(".search-list")).to_be_hidden()
    page.route("**/v1/search*", lambda route: route.abort())
    field(page).fill("straat")
    page.locator(".search-list").get_by_role("button", name="Try again").wait_for()
    page.unroute("**/v1/search*")
    page.locator(".search-list").get_by_role("button", name="Try again").click()
    expect(page.locator(".search-list")).not_to_contain_text("Try again")


def test_on_a_phone_an_icon_opens_the_search(page: Page, visit: Visit, ask: Ask) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit("/stock?lang=en")
    expect(field(page)).to_be_hidden()
    page.get_by_role("button", name="Search", exact=True).click()
    expect(field(page)).to_be_focused()
    page.keyboard.type(a_street(ask)[:5])
    expect(page.get_by_role("option").first).to_be_visible()


def test_on_a_phone_the_list_of_a_link_comes_before_the_legend(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit("/stock?show=list")
    expect(page.locator(".asset-list [data-asset]").first).to_be_visible()
    assert page.locator(".panel-body > .legend, .panel-body > .asset-list").evaluate_all(
        "each => each.map(({ className }) => className)"
    ) == ["asset-list", "legend"]


@pytest.mark.parametrize("sort", ["-kg", "name"])
def test_a_sorted_list_is_the_apis_and_a_link_restores_it(visit: Visit, ask: Ask, sort: str) -> None:
    page = visit(f"/stock?show=list&sort={sort}&lang=en")
    page.locator("table.assets tbody tr").first.wait_for()
    with page.expect_request("**/v1/assets?*") as asked:
        page.get_by_role("button", name="Zoom in").click()
    expect(page.locator("table.assets")).to_have_attribute("aria-busy", "false")
    settle(page)
    query = dict(part.split("=") for part in asked.value.url.partition("?")[2].split("&"))
    assert query["sort"] == sort
    shown = page.locator("table.assets [data-asset]").evaluate_all("all => all.map(each => +each.dataset.asset)")
    box = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('/v1/assets?')).at(-1)"
    )
    wanted = dict(part.split("=") for part in box.partition("?")[2].split("&"))
    assert shown == [each["id"] for each in ask("/v1/assets", **wanted)["features"]]
    name = {"-kg": "Mass", "name": "Name or street"}[sort]
    way = "descending" if sort.startswith("-") else "ascending"
    expect(page.get_by_role("columnheader", name=name)).to_have_attribute("aria-sort", way)


def test_headers_sort_and_turn_round_and_more_follows(visit: Visit) -> None:
    page = visit("/stock?show=list&lang=en")
    rows = page.locator("table.assets tbody tr")
    rows.first.wait_for()
    head = page.get_by_role("columnheader", name="Built")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    settle(page)
    assert state(page)["sort"] == "-builtFrom"
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="More assets").click()
    expect(rows.nth(150)).to_be_attached()
    ids = page.locator("table.assets [data-asset]").evaluate_all("all => all.map(each => each.dataset.asset)")
    assert len(ids) == len(set(ids)) == 200
    rows.first.get_by_role("button").press("Enter")
    settle(page)
    assert str(state(page)["sel"]) == ids[0]
    expect(page.locator(".card .panel-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    expect(rows.first.get_by_role("button")).to_be_focused()
    page.get_by_role("button", name="Back to the legend").click()
    expect(page.get_by_label("Order")).to_have_value("builtFrom")


def test_one_asset_after_another_is_looked_at_and_the_list_stays(visit: Visit) -> None:
    page = visit("/stock?show=list&sort=-kg&type=sewer_gravity_concrete&lang=en")
    table = page.locator("table.assets")
    table.locator("tbody tr").first.wait_for()
    ids = table.locator("[data-asset]").evaluate_all("all => all.map(each => each.dataset.asset)")
    places = set()
    for nth in (3, 7, 20):
        table.locator("tbody tr").nth(nth).click()
        settle(page)
        assert str(state(page)["sel"]) == ids[nth]
        places.add(page.evaluate("window.__explorer.project(6.73, 52.29).x"))
        assert table.locator("[data-asset]").evaluate_all("all => all.map(each => each.dataset.asset)") == ids
    assert len(places) == 3, "the map goes to each"
    expect(page.locator("h1", has_text="Assets of the former view")).to_be_visible()
    page.get_by_role("button", name="List what is in view now").click()
    expect(page.locator("h1", has_text="Assets in view")).to_be_visible()
    settle(page)
    assert 0 < table.locator("[data-asset]").count() < len(ids)
    with page.expect_request("**/v1/assets?*"):
        page.get_by_role("button", name="Zoom out").click()  # where the reader goes, the list follows


def test_the_card_leads_from_one_asset_of_the_list_to_the_next(visit: Visit) -> None:
    page = visit("/stock?show=list&sort=-kg&lang=en")
    table = page.locator("table.assets")
    table.locator("tbody tr").first.wait_for()
    ids = table.locator("[data-asset]").evaluate_all("all => all.map(each => each.dataset.asset)")
    assert len(ids) == 100
    table.locator("[data-asset]").nth(98).press("Enter")
    card = page.locator(".card")
    place = card.locator(".steps [role=status]")
    expect(place).to_contain_text("99 of 100+")
    expect(card.locator(".panel-body")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(place).to_contain_text("100 of 100+")
    card.get_by_role("button", name="Next in the list").click()
    expect(place).to_contain_text("101 of 200+")
    settle(page)
    after = table.locator("[data-asset]").nth(100)
    assert str(state(page)["sel"]) == after.get_attribute("data-asset")
    expect(after).to_be_in_viewport()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(place).to_contain_text("99 of 200+")
    assert str(state(page)["sel"]) == ids[98]
    card.get_by_role("button", name="Edit").click()
    expect(card.locator("form")).to_be_visible()
    expect(card.locator(".steps")).to_have_count(0)  # what was written would be lost


def test_an_id_that_is_an_address_is_told_by_its_end(visit: Visit, ask: Ask) -> None:
    page = visit("/stock?show=list&type=sewer_gravity_concrete&lang=en")
    cell = page.locator("table.assets tbody .id").first
    whole = cell.get_attribute("title") or ""
    assert whole.startswith("http://")
    expect(cell).to_have_text(whole.rpartition("/")[2])


def test_which_roads_end_in_the_coming_years_is_listed_mapped_and_taken_along(visit: Visit, ask: Ask) -> None:
    asphalt, last = "road_asphalt_local", AS_OF.year + 5
    page = visit(f"/stock?type={asphalt}&sort=endYear&lang=en")
    page.locator("[data-last-end]").select_option(f"up to {last}")
    settle(page)
    ending = {
        each["id"]: each["properties"]
        for each in ask("/v1/assets", assetType=asphalt, endOfLifeBefore=last + 1, limit=1000)["features"]
    }
    row = page.locator(".asset-list [data-asset]").first
    of = ending[int(row.get_attribute("data-asset") or "")]
    expect(row).to_contain_text(f"ends {of['endYear']} (80 %: {of['endFrom']}–{of['endTo']})")
    drawn = set(page.evaluate("window.__explorer.queryVisible('asset-polygon')"))
    assert drawn
    assert drawn <= set(ending)
    page.locator(".asset-list summary", has_text="Download").click()
    with page.expect_download() as arriving:
        page.locator('[data-download="csv"]').click()
    rows = pd.read_csv(arriving.value.path())
    assert drawn <= set(rows["id"]) <= set(ending)
    assert (rows["end_from"] <= rows["end_year"]).all()
    page.get_by_role("button", name="As a table").click()
    expect(page.locator("[data-last-end]")).to_have_value(str(last))
    expect(page.locator("table.assets tbody tr").first).to_contain_text(f"{of['endFrom']}–{of['endTo']}")
    page.locator("[data-last-end]").select_option("all")
    settle(page)
    assert state(page)["hide"] == []


def test_the_list_is_taken_along_as_a_file(visit: Visit) -> None:
    page = visit("/stock?show=list&lang=en")
    page.locator("table.assets tbody tr").first.wait_for()
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as arriving:
        page.locator('[data-download="csv"]').click()
    rows = pd.read_csv(arriving.value.path())
    shown = page.locator("table.assets [data-asset]").evaluate_all("all => all.map(each => +each.dataset.asset)")
    assert set(shown) <= set(rows["id"])
    assert len(rows) > len(shown)


@pytest.mark.parametrize("view", ["stock?show=list", "supply?from=2027", "offers?lang=en"])
def test_the_menu_of_files_opens_below_its_button(visit: Visit, view: str) -> None:
    page = visit(f"/{view}")
    opener = page.locator(".downloads summary").first
    opener.click()
    button, files = opener.bounding_box(), page.locator(".downloads ul").bounding_box()
    assert button is not None
    assert files is not None
    assert 0 < files["y"] - button["y"] - button["height"] < 10


def test_the_menu_of_files_closes_by_escape_and_by_a_press_elsewhere(visit: Visit) -> None:
    page = visit("/supply?lang=en")
    opener = page.locator(".downloads summary")
    files = page.locator('[data-download="csv"]')
    opener.click()
    expect(files).to_be_visible()
    page.keyboard.press("Escape")
    expect(files).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.locator(".headline").click()
    expect(files).to_be_hidden()


def test_search_and_list_work_without_a_map(page: Page, visit: Visit, ask: Ask) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(visit("/imports").url.replace("/imports", "/stock?show=list&sort=name&lang=en"))
    page.locator("table.assets tbody tr").first.wait_for()
    row = ask("/v1/assets", limit=1)["features"][0]
    field(page).fill(row["properties"]["sourceId"])
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.wait_for_function("window.__explorer.state.sel !== null")
