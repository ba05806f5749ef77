"""From raw entries to checked models, one entry at a time."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from assetregistry.catalogue.models import (
    AssetType,
    Group,
    Hazard,
    Layer,
    LayerName,
    Lifetime,
    Material,
    Model,
    Routes,
    Variant,
    Wall,
)
from assetregistry.catalogue.problems import Place, Problems
from assetregistry.catalogue.reading import ASSET_TYPES, VARIANTS, Entries, Entry, Raw, type_of

AnyModel = TypeVar("AnyModel", bound=Model)

KG_KEYS = {
    "kg_per_m2": "area_m2",
    "kg_per_m": "length_m",
    "kg_per_piece": "piece",
    "kg_per_wall_m3": "wall_m3",
}
LAYER_REFERENCES = {"material": "materials", "lifetime": "lifetimes", "hazard": "hazards"}
MIX_KEYS = {"type", "weight"}

# They stand in for what a broken entry would have given, so that the rest can still be checked; never handed out.
NO_COLOUR = "#dddddd"
NO_ROUTES = Routes(landfill=1.0)


class Builder:
    """Builds the models of one catalogue and gathers what is wrong with each entry."""

    def __init__(self, entries: Entries, problems: Problems) -> None:
        self._entries = entries
        self._problems = problems
        self.groups = {(group.kind, group.code): group for group in self._models(Group, entries["groups"]).values()}
        self.materials = self._models(Material, entries["materials"])
        self.lifetimes = self._models(Lifetime, entries["lifetimes"])
        self.hazards = self._models(Hazard, entries["hazards"])
        self.layer_names = self._models(LayerName, entries["layer_names"])
        self._walls = self._models(Wall, entries["walls"])
        self._shared_layers = {
            code: self._layer(entry.place, {**entry.raw, "name": code}, {}) for code, entry in entries["layers"].items()
        }
        self.asset_types = {
            code: asset_type
            for code, entry in entries[ASSET_TYPES].items()
            if (asset_type := self._asset_type(entry)) is not None
        }
        self.variants = {
            code: variant for code, entry in entries[VARIANTS].items() if (variant := self._variant(entry)) is not None
        }

    def _model(self, model: type[AnyModel], place: Place, raw: Raw, *, as_a_whole: bool = True) -> AnyModel | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self._problems.add_invalid(place, error, as_a_whole=as_a_whole)
            return None

    def _models(self, model: type[AnyModel], entries: dict[str, Entry]) -> dict[str, AnyModel]:
        built: dict[str, AnyModel] = {}
        for key, entry in entries.items():
            raw = self._without(entry.place, entry.raw, "code")
            value = self._model(model, entry.place, {**raw, "code": entry.code})
            if value is not None:
                built[key] = value
        return built

    def _asset_type(self, entry: Entry) -> AssetType | None:
        place = entry.place
        before = len(self._problems.lines)
        raw = self._without(place, entry.raw, "code", "layers")
        layers = self._layers(place, raw)
        mix = self._mix(place, raw)
        wall = self._wall(place, raw)
        group = self.groups.get(("asset_type", str(raw.get("group"))))
        raw.setdefault("colour", group.colour if group else NO_COLOUR)
        built = {"code": entry.code, "layers": layers, "mix": mix, "wall": wall}
        # With a broken part the type as a whole (one recipe, a wall where needed) cannot be judged.
        as_a_whole = len(self._problems.lines) == before and None not in layers
        raw |= built if as_a_whole else {"code": entry.code}
        return self._model(AssetType, place, raw, as_a_whole=as_a_whole)

    def _variant(self, entry: Entry) -> Variant | None:
        raw = self._without(entry.place, entry.raw, "code", "asset_type")
        asset_type = type_of(entry.code)
        if asset_type not in self._entries[ASSET_TYPES]:
            self._problems.add(entry.place, f"unknown asset type {asset_type!r}", "correct it or add that type")
        before = len(self._problems.lines)
        mix = self._mix(entry.place, raw)
        as_a_whole = len(self._problems.lines) == before
        raw |= {"code": entry.code, "asset_type": asset_type, **({"mix": mix} if as_a_whole else {})}
        return self._model(Variant, entry.place, raw, as_a_whole=as_a_whole)

    def _layers(self, place: Place, raw: Raw) -> list[Layer | None]:
        # Source and confidence travel together: a layer that names neither has those of its type.
        inherited: Raw = {key: raw[key] for key in ("source", "confidence") if key in raw}
        own = [self._layer(place, layer, inherited) for layer in self._list(place, raw, "layer", dict)]
        shared = self._list(place, raw, "shared_layers", str)
        for code in shared:
            if code not in self._shared_layers:
                remedy = "correct it or add it to layers.toml"
                self._problems.add(place, f"unknown shared layer {code!r}", remedy)
        return own + [self._shared_layers.get(code) for code in shared]

    def _layer(self, place: Place, raw: Raw, inherited: Raw) -> Layer | None:
        place = Place(place.file, f"{place.entry}, layer {raw.get('name', '?')}")
        raw = self._without(place, raw, "per", "kg")
        masses = [(per, raw.pop(key)) for key, per in KG_KEYS.items() if key in raw]
        if len(masses) != 1:
            self._problems.add(place, f"it has {len(masses)} masses", f"give one of {', '.join(KG_KEYS)}")
            return None
        raw["per"], raw["kg"] = masses[0]
        if "source" not in raw and "confidence" not in raw:
            raw |= inherited
        for key, kind in LAYER_REFERENCES.items():
            code = raw.get(key)
            if code is not None and str(code) not in self._entries[kind]:
                self._problems.add(place, f"unknown {key} {code!r}", f"correct it or add [{code}] to {kind}.toml")
        material = self.materials.get(str(raw.get("material")))
        raw.setdefault("routes", material.routes if material else NO_ROUTES)
        return self._model(Layer, place, raw)

    def _mix(self, place: Place, raw: Raw) -> list[tuple[Any, Any]]:
        parts = self._list(place, raw, "mix", dict)
        if any(set(part) != MIX_KEYS for part in parts):
            self._problems.add(
                place, "a part of the mix has other keys than expected", 'write { type = "...", weight = 0.5 }'
            )
        for code in [part["type"] for part in parts if "type" in part]:
            if str(code) not in self._entries[ASSET_TYPES]:
                self._problems.add(
                    place, f"the mix names an unknown asset type {code!r}", "correct it or add that type"
                )
        return [(part.get("type"), part.get("weight")) for part in parts]

    def _wall(self, place: Place, raw: Raw) -> Wall | None:
        """A type names its wall rule by code; the built type carries the rule itself."""
        code = raw.pop("wall", None)
        if code is not None and str(code) not in self._entries["walls"]:
            self._problems.add(place, f"unknown wall {code!r}", f"correct it or add [{code}] to walls.toml")
        return self._walls.get(str(code))

    def _list(self, place: Place, raw: Raw, key: str, kind: type) -> list[Any]:
        value = raw.pop(key, [])
        if isinstance(value, list) and all(isinstance(part, kind) for part in value):
            return value
        form = {"layer": f"[[{place.entry}.layer]]", "shared_layers": '["bedding_sand"]'}.get(key, "[{ ... }]")
        self._problems.add(place, f"{key!r} has another form than expected", f"write it as {form}")
        return []

    def _without(self, place: Place, raw: Raw, *keys: str) -> Raw:
        """A copy without the keys that the models have but the files do not; finding one is a problem."""
        for key in keys:
            if key in raw:
                self._problems.add_unknown_key(place, key)
        return {key: value for key, value in raw.items() if key not in keys}
