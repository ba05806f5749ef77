"""Areas as GeoJSON."""

from __future__ import annotations

from typing import Annotated, Any

import geopandas as gpd
from fastapi import APIRouter, Path
from fastapi import Query as QueryParameter
from pydantic import Field
from shapely.geometry import mapping

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.areas import AreasTold, AreaTold
from assetregistry.api.parameters import Query, TheRegistry

router = APIRouter(prefix="/v1/areas", tags=["areas"])


class AreasQuery(Query):
    """Which areas."""

    kind: str | None = Field(
        None, description="a kind that /v1/meta tells, or square-250, square-1000, square-4000 (metres)"
    )


@router.get("")
def areas(
    registry: TheRegistry, query: Annotated[AreasQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(AreasTold)]:
    """All areas (of one kind), with what they hold; WGS 84, outlines to 5 m.

    Kinds that need no import: square-250, square-1000 and square-4000, the squares of a grid that hold assets.
    """
    return {"type": "FeatureCollection", "features": _features(registry.areas(query.kind))}


@router.get("/{code}")
def area(
    registry: TheRegistry, code: Annotated[str, Path(description="of an area, or of a square: E246N480")]
) -> Annotated[dict[str, Any], ShownAs(AreaTold)]:
    """One area or square."""
    return _features(registry.areas(code=code))[0]


def _features(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": row.id,
            "geometry": mapping(row.geometry),
            "properties": {
                "code": row.code,
                "name": row.name,
                "kind": row.kind,
                "areaHa": round(row.area_ha, 2),
                "assets": row.assets,
                "stockKg": round(row.stock_kg, 3),
            },
        }
        for row in frame.itertuples(index=False)
    ]
