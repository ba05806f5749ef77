"""The catalogue's vocabulary as frozen models; each model checks what it can know by itself.

What needs a second entry to be checked (references, unique numbers, cycles) stands in `checks`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assetregistry.catalogue.windows import EVERYTHING, Window

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
EuralCode = Annotated[str, StringConstraints(pattern=r"^\d\d \d\d \d\d\*?$")]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1800, le=2200)]
Number = Annotated[int, Field(ge=1, le=9999)]
MaterialNumber = Annotated[int, Field(ge=1, le=2000)]  # times a million it still fits an integer: see recipes.py

Confidence = Literal["A", "B", "C", "D"]
"""A official or measured, B supplier, trade body or management plan, C study or another country, D assumption."""
Geometry = Literal["polygon", "line", "point", "any"]
Measure = Literal["area_m2", "length_m", "piece", "wall_m3"]
Shape = Literal["round", "egg", "rectangular"]
GroupKind = Literal["material", "asset_type"]

SHARES_TOLERANCE = 1e-9
THICKNESS = re.compile(r"(.+)_(\d+)mm")


class Model(BaseModel):
    """Frozen, and strict about keys: a misspelt key is an error, never a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Spread(Model):
    """A quantity as low, typical and high; in the files a list of three."""

    low: NotNegative
    typical: Positive
    high: Positive

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if len(value) != len(cls.model_fields):
            raise ValueError(f"{value} has {len(value)} numbers; write [low, typical, high]")
        return dict(zip(cls.model_fields, value, strict=True))

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.typical <= self.high:
            raise ValueError(
                f"[{self.low:g}, {self.typical:g}, {self.high:g}] is not in order; write low <= typical <= high"
            )
        return self


class Routes(Model):
    """Where the mass goes at the end of life, as shares that add to 1.

    reuse: again as the product it is; recycle: as a raw material; recover: as energy; landfill: lost.
    """

    reuse: Share = 0.0
    recycle: Share = 0.0
    recover: Share = 0.0
    landfill: Share = 0.0

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = math.fsum((self.reuse, self.recycle, self.recover, self.landfill))
        if abs(total - 1) > SHARES_TOLERANCE:
            raise ValueError(f"the routes add to {total:g}; make reuse + recycle + recover + landfill equal 1")
        return self


ROUTES = tuple(Routes.model_fields)


class Group(Model):
    """Materials or asset types that are shown together; at most nine of each, so that their colours differ."""

    code: Code
    kind: GroupKind
    name_nl: Text
    name_en: Text
    colour: Colour


class Material(Model):
    """A material with its European waste code (`eural`) and the routes it usually takes."""

    code: Code
    number: MaterialNumber
    name_nl: Text
    name_en: Text
    group: Code
    colour: Colour
    density_kg_m3: Positive | None = None
    eural: EuralCode
    imbor: Text | None = None
    routes: Routes
    source: Text
    confidence: Confidence


class Named(Model):
    """What is called something for people; an entry without names is called by its code, readably."""

    code: Code
    name_nl: Text
    name_en: Text

    @model_validator(mode="before")
    @classmethod
    def _by_code(cls, value: Any) -> Any:
        if not isinstance(value, Mapping) or not isinstance(value.get("code"), str):
            return value
        readable = value["code"].replace("_", " ")
        return {"name_nl": readable, "name_en": readable, **value}


class LayerName(Named):
    """What a layer of recipes is called."""


class Lifetime(Named):
    """How long a kind of layer lasts.

    `low_years` and `high_years` are the 10th and 90th percentile of what the mean life may really be; `cv` is the
    coefficient of variation of individual lives around that mean (0 for a fixed life).
    """

    distribution: Literal["weibull", "lognormal", "fixed"]
    mean_years: Positive
    low_years: Positive
    high_years: Positive
    cv: Annotated[float, Field(ge=0, le=1.5)]
    source: Text
    confidence: Confidence

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.low_years <= self.mean_years <= self.high_years:
            raise ValueError(
                f"the mean of {self.mean_years:g} years lies outside {self.low_years:g}-{self.high_years:g}; "
                "write low_years <= mean_years <= high_years"
            )
        if (self.distribution == "fixed") != (self.cv == 0):
            raise ValueError(
                f"a {self.distribution} life has cv = {self.cv:g}; a fixed life has 0 and every other one more than 0"
            )
        return self


class Hazard(Model):
    """A suspicion that keeps a layer from being offered until evidence clears it.

    A layer built before `suspect_before`, or in an unknown year, is suspect; None: whatever its year.
    """

    code: Code
    name_nl: Text
    name_en: Text
    suspect_before: Year | None = None
    reason: Text
    source: Text
    confidence: Confidence


class Layer(Model):
    """A part of an asset with one material and one clock: `kg` is its mass for one unit of the measure `per`."""

    name: Code
    material: Code
    per: Measure
    kg: Spread
    lifetime: Code
    routes: Routes
    hazard: Code | None = None
    source: Text
    confidence: Confidence


class Wall(Model):
    """Wall thickness of a pipe: t_mm = base_mm + slope * width_mm; `diameter` says which one the width is."""

    code: Code
    base_mm: NotNegative
    slope: NotNegative
    diameter: Literal["inner", "outer"]
    source: Text
    confidence: Confidence

    @model_validator(mode="after")
    def _thick(self) -> Self:
        if self.base_mm == 0 and self.slope == 0:
            raise ValueError("the wall has no thickness; give base_mm or slope")
        return self

    def thickness_mm(self, width_mm: float) -> float:
        """Wall thickness in mm of a pipe that is `width_mm` wide."""
        return self.base_mm + self.slope * width_mm


class AssetType(Model):
    """A kind of asset and its recipe: exactly one of `layers`, `mix` (of other types) and `no_recipe_reason`.

    The first layer is the one that gives the type its name; the others follow from top to bottom.
    """

    code: Code
    number: Number
    name_nl: Text
    name_en: Text
    group: Code
    geometry: Geometry
    colour: Colour
    layers: tuple[Layer, ...] = ()
    mix: tuple[tuple[Code, Positive], ...] = ()
    wall: Wall | None = None
    default_width_mm: Annotated[int, Field(gt=0)] | None = None
    default_height_mm: Annotated[int, Field(gt=0)] | None = None
    default_shape: Shape | None = None
    no_recipe_reason: Text | None = None
    standards: Mapping[Literal["imgeo", "gwsw", "imbor"], Text] = {}
    source: Text
    confidence: Confidence

    @model_validator(mode="after")
    def _one_recipe(self) -> Self:
        given = [bool(self.layers), bool(self.mix), self.no_recipe_reason is not None]
        if sum(given) != 1:
            raise ValueError("give exactly one of layers (layer, shared_layers), mix and no_recipe_reason")
        return self

    @model_validator(mode="after")
    def _measurable(self) -> Self:
        fitting = {"area_m2": "polygon", "length_m": "line", "wall_m3": "line"}
        for layer in self.layers:
            wanted = fitting.get(layer.per)
            if wanted is not None and self.geometry != wanted:
                raise ValueError(
                    f"layer {layer.name!r} is per {layer.per} but the geometry is {self.geometry!r}; make it {wanted!r}"
                )
        names = [layer.name for layer in self.layers]
        if len(set(names)) < len(names):
            raise ValueError(f"two layers share one name in {names}; rename one")
        return self

    @model_validator(mode="after")
    def _walled(self) -> Self:
        if any(layer.per == "wall_m3" for layer in self.layers) and None in (
            self.wall,
            self.default_width_mm,
            self.default_shape,
        ):
            raise ValueError("a layer is per wall_m3; give wall, default_width_mm and default_shape as well")
        return self

    @model_validator(mode="after")
    def _whole_mix(self) -> Self:
        _check_whole(self.mix)
        return self


class Variant(Model):
    """What assets of a mixed type may be where they are of one owner, or were built in certain years.

    `code` is the type's with the window's: sewer_gravity_unknown/G0164/1970-1993.
    """

    code: Text
    asset_type: Code
    owner: Text | None = None
    built_from: Year | None = None
    built_to: Year | None = None
    mix: Annotated[tuple[tuple[Code, Positive], ...], Field(min_length=1)]
    source: Text
    confidence: Confidence

    @property
    def window(self) -> Window:
        """Whose assets, built when."""
        return Window(self.owner, self.built_from, self.built_to)

    @model_validator(mode="after")
    def _narrower(self) -> Self:
        if self.window == EVERYTHING:
            raise ValueError("it is for all assets; give owner, built_from or built_to, or change the type's own mix")
        if self.built_from is not None and self.built_to is not None and self.built_from > self.built_to:
            raise ValueError(f"built_from {self.built_from} is after built_to {self.built_to}; swap them")
        return self

    @model_validator(mode="after")
    def _whole_mix(self) -> Self:
        _check_whole(self.mix)
        return self


def _check_whole(mix: tuple[tuple[str, float], ...]) -> None:
    total = math.fsum(weight for _, weight in mix)
    if mix and abs(total - 1) > SHARES_TOLERANCE:
        raise ValueError(f"the weights of the mix add to {total:g}; make them add to 1")
