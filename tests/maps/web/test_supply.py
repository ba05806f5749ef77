"""Scenarios, comparisons, explanations and files in the supply view: what it shows is what the API says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from browsing import settle, state
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
YEARS = {"fromYear": 2028, "toYear": 2033}
GRAMS = 0.05


def value(where: Locator) -> float:
    return float(where.locator("data").first.get_attribute("value") or "nan")


def total(ask: Ask, **where: str) -> dict[str, Any]:
    return dict(ask("/v1/supply", by="", **YEARS, **where)["rows"][0])


def two_areas(ask: Ask) -> list[str]:
    features = ask("/v1/areas", kind="neighbourhood")["features"]
    return [feature["properties"]["code"] for feature in features[:2]]


def test_a_scenario_changes_every_number(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    page.locator("[data-scenario]").select_option("longer-lives")
    page.wait_for_function("window.__explorer.ready()")
    expect(page).to_have_url(re.compile("scenario=longer-lives"))
    expected = total(ask, scenario="longer-lives")
    assert expected["expectedKg"] != total(ask)["expectedKg"]
    assert value(page.locator("[data-headline]")) == pytest.approx(expected["expectedKg"], abs=GRAMS)
    rows = ask("/v1/supply", by="", eachKind="neighbourhood", scenario="longer-lives", **YEARS)["rows"]
    for row in rows:
        listed = page.locator(f"[data-area='{row['area']}'] td").first
        assert value(listed) == pytest.approx(row["expectedKg"], abs=GRAMS)


@pytest.mark.parametrize(
    ("times", "unit"),
    [(0, "tonnes|kg"), (1e-9, "kg per year"), (1, "tonnes per year"), (1e5, "million tonnes per year")],
)
def test_the_axis_of_the_years_is_short_and_whole_of_little_and_of_much(
    page: Page, visit: Callable[[str], Page], times: float, unit: str
) -> None:
    """From a share of a sign to a country: no number is cut off at the edge, and nothing at all is no thousandth."""

    def weighed(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        for row in told["rows"]:
            row.update({key: kg * times for key, kg in row.items() if key.endswith("Kg")})
        route.fulfill(response=answer, json=told)

    page.route("**/v1/supply?*", weighed)
    visit("/supply?lang=en")
    expect(page.locator(".axes .unit")).to_have_text(re.compile(f"^({unit})"))
    ticks = page.locator(".axes text[text-anchor=end]")
    edges = ticks.evaluate_all("all => all.map(each => each.getBBox().x)")
    assert min(edges) >= 0
    if times == 0:
        assert ticks.all_text_contents() == ["0"]
    else:
        assert len(edges) > 2


def test_two_areas_are_compared_in_words_and_numbers(visit: Callable[[str], Page], ask: Ask) -> None:
    here, there = two_areas(ask)
    page = visit(f"/supply?area={here}&from=2028&to=2033")
    page.locator("[data-compare]").select_option(f"area:{there}")
    page.wait_for_function("window.__explorer.ready()")
    numbers = {"here": total(ask, areaCode=here), "there": total(ask, areaCode=there)}
    for name, expected in numbers.items():
        line = page.locator(f"[data-compared={name}]")
        assert value(line) == pytest.approx(expected["expectedKg"], abs=GRAMS)
        spread = [float(part) for part in (line.locator("data").last.get_attribute("value") or "").split("/")]
        assert spread == pytest.approx([expected["p10Kg"], expected["p90Kg"]], abs=GRAMS)
    difference = numbers["here"]["expectedKg"] - numbers["there"]["expectedKg"]
    said = page.locator("[data-difference]")
    assert float(said.get_attribute("data-difference") or "nan") == pytest.approx(difference, abs=2 * GRAMS)
    assert ("meer" if difference > 0 else "minder") in said.inner_text()
    expect(page.locator(".chart path.compared")).to_have_count(2)
    page.reload()
    page.wait_for_function("window.__explorer !== undefined")
    page.wait_for_function("window.__explorer.ready()")
    assert page.evaluate("window.__explorer.state.compare") == f"area:{there}"
    expect(page.locator("[data-difference]")).not_to_be_empty()


def test_the_table_has_the_years_of_what_is_compared_with(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033&compare=scenario:longer-lives")
    report = page.locator("[data-download=report]").get_attribute("href") or ""
    assert "compareScenario=longer-lives" in report
    page.get_by_role("button", name="Als tabel").click()
    page.locator(".dock .numbers tbody tr").first.wait_for()
    rows = ask("/v1/supply", by="year", scenario="longer-lives", **YEARS)["rows"]
    shown = {
        int(row.locator("th").inner_text()): value(row.locator("[data-other]"))
        for row in page.locator(".dock .numbers tbody tr").all()
    }
    for row in rows:
        assert shown[row["year"]] == pytest.approx(row["expectedKg"], abs=GRAMS)


def test_what_is_explained_is_shown_on_the_map(visit: Callable[[str], Page], ask: Ask) -> None:
    code = two_areas(ask)[0]
    page = visit(f"/supply?area={code}&material=concrete_paver&show=why&lang=en")
    page.locator("[data-why-map]").click()
    settle(page)
    now = state(page)
    assert (now["view"], now["colour"], now["area"], now["show"]) == ("stock", "end", code, None)
    assert page.evaluate("window.__explorer.queryVisible('asset-polygon').length") > 0


def test_a_number_is_explained_and_its_assets_open(visit: Callable[[str], Page], ask: Ask) -> None:
    code = two_areas(ask)[0]
    page = visit(f"/supply?area={code}&from=2028&to=2033")
    page.locator("[data-why]").click()
    page.wait_for_function("window.__explorer.ready()")
    told = ask("/v1/supply/explanation", areaCode=code, **YEARS)
    dialog = page.get_by_role("dialog")
    assert value(dialog.locator("[data-why-total]")) == pytest.approx(told["total"]["expectedKg"])
    shown = dialog.locator("[data-why-asset]").all()
    assert [int(each.get_attribute("data-why-asset") or 0) for each in shown] == [each["id"] for each in told["assets"]]
    assert [value(each) for each in shown] == pytest.approx([each["expectedKg"] for each in told["assets"]])
    expect(page).to_have_url(re.compile("show=why"))
    shown[0].get_by_role("button").click()
    page.wait_for_function("window.__explorer.ready()")
    assert page.evaluate("window.__explorer.state.sel") == told["assets"][0]["id"]
    expect(page.locator(".card h1")).to_be_visible()
    page.go_back()
    page.wait_for_function("window.__explorer.ready()")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_makes_a_range_wide_is_named_in_the_readers_language(visit: Callable[[str], Page], ask: Ask) -> None:
    area = next(
        each["properties"]["code"]
        for each in ask("/v1/areas", kind="neighbourhood")["features"]
        if each["properties"]["name"] == "Veldkamp"
    )
    told = ask("/v1/supply/explanation", fromYear=2030, toYear=2035, areaCode=area)["width"][:5]
    names = ask("/v1/asset-types")
    types = {each["code"]: each["nameNl"] for each in names["assetTypes"]}
    layers = {each["code"]: each["nameNl"] for each in names["layers"]}
    recipes = [each["of"].split("/") for each in told if each["cause"] == "recipe" and "/" in (each["of"] or "")]
    assert recipes
    page = visit(f"/supply?from=2030&to=2035&area={area}&show=why&lang=nl")
    for type_, layer in recipes:
        expect(page.locator("dialog .shares")).to_contain_text(f"{types[type_]}, {layers[layer]}")


def test_every_file_on_offer_can_be_fetched(visit: Callable[[str], Page], ask: Ask, explorer_url: str) -> None:
    code = two_areas(ask)[0]
    page = visit(f"/supply?area={code}&from=2028&to=2033&scenario=longer-lives&lang=en")
    page.get_by_text("Download", exact=True).click()
    page.locator("[data-download]").first.wait_for()
    links = page.locator("[data-download]").all()
    assert {link.get_attribute("data-download") for link in links} == {"report", "csv", "xlsx", "gpkg", "png", "svg"}
    for link in links:
        href = link.get_attribute("href") or ""
        assert "scenario=longer-lives" in href
        answer = httpx.get(explorer_url + href, timeout=60)
        assert answer.is_success, answer.text
        assert answer.content


def shown_parts(page: Page) -> dict[int, dict[str, str]]:
    """The table twin of the chart: by year, each part's name and what is written there."""
    page.get_by_role("button", name="Als tabel").click()
    names = [each.inner_text() for each in page.locator(".dock .numbers thead th .key").all()]
    rows = page.locator(".dock .numbers tbody tr").all()
    cells = [row.locator("td").all_inner_texts()[-len(names) :] for row in rows]
    years = [int(row.locator("th").inner_text()) for row in rows]
    page.get_by_role("button", name="Als grafiek").click()
    return {year: dict(zip(names, row, strict=True)) for year, row in zip(years, cells, strict=True)}


def tonnes(text: str) -> float:
    number, _, unit = text.replace("\u00a0", " ").partition(" ")
    return 0.0 if text == "–" else float(number.replace(".", "").replace(",", ".")) / (1 if unit == "t" else 1000)


def test_the_chart_stacks_routes_and_files_follow(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033")
    page.locator(".dock").get_by_label("Bestemming").check()
    page.wait_for_function("window.__explorer.ready()")
    expect(page).to_have_url(re.compile("stack=route"))
    routes = {each["code"]: each for each in ask("/v1/materials")["routes"]}
    keys = {key.get_attribute("data-part"): key for key in page.locator("[data-part]").all()}
    rows = ask("/v1/supply", by="year,route", **YEARS)["rows"]
    assert list(keys) == [code for code in routes if code in {row["route"] for row in rows}]
    drawn = page.locator(".chart svg g[fill]").evaluate_all("all => all.map(each => each.getAttribute('fill'))")
    assert drawn == [routes[code]["colour"] for code in keys]
    shown = shown_parts(page)
    for row in rows:
        said = shown[row["year"]][routes[row["route"]]["nameNl"]]
        assert tonnes(said) == pytest.approx(row["expectedKg"] / 1000, rel=0.006)
    for kind in ("png", "svg", "report"):
        assert "by=route" in (page.locator(f"[data-download={kind}]").get_attribute("href") or "")


def test_a_route_is_looked_at_alone_and_a_material_narrows_the_stack(visit: Callable[[str], Page], ask: Ask) -> None:
    page = visit("/supply?from=2028&to=2033&stack=route&material=asphalt")
    page.wait_for_function("window.__explorer.ready()")
    rows = {row["route"]: row for row in ask("/v1/supply", by="route", material="asphalt", **YEARS)["rows"]}
    assert {key.get_attribute("data-part") for key in page.locator("[data-part]").all()} == set(rows)
    together = sum(each["expectedKg"] for each in rows.values())
    assert value(page.locator("[data-headline]")) == pytest.approx(together, abs=GRAMS)
    page.locator("[data-part=recycle]").click()
    page.wait_for_function("window.__explorer.ready()")
    expect(page).to_have_url(re.compile("[?&]route=recycle"))
    row = rows["recycle"]
    assert value(page.locator("[data-headline]")) == pytest.approx(row["expectedKg"], abs=GRAMS)
    said = page.locator("[data-range] data").last.get_attribute("value") or ""
    assert [float(part) for part in said.split("/")] == pytest.approx([row["p10Kg"], row["p90Kg"]], abs=GRAMS)
    expect(page.locator("[data-part]")).to_have_count(len(rows))
    expect(page.locator(".chart svg g[fill]")).to_have_count(1)


def test_a_comparison_is_of_the_chosen_material_too(visit: Callable[[str], Page], ask: Ask) -> None:
    here, there = two_areas(ask)
    page = visit(f"/supply?area={here}&from=2028&to=2033&material=asphalt&compare=area:{there}")
    rows = ask("/v1/supply", by="year", material="asphalt", areaCode=there, **YEARS)["rows"]
    page.get_by_role("button", name="Als tabel").click()
    for row in rows:
        line = page.locator(".dock .numbers tbody tr").filter(has=page.locator("th", has_text=str(row["year"])))
        assert value(line.locator("[data-other]")) == pytest.approx(row["expectedKg"], abs=GRAMS)
