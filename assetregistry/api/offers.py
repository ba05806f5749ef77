"""What a marketplace reads: the offers that stand, and what has changed since."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import Field

from assetregistry.api.parameters import Query, TheRegistry

router = APIRouter(prefix="/v1/offers", tags=["offers"])


class OffersQuery(Query):
    """Every filter that is given must hold."""

    material: str | None = None
    area_code: str | None = None


class ChangesQuery(Query):
    """Where the consumer is, and how much it can take."""

    after: int = Field(0, ge=0, description="the last sequence number that was applied")
    limit: int = Field(500, ge=1, le=5000)


@router.get("")
def offers(registry: TheRegistry, query: Annotated[OffersQuery, QueryParameter()]) -> dict[str, Any]:
    """The offers that stand as of sequence number `asOfSeq`; then follow `changes?after=asOfSeq`."""
    return registry.offers(material=query.material, area=query.area_code)


@router.get("/changes")
def changes(registry: TheRegistry, query: Annotated[ChangesQuery, QueryParameter()]) -> dict[str, Any]:
    """Created, changed and withdrawn offers in order and without a hole; ask again after `nextAfter` while `more`."""
    return registry.offer_changes(query.after, query.limit)


@router.get("/{offer_id}")
def offer(registry: TheRegistry, offer_id: str) -> dict[str, Any]:
    """One offer."""
    return registry.offer(offer_id)
