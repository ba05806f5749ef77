"""What tells how tiles are asked for."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from assetregistry.api.answers import Told


class LayerTold(Told):
    """A layer of a tile."""

    id: str
    fields: dict[str, str] = Field(description="its keys with their meaning")
    minzoom: int
    maxzoom: int


class TileJsonTold(Told):
    """TileJSON 3, with what the numbers in its tiles mean."""

    model_config = ConfigDict(alias_generator=None)

    tilejson: str
    name: str
    tiles: list[str] = Field(description="addresses with {z}, {x}, {y}")
    minzoom: int
    maxzoom: int
    bounds: list[float] | None = Field(description="west, south, east, north in WGS 84; null: there are no assets")
    vector_layers: list[LayerTold]
    data_version: str = Field(alias="dataVersion", description="another one than before means new tiles")
    codes: dict[str, dict[str, str]] = Field(description="by key of a tile: what each of its numbers stands for")
    square_size_m: dict[str, float] | None = Field(
        None, alias="squareSizeM", description="of cells alone: side of the squares in metres, from each zoom on"
    )
