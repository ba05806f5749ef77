"""Maps as files, opened from the disk in a real browser: no internet needed, and every number is the frame's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from shapely import box

from maps.overview import asset_map
from maps.supply import supply_map

pytestmark = pytest.mark.browser

AS_OF = dt.date(2026, 11, 24)
NAME = "</script><b>{{ 7*7 }}\"'"


def _open(page: Page, picture: folium.Map, tmp_path: Path) -> list[str]:
    """Open the saved map; what it asks of others (refused here) and what goes wrong in it is in the list."""
    path = tmp_path / "map.html"
    picture.save(path)
    seen: list[str] = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else seen.append(request.url))
    page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page.goto(path.as_uri())
    return seen


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    """Two squares of a square kilometre."""
    shapes = [box(250_000 + 1_000 * n, 480_000, 251_000 + 1_000 * n, 481_000) for n in range(2)]
    names = {"code": ["A", "B"], "name": ["Aa", NAME], "area_ha": [100.0, 100.0]}
    return gpd.GeoDataFrame(names, geometry=shapes, crs=28992)


@pytest.fixture
def streets() -> pd.DataFrame:
    """Three assets of two types."""
    return pd.DataFrame(
        {
            "lon": [6.88, 6.89, 6.90],
            "lat": [52.22, 52.22, 52.22],
            "asset_type": ["road", "pole", "road"],
            "end_year": [2030.0, 2031.0, None],
            "kg": [5_000.0, 120.0, 7_000.0],
            "label": [NAME, None, None],
            "built_year": [1990.0, None, None],
            "material": ["asphalt", "steel", "asphalt"],
            "condition": [4.0, None, None],
        }
    )


@pytest.fixture
def types() -> pd.DataFrame:
    """The vocabulary of `streets`."""
    return pd.DataFrame({"code": ["road", "pole"], "name": ["Roads", "Poles"], "colour": ["#332288", "#cc6677"]})


def test_the_supply_map_tells_the_frames_numbers(page: Page, areas: gpd.GeoDataFrame, tmp_path: Path) -> None:
    supply = pd.DataFrame(
        [("A", 2027, "m", 9e6), ("A", 2028, "m", 1e5), ("B", 2027, "m", 2e5), ("B", 2028, "m", 8e6)],
        columns=["area", "year", "material", "expected_kg"],
    )
    totals = pd.DataFrame({"area": ["A", "B"], "p10_kg": [7e6, 6e6], "p90_kg": [11e6, 9e6]})
    materials = pd.DataFrame({"code": ["m"], "name": ["Sand"], "colour": ["#ddcc77"]})
    picture = supply_map(
        areas, supply, totals, materials=materials, title="Supply", as_of=AS_OF, language="en", offline=True
    )
    seen = _open(page, picture, tmp_path)
    assert page.locator(".ar-huge").inner_text().replace("\u00a0", " ") == "17,300 t"
    colours = "[...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))"
    whole_period = page.evaluate(colours)
    page.get_by_label("Year", exact=True).last.fill("1")
    assert page.locator(".ar-huge").inner_text().replace("\u00a0", " ") == "8,100 t"
    assert page.evaluate(colours) != whole_period
    page.locator(".ar-ranking button", has_text="Aa").click()
    card = page.locator(".ar-card").inner_text().replace("\u00a0", " ")
    assert "100 t" in card
    assert "9,100 t" in card
    assert "7,000–11,000 t" in card
    page.locator(".ar-ranking button").first.click()
    assert NAME in page.locator(".ar-card h2").inner_text()
    assert seen == []


def test_the_asset_map_hides_counts_and_tells(
    page: Page, streets: pd.DataFrame, types: pd.DataFrame, tmp_path: Path
) -> None:
    picture = asset_map(streets, types, title="Assets", as_of=AS_OF, language="en", offline=True)
    seen = _open(page, picture, tmp_path)
    name = picture.get_name()
    assert page.locator(".ar-legend .ar-number").all_inner_texts() == ["2", "1"]
    page.get_by_label("Roads").uncheck()
    assert page.locator(".ar-huge").inner_text() == "1"
    page.get_by_label("Roads").check()
    page.evaluate(f"{name}.fire('click', {{ latlng: L.latLng(52.22, 6.88) }})")
    card = page.locator(".ar-card")
    facts = dict(zip(card.locator("dt").all_inner_texts(), card.locator("dd").all_inner_texts(), strict=True))
    told = {"Name": NAME, "Mostly of": "asphalt", "Built": "1990", "End of life": "2030", "Mass": "5\u00a0t"}
    told["Condition"] = "4: moderate"
    assert facts == told
    page.get_by_label("End of life: From").fill("2031")
    assert page.locator(".ar-huge").inner_text() == "1"
    assert seen == []


def test_the_map_of_an_area_says_whose_mass_it_tells(
    page: Page, streets: pd.DataFrame, types: pd.DataFrame, areas: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    told = page.get_by_text("What reaches over the border of the area counts with its whole mass.")
    for of_area, count in ((areas, 1), (None, 0)):
        picture = asset_map(streets, types, areas=of_area, title="Assets", as_of=AS_OF, language="en", offline=True)
        _open(page, picture, tmp_path)
        expect(told).to_have_count(count)


def test_a_map_to_be_read_online_asks_for_leaflet_alone(
    page: Page, streets: pd.DataFrame, types: pd.DataFrame, tmp_path: Path
) -> None:
    seen = _open(page, asset_map(streets, types, title="Assets", as_of=AS_OF), tmp_path)
    addresses = [each for each in seen if each.startswith("https:")]
    assert addresses
    assert all("leaflet" in each for each in addresses)
