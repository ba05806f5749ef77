"""The forecast."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi import Query as QueryParameter
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from assetregistry.api.parameters import Query, TheRegistry, modest_body
from assetregistry.catalogue.scenarios import BASELINE
from assetregistry.registry import SupplyQuestion

router = APIRouter(prefix="/v1/supply", tags=["supply"])


class ExplanationQuery(Query):
    """Years are included at both ends; without `areaCode` the whole registry."""

    from_year: int
    to_year: int
    area_code: str | None = None
    scenario: str = BASELINE
    material: str | None = None
    route: str | None = None
    top: Annotated[int, Field(ge=1, le=100)] = 10


class SupplyQuery(Query):
    """Years are included at both ends; `by` is a comma-separated list."""

    from_year: int
    to_year: int
    by: str = "year,material,route"
    area_code: str | None = None
    each_kind: str | None = None
    scenario: str = BASELINE


class PolygonQuestion(Query):
    """`polygon`: a GeoJSON Polygon or MultiPolygon, or a Feature of one; in WGS 84 unless `crs` says EPSG:n."""

    polygon: Any
    from_year: int
    to_year: int
    by: list[str] | str = Field("year,material,route", description="a list, or one comma-separated text")
    crs: str | None = None
    scenario: str = BASELINE


@router.get("")
def supply(registry: TheRegistry, query: Annotated[SupplyQuery, QueryParameter()]) -> dict[str, Any]:
    """Expected kg with p10, p50 and p90 per group; what is suspected of a hazard is withheld and told apart."""
    return registry.supply(question_of(query)).as_dict()


@router.post("", dependencies=[Depends(modest_body)])
def supply_within(registry: TheRegistry, asked: PolygonQuestion) -> dict[str, Any]:
    """The same for a polygon that was drawn; what lies in it for a share counts for that share."""
    by = asked.by.split(",") if isinstance(asked.by, str) else asked.by
    question = SupplyQuestion(
        from_year=asked.from_year,
        to_year=asked.to_year,
        by=tuple(part for part in by if part),
        polygon=registry.polygon(asked.polygon, asked.crs),
        scenario=asked.scenario,
    )
    refuse_nonsense(question)
    return registry.supply(question).as_dict()


@router.get("/explanation")
def explanation(registry: TheRegistry, query: Annotated[ExplanationQuery, QueryParameter()]) -> dict[str, Any]:
    """The assets and assumptions that a number rests on, and what makes its range wide."""
    question = SupplyQuestion(query.from_year, query.to_year, (), area=query.area_code, scenario=query.scenario)
    refuse_nonsense(question)
    return registry.explain(question, material=query.material, route=query.route, top=query.top).as_dict()


def question_of(query: SupplyQuery) -> SupplyQuestion:
    """The question as the registry takes it; a 400 when it makes no sense."""
    question = SupplyQuestion(
        from_year=query.from_year,
        to_year=query.to_year,
        by=tuple(part for part in query.by.split(",") if part),
        area=query.area_code,
        each_kind=query.each_kind,
        scenario=query.scenario,
    )
    refuse_nonsense(question)
    return question


def refuse_nonsense(question: SupplyQuestion) -> None:
    """Every field of a question that makes no sense is told at once, as a 400."""
    refused = question.refused()
    if refused:
        raise RequestValidationError([{"loc": ("query", field), "msg": message} for field, message in refused])
