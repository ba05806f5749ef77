"""One asset told in full: what it is, what it is made of, when that ends, and where each number comes from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from assetregistry.catalogue import AssetType, Catalogue, Layer
from assetregistry.catalogue.models import Confidence
from assetregistry.clocks import end_years
from assetregistry.registry import evidence
from assetregistry.registry.recipes import LINING
from assetregistry.store.lookup.assets import AssetRows
from assetregistry.survival import LifetimeClass

KG = ("kg_low", "kg", "kg_high")
CLOCK = ("built_from", "built_to", "works_year", "sewer_lifetime", "sewer_built_from", "sewer_built_to")
WHOLE = "whole"  # the layer of a passport's line that names none
TOLD_CONFIDENCE: dict[str, Confidence] = {"passport": "B", "measured": "A"}


def asset_card(
    rows: AssetRows, catalogue: Catalogue, clocks: Mapping[str, LifetimeClass], as_of: float
) -> dict[str, Any]:
    """The asset's JSON document; `as_of` is a decimal year. Masses in kg, years as decimals, geometry in WGS 84."""
    asset = rows.asset
    layers = [_layer(row, catalogue, clocks, as_of) for row in rows.layers]
    return {
        "id": asset["id"],
        "namespace": asset["namespace"],
        "sourceId": asset["source_id"],
        "name": asset["name"],
        "assetType": _type(catalogue.asset_types[asset["asset_type"]]),
        "owner": {"code": asset["owner"], "name": asset["owner_name"]},
        "manager": _party(asset["manager"], asset["manager_name"]),
        "sourceHolder": asset["source_holder"],
        "dataset": asset["dataset"],
        "sourceMaterial": asset["source_material"],
        "measures": {
            "lengthM": asset["length_m"],
            "areaM2": asset["area_m2"],
            "widthMm": asset["width_mm"],
            "heightMm": asset["height_mm"],
            "wallMm": asset["wall_mm"],
            "shape": asset["shape"],
        },
        **evidence.life(asset, rows.evidence),
        "mix": evidence.mix(asset, catalogue),
        "kg": _total(rows.layers),
        "layers": layers,
        "end": {**layers[0]["end"], "layer": layers[0]["name"], "basis": evidence.basis_of_end(asset)}
        if layers
        else None,
        "hazards": _hazards(rows.layers, catalogue),
        "areas": rows.areas,
        "repaired": asset["repaired"],
        "attributes": asset["attributes"] or {},
        "history": [_former(row) for row in rows.history],
        "geometry": json.loads(asset["geometry"]),
        "point": [asset["lon"], asset["lat"]],
    }


def _type(asset_type: AssetType) -> dict[str, Any]:
    return {
        "code": asset_type.code,
        "number": asset_type.number,
        "nameNl": asset_type.name_nl,
        "nameEn": asset_type.name_en,
        "colour": asset_type.colour,
        "noRecipeReason": asset_type.no_recipe_reason,
    }


def _party(code: str | None, name: str | None) -> dict[str, Any] | None:
    return None if code is None else {"code": code, "name": name or code}


def _layer(
    row: Mapping[str, Any],
    catalogue: Catalogue,
    clocks: Mapping[str, LifetimeClass],
    as_of: float,
) -> dict[str, Any]:
    layer = _with_told(catalogue.asset_types[row["member"]].layers[row["position"]], row, catalogue)
    if row["layer_id"] < 0:
        layer = layer.model_copy(update={"lifetime": catalogue.asset_types[LINING].layers[0].lifetime})
    lifetime = catalogue.lifetimes[layer.lifetime]
    clock = {"lifetime": layer.lifetime, **{name: row[name] for name in CLOCK}}
    p10, p50, p90 = end_years(pd.DataFrame([clock]), clocks, as_of)[0]
    return {
        "name": layer.name,
        "basis": basis_of_mass(row["told_by"], row["told_measured"]),
        "assetType": row["member"],
        "weight": row["weight"],
        "material": layer.material,
        "kg": {"low": row["kg_low"], "typical": row["kg"], "high": row["kg_high"]},
        "lifetime": {
            "code": lifetime.code,
            "distribution": lifetime.distribution,
            "meanYears": lifetime.mean_years,
            "cv": lifetime.cv,
            "source": lifetime.source,
        },
        "plannedYear": row["works_year"],
        "end": {"p10": float(p10), "p50": float(p50), "p90": float(p90)},
        "routes": layer.routes.model_dump(),
        "suspect": row["suspect"],
        "source": layer.source,
        "confidence": layer.confidence,
    }


def _with_told(layer: Layer, row: Mapping[str, Any], catalogue: Catalogue) -> Layer:
    """The layer with what a passport says of it in place of its recipe."""
    if row["told_by"] is None:
        return layer
    told = {
        "name": row["told_layer"] or WHOLE,
        "material": row["told_material"],
        "source": told_source(row["told_by"]),
        "confidence": TOLD_CONFIDENCE[basis_of_mass(row["told_by"], row["told_measured"])],
    }
    if layer.material != row["told_material"]:
        told["routes"] = catalogue.materials[row["told_material"]].routes
    return layer.model_copy(update=told)


def basis_of_mass(told_by: float | None, measured: bool | None) -> str:
    """What a mass rests on: recipe, passport (somebody declares it) or measured."""
    if told_by is None:
        return "recipe"
    return "measured" if measured else "passport"


def told_source(import_id: float) -> str:
    """Where a passport's line comes from, in words."""
    return f"passport of import {import_id:.0f}"


def _total(layers: list[dict[str, Any]]) -> dict[str, float]:
    low, typical, high = (sum(row[column] for row in layers) for column in KG)
    return {"low": low, "typical": typical, "high": high}


def _hazards(layers: list[dict[str, Any]], catalogue: Catalogue) -> list[dict[str, Any]]:
    found = sorted({row["suspect"] for row in layers if row["suspect"]})
    return [
        {
            "code": code,
            "nameNl": catalogue.hazards[code].name_nl,
            "nameEn": catalogue.hazards[code].name_en,
            "reason": catalogue.hazards[code].reason,
        }
        for code in found
    ]


def _former(row: Mapping[str, Any]) -> dict[str, Any]:
    state = row["state"]
    valid_to: dt.datetime = row["valid_to"]
    return {
        "change": row["change"],
        "importId": row["import_id"],
        "validTo": valid_to.isoformat(),
        "versionFrom": state.get("version_from"),
        "assetType": state.get("asset_type"),
        "sourceMaterial": state.get("source_material"),
        "builtFrom": state.get("built_from"),
        "builtTo": state.get("built_to"),
    }
