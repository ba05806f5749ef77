"""What things are made of, how long they last and where they go after: data in TOML, checked on loading."""

from assetregistry.catalogue.loader import load_catalogue
from assetregistry.catalogue.models import (
    ROUTES,
    AssetType,
    Group,
    Hazard,
    Layer,
    Lifetime,
    Material,
    Routes,
    Spread,
    Variant,
    Wall,
)
from assetregistry.catalogue.whole import Catalogue

__all__ = [
    "ROUTES",
    "AssetType",
    "Catalogue",
    "Group",
    "Hazard",
    "Layer",
    "Lifetime",
    "Material",
    "Routes",
    "Spread",
    "Variant",
    "Wall",
    "load_catalogue",
]
