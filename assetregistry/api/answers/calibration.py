"""What the registry's history says of lifetimes."""

from __future__ import annotations

from pydantic import Field

from assetregistry.api.answers import Told


class Life(Told):
    """A mean life in years, the range in which it lies four times out of five, and the cv of single lives."""

    mean_years: float = Field(description="mean life in years")
    low_years: float = Field(description="years that the mean may be as low as")
    high_years: float = Field(description="years that the mean may be as high as")
    cv: float = Field(description="standard deviation of single lives over their mean")


class LearnedClass(Told):
    """One lifetime class: what was seen of it, the catalogue's entry and the fit.

    `together`: so many things go as one. `learned`: the share of the catalogue's doubt that the removals took away.
    """

    lifetime: str
    name_nl: str
    name_en: str
    distribution: str
    things: int
    watched_years: float = Field(description="years that all things together were watched")
    removals: int
    catalogue: Life
    fit: Life
    together: float
    learned: float


class LeftOut(Told):
    """Lives that teach nothing, of which so many were seen to go, and why."""

    reason: str
    lives: int
    ends: int
    meaning: str


class Score(Told):
    """How forecasts did, of so many asset types: coverage of p10-p90 (0.8 is right), bias (observed over expected,
    minus 1) and mean CRPS; without types none of these.
    """

    types: int
    coverage: float | None = None
    bias: float | None = None
    crps: float | None = None


class Forecasts(Told):
    """Forecasts of how many things go, by one set of lives: over all asset types, by class, and each by itself."""

    score: Score
    by_lifetime: dict[str, Score]
    rows: list[dict[str, float | int | str | bool | None]]


class BacktestAnswer(Told):
    """Forecasts as if made at the start of a year: by the catalogue, and by what could be learned until then."""

    year: int
    catalogue: Forecasts
    learned: Forecasts


class CalibrationAnswer(Told):
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
