"""What the registry's own history says of the catalogue's lifetimes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from assetregistry.api.parameters import Query, TheRegistry
from assetregistry.errors import RegistryError

router = APIRouter(prefix="/v1/calibration", tags=["calibration"])


class CalibrationQuery(Query):
    """Without `backtestYear` no forecast is held against what happened."""

    backtest_year: int | None = Field(
        None, description="hold a forecast from the start of this year against what happened"
    )


class Answer(BaseModel):
    """A part of the answer; keys in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)


class Life(Answer):
    """A mean life in years, the range in which it lies four times out of five, and the cv of single lives."""

    mean_years: float
    low_years: float
    high_years: float
    cv: float


class LearnedClass(Answer):
    """One lifetime class: what was seen of it, the catalogue's entry and the fit.

    `together`: so many things go as one. `learned`: the share of the catalogue's doubt that the removals took away.
    """

    lifetime: str
    name_nl: str
    name_en: str
    distribution: str
    things: int
    watched_years: float
    removals: int
    catalogue: Life
    fit: Life
    together: float
    learned: float


class LeftOut(Answer):
    """Lives that teach nothing, of which so many were seen to go, and why."""

    reason: str
    lives: int
    ends: int
    meaning: str


class Score(Answer):
    """How forecasts did, of so many asset types: coverage of p10-p90 (0.8 is right), bias (observed over expected,
    minus 1) and mean CRPS; without types none of these.
    """

    types: int
    coverage: float | None = None
    bias: float | None = None
    crps: float | None = None


class Forecasts(Answer):
    """Forecasts of how many things go, by one set of lives: over all asset types, by class, and each by itself."""

    score: Score
    by_lifetime: dict[str, Score]
    rows: list[dict[str, float | int | str | bool | None]]


class BacktestAnswer(Answer):
    """Forecasts as if made at the start of a year: by the catalogue, and by what could be learned until then."""

    year: int
    catalogue: Forecasts
    learned: Forecasts


class CalibrationAnswer(Answer):
    """A proposal: the catalogue is unchanged until a fit is accepted (`assetregistry calibrate --accept`).

    `relined`: how many of the removals are of the wall of a pipe that stands on by its lining.
    """

    as_of: str
    data_version: str
    watched_from: str | None
    watched_to: str | None
    things: int
    removals: int
    relined: int
    lifetimes: list[LearnedClass]
    left_out: list[LeftOut]
    not_counted_as_ends: dict[str, int]
    backtest: BacktestAnswer | None


@router.get("", response_model=CalibrationAnswer, response_model_exclude_unset=True)
def calibration(registry: TheRegistry, query: Annotated[CalibrationQuery, QueryParameter()]) -> dict[str, object]:
    """Lifetimes fitted to the removals that imports saw, beside the catalogue's: what `calibrate --report` writes.

    400 for a `backtestYear` across whose start nothing was watched.
    """
    try:
        return registry.calibrate(query.backtest_year).as_dict()
    except RegistryError as error:
        if query.backtest_year is None:
            raise
        raise RequestValidationError([{"loc": ("query", "backtestYear"), "msg": str(error)}]) from None
