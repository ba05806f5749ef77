"""Circularity indicators."""

from __future__ import annotations

from pydantic import Field

from assetregistry.api.answers import AreaNamed, Masses, Told
from assetregistry.api.answers.supply import WithheldRow


class InputTold(Told):
    """Origin of materials: not known to a registry of what stands."""

    primary: float | None
    secondary: float | None
    reason: str


class RouteTold(Masses):
    """What comes out by a route."""

    route: str
    indicator: str = Field(description="number of the core indicator of Platform CB'23")
    share: float | None = Field(description="of the expected kg of all routes, 0 to 1; null: nothing comes out")


class OutputTold(Masses):
    """What comes out by all routes."""

    routes: list[RouteTold]
    withheld_kg: float = Field(description="kg that come out under suspicion, and so by no route yet")
    withheld: list[WithheldRow]


class ShareTold(Told):
    """How well the stock is known."""

    name: str = Field(description="yearKnown, yearWithinBounds, materialKnown or withPassport")
    kg: float = Field(description="kg of the stock of which that holds")
    share: float | None = Field(description="of the kg of the stock, 0 to 1; null: there is no stock")


class KnowledgeTold(Told):
    """The stock as of today."""

    kg: float = Field(description="kg of all that stands")
    shares: list[ShareTold]
    assets: int
    assets_with_passport: int
    assets_without_recipe: int = Field(description="of which no mass is known")


class MaterialAvoided(Told):
    """Primary material and CO2 that reuse and recycling of a material save at most."""

    material: str
    reuse_kg: float = Field(description="expected kg that are used again")
    recycle_kg: float = Field(description="expected kg that are recycled")
    primary_kg: float = Field(description="kg that need not be made new")
    co2_kg: float | None = Field(description="kg of CO2-equivalent; null: there is no factor")
    factor_source: str | None
    confidence: str | None = Field(description="A official or measured to D assumption")


class AvoidedTold(Told):
    """What is saved."""

    primary_kg: float = Field(description="kg that need not be made new")
    co2_kg: float | None = Field(description="kg of CO2-equivalent of what has a factor; null: nothing has")
    kg_without_factor: float = Field(description="kg of `primaryKg` that `co2Kg` leaves out")
    factors: str = Field(description="name of the file of CO2 factors")
    materials: list[MaterialAvoided]


class CircularityTold(Told):
    """Indicators side by side, without a total score."""

    area: AreaNamed | None = Field(description="null: of the whole registry")
    from_year: int
    to_year: int = Field(description="included")
    as_of: str = Field(description="day (ISO 8601)")
    scenario: str
    data_version: str
    input: InputTold
    output: OutputTold
    stock: KnowledgeTold
    avoided: AvoidedTold
