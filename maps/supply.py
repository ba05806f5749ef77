"""Areas coloured by supply, with a control for the year: one HTML file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from shapely import set_precision
from shapely.geometry import mapping

from maps.page import scripted_map
from maps.style import KG_PER_TONNE, NOTHING, SHADES, WORDS, Language, breaks

TOP_MATERIALS = 5
DEGREES = 1e-5  # about a metre: what a screen can show
HA_PER_KM2 = 100.0


def supply_map(
    areas: gpd.GeoDataFrame,
    supply: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    materials: pd.DataFrame,
    title: str,
    as_of: dt.date,
    year: int | None = None,
    language: Language = "nl",
    basemap_url: str | None = None,
) -> folium.Map:
    """A map that stands alone as a file; classes are the same for all years, so that colours can be compared.

    `areas`: code, name, area_ha, geometry (WGS 84). `supply`: area, year, material, expected_kg. `totals`: area,
    p10_kg, p50_kg, p90_kg of the whole period. `materials`: code, name, colour.
    """
    words = WORDS[language]
    known = sorted(int(each) for each in supply["year"].unique())
    first, last = (known[0], known[-1]) if known else (as_of.year, as_of.year)
    by_year = supply.groupby(["area", "year"])["expected_kg"].sum()
    data = {
        "areas": {"type": "FeatureCollection", "features": [_feature(row) for row in areas.itertuples(index=False)]},
        "kg": {code: _row(by_year, code, first, last) for code in areas["code"]},
        "ranges": {row.area: [row.p10_kg, row.p50_kg, row.p90_kg] for row in totals.itertuples(index=False)},
        "top": _top(supply, dict(zip(materials["code"], materials["name"], strict=True))),
        "breaks": breaks(_densities(areas, by_year)),
        "shades": SHADES,
        "nothing": NOTHING,
        "firstYear": first,
        "lastYear": last,
        "year": min(max(year or first, first), last),
        "language": language,
        "words": words,
    }
    subtitle = f"{words['as_of']} {as_of.isoformat()}" + ("" if known else f" · {words['no_data']}")
    return scripted_map("supply", data, title=title, subtitle=subtitle, basemap_url=basemap_url)


def _feature(row: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": row.code, "name": row.name, "ha": round(float(row.area_ha), 2)},
        "geometry": mapping(set_precision(row.geometry, DEGREES)),
    }


def _row(by_year: pd.Series, code: str, first: int, last: int) -> list[int]:
    return [round(float(by_year.get((code, year), 0.0))) for year in range(first, last + 1)]


def _densities(areas: gpd.GeoDataFrame, by_year: pd.Series) -> list[float]:
    km2 = dict(zip(areas["code"], areas["area_ha"] / HA_PER_KM2, strict=True))
    codes = by_year.index.get_level_values("area")
    return [kg / KG_PER_TONNE / km2[code] for code, kg in zip(codes, by_year, strict=True) if km2.get(code, 0) > 0]


def _top(supply: pd.DataFrame, names: dict[str, str]) -> dict[str, list[list[Any]]]:
    totals = supply.groupby(["area", "material"])["expected_kg"].sum().reset_index()
    heaviest = totals.sort_values("expected_kg", ascending=False).groupby("area").head(TOP_MATERIALS)
    found: dict[str, list[list[Any]]] = {}
    for area, material, kg in heaviest.to_numpy():
        found.setdefault(area, []).append([names.get(material, material), round(kg)])
    return found
