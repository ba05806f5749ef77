"""What a marketplace reads: the offers that stand, and what has changed since."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi import Query as QueryParameter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

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


class Told(BaseModel):
    """A part of the answer; keys in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


class OfferTold(Told):
    """A lot: what one owner's things in one area give of one material by one route in one window of years."""

    id: str = Field(description="stays the same over forecasts")
    version: int = Field(description="goes up by one with each event of the offer")
    area_code: str | None = Field(description="null: the registry holds no areas, the lot is of all of it")
    area_name: str | None
    owner: str = Field(description="code of the organisation whose things they are")
    product: str = Field(description="English name of the material")
    material: str
    route: str = Field(description="reuse or recycle")
    window_from: int = Field(description="first calendar year of the window")
    window_to: int = Field(description="its last calendar year, included")
    p10_kg: float = Field(description="kg of the window that come with a chance of 90 %")
    p50_kg: float = Field(description="kg, the median")
    p90_kg: float = Field(description="kg that it exceeds with a chance of 10 %")
    expected_kg: float = Field(description="kg; the only one of the four that may be added up over offers")
    withheld_kg: float = Field(
        description="kg of this material in this area and window, of all owners and routes, in which tar or asbestos "
        "cannot be excluded: not offered, in none of the other masses, and not to be added up over offers"
    )
    certainty: str = Field(description="likely, possible or speculative, by the width of p10 to p90 over p50")


class OffersTold(Told):
    """The offers that stand."""

    feed: str = Field(description="another one than before: drop what you hold and start again from here")
    as_of_seq: int = Field(description="ask for changes after this one")
    offers: list[OfferTold]


class EventTold(Told):
    """One offer after one change."""

    seq: int
    type: Literal["created", "changed", "withdrawn"]
    offer_id: str
    version: int
    reason: str = Field(description="import, or forecast-rerun where none came in since the last publication")
    caused_by: dict[str, Any] = Field(description="importId (the newest one) and dataVersion")
    time: AwareDatetime = Field(description="of the publication")
    offer: OfferTold | None = Field(description="the whole offer after the event; null: withdrawn")


class ChangesTold(Told):
    """Events in order of their sequence numbers, without a hole."""

    feed: str = Field(description="another one than before: drop what you hold and start again from /v1/offers")
    events: list[EventTold]
    next_after: int = Field(description="ask again after this one")
    up_to: int = Field(description="the last sequence number that there is")
    more: bool = Field(description="whether there are events between nextAfter and upTo")
    floor: int = Field(description="the lowest number that may be asked after")


@router.get("", responses={200: {"model": OffersTold}})
def offers(registry: TheRegistry, query: Annotated[OffersQuery, QueryParameter()]) -> dict[str, Any]:
    """The offers that stand as of sequence number `asOfSeq`; then follow `changes?after=asOfSeq`."""
    return registry.offers(material=query.material, area=query.area_code)


@router.get("/changes", responses={200: {"model": ChangesTold}})
def changes(
    request: Request, response: Response, registry: TheRegistry, query: Annotated[ChangesQuery, QueryParameter()]
) -> dict[str, Any]:
    """Created, changed and withdrawn offers in order and without a hole; `Link: rel="next"` leads on while `more`.

    Apply each event whose `version` is higher than that of the offer you hold, keep `nextAfter`, and compare `feed`.
    400 for an `after` that the feed has not reached: start again from /v1/offers.
    """
    page = registry.offer_changes(query.after, query.limit)
    if page["more"]:
        address = urlencode({**request.query_params, "after": page["nextAfter"]})
        response.headers["Link"] = f'<{request.url.path}?{address}>; rel="next"'
    return page


@router.get("/{offer_id}", responses={200: {"model": OfferTold}})
def offer(registry: TheRegistry, offer_id: str) -> dict[str, Any]:
    """One offer that stands; 404 for one that was withdrawn."""
    return registry.offer(offer_id)
