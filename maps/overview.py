"""Assets as coloured points, light at 100,000 of them: packed numbers in the file, drawn on canvas tiles."""

from __future__ import annotations

import datetime as dt
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from maps import outlines, packing, page, style

_STEP_DEGREES = 1e-6
"""About a decimetre: finer than a screen shows."""

_KG_STEP = 0.1


def asset_map(
    assets: pd.DataFrame,
    asset_types: pd.DataFrame,
    *,
    areas: gpd.GeoDataFrame | None = None,
    title: str,
    as_of: dt.date,
    language: str = "nl",
    basemap_url: str | None = None,
    basemap_attribution: str | None = None,
    offline: bool = False,
) -> folium.Map:
    """A folium map of assets by type, with a legend that hides and counts and a filter by year of end of life.

    `assets`: lon, lat (WGS 84, a representative point), asset_type (a code), end_year (null: not known), kg (null or
    zero: not known); optionally label, a name to show. Labels are kept once each: a street name costs little, a
    name of every asset's own as much as it is long. Also optional: built_year (null: not known), material, the name of
    what most of the asset is made of, and condition (1 to 6 by NEN 2767; null: not inspected).
    `asset_types`: code, name, colour and optionally group, the name under which types share a line of the legend and
    a colour; without it types of the same name do. `areas`: outlines to draw below, optional.
    `offline`: Leaflet stands in the file and there is no basemap: the file asks nothing of any host.

    Assets without a place are counted on the map, not shown. Raises ValueError for a missing column, an unknown
    language, or areas without a coordinate system.
    """
    spoken = style.check_language(language)
    style.require_columns(assets, "assets", ("lon", "lat", "asset_type", "end_year", "kg"))
    style.require_columns(asset_types, "asset_types", ("code", "name", "colour"))
    placed = assets[np.isfinite(assets[["lon", "lat"]].to_numpy(dtype=np.float64)).all(axis=1)]
    data = {
        "words": style.words("assets", spoken),
        "unplaced": len(assets) - len(placed),
        "count": len(placed),
        "bounds": _bounds(placed) if areas is None else outlines.bounds(areas) or _bounds(placed),
        "outlines": [] if areas is None else [shape for shape in outlines.outlines(areas) if shape],
    }
    return page.draw(
        "assets.js",
        data | _vocabulary(placed, asset_types) | _packed(placed),
        title=title,
        as_of=as_of,
        language=spoken,
        basemap_url=basemap_url,
        basemap_attribution=basemap_attribution,
        offline=offline,
    )


def _bounds(assets: pd.DataFrame) -> list[list[float]] | None:
    if assets.empty:
        return None
    lat, lon = assets["lat"], assets["lon"]
    return [[float(lat.min()), float(lon.min())], [float(lat.max()), float(lon.max())]]


def _vocabulary(assets: pd.DataFrame, asset_types: pd.DataFrame) -> dict[str, Any]:
    """The types that occur, by code, and the groups they are shown in, the most numerous first."""
    if "group" not in asset_types.columns:
        asset_types = asset_types.assign(group=asset_types["name"])
    types = style.lookup(asset_types, sorted(set(assets["asset_type"].astype(str))), ("name", "colour", "group"))
    counts = assets["asset_type"].astype(str).value_counts()
    groups: dict[str, dict[str, Any]] = {}
    for kind in types:
        group = groups.setdefault(kind["group"], {"name": kind["group"], "colour": kind["colour"], "count": 0})
        group["count"] += int(counts[kind["code"]])
    ordered = sorted(groups.values(), key=lambda group: -group["count"])
    numbers = {group["name"]: number for number, group in enumerate(ordered)}
    return {
        "groups": [{"name": group["name"], "colour": group["colour"]} for group in ordered],
        "types": [{"name": kind["name"], "group": numbers[kind["group"]]} for kind in types],
    }


def _packed(assets: pd.DataFrame) -> dict[str, Any]:
    """x and y (steps from the origin), type, end, mass, label, year built, material, condition; zero: unknown."""
    origin = (float(assets["lon"].min()), float(assets["lat"].min())) if len(assets) else (0.0, 0.0)
    x = np.rint((assets["lon"].to_numpy() - origin[0]) / _STEP_DEGREES).astype(np.int64)
    y = np.rint((assets["lat"].to_numpy() - origin[1]) / _STEP_DEGREES).astype(np.int64)
    order = packing.morton_order(x, y)
    kinds = pd.Categorical(assets["asset_type"].astype(str)).codes
    ends, base_year = _since(assets, "end_year")
    kg = np.nan_to_num(assets["kg"].astype("float64").to_numpy()) / _KG_STEP
    labels, said = _words(assets, "label")
    materials, made_of = _words(assets, "material")
    built, first_built = _since(assets, "built_year")
    columns = [
        packing.steps(x[order]),
        packing.steps(y[order]),
        kinds[order].astype(np.int64),
        ends[order],
        np.rint(kg).astype(np.int64)[order],
        labels[order],
        built[order],
        materials[order],
        _conditions(assets)[order],
    ]
    return {
        "origin": origin,
        "step": _STEP_DEGREES,
        "baseYear": base_year,
        "kgStep": _KG_STEP,
        "labels": said,
        "materials": made_of,
        "baseBuilt": first_built,
        "packed": packing.pack(columns),
    }


def _words(assets: pd.DataFrame, column: str) -> tuple[packing.Whole, list[str]]:
    """Per asset the number of its text in a column (from 1 on; 0: none), and the texts; none without the column."""
    if column not in assets.columns:
        return np.zeros(len(assets), dtype=np.int64), []
    numbers, said = pd.factorize(assets[column].astype("string"), sort=True)
    return numbers.astype(np.int64) + 1, [str(text) for text in said]


def _conditions(assets: pd.DataFrame) -> packing.Whole:
    if "condition" not in assets.columns:
        return np.zeros(len(assets), dtype=np.int64)
    return np.nan_to_num(assets["condition"].astype("float64").to_numpy()).astype(np.int64)


def _since(assets: pd.DataFrame, column: str) -> tuple[packing.Whole, int]:
    """Years of a column as steps from a base year (0: not known), and that year; all unknown without the column."""
    if column not in assets.columns:
        return np.zeros(len(assets), dtype=np.int64), 0
    years = np.floor(assets[column].astype("float64").to_numpy())
    base = int(np.nanmin(years)) - 1 if np.isfinite(years).any() else 0
    return np.nan_to_num(years - base).astype(np.int64), base
