"""Step 11 of the walk, as files: the registry's numbers handed to `maps`.

The drawing libraries are slow to load, so each function asks for its own: a command that draws nothing starts at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from assetregistry.catalogue import Catalogue
from assetregistry.registry.forecasting import SupplyAnswer


def materials_frame(catalogue: Catalogue) -> pd.DataFrame:
    """Columns code, name (Dutch) and colour."""
    rows = [(material.code, material.name_nl, material.colour) for material in catalogue.materials.values()]
    return pd.DataFrame(rows, columns=["code", "name", "colour"])


def asset_types_frame(catalogue: Catalogue) -> pd.DataFrame:
    """Columns code, name and colour: asset types by the group that they are shown as."""
    groups = {group.code: group for group in catalogue.groups.values() if group.kind == "asset_type"}
    rows = [
        (asset_type.code, groups[asset_type.group].name_nl, groups[asset_type.group].colour)
        for asset_type in catalogue.asset_types.values()
    ]
    return pd.DataFrame(rows, columns=["code", "name", "colour"])


def draw_supply_map(
    areas: gpd.GeoDataFrame,
    yearly: SupplyAnswer,
    whole: SupplyAnswer,
    catalogue: Catalogue,
    *,
    year: int | None,
    basemap_url: str | None,
) -> Any:
    """A folium map: `yearly` by area, year and material; `whole` by area over the whole period."""
    from maps.supply import supply_map

    question = yearly.question
    return supply_map(
        areas,
        yearly.rows,
        whole.rows,
        materials=materials_frame(catalogue),
        title=f"Vrijkomende materialen {question.from_year}-{question.to_year}",
        as_of=yearly.as_of,
        year=year,
        basemap_url=basemap_url,
    )


def draw_asset_map(
    points: pd.DataFrame, catalogue: Catalogue, *, title: str, as_of: Any, basemap_url: str | None
) -> Any:
    """A folium map of assets (columns of `store.assets.overview`)."""
    from maps.overview import asset_map

    return asset_map(points, asset_types_frame(catalogue), title=title, as_of=as_of, basemap_url=basemap_url)


def draw_chart(by_material: SupplyAnswer, totals: SupplyAnswer, catalogue: Catalogue, path: Path) -> None:
    """A chart file: supply by year and material, with the range of each year's total."""
    from maps.chart import supply_chart

    where = by_material.area[1] if by_material.area else "het hele register"
    question = by_material.question
    supply_chart(
        by_material.rows,
        totals.rows,
        materials=materials_frame(catalogue),
        title=f"Vrijkomende materialen, {where}, {question.from_year}-{question.to_year}",
        as_of=by_material.as_of,
        path=path,
    )
