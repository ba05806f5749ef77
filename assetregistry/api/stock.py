"""What stands now."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.supply import StockTold
from assetregistry.api.parameters import TheRegistry
from assetregistry.api.supply import PartQuery

router = APIRouter(prefix="/v1/stock", tags=["assets"])


class StockQuery(PartQuery):
    """Of the whole registry, or of one area or square; everything that is given must hold."""

    area_code: str | None = Field(None, description="code of an area or square; left out: the whole registry")


@router.get("")
def stock(
    registry: TheRegistry, query: Annotated[StockQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(StockTold)]:
    """How many assets stand, and how many kg.

    Assets count that lie in the area in part, and are or may be made of the material, as lists have them. Their kg are
    of what lies in the area; of the material alone; of suspected layers alone. Supply is of the same kg.
    """
    return registry.stock_of(area=query.area_code, only=query.only()).as_dict()
