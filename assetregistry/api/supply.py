"""The forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi import Query as QueryParameter
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.supply import ExplanationTold, SupplyTold
from assetregistry.api.parameters import Query, TheRegistry, modest_body
from assetregistry.catalogue.scenarios import BASELINE
from assetregistry.questions import Only, listed
from assetregistry.registry import Registry, SupplyQuestion

router = APIRouter(prefix="/v1/supply", tags=["supply"])

FirstYear = Annotated[int, Field(description="first calendar year; nothing comes out before today")]
LastYear = Annotated[int, Field(description="last calendar year, included")]
Crs = Annotated[str | None, Field(description="of the polygon: EPSG:n; left out: WGS 84")]
Scenario = Annotated[str, Field(description="a name, as /v1/scenarios tells them")]


class PartQuery(Query):
    """Of which part of the stock; what is left out is everything. Lists are comma-separated."""

    owner: str | None = Field(None, description="codes, as /v1/meta tells them")
    asset_type: str | None = Field(None, description="codes, as /v1/asset-types tells them")
    material: str | None = Field(None, description="one code, as /v1/materials tells them")
    hazard: Literal["suspect"] | None = Field(None, description="of what is suspected of a hazard, else withheld")

    def only(self) -> Only:
        """The filter as the registry takes it."""
        return Only(
            owners=listed(self.owner),
            asset_types=listed(self.asset_type),
            suspect=self.hazard is not None,
            material=self.material,
        )


class OnlyQuery(PartQuery):
    """Of what the forecast is; what is left out is everything."""

    route: str | None = Field(None, description="reuse, recycle, recover or landfill")

    def only(self) -> Only:
        """The filter as the registry takes it."""
        return replace(super().only(), route=self.route)


class PlaceQuery(OnlyQuery):
    """Years, and one area or square, a polygon, or the whole registry (neither)."""

    from_year: FirstYear
    to_year: LastYear
    area_code: str | None = Field(
        None,
        description="code of an area, or of a square of the grid: E246N480 (1 km), 250mE246250N480500, 4kmE244N480",
    )
    polygon: str | None = Field(
        None,
        description="a Polygon or MultiPolygon as well-known text, in WGS 84 (longitude first) unless `crs` says else",
    )
    crs: Crs = None
    scenario: Scenario = BASELINE


class ExplanationQuery(PlaceQuery):
    """Which number is explained."""

    top: int = Field(10, ge=1, le=100, description="how many assets are named, those that give most first")


class SupplyQuery(PlaceQuery):
    """What the number is told by, and whether of each area of a kind apart."""

    by: str = Field(
        "year,material,route",
        description="any of year, material, route, asset_type, area, owner, with commas; without year the whole period "
        "is one interval, with a range of its own; empty: one number",
    )
    each_kind: str | None = Field(
        None,
        description="every area of this kind apart, or every square that holds assets: square-250, square-1000, "
        "square-4000 (metres). In areas an asset counts for the share that lies there, in squares where the middle of "
        "its bounding box lies",
    )


class PolygonQuestion(OnlyQuery):
    """`polygon`: a GeoJSON Polygon or MultiPolygon, a Feature of one, or well-known text; `crs` as with GET."""

    polygon: Any
    from_year: FirstYear
    to_year: LastYear
    by: list[str] | str = Field("year,material,route", description="a list, or one comma-separated text")
    crs: Crs = None
    scenario: Scenario = BASELINE


@router.get("")
def supply(
    registry: TheRegistry, query: Annotated[SupplyQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(SupplyTold)]:
    """Expected kg with p10, p50 and p90 per group; what is suspected of a hazard is withheld and told apart."""
    return registry.supply(question_of(registry, query)).as_dict()


@router.post("", dependencies=[Depends(modest_body)])
def supply_within(registry: TheRegistry, asked: PolygonQuestion) -> Annotated[dict[str, Any], ShownAs(SupplyTold)]:
    """The same for a polygon of many corners; what lies in it for a share counts for that share."""
    by = listed(asked.by) if isinstance(asked.by, str) else asked.by
    question = SupplyQuestion(
        from_year=asked.from_year,
        to_year=asked.to_year,
        by=tuple(part for part in by if part),
        polygon=registry.polygon(asked.polygon, asked.crs),
        scenario=asked.scenario,
        only=asked.only(),
    )
    refuse_nonsense(question)
    return registry.supply(question).as_dict()


@router.get("/explanation")
def explanation(
    registry: TheRegistry, query: Annotated[ExplanationQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(ExplanationTold)]:
    """The assets and assumptions that a number rests on, and what makes its range wide."""
    question = _placed(registry, query, by=(), each_kind=None)
    return registry.explain(question, top=query.top).as_dict()


def question_of(registry: Registry, query: SupplyQuery) -> SupplyQuestion:
    """The question as the registry takes it; a 400 when it makes no sense."""
    return _placed(registry, query, by=listed(query.by), each_kind=query.each_kind)


def _placed(registry: Registry, query: PlaceQuery, *, by: tuple[str, ...], each_kind: str | None) -> SupplyQuestion:
    question = SupplyQuestion(
        from_year=query.from_year,
        to_year=query.to_year,
        by=by,
        area=query.area_code,
        each_kind=each_kind,
        polygon=None if query.polygon is None else registry.polygon(query.polygon, query.crs),
        scenario=query.scenario,
        only=query.only(),
    )
    refuse_nonsense(question)
    return question


def refuse_nonsense(question: SupplyQuestion) -> None:
    """Every field of a question that makes no sense is told at once, as a 400."""
    refused = question.refused()
    if refused:
        raise RequestValidationError([{"loc": ("query", field), "msg": message} for field, message in refused])
