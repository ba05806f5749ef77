"""Assets: many by filter as GeoJSON, one in full."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi import Query as QueryParameter
from pydantic import AwareDatetime, Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.assets import AssetsTold, AssetTold, HistoryTold, PassportTold, PastTold
from assetregistry.api.parameters import AssetId, Query, TheRegistry
from assetregistry.errors import RegistryError
from assetregistry.questions import CONDITIONS, AssetFilter, no_condition
from assetregistry.registry.passporting import MEDIA_TYPES
from assetregistry.store.lookup.listing import SORT_KEYS, Place, Sort

router = APIRouter(prefix="/v1/assets", tags=["assets"])

BOX_NUMBERS = 4
PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


class AssetsFilter(Query):
    """Every filter that is given must hold."""

    bbox: str | None = Field(None, description="west,south,east,north in WGS 84 degrees")
    area_code: str | None = Field(None, description="code of an area, as /v1/areas tells it")
    name: str | None = Field(None, max_length=200, description="of the street or the thing, whole, as search tells it")
    owner: str | None = Field(None, description="one code, as /v1/meta tells them, or several with commas")
    asset_type: str | None = Field(None, description="one code, as /v1/asset-types tells them, or several with commas")
    material: str | None = Field(None, description="one code, as /v1/materials tells them")
    hazard: str | None = Field(None, description="suspect: of any; or one, such as tar-suspect")
    end_of_life_before: int | None = Field(None, description="expected end (p50) before this year")
    condition: str | None = Field(
        None,
        json_schema_extra={"pattern": CONDITIONS},
        description="1 (excellent) to 6 (very poor), NEN 2767; unknown: not inspected; several with commas",
    )
    language: Literal["nl", "en"] = Field("nl", description="of names of types: their order, and what a file says")

    @field_validator("bbox")
    @classmethod
    def _four_numbers(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            numbers = [float(part) for part in value.split(",")]
        except ValueError:
            numbers = []
        if len(numbers) != BOX_NUMBERS:
            raise ValueError("write bbox as west,south,east,north in degrees")
        west, south, east, north = numbers
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004  (degrees)
            raise ValueError("bbox must hold -180 <= west <= east <= 180 and -90 <= south <= north <= 90")
        return value

    @field_validator("condition")
    @classmethod
    def _conditions(cls, value: str | None) -> str | None:
        if (wrong := no_condition(value)) is not None:
            raise ValueError(wrong)
        return value

    def box(self) -> tuple[float, float, float, float] | None:
        """The box as numbers."""
        if self.bbox is None:
            return None
        west, south, east, north = (float(part) for part in self.bbox.split(","))
        return (west, south, east, north)

    def where(self) -> AssetFilter:
        """What the store looks for; the area is resolved there."""
        return AssetFilter(
            bbox=self.box(),
            called=self.name,
            owner=self.owner or None,
            asset_type=self.asset_type or None,
            material=self.material,
            hazard=self.hazard,
            end_before=self.end_of_life_before,
            condition=self.condition,
        )


class AssetsQuery(AssetsFilter):
    """A page of a list. `sort`: one of the named properties, `-` before it from high to low; without it by id."""

    sort: str | None = Field(None, description=f"{', '.join(SORT_KEYS)}; what has no such value comes last")
    limit: int = Field(100, ge=1, le=1000, description="the most assets in one answer")
    cursor: str | None = Field(None, description="as given by the link to this page", pattern="^[A-Za-z0-9_-]+$")

    def sorting(self) -> Sort | None:
        """What is sorted by."""
        return None if self.sort is None else Sort.parse(self.sort)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        try:
            if self.sorting() is None:
                int(self.cursor or 0)
            elif self.cursor is not None:
                Place.parse(self.cursor)
        except RegistryError as error:
            raise ValueError(str(error)) from None
        except ValueError:
            raise ValueError("the cursor is none of a list by id: follow the link to the next page") from None
        return self


class PassportQuery(Query):
    """How the passport is written."""

    format: Literal["json", "jsonld", "ttl", "html", "pdf"] | None = Field(
        None, description="goes before the header `Accept`; left out, and nothing else accepted: json"
    )
    language: Literal["nl", "en"] = Field("nl", description="of the page, when it is HTML or PDF")


@router.get("")
def assets(
    request: Request, response: Response, registry: TheRegistry, query: Annotated[AssetsQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(AssetsTold)]:
    """A page of assets, by id or sorted; `Link: rel="next"` leads to the following one."""
    sort = query.sorting()
    if sort is None:
        start = int(query.cursor or 0)
        rows = registry.find_assets(query.where(), area=query.area_code, cursor=start, limit=query.limit)
        following = str(rows[-1]["id"]) if len(rows) == query.limit else None
    else:
        rows, end = registry.sorted_assets(
            query.where(),
            sort,
            area=query.area_code,
            after=None if query.cursor is None else Place.parse(query.cursor),
            limit=query.limit,
            language=query.language,
        )
        following = None if end is None else end.cursor()
    if following is not None:
        address = urlencode({**request.query_params, "cursor": following})
        response.headers["Link"] = f'<{request.url.path}?{address}>; rel="next"'
    return {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}


class AsOfQuery(Query):
    """Which knowledge, and which day in the world; every filter that is given must hold."""

    known_at: AwareDatetime | None = Field(None, description="what the registry knew at this instant (now)")
    valid_at: AwareDatetime | None = Field(None, description="what stood at this instant; absent: what was held")
    area_code: str | None = Field(None, description="code of an area, as /v1/areas tells it")
    asset_type: str | None = Field(None, description="one code, as /v1/asset-types tells them, or several with commas")
    owner: str | None = Field(None, description="one code, as /v1/meta tells them, or several with commas")
    limit: int = Field(100, ge=1, le=1000, description="the most assets in one answer")
    cursor: str | None = Field(None, description="as given by the page before", pattern="^[^|]*\\|.+$")


@router.get("/as-of")
def assets_as_of(
    request: Request, response: Response, registry: TheRegistry, query: Annotated[AsOfQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(PastTold)]:
    """Assets as they were known, or as they stood, at another time; `Link: rel="next"` leads to the following page."""
    namespace, _, source_id = (query.cursor or "").partition("|")
    frame = registry.assets_as_of(
        query.known_at,
        query.valid_at,
        area=query.area_code,
        asset_type=query.asset_type,
        owner=query.owner,
        after=(namespace, source_id) if query.cursor else None,
        limit=query.limit,
    )
    if len(frame) == query.limit:
        last = frame.iloc[-1]
        following = {**request.query_params, "cursor": f"{last['namespace']}|{last['source_id']}"}
        response.headers["Link"] = f'<{request.url.path}?{urlencode(following)}>; rel="next"'
    shown = frame.rename(columns={name: to_camel(name) for name in frame.columns if name != "geometry"})
    document: dict[str, Any] = json.loads(shown.to_json(drop_id=True, default=dt.datetime.isoformat))
    return {"type": document["type"], "features": document["features"]}


@router.get("/{asset_id}/history")
def history(registry: TheRegistry, asset_id: AssetId) -> Annotated[dict[str, Any], ShownAs(HistoryTold)]:
    """Every state of an asset that is or was, the newest first: `recorded…` is our time, `valid…` its source's."""
    states = registry.asset_states(asset_id)
    return {"id": asset_id, "states": [{to_camel(key): value for key, value in state.items()} for state in states]}


@router.get("/{asset_id}")
def asset(registry: TheRegistry, asset_id: AssetId) -> Annotated[dict[str, Any], ShownAs(AssetTold)]:
    """One asset: what it is made of, when each layer ends, and where the numbers come from."""
    return registry.asset(asset_id)


@router.get(
    "/{asset_id}/passport",
    responses={200: {"model": PassportTold, "content": {kind: {} for kind in MEDIA_TYPES.values()}}},
)
def passport(
    request: Request, registry: TheRegistry, asset_id: AssetId, query: Annotated[PassportQuery, QueryParameter()]
) -> Response:
    """The material passport; `format` goes before the Accept header, JSON is the default."""
    accepted = request.headers.get("accept", "")
    negotiated = [name for name, kind in MEDIA_TYPES.items() if kind in accepted]
    wanted: str = query.format or (negotiated[0] if negotiated else "json")
    headers = {"Vary": "Accept", **(PAGE_HEADERS if wanted == "html" else {})}
    if wanted == "pdf":
        headers["Content-Disposition"] = f'inline; filename="passport-{asset_id}.pdf"'
        content: str | bytes = registry.passport_pdf(asset_id, language=query.language)
    else:
        content = registry.passport(asset_id, wanted, language=query.language)
    return Response(content, media_type=MEDIA_TYPES[wanted], headers=headers)


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
        "properties": {
            "assetType": row["asset_type"],
            "sourceId": row["source_id"],
            "name": row["name"],
            "owner": row["owner"],
            "sourceMaterial": row["source_material"],
            "builtFrom": row["built_from"],
            "builtTo": row["built_to"],
            "builtBasis": row["built_basis"],
            "condition": row["condition"],
            "conditionOn": row["condition_on"],
            "endYear": row["end_year"],
            "endFrom": row["end_from"],
            "endTo": row["end_to"],
            "kg": row["kg"],
        },
    }
