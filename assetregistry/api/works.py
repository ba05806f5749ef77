"""Planned works: what somebody intends to do in public space, where and between which years."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi import Query as QueryParameter
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.works import WorksTold, WorkTold
from assetregistry.api.parameters import Query, TheRegistry

router = APIRouter(prefix="/v1/works", tags=["works"])


class WorksQuery(Query):
    """How many at most; the soonest come first."""

    limit: int = Field(2000, ge=1, le=10_000, description="the most works, the soonest first")


@router.get("")
def works(
    registry: TheRegistry, query: Annotated[WorksQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(WorksTold)]:
    """Planned works that stand, as GeoJSON in WGS 84, the soonest first."""
    return {"type": "FeatureCollection", "features": [_feature(row) for row in registry.planned_works(query.limit)]}


@router.get("/{work_id}")
def work(
    registry: TheRegistry, work_id: Annotated[int, Path(description="as /v1/works tells it")]
) -> Annotated[dict[str, Any], ShownAs(WorkTold)]:
    """One planned work: the import that said it, the assets that it touches, and what would come out of them."""
    row = registry.planned_work(work_id)
    feature = _feature(row)
    feature["properties"] |= {
        "source": {
            "importId": row["import_id"],
            "dataset": row["dataset"],
            "source": row["source"],
            "layer": row["layer"],
            "deliveredOn": row["delivered_on"].isoformat(),
        },
        "touches": row["touches"],
    }
    return feature


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
        "properties": {
            "namespace": row["namespace"],
            "sourceId": row["source_id"],
            "name": row["name"],
            "reason": row["reason"],
            "yearFrom": row["year_from"],
            "yearTo": row["year_to"],
            "subject": row["subject"],
        },
    }
