"""The catalogue as one: all entries by code, and what they say together of the things that a type may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assetregistry.catalogue.models import (
    THICKNESS,
    AssetType,
    Group,
    GroupKind,
    Hazard,
    LayerName,
    Lifetime,
    Material,
    Model,
    Variant,
)
from assetregistry.catalogue.windows import EVERYTHING, Window, closed
from assetregistry.errors import NotFoundError


@dataclass(frozen=True)
class Recipe:
    """What assets of a type are made of, all of them or those in a window: the weight of each plain type; adds to 1.

    `code`: the type's own, followed by the window's.
    """

    code: str
    window: Window
    mix: Mapping[str, float]


class Catalogue(Model):
    """All entries by code. `version` is the first 16 hex digits of the SHA-256 of the content."""

    groups: Mapping[tuple[GroupKind, str], Group]
    materials: Mapping[str, Material]
    lifetimes: Mapping[str, Lifetime]
    hazards: Mapping[str, Hazard]
    asset_types: Mapping[str, AssetType]
    variants: Mapping[str, Variant]
    layer_names: Mapping[str, LayerName]
    version: str

    def layer_name(self, code: str) -> LayerName:
        """What a layer is called: by its entry, else by that of its code without the thickness at its end."""
        thick = THICKNESS.fullmatch(code)
        if code in self.layer_names or thick is None:
            return self.layer_names.get(code) or LayerName.model_validate({"code": code})
        stem = self.layer_name(thick[1])
        size = f" {thick[2]}\u00a0mm"
        return LayerName(code=code, name_nl=stem.name_nl + size, name_en=stem.name_en + size)

    def mix(self, code: str, window: Window = EVERYTHING) -> dict[str, float]:
        """Weight of every leaf asset type behind `code`, for assets of a window; adds to 1, {code: 1} for a plain type.

        Raises NotFoundError when the catalogue has no such type.
        """
        parts = self.said_of(code, window).mix
        if not parts:
            return {code: 1.0}
        weights: dict[str, float] = {}
        for part, share in parts:
            for leaf, weight in self.mix(part, window).items():
                weights[leaf] = weights.get(leaf, 0.0) + share * weight
        return weights

    def said_of(self, code: str, window: Window = EVERYTHING) -> AssetType | Variant:
        """The entry that tells what a type's assets of a window may be: its most specific variant, or itself.

        Raises NotFoundError when the catalogue has no such type.
        """
        if code not in self.asset_types:
            raise NotFoundError(f"the catalogue has no asset type {code!r}; add it under asset_types")
        holding = [each for each in self._variants_of.get(code, ()) if each.window.holds(window)]
        return min(holding, key=lambda each: each.window.specificity, default=self.asset_types[code])

    def recipes(self, code: str) -> list[Recipe]:
        """The recipe of each window in which assets of a type may be something else, the most specific first.

        The last one is that of all assets. An asset has the first one whose window holds it. Windows are those of the
        type's own variants and of the types in its mixes, and what these have in common.
        """
        if code not in self._recipes:
            self._recipes[code] = self._worked_out(code)
        return self._recipes[code]

    def _worked_out(self, code: str) -> list[Recipe]:
        windows = sorted({*closed(self._windows(code)), EVERYTHING}, key=lambda each: (*each.specificity, str(each)))
        return [Recipe("/".join(filter(None, (code, str(each)))), each, self.mix(code, each)) for each in windows]

    def _windows(self, code: str) -> set[Window]:
        own = self._variants_of.get(code, ())
        members = {member for entry in (self.asset_types[code], *own) for member, _ in entry.mix}
        return {each.window for each in own}.union(*(self._windows(member) for member in members))

    @cached_property
    def _recipes(self) -> dict[str, list[Recipe]]:
        return {}

    @cached_property
    def _variants_of(self) -> dict[str, list[Variant]]:
        found: dict[str, list[Variant]] = {}
        for variant in self.variants.values():
            found.setdefault(variant.asset_type, []).append(variant)
        return found
