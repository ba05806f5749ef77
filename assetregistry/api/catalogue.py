"""What the explorer and other readers need to know before they ask for numbers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.catalogue import AssetTypesTold, MaterialsTold, MetaTold, ScenariosTold
from assetregistry.api.parameters import TheRegistry
from assetregistry.catalogue.colours import on_dark
from assetregistry.catalogue.models import Named
from assetregistry.catalogue.routes import load_routes
from assetregistry.catalogue.scenarios import load_scenarios

router = APIRouter(prefix="/v1", tags=["catalogue"])


@router.get("/meta")
def meta(registry: TheRegistry) -> Annotated[dict[str, Any], ShownAs(MetaTold)]:
    """What the registry holds, as of when, and how to draw it."""
    shown = registry.settings.shown_basemap_url
    return {
        **registry.summary(),
        "basemapUrl": shown,
        "attribution": "© Kadaster" if shown and "pdok.nl" in shown else None,
        "owners": [{"id": row["number"], "code": row["code"], "name": row["name"]} for row in registry.organisations()],
    }


@router.get("/scenarios")
def scenarios() -> Annotated[dict[str, Any], ShownAs(ScenariosTold)]:
    """The scenarios that a forecast can be asked under, the baseline first."""
    return {
        "scenarios": [
            {"code": name, "nameNl": each.name_nl, "nameEn": each.name_en, "description": each.description}
            for name, each in load_scenarios().items()
        ]
    }


@router.get("/materials")
def materials(registry: TheRegistry) -> Annotated[dict[str, Any], ShownAs(MaterialsTold)]:
    """The materials of the catalogue, and the routes that they take, from the best use to the worst."""
    return {
        "materials": [
            {
                "code": material.code,
                "number": material.number,
                "nameNl": material.name_nl,
                "nameEn": material.name_en,
                "group": material.group,
                "colour": material.colour,
                "colourDark": on_dark(material.colour),
                "eural": material.eural,
                "densityKgM3": material.density_kg_m3,
            }
            for material in registry.catalogue.materials.values()
        ],
        "routes": [
            {
                "code": code,
                "nameNl": route.name_nl,
                "nameEn": route.name_en,
                "colour": route.colour,
                "colourDark": on_dark(route.colour),
            }
            for code, route in load_routes().items()
        ],
    }


@router.get("/asset-types")
def asset_types(registry: TheRegistry) -> Annotated[dict[str, Any], ShownAs(AssetTypesTold)]:
    """The asset types of the catalogue, and names of layers and lifetimes; `number` stands for a type in tiles."""
    catalogue = registry.catalogue
    layers = {
        layer.name for each in catalogue.asset_types.values() for layer in each.layers
    } | catalogue.layer_names.keys()
    return {
        "assetTypes": [
            {
                "code": asset_type.code,
                "number": asset_type.number,
                "nameNl": asset_type.name_nl,
                "nameEn": asset_type.name_en,
                "group": asset_type.group,
                "colour": asset_type.colour,
                "colourDark": on_dark(asset_type.colour),
                "geometry": asset_type.geometry,
            }
            for asset_type in catalogue.asset_types.values()
        ],
        "groups": [
            {"code": group.code, "nameNl": group.name_nl, "nameEn": group.name_en, "colour": group.colour}
            for group in catalogue.groups.values()
            if group.kind == "asset_type"
        ],
        "layers": [_names(catalogue.layer_name(code)) for code in sorted(layers)],
        "lifetimes": [_names(each) for each in catalogue.lifetimes.values()],
    }


def _names(thing: Named) -> dict[str, str]:
    return {"code": thing.code, "nameNl": thing.name_nl, "nameEn": thing.name_en}
