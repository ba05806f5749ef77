"""What the registry's own history says of the catalogue's lifetimes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.calibration import CalibrationAnswer
from assetregistry.api.parameters import Query, TheRegistry
from assetregistry.errors import RegistryError

router = APIRouter(prefix="/v1/calibration", tags=["calibration"])


class CalibrationQuery(Query):
    """Without `backtestYear` no forecast is held against what happened."""

    backtest_year: int | None = Field(
        None, description="hold a forecast from the start of this year against what happened"
    )


@router.get("")
def calibration(
    registry: TheRegistry, query: Annotated[CalibrationQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(CalibrationAnswer)]:
    """Lifetimes fitted to the removals that imports saw, beside the catalogue's: what `calibrate --report` writes.

    400 for a `backtestYear` across whose start nothing was watched.
    """
    try:
        return registry.calibrate(query.backtest_year).as_dict()
    except RegistryError as error:
        if query.backtest_year is None:
            raise
        raise RequestValidationError([{"loc": ("query", "backtestYear"), "msg": str(error)}]) from None
