"""What a marketplace reads: offers, and events of them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from assetregistry.api.answers import Told


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
