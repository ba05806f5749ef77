"""Circularity indicators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.circularity import CircularityTold
from assetregistry.api.parameters import Query, TheRegistry
from assetregistry.api.supply import FirstYear, LastYear, Scenario, refuse_nonsense
from assetregistry.catalogue.scenarios import BASELINE
from assetregistry.registry import SupplyQuestion

router = APIRouter(prefix="/v1/circularity", tags=["circularity"])


class CircularityQuery(Query):
    """Of which years and place."""

    from_year: FirstYear
    to_year: LastYear
    area_code: str | None = Field(None, description="code of an area or square; left out: the whole registry")
    scenario: Scenario = BASELINE


@router.get("")
def circularity(
    registry: TheRegistry, query: Annotated[CircularityQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(CircularityTold)]:
    """Core indicators of Platform CB'23: output by route with its range, knowledge of the stock, what is avoided."""
    question = SupplyQuestion(query.from_year, query.to_year, (), area=query.area_code, scenario=query.scenario)
    refuse_nonsense(question)
    return registry.circularity(question).as_dict()
