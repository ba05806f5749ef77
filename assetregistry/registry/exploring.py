"""The registry in a notebook: opened without arguments, answers as frames, maps to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Self

import geopandas as gpd
import pandas as pd
import shapely

from assetregistry.questions import AssetFilter
from assetregistry.registry.drawing import Drawing
from assetregistry.settings import Settings

PAGE = 10_000
YEARS_SHOWN = 10
COLUMNS = ("id", "asset_type", "name", "owner", "source_material", "built_from", "built_to", "end_year", "kg")


class Exploring(Drawing):
    """Looking around: what a notebook asks for."""

    @classmethod
    def connect(cls, *, as_of: dt.date | None = None) -> Self:
        """The registry that the environment names (`ASSETREGISTRY_...`), as the command line opens it."""
        return cls.open(Settings(), as_of=as_of)

    def assets(
        self,
        *,
        area: str | None = None,
        asset_type: str | None = None,
        material: str | None = None,
        owner: str | None = None,
        end_before: int | None = None,
    ) -> gpd.GeoDataFrame:
        """Assets for which all that is given holds, in WGS 84.

        Columns id, asset_type, name, owner, source_material, built_from, built_to, end_year (p50; null: not known),
        kg (null: no recipe), geometry. `area`, `asset_type`, `material`, `owner` are codes. Raises NotFoundError for
        an area, UnknownError for another code that there is none of.
        """
        where = AssetFilter(owner=owner, asset_type=asset_type, material=material, end_before=end_before)
        rows = pd.DataFrame(list(self._pages(where, area)), columns=[*COLUMNS, "geometry"])
        shapes = shapely.from_geojson(rows.pop("geometry").to_numpy(dtype=object))
        return gpd.GeoDataFrame(rows, geometry=shapes, crs=4326)

    def map(self, area: str | None = None, *, kind: str | None = None, language: str = "en") -> Any:
        """A folium map, which a notebook shows: assets by type, or with `kind` its areas by the next years' supply."""
        if kind is None:
            return self.asset_map(area, language=language)
        first = self.as_of.year + 1
        return self.supply_map(first, first + YEARS_SHOWN - 1, kind=kind, language=language)

    def _pages(self, where: AssetFilter, area: str | None) -> Iterator[dict[str, Any]]:
        cursor = 0
        while page := self.find_assets(where, area=area, cursor=cursor, limit=PAGE):
            yield from page
            cursor = page[-1]["id"]
