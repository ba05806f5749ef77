"""Areas."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assetregistry.api.answers import Geometry, Told


class AreaProperties(Told):
    """An area, or a square of the grid, and what it holds."""

    code: str = Field(description="as `areaCode` takes it")
    name: str = Field(description="of a square: its code")
    kind: str = Field(description="municipality, district, neighbourhood, custom, or square-250, -1000, -4000 (metres)")
    area_ha: float = Field(description="hectares")
    assets: int = Field(description="how many lie in it, be it in part; of a square: with the middle of their box")
    stock_kg: float = Field(description="kg of what lies in it, an asset by its share; of a square: whole assets")


class AreaTold(Told):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    id: int
    geometry: Geometry = Field(description="of an area simplified to 5 m")
    properties: AreaProperties


class AreasTold(Told):
    """A GeoJSON feature collection."""

    type: Literal["FeatureCollection"]
    features: list[AreaTold]
