"""What a search finds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assetregistry.api.answers import Told


class HitOf(Told):
    """Something that can be gone to."""

    bbox: list[float] = Field(description="west, south, east, north in WGS 84")


class AreaHit(HitOf):
    """An area."""

    kind: Literal["area"]
    code: str
    name: str
    area_kind: str


class NameHit(HitOf):
    """A name that assets share, such as that of a street."""

    kind: Literal["name"]
    name: str
    assets: int = Field(description="how many have it")


class AssetHit(HitOf):
    """One asset, found by its id here or at its source."""

    kind: Literal["asset"]
    id: int
    namespace: str
    source_id: str
    name: str | None
    asset_type: str


class HitsTold(Told):
    """What was found, the nearest first."""

    query: str
    hits: list[AreaHit | NameHit | AssetHit]
