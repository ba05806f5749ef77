"""Planned works."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assetregistry.api.answers import Geometry, Told


class WorkProperties(Told):
    """A planned work."""

    namespace: str
    source_id: str = Field(description="its id at the source, unique within the namespace")
    name: str | None
    reason: str | None = Field(description="in the words of its source")
    year_from: int = Field(description="first calendar year in which it may begin")
    year_to: int = Field(description="the last one, included")
    subject: str | None = Field(description="source's id of the one asset that it is of; null: what lies in its shape")


class WorkFeature(Told):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    id: int
    geometry: Geometry | None
    properties: WorkProperties


class WorksTold(Told):
    """A GeoJSON feature collection, the soonest first."""

    type: Literal["FeatureCollection"]
    features: list[WorkFeature]


class SaidBy(Told):
    """The import that said it."""

    import_id: int
    dataset: str
    source: str = Field(description="name of the file")
    layer: str
    delivered_on: str = Field(description="day (ISO 8601)")


class MaterialFreed(Told):
    """Kg of a material that come out."""

    material: str
    kg: float = Field(description="kg that come out")


class AssetTouched(Told):
    """An asset that the work touches, and what comes out of it."""

    id: int
    asset_type: str
    name: str | None
    kg: float = Field(description="kg of the layers that the work takes out, suspected ones included")


class TouchesTold(Told):
    """What the work touches, and what comes out of it when it is done as planned."""

    assets: int = Field(description="how many it touches")
    kg: float = Field(description="kg that come out, without what is suspected of a hazard")
    withheld_kg: float = Field(description="kg that come out and are suspected of tar or asbestos")
    materials: list[MaterialFreed] = Field(description="`kg` by material, the most first")
    first: list[AssetTouched] = Field(description="the heaviest, 50 at most")


class WorkInFull(WorkProperties):
    """A planned work with who said it and what it sets free."""

    source: SaidBy
    touches: TouchesTold


class WorkTold(Told):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    id: int
    geometry: Geometry | None
    properties: WorkInFull
