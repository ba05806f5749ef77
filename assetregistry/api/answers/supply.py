"""The forecast, what it rests on, and what stands now."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assetregistry.api.answers import AreaNamed, Masses, Told


class OnlyTold(Told):
    """Of what part of the stock an answer is; what is absent was not asked for."""

    owner: list[str] | None = None
    asset_type: list[str] | None = None
    material: str | None = None
    route: str | None = None
    hazard: Literal["suspect"] | None = None


class NoteTold(Told):
    """What was done to a polygon before it could be used."""

    code: str
    message: str


class PolygonTold(Told):
    """The polygon that was asked about."""

    area_ha: float = Field(description="hectares")
    notes: list[NoteTold] = Field(description="what was repaired in it")


class AskedTold(Told):
    """What was asked, as it was understood."""

    area: AreaNamed | None = Field(description="null: of every area of a kind, of a polygon, or of the whole registry")
    polygon: PolygonTold | None = Field(None, description="absent where none was asked about")
    from_year: int = Field(description="first calendar year")
    to_year: int = Field(description="the last one, included")
    as_of: str = Field(description="day (ISO 8601) that the forecast stands on; nothing is released before it")
    scenario: str
    only: OnlyTold | None = Field(None, description="absent: of everything")
    data_version: str = Field(description="the same question under the same version has the same answer")


class SupplyRow(Masses):
    """What comes out of one group; it has the keys that `by` names, and `area` where `eachKind` was asked for."""

    year: int | None = Field(None, description="calendar year")
    material: str | None = None
    route: str | None = Field(None, description="reuse, recycle, recover or landfill")
    asset_type: str | None = None
    area: str | None = Field(None, description="code")
    owner: str | None = Field(None, description="code")
    method: str = Field(description="how the range was drawn: gamma, or gamma or nothing")


class WithheldRow(Told):
    """What comes out but is suspected of a hazard, and so in none of `rows`."""

    area: str | None = Field(None, description="code, where `eachKind` was asked for")
    material: str
    reason: str = Field(description="code of the hazard, such as tar-suspect")
    expected_kg: float = Field(description="kg of all years that were asked for")


class SupplyTold(AskedTold):
    """What comes out, with its range, and what is withheld."""

    each_kind: str | None = Field(description="the kind of which every area was asked for")
    rows: list[SupplyRow]
    withheld: list[WithheldRow]


class TotalTold(Masses):
    """The number that is explained."""

    method: str = Field(description="how the range was drawn: gamma, or gamma or nothing")


class Contributor(Told):
    """An asset that gives much of the number."""

    id: int
    asset_type: str
    name: str | None
    owner: str
    built_from: int | None = Field(description="first possible year of building; null: not known")
    built_to: int | None = Field(description="the last possible one")
    expected_kg: float = Field(description="kg that it gives in all years together")


class OthersTold(Told):
    """The assets that are not listed."""

    assets: int = Field(description="how many give something")
    expected_kg: float = Field(description="kg that they give together")


class AssumptionTold(Told):
    """A class of lives that the number rests on."""

    lifetime: str = Field(description="code of the class")
    expected_kg: float = Field(description="kg of the number that go by it")
    mean_years: float = Field(description="mean life in years")
    low_years: float = Field(description="years that the mean may be as low as")
    high_years: float = Field(description="years that the mean may be as high as")
    confidence: str = Field(description="A official or measured to D assumption")
    source: str


class CauseTold(Told):
    """What ends things."""

    cause: Literal["wear", "programme", "works", "sewer"]
    expected_kg: float = Field(description="kg that come out by it")
    share: float = Field(description="of the expected kg; all add up to 1")


class WidthTold(Told):
    """What makes the range wide."""

    cause: str = Field(description="life, recipe, life and recipe, or chance")
    of: str | None = Field(description="class of lives or recipes that is not known better; null: chance of each thing")
    share: float = Field(description="of the variance; all add up to 1")


class ExplanationTold(AskedTold):
    """What one number rests on."""

    total: TotalTold | None = Field(description="null: nothing comes out")
    assets: list[Contributor] = Field(description="those that give most, `top` of them")
    others: OthersTold
    assumptions: list[AssumptionTold]
    unknown_year_kg: float = Field(description="expected kg of things whose year of building is not known")
    causes: list[CauseTold]
    width: list[WidthTold]


class StockTold(Told):
    """What stands now."""

    area: AreaNamed | None = Field(description="null: of the whole registry")
    only: OnlyTold | None = Field(None, description="absent: of everything")
    as_of: str = Field(description="day (ISO 8601)")
    data_version: str
    assets: int = Field(description="how many lie in the area, be it in part, and are or may be of the material")
    kg: float = Field(description="kg of what lies in the area, of the material alone, of suspected layers alone")
