"""The forecast."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from fastapi.exceptions import RequestValidationError

from assetregistry.api.parameters import Query, TheRegistry
from assetregistry.registry import SupplyQuestion

router = APIRouter(prefix="/v1/supply", tags=["supply"])


class SupplyQuery(Query):
    """Years are included at both ends; `by` is a comma-separated list."""

    from_year: int
    to_year: int
    by: str = "year,material,route"
    area_code: str | None = None
    each_kind: str | None = None


@router.get("")
def supply(registry: TheRegistry, query: Annotated[SupplyQuery, QueryParameter()]) -> dict[str, Any]:
    """Expected kg with p10, p50 and p90 per group; what is suspected of a hazard is withheld and told apart."""
    question = SupplyQuestion(
        from_year=query.from_year,
        to_year=query.to_year,
        by=tuple(part for part in query.by.split(",") if part),
        area=query.area_code,
        each_kind=query.each_kind,
    )
    refused = question.refused()
    if refused:
        raise RequestValidationError([{"loc": ("query", field), "msg": message} for field, message in refused])
    return registry.supply(question).as_dict()
