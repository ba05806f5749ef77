"""What the registry holds in all, and the words of its catalogue."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assetregistry.api.answers import Names, Told


class OwnerNumbered(Told):
    """An organisation."""

    id: int = Field(description="number that stands for it in tiles")
    code: str = Field(description="as `owner` takes it in filters")
    name: str


class MetaTold(Told):
    """What the registry holds, and as of when."""

    version: str = Field(description="of the software")
    data_version: str = Field(description="names all answers: another one than before means that numbers may differ")
    as_of: str = Field(description="day (ISO 8601) that forecasts stand on")
    srid: int = Field(description="EPSG number of the registry's own CRS; coordinates over HTTP are WGS 84")
    bounds: list[float] | None = Field(description="west, south, east, north of all assets in WGS 84; null: none")
    assets: int = Field(description="how many stand")
    stock_kg: float = Field(description="kg of all assets together")
    kinds: list[str] = Field(description="kinds of the areas that were imported")
    kind_ha: dict[str, float] = Field(description="median size in hectares of the areas of each kind")
    first_year: int = Field(description="first calendar year of the forecast's horizon")
    last_year: int = Field(description="its last one, included")
    basemap_url: str | None = Field(description="of the map to draw below; null: none")
    attribution: str | None = Field(description="whose map that is")
    owners: list[OwnerNumbered]


class ScenarioTold(Names):
    """A scenario."""

    description: str = Field(description="what it assumes")


class ScenariosTold(Told):
    """The scenarios, the baseline first."""

    scenarios: list[ScenarioTold]


class Coloured(Names):
    """Something with a colour, #rrggbb."""

    colour: str
    colour_dark: str = Field(description="the same on a dark ground")


class MaterialTold(Coloured):
    """A material."""

    number: int = Field(description="stands for it in tiles")
    group: str = Field(description="code of the materials that it is shown with")
    eural: str | None = Field(description="European waste code; * marks a hazardous one")
    density_kg_m3: float | None = Field(description="kg per m³; null: not known")


class MaterialsTold(Told):
    """The materials, and the routes that they take."""

    materials: list[MaterialTold]
    routes: list[Coloured] = Field(description="from the best use to the worst")


class AssetTypeTold(Coloured):
    """A type of asset."""

    number: int = Field(description="stands for it in tiles")
    group: str = Field(description="code of its group")
    geometry: Literal["polygon", "line", "point", "any"] = Field(description="what sources deliver it as")


class GroupTold(Names):
    """Types that belong together in a legend."""

    colour: str


class AssetTypesTold(Told):
    """The types of assets, and what else has a code."""

    asset_types: list[AssetTypeTold]
    groups: list[GroupTold]
    layers: list[Names] = Field(description="what an asset's layers are called")
    lifetimes: list[Names] = Field(description="what classes of lives are called")
