"""Areas coloured by what comes out of them, with a control for the year: one HTML file that holds all years."""

from __future__ import annotations

import datetime as dt
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maps import outlines, page, style

Cube = NDArray[np.float64]
"""kg by area, material and year."""

_KG_PER_TONNE = 1000.0
_HA_PER_KM2 = 100.0


def supply_map(
    areas: gpd.GeoDataFrame,
    supply: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    materials: pd.DataFrame,
    title: str,
    as_of: dt.date,
    year: int | None = None,
    language: str = "nl",
    basemap_url: str | None = None,
    basemap_attribution: str | None = None,
    offline: bool = False,
) -> folium.Map:
    """A folium map of areas by supply density (t/km² per year); `.save(path)` writes it.

    `areas`: code, name, area_ha, geometry (any coordinate system; drawn in WGS 84).
    `supply`: area (a code), year, material, expected_kg; rows of one cell are added up.
    `totals`: area, p10_kg, p90_kg of the whole period, all materials; quantiles do not add, so they are given.
    `materials`: code, name, colour.
    `year`: the year that the map opens with, or the nearest one that `supply` has; None opens with the whole period,
    shown as a mean per year. Classes are fixed per material over all years: a colour means the same while playing.

    An area without any row is drawn as unknown, one whose supply is zero as nothing. Without a basemap (None), or
    with one that does not answer, the areas still show.

    `offline`: Leaflet stands in the file and there is no basemap: the file asks nothing of any host.

    Raises ValueError for a missing column, an unknown language, an area code that stands twice, or areas without a
    coordinate system.
    """
    spoken = style.check_language(language)
    _check(areas, supply, totals, materials)
    years = _years(supply)
    codes = [str(code) for code in areas["code"]]
    order = _by_size(supply)
    cube = _cube(supply, codes, order, years)
    data = {
        "words": style.words("supply", spoken),
        "years": years,
        "opensWith": _opens_with(year, years),
        "materials": style.lookup(materials, order, ("name", "colour")),
        "ramps": _ramps(cube, _km2(areas)),
        "areas": _areas(areas, supply, totals, cube),
        "bounds": outlines.bounds(areas),
    }
    return page.draw(
        "supply.js",
        data,
        title=title,
        as_of=as_of,
        language=spoken,
        basemap_url=basemap_url,
        basemap_attribution=basemap_attribution,
        offline=offline,
    )


def _check(areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame, materials: pd.DataFrame) -> None:
    style.require_columns(areas, "areas", ("code", "name", "area_ha", "geometry"))
    style.require_columns(supply, "supply", ("area", "year", "material", "expected_kg"))
    style.require_columns(totals, "totals", ("area", "p10_kg", "p90_kg"))
    style.require_columns(materials, "materials", ("code", "name", "colour"))
    twice = areas["code"][areas["code"].duplicated()]
    if len(twice):
        raise ValueError(f"areas: code {twice.iloc[0]} stands twice; give each area its own code")


def _years(supply: pd.DataFrame) -> list[int]:
    if supply.empty:
        return []
    return list(range(int(supply["year"].min()), int(supply["year"].max()) + 1))


def _opens_with(year: int | None, years: list[int]) -> int | None:
    """The number of the year in `years`."""
    if year is None or not years:
        return None
    return min(max(year, years[0]), years[-1]) - years[0]


def _by_size(supply: pd.DataFrame) -> list[str]:
    """Material codes, the largest supply first."""
    sums = supply.groupby("material")["expected_kg"].sum()
    return [str(code) for code in sums[sums > 0].sort_values(ascending=False, kind="stable").index]


def _cube(supply: pd.DataFrame, codes: list[str], materials: list[str], years: list[int]) -> Cube:
    cube = np.zeros((len(codes), len(materials), len(years)))
    at_area = pd.Index(codes).get_indexer(pd.Index(supply["area"].astype(str)))
    at_material = pd.Index(materials).get_indexer(pd.Index(supply["material"].astype(str)))
    shown = (at_area >= 0) & (at_material >= 0)
    at_year = supply["year"].to_numpy(dtype=np.int64)[shown] - (years[0] if years else 0)
    kg = supply["expected_kg"].fillna(0).to_numpy(dtype=np.float64)[shown]
    np.add.at(cube, (at_area[shown], at_material[shown], at_year), kg)
    return cube


def _km2(areas: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Not a number where the size is not known: no density can be told there."""
    size = pd.to_numeric(areas["area_ha"], errors="coerce").to_numpy(dtype=np.float64) / _HA_PER_KM2
    return np.where(size > 0, size, np.nan)


def _ramps(cube: Cube, km2: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Limits (t/km² per year) and colours of the classes: first of all materials together, then of each."""
    together = cube.sum(axis=1, keepdims=True)
    density = np.concatenate([together, cube], axis=1) / _KG_PER_TONNE / km2[:, None, None]
    return [_ramp(density[:, index]) for index in range(density.shape[1])]


def _ramp(density: NDArray[np.float64]) -> dict[str, Any]:
    limits = style.class_breaks(density.ravel())
    return {"limits": limits, "colours": style.shades(len(limits) + 1)}


def _areas(areas: gpd.GeoDataFrame, supply: pd.DataFrame, totals: pd.DataFrame, cube: Cube) -> list[dict[str, Any]]:
    heard_of = set(supply["area"].astype(str)) | set(totals["area"].astype(str))
    ranges = _ranges(totals)
    shapes = outlines.outlines(areas)
    result = []
    for index, (code, name, km2) in enumerate(zip(areas["code"].astype(str), areas["name"], _km2(areas), strict=True)):
        known = code in heard_of and not np.isnan(km2)
        result.append(
            {
                "code": code,
                "name": name if isinstance(name, str) else code,
                "km2": round(float(km2), 5) if known else None,
                "range": ranges.get(code),
                "kg": _sparse(cube[index]) if known else {},
                "shape": shapes[index],
            }
        )
    return result


def _ranges(totals: pd.DataFrame) -> dict[str, list[int]]:
    """p10 and p90 (kg) of an area's period, where both are given."""
    given = totals.dropna(subset=["p10_kg", "p90_kg"])
    kilograms = given[["p10_kg", "p90_kg"]].to_numpy(dtype=np.float64)
    return {str(area): [round(low), round(high)] for area, (low, high) in zip(given["area"], kilograms, strict=True)}


def _sparse(kg: NDArray[np.float64]) -> dict[str, list[int]]:
    """Whole kilograms by year, for the materials (by their number) of which there is any."""
    whole = np.rint(kg).astype(np.int64)
    return {str(index): row.tolist() for index, row in enumerate(whole) if row.any()}
