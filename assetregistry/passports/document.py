"""The passport of one asset, built from its card: what is known, how surely, and what is missing."""

from __future__ import annotations

from typing import Any

from assetregistry.catalogue import Catalogue

Document = dict[str, Any]
TOLD = ("register", "correction")  # bases of a year that somebody told; the others are inferred
KEPT = (
    "id",
    "namespace",
    "sourceId",
    "name",
    "owner",
    "manager",
    "sourceHolder",
    "dataset",
    "built",
    "condition",
    "mix",
    "kg",
    "end",
)


def passport_document(card: Document, catalogue: Catalogue, *, data_version: str) -> Document:
    """The passport as a JSON document. Masses in kg, of a layer times the chance that the asset has that layer."""
    asset_type = catalogue.asset_types[card["assetType"]["code"]]
    return {
        **{key: card[key] for key in KEPT},
        "assetType": card["assetType"],
        "standards": dict(asset_type.standards),
        "measures": card["measures"],
        "areas": card["areas"],
        "point": card["point"],
        "geometry": card["geometry"],
        "materials": [_material(layer, card["kg"]["typical"], catalogue) for layer in card["layers"]],
        "hazards": card["hazards"],
        "missing": _missing(card),
        "history": card["history"],
        "dataVersion": data_version,
    }


def _material(layer: Document, total_kg: float, catalogue: Catalogue) -> Document:
    material = catalogue.materials[layer["material"]]
    return {
        "layer": layer["name"],
        "assetType": layer["assetType"],
        "chance": layer["weight"],
        "material": material.code,
        "nameNl": material.name_nl,
        "nameEn": material.name_en,
        "imbor": material.imbor,
        "eural": material.eural,
        "kg": layer["kg"],
        "massShare": layer["kg"]["typical"] / total_kg if total_kg else None,
        "origin": None,
        "end": layer["end"],
        "routes": layer["routes"],
        "suspect": layer["suspect"],
        "basis": layer["basis"],
        "confidence": layer["confidence"],
        "source": layer["source"],
    }


def _missing(card: Document) -> list[str]:
    """What a better register would tell."""
    lacks = {
        "yearBuilt": card["built"]["basis"] not in TOLD,
        "material": any(layer["weight"] < 1 for layer in card["layers"]) or not card["layers"],
        "measuredMass": any(layer["basis"] == "recipe" for layer in card["layers"]) or not card["layers"],
        "origin": True,
        "manager": card["manager"] is None,
    }
    return [name for name, lacking in lacks.items() if lacking]
