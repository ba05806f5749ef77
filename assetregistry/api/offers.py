"""What a marketplace reads: the offers that stand, and what has changed since."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi import Query as QueryParameter
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.offers import ChangesTold, OffersTold, OfferTold
from assetregistry.api.parameters import Query, TheRegistry

router = APIRouter(prefix="/v1/offers", tags=["offers"])


class OffersQuery(Query):
    """Every filter that is given must hold."""

    material: str | None = Field(None, description="code of one material, as /v1/materials tells them")
    area_code: str | None = Field(None, description="code of the area that the lots lie in")


class ChangesQuery(Query):
    """Where the consumer is, and how much it can take."""

    after: int = Field(0, ge=0, description="the last sequence number that was applied")
    limit: int = Field(500, ge=1, le=5000, description="the most events in one answer")


@router.get("")
def offers(
    registry: TheRegistry, query: Annotated[OffersQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(OffersTold)]:
    """The offers that stand as of sequence number `asOfSeq`; then follow `changes?after=asOfSeq`."""
    return registry.offers(material=query.material, area=query.area_code)


@router.get("/changes")
def changes(
    request: Request, response: Response, registry: TheRegistry, query: Annotated[ChangesQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(ChangesTold)]:
    """Created, changed and withdrawn offers in order and without a hole; `Link: rel="next"` leads on while `more`.

    Apply each event whose `version` is higher than that of the offer you hold, keep `nextAfter`, and compare `feed`.
    400 with code `beyond-feed` for an `after` that the feed has not reached: start again from /v1/offers.
    """
    page = registry.offer_changes(query.after, query.limit)
    if page["more"]:
        address = urlencode({**request.query_params, "after": page["nextAfter"]})
        response.headers["Link"] = f'<{request.url.path}?{address}>; rel="next"'
    return page


@router.get("/{offer_id}")
def offer(registry: TheRegistry, offer_id: str) -> Annotated[dict[str, Any], ShownAs(OfferTold)]:
    """One offer that stands; 404 for one that was withdrawn."""
    return registry.offer(offer_id)
