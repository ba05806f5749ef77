"""What a marketplace reads: the offers that stand, and what has changed since."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as QueryParameter
from fastapi.responses import FileResponse
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.offers import ChangesTold, OffersTold, OfferTold
from assetregistry.api.etags import etag, is_held
from assetregistry.api.files import MEDIA_TYPES, sent_as_file
from assetregistry.api.parameters import Query, TheRegistry
from assetregistry.catalogue.scenarios import Route
from assetregistry.questions import OfferFilter, listed

router = APIRouter(prefix="/v1/offers", tags=["offers"])


class OffersQuery(Query):
    """Every filter that is given must hold."""

    material: str | None = Field(None, description="code of one material, as /v1/materials tells them")
    area_code: str | None = Field(None, description="code of the area that the lots lie in")
    owner: str | None = Field(None, description="codes, as /v1/meta tells them")
    route: Route | None = Field(None, description="what the lot is good for")
    from_year: int | None = Field(None, description="lots whose window ends in this year or later")
    to_year: int | None = Field(None, description="lots whose window begins in this year or earlier")

    def where(self) -> OfferFilter:
        """The filter as the registry takes it."""
        return OfferFilter(self.material, self.area_code, listed(self.owner), self.route, self.from_year, self.to_year)


class OfferFileQuery(OffersQuery):
    """A filter and the form of the file."""

    format: Literal["csv", "xlsx"] = Field(description="of the file")


class ChangesQuery(Query):
    """Where the consumer is, and how much it can take."""

    after: int = Field(0, ge=0, description="the last sequence number that was applied")
    limit: int = Field(500, ge=1, le=5000, description="the most events in one answer")


@router.get(
    "",
    response_model=Annotated[dict[str, Any], ShownAs(OffersTold)],
    responses={304: {"description": "nothing was published since the `ETag` of `If-None-Match`"}},
)
def offers(
    request: Request, response: Response, registry: TheRegistry, query: Annotated[OffersQuery, QueryParameter()]
) -> dict[str, Any] | Response:
    """The offers that stand as of sequence number `asOfSeq`; then follow `changes?after=asOfSeq`.

    304 for whoever sends the `ETag` of the last answer as `If-None-Match`, as long as nothing was published since.
    """
    place = registry.feed_place()  # before the offers: at worst they are newer than their tag, and sent once more
    headers = {"ETag": etag(place), "Cache-Control": "no-cache"}
    if is_held(request, place):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return registry.offers(query.where())


@router.get(
    "/file",
    response_class=FileResponse,
    responses={200: {"content": {MEDIA_TYPES[form]: {} for form in ("csv", "xlsx")}}},
)
def offer_file(registry: TheRegistry, query: Annotated[OfferFileQuery, QueryParameter()]) -> FileResponse:
    """The offers that stand as a table, a lot in a row; its columns are called as the fields of an offer."""
    name = f"offers-{query.area_code or 'registry'}.{query.format}"
    return sent_as_file(name, lambda path: registry.write_offers(path, query.where()))


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
def offer(
    registry: TheRegistry, offer_id: Annotated[str, Path(description="its id (UUID)")]
) -> Annotated[dict[str, Any], ShownAs(OfferTold)]:
    """One offer that stands; 404 for one that was withdrawn."""
    return registry.offer(offer_id)
