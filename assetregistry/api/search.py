"""Search: areas, names and assets that fit what somebody types."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.search import HitsTold
from assetregistry.api.parameters import Query, TheRegistry
from assetregistry.finding import hit_document

router = APIRouter(prefix="/v1/search", tags=["search"])


class SearchQuery(Query):
    """What to look for."""

    q: str = Field(
        min_length=1,
        max_length=200,
        description="words of a name in any order, an area's code, an asset's id here or at its source; a UUID need "
        "not have its source holder before it, nor dashes",
    )
    limit: int = Field(10, ge=1, le=50, description="the most hits")


@router.get("")
def search(
    registry: TheRegistry, query: Annotated[SearchQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(HitsTold)]:
    """What fits, the nearest first; case and accents do not matter, all words must be there."""
    return {"query": query.q, "hits": [hit_document(hit) for hit in registry.search(query.q, limit=query.limit)]}
