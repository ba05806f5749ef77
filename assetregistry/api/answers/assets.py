"""Assets: listed, in full, as they were, and as passports."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assetregistry.api.answers import Ends, Geometry, Names, Organisation, RouteShares, Sentences, Spread, Told

CONFIDENCE = "A official or measured, B supplier, trade body or plan, C study or another country, D assumption"
YEAR_BASIS = "how that is known: register, correction, sewer, buildings, neighbourhood or unknown"
CONDITION = "1 (excellent) to 6 (very poor), NEN 2767, by the newest inspection; null: not inspected"


class AssetProperties(Told):
    """An asset as lists have it."""

    asset_type: str = Field(description="code, as /v1/asset-types tells them")
    source_id: str = Field(description="its id at the source")
    name: str | None = Field(description="of the street or the thing, as delivered")
    owner: str = Field(description="code")
    source_material: str | None = Field(description="as delivered")
    built_from: int | None = Field(description="first possible year of building; null: not known")
    built_to: int | None = Field(description="the last possible one")
    built_basis: str | None = Field(description=YEAR_BASIS)
    condition: int | None = Field(description=CONDITION)
    condition_on: str | None = Field(description="day of that inspection (ISO 8601)")
    end_year: int | None = Field(description="calendar year of the p50 end of the layer that leads; null: not known")
    end_from: int | None = Field(description="that of the p10 end: it lasts longer nine times out of ten")
    end_to: int | None = Field(description="that of the p90 end")
    kg: float | None = Field(description="kg, typical, of all its layers; null: no composition is known")


class AssetFeature(Told):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    id: int
    geometry: Geometry
    properties: AssetProperties


class AssetsTold(Told):
    """A page of assets as a GeoJSON feature collection."""

    type: Literal["FeatureCollection"]
    features: list[AssetFeature]


class StateTold(Told):
    """A state of an asset. `recorded…` is our time, `valid…` its source's."""

    asset_id: int | None = Field(description="null: it stands no more")
    asset_type: str
    owner: str
    source_material: str | None
    built_from: int | None
    built_to: int | None
    length_m: float | None = Field(description="metres")
    area_m2: float | None = Field(description="m²")
    recorded_from: str | None = Field(description="instant (ISO 8601) from which the registry held it")
    recorded_to: str | None = Field(description="until when; null: it holds it still")


class PastProperties(StateTold):
    """An asset as it was known, or stood, at another time."""

    namespace: str
    source_id: str
    since: str | None = Field(description="instant (ISO 8601) from which this state was valid")


class PastFeature(Told):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    geometry: Geometry
    properties: PastProperties


class PastTold(Told):
    """A page of assets as they were, as a GeoJSON feature collection."""

    type: Literal["FeatureCollection"]
    features: list[PastFeature]


class FormerState(StateTold):
    """A state of an asset and what became of it."""

    import_id: int | None = Field(description="that brought it or, of a former one, replaced it")
    change: str | None = Field(
        description="what ended it: updated, superseded, closed, ended, removed or undone; null: it stands"
    )
    valid_from: str | None = Field(description="instant (ISO 8601) by its source; null: not told")
    ended_on: str | None = Field(description="day on which it ended by its source")


class HistoryTold(Told):
    """Every state of an asset that is or was, the newest first."""

    id: int
    states: list[FormerState]


class TypeTold(Names):
    """A type of asset."""

    number: int
    colour: str
    no_recipe_reason: str | None = Field(description="why no composition is known; null: one is")


class MeasuresTold(Told):
    """How large it is; null: not known, or not of such a thing."""

    length_m: float | None = Field(description="metres")
    area_m2: float | None = Field(description="m²")
    width_mm: float | None = Field(description="of a pipe, millimetres inside")
    height_mm: float | None = Field(description="of a pipe that is not round, millimetres inside")
    wall_mm: float | None = Field(description="of a pipe's wall, millimetres")
    shape: str | None = Field(description="of a pipe: round, egg or rectangular")


class YearsTold(Sentences):
    """An interval of years, and how it is known."""

    from_: int | None = Field(alias="from", description="first possible year; null: not known")
    to: int | None = Field(description="the last possible one")
    basis: str | None


class ConditionTold(Told):
    """What the newest inspection found."""

    condition: int | None = Field(description=CONDITION)
    on: str = Field(description="day (ISO 8601)")
    basis: str = Field(description="dataset that says so")
    import_id: int
    by_desk: bool = Field(description="whether it was said as an edit")


class SewerTold(Told):
    """The sewer below a surface, which is renewed with it."""

    id: int | None
    source_id: str | None
    lifetime: str | None = Field(description="code of its class of lives")
    built_from: int | None
    built_to: int | None


class EvidenceTold(Sentences):
    """Something that is known of a year of building, a clock or a type."""

    about: str
    basis: str
    counts: bool = Field(description="whether it decides")
    from_: int | None = Field(alias="from")
    to: int | None
    asset_type: str | None
    told_on: str | None = Field(description="day (ISO 8601)")
    condition: int | None
    reason: str | None
    import_id: int | None
    statement_id: int | None
    sewer_id: int | None


class MixTold(Sentences):
    """What the chances of the types that an asset may be rest on."""

    owner: str | None = Field(description="code of whose things these chances are of; null: anybody's")
    built_from: int | None = Field(description="of things built from this year on; null: open")
    built_to: int | None
    source: str
    confidence: str = Field(description=CONFIDENCE)


class LifetimeTold(Told):
    """How long things of a class live."""

    code: str
    distribution: Literal["weibull", "lognormal", "fixed"]
    mean_years: float = Field(description="mean life in years")
    cv: float = Field(description="standard deviation over mean")
    source: str


class AssetLayer(Told):
    """A layer with a clock of its own."""

    name: str
    basis: Literal["recipe", "passport", "measured"] = Field(description="what its mass rests on")
    asset_type: str = Field(description="of which it is a layer: one that the asset is or may be")
    weight: float = Field(description="chance that the asset has this layer, 0 to 1")
    material: str
    kg: Spread = Field(description="times that chance")
    lifetime: LifetimeTold
    planned_year: int | None = Field(description="calendar year of the works that take it out; null: none planned")
    end: Ends
    routes: RouteShares
    suspect: str | None = Field(description="code of the hazard that cannot be excluded")
    source: str
    confidence: str = Field(description=CONFIDENCE)


class EndTold(Ends):
    """When the layer that leads is expected to end."""

    layer: str
    basis: str = Field(description="planned_work, inspection, lining or catalogue")


class HazardTold(Names):
    """A hazard that cannot be excluded."""

    reason: str


class AreaOf(Told):
    """An area that the asset lies in."""

    code: str
    name: str
    kind: str
    share: float = Field(description="of the asset that lies there, 0 to 1")


class FormerTold(Told):
    """A former state, in short."""

    change: str
    import_id: int
    valid_to: str = Field(description="instant (ISO 8601) until which the registry held it")
    version_from: str | None
    asset_type: str | None
    source_material: str | None
    built_from: int | None
    built_to: int | None


class Identified(Told):
    """What a card and a passport both tell."""

    id: int
    namespace: str
    source_id: str = Field(description="its id at the source, unique within the namespace")
    name: str | None
    asset_type: TypeTold
    owner: Organisation
    manager: Organisation | None
    source_holder: str | None = Field(description="code of who keeps it in the source")
    dataset: str
    measures: MeasuresTold
    built: YearsTold = Field(description=YEAR_BASIS)
    condition: ConditionTold | None
    mix: MixTold | None = Field(description="null: its type stands for no several ones")
    kg: Spread = Field(description="of all layers; 0 where no composition is known")
    end: EndTold | None = Field(description="null: no composition is known")
    hazards: list[HazardTold]
    areas: list[AreaOf]
    history: list[FormerTold]
    geometry: Geometry
    point: list[float] = Field(description="longitude and latitude of a point in or on it")


class AssetTold(Identified):
    """An asset in full."""

    source_material: str | None = Field(description="as delivered")
    clock: YearsTold = Field(description="the years that its age is counted from")
    lining: YearsTold | None = Field(description="when a pipe was relined")
    planned_year: int | None = Field(description="calendar year of planned works; null: none")
    sewer: SewerTold | None
    evidence: list[EvidenceTold] = Field(description="all that is known of its years and type, what counts first")
    layers: list[AssetLayer] = Field(description="the one that leads first")
    repaired: str | None = Field(description="what was mended in its shape")
    attributes: dict[str, Any] = Field(description="as delivered")


class PassportMaterial(Told):
    """A layer as a passport has it."""

    layer: str
    asset_type: str
    chance: float = Field(description="that the asset has this layer, 0 to 1")
    material: str
    name_nl: str
    name_en: str
    imbor: str | None = Field(description="URI in IMBOR")
    eural: str | None = Field(description="European waste code")
    kg: Spread = Field(description="times that chance")
    mass_share: float | None = Field(description="of the asset's typical kg, 0 to 1")
    origin: str | None = Field(description="where the material came from: not known to the registry")
    end: Ends
    routes: RouteShares
    suspect: str | None = Field(description="code of the hazard that cannot be excluded")
    basis: Literal["recipe", "passport", "measured"]
    confidence: str = Field(description=CONFIDENCE)
    source: str


class PassportTold(Identified):
    """The material passport of an asset."""

    standards: dict[str, str] = Field(description="what standards call its type")
    materials: list[PassportMaterial]
    missing: list[str] = Field(description="what a better register would tell")
    data_version: str
