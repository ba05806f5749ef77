"""Maps and charts as files: the numbers are the frame's, the same frames give the same bytes, nothing breaks out."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread
from shapely import box

from maps import outlines
from maps.chart import MOST_PARTS, supply_chart
from maps.overview import asset_map
from maps.supply import supply_map

AS_OF = dt.date(2026, 11, 24)
EVIL = "</script><script>alert(1)</script>{{ 7*7 }}{% x %}\"'<b>"
MATERIALS = pd.DataFrame(
    {"code": [f"m{n}" for n in range(12)], "name": [f"Materiaal {n}" for n in range(12)], "colour": "#336699"}
)


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": ["A", "B", "C"], "name": ["Aa", EVIL, "Cee"], "area_ha": [100.0, 100.0, 100.0]},
        geometry=[box(250_000 + 1_000 * n, 480_000, 251_000 + 1_000 * n, 481_000) for n in range(3)],
        crs=28992,
    )


@pytest.fixture
def supply() -> pd.DataFrame:
    random = np.random.default_rng(7)
    rows = [
        (area, year, f"m{material}", float(random.gamma(2, 20_000)))
        for area in "AB"
        for year in range(2027, 2032)
        for material in range(12)
    ]
    return pd.DataFrame(rows, columns=["area", "year", "material", "expected_kg"])


@pytest.fixture
def totals(supply: pd.DataFrame) -> pd.DataFrame:
    by_area = supply.groupby("area", as_index=False)["expected_kg"].sum()
    return by_area.assign(p10_kg=by_area["expected_kg"] * 0.7, p90_kg=by_area["expected_kg"] * 1.4)


def _page(picture: folium.Map, tmp_path: Path) -> tuple[str, dict[str, Any]]:
    """The saved page, and the data in it."""
    path = tmp_path / "map.html"
    picture.save(path)
    page = path.read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)
    assert len(found) == 1
    return page, json.loads(found[0])


def test_the_map_holds_the_frames_masses(
    areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame, tmp_path: Path
) -> None:
    picture = supply_map(areas, supply, totals, materials=MATERIALS, title="x", as_of=AS_OF)
    _, data = _page(picture, tmp_path)
    shown = {area["code"]: sum(sum(row) for row in area["kg"].values()) for area in data["areas"]}
    expected = supply.groupby("area")["expected_kg"].sum()
    for code in "AB":
        assert shown[code] == pytest.approx(expected[code], abs=0.5 * 60)
    assert {area["code"]: area["km2"] for area in data["areas"]} == {"A": 1.0, "B": 1.0, "C": None}
    assert data["areas"][0]["range"] == [round(totals["p10_kg"][0]), round(totals["p90_kg"][0])]
    assert data["years"] == [2027, 2028, 2029, 2030, 2031]


def test_names_from_registers_stay_text(
    areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame, tmp_path: Path
) -> None:
    named = MATERIALS.assign(name=EVIL)
    page, data = _page(supply_map(areas, supply, totals, materials=named, title=EVIL, as_of=AS_OF), tmp_path)
    assert data["areas"][1]["name"] == EVIL
    assert data["materials"][0]["name"] == EVIL
    assert "alert(1)</script>" not in page
    assert "49" not in re.findall(r"<title>(.*?)</title>", page)[0]


def test_the_year_that_a_map_opens_with(
    areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame, tmp_path: Path
) -> None:
    for year, expected in ((None, None), (2029, 2), (1900, 0), (2500, 4)):
        picture = supply_map(areas, supply, totals, materials=MATERIALS, title="x", as_of=AS_OF, year=year)
        assert _page(picture, tmp_path)[1]["opensWith"] == expected


def test_no_supply_and_no_areas_still_make_a_map(
    areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame, tmp_path: Path
) -> None:
    nothing = supply_map(areas, supply[:0], totals[:0], materials=MATERIALS, title="x", as_of=AS_OF, language="en")
    assert _page(nothing, tmp_path)[1]["years"] == []
    nowhere = supply_map(areas[:0], supply[:0], totals[:0], materials=MATERIALS, title="x", as_of=AS_OF)
    assert _page(nowhere, tmp_path)[1]["bounds"] is None


def test_what_a_map_refuses(areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame) -> None:
    def draw(frame: gpd.GeoDataFrame, rows: pd.DataFrame, language: str = "nl") -> None:
        supply_map(frame, rows, totals, materials=MATERIALS, title="x", as_of=AS_OF, language=language)

    with pytest.raises(ValueError, match="no column material"):
        draw(areas, supply.drop(columns="material"))
    with pytest.raises(ValueError, match="no coordinate system"):
        draw(areas.set_crs(None, allow_override=True), supply)
    with pytest.raises(ValueError, match="code A stands twice"):
        draw(areas.assign(code="A"), supply)
    with pytest.raises(ValueError, match="choose nl or en"):
        draw(areas, supply, "fr")


def test_a_hundred_thousand_assets_stay_light(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    count = 100_000
    assets = pd.DataFrame(
        {
            "lon": random.uniform(6.6, 7.0, count),
            "lat": random.uniform(52.1, 52.3, count),
            "asset_type": random.choice(["a", "b", "c"], count),
            "end_year": random.choice([2030.5, 2050.2, np.nan], count),
            "kg": random.gamma(2, 500, count),
        }
    )
    types = pd.DataFrame({"code": ["a", "b", "c"], "name": ["A", "B", EVIL], "colour": ["#112233"] * 3})
    page, data = _page(asset_map(assets, types, title="x", as_of=AS_OF), tmp_path)
    assert len(page) < 2_000_000
    assert data["count"] == count
    assert "alert(1)</script>" not in page


def test_assets_without_a_place_are_counted(tmp_path: Path) -> None:
    assets = pd.DataFrame(
        {"lon": [6.8, np.nan], "lat": [52.2, 52.2], "asset_type": ["a", "a"], "end_year": [None, None], "kg": [1, None]}
    )
    types = pd.DataFrame({"code": ["a"], "name": ["A"], "colour": ["#112233"]})
    _, data = _page(asset_map(assets, types, title="x", as_of=AS_OF), tmp_path)
    assert (data["count"], data["unplaced"]) == (1, 1)


def test_neighbours_keep_one_border(areas: gpd.GeoDataFrame) -> None:
    shapes = [gpd.GeoSeries.from_wkt([json_to_wkt(shape)]).iloc[0] for shape in outlines.outlines(areas) if shape]
    assert len(shapes) == 3
    assert shapes[0].intersection(shapes[1]).length > 0
    assert shapes[0].intersection(shapes[1]).area == pytest.approx(0, abs=1e-12)


def json_to_wkt(shape: dict[str, Any]) -> str:
    rings = ", ".join("(" + ", ".join(f"{x} {y}" for x, y in ring) + ")" for ring in shape["coordinates"])
    return f"POLYGON ({rings})"


@pytest.fixture
def yearly(supply: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    by_material = supply.groupby(["year", "material"], as_index=False)["expected_kg"].sum()
    total = by_material.groupby("year", as_index=False)["expected_kg"].sum()
    return by_material, total.assign(p10_kg=total["expected_kg"] * 0.8, p90_kg=total["expected_kg"] * 1.2)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_chart_has_the_same_bytes_each_time(
    yearly: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path, suffix: str
) -> None:
    made = []
    for number in range(2):
        path = tmp_path / f"chart{number}.{suffix}"
        supply_chart(*yearly, vocabulary=MATERIALS, title="Titel", as_of=AS_OF, path=path)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_chart_shows_the_largest_materials_and_the_rest(
    yearly: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path
) -> None:
    path = tmp_path / "chart.svg"
    supply_chart(*yearly, vocabulary=MATERIALS, title=EVIL, as_of=AS_OF, path=path, language="en")
    words = " ".join(text for text in ET.parse(path).getroot().itertext())  # noqa: S314
    largest = yearly[0].groupby("material")["expected_kg"].sum().nlargest(MOST_PARTS).index
    for code in largest:
        assert f"Materiaal {code[1:]}" in words
    assert "Other" in words
    assert "24 November 2026" in words
    assert "alert(1)" in words


def test_a_chart_of_routes_keeps_their_order(tmp_path: Path) -> None:
    routes = pd.DataFrame(
        {
            "code": ["reuse", "recycle", "landfill"],
            "name": ["R1", "R2", "R3"],
            "colour": ["#117733", "#88ccee", "#882255"],
        }
    )
    rows = pd.DataFrame({"year": 2030, "route": ["landfill", "reuse"], "expected_kg": [9e3, 1e3]})
    totals = pd.DataFrame({"year": [2030], "p10_kg": [8e3], "p90_kg": [12e3]})
    path = tmp_path / "chart.svg"
    supply_chart(rows, totals, by="route", vocabulary=routes, title="x", as_of=AS_OF, path=path)
    words = [text for text in ET.parse(path).getroot().itertext() if text in ("R1", "R2", "R3")]  # noqa: S314
    assert words == ["R3", "R1"]  # the legend, from the top of the stack down


def test_a_chart_has_ink_even_without_supply(yearly: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path) -> None:
    for name, (rows, totals) in {"full": yearly, "empty": (yearly[0][:0], yearly[1][:0])}.items():
        path = tmp_path / f"{name}.png"
        supply_chart(rows, totals, vocabulary=MATERIALS, title="Titel", as_of=AS_OF, path=path)
        assert imread(path)[..., :3].min() < 0.3
    with pytest.raises(ValueError, match=r"\.png or \.svg"):
        supply_chart(*yearly, vocabulary=MATERIALS, title="x", as_of=AS_OF, path=tmp_path / "chart.pdf")
