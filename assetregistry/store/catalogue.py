"""The catalogue's copy in the database, for SQL to join: replaced whole whenever its content has changed.

What each version said is kept, so that a number can be explained by the catalogue that it was made with.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, text
from sqlalchemy.dialects.postgresql import Range

from assetregistry.catalogue import AssetType, Catalogue
from assetregistry.catalogue.listing import Contents, contents
from assetregistry.catalogue.whole import Recipe
from assetregistry.catalogue.windows import EVERYTHING
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.store.engine import run
from assetregistry.store.models import CatalogueLayer, CatalogueMix, CatalogueRecipe, CatalogueType, CatalogueVersion

RECIPES_PER_TYPE = 10_000  # recipe id = the type's number × this, + 1 and up for those of windows
LAYERS_PER_TYPE = 100  # layer id = the type's number × this + the layer's place: stable over catalogue versions


def sync(engine: Engine, catalogue: Catalogue) -> bool:
    """Bring the tables in line with the catalogue; true when something was done.

    Raises RegistryError when an asset in the registry has a type that the catalogue no longer holds.
    """
    with engine.begin() as connection:
        held = connection.execute(text("SELECT catalogue_version FROM registry_state FOR UPDATE")).scalar_one()
        if held == catalogue.version and _kept(connection, held):
            return False
        _refuse_lost_types(connection, catalogue)
        _replace(connection, catalogue)
        run(connection, "catalogue/adopt", version=catalogue.version, content=json.dumps(contents(catalogue)))
        connection.execute(
            text("UPDATE registry_state SET catalogue_version = :version"),
            {"version": catalogue.version},
        )
        run(connection, "bump_data_version", statements=False, by_name=False)
        return True


def versions(connection: Connection) -> list[dict[str, Any]]:
    """Every version that held: version, current, adopted_at (a list), types (how many); the current one first."""
    return [dict(row) for row in run(connection, "catalogue/versions").mappings()]


def content_of(connection: Connection, beginning: str) -> tuple[str, Contents]:
    """(version, what it said) of the one version that begins so; raises NotFoundError for none, or for several."""
    found = run(connection, "catalogue/version", beginning=beginning).all()
    if len(found) != 1:
        count = "several versions begin" if found else "no version that held here begins"
        raise NotFoundError(f"{count} with {beginning!r}; see `assetregistry catalogue versions`")
    return found[0].version, found[0].content


def _kept(connection: Connection, version: str) -> bool:
    """Whether what a version said is kept: not so where it was adopted before versions were."""
    return connection.execute(select(CatalogueVersion.version).filter_by(version=version)).first() is not None


def _refuse_lost_types(connection: Connection, catalogue: Catalogue) -> None:
    used = connection.execute(text("SELECT DISTINCT asset_type FROM asset")).scalars()
    lost = sorted(set(used) - set(catalogue.asset_types))
    if lost:
        raise RegistryError(
            f"assets in the registry are of types that the catalogue does not hold: {', '.join(lost)}; "
            "name the folder that defines them in ASSETREGISTRY_CATALOGUE_DIR"
        )


def layer_id(asset_type: AssetType, position: int) -> int:
    """The number that stands for a layer in cohorts."""
    return asset_type.number * LAYERS_PER_TYPE + position


def _replace(connection: Connection, catalogue: Catalogue) -> None:
    for table in (CatalogueLayer, CatalogueMix, CatalogueRecipe, CatalogueType):
        connection.execute(delete(table))
    types = list(catalogue.asset_types.values())
    recipes = {asset_type.code: catalogue.recipes(asset_type.code) for asset_type in types}
    connection.execute(insert(CatalogueType), [_type_row(asset_type) for asset_type in types])
    connection.execute(
        insert(CatalogueRecipe),
        [
            _recipe_row(catalogue, asset_type, rank, recipe)
            for asset_type in types
            for rank, recipe in enumerate(recipes[asset_type.code])
        ],
    )
    connection.execute(
        insert(CatalogueMix),
        [
            {"recipe_id": _recipe_id(asset_type, rank, recipe), "member": member, "weight": weight}
            for asset_type in types
            for rank, recipe in enumerate(recipes[asset_type.code])
            for member, weight in recipe.mix.items()
        ],
    )
    connection.execute(
        insert(CatalogueLayer), [row for asset_type in types for row in _layer_rows(catalogue, asset_type)]
    )


def _recipe_id(asset_type: AssetType, rank: int, recipe: Recipe) -> int:
    own = recipe.window == EVERYTHING
    return asset_type.number * RECIPES_PER_TYPE + (0 if own else 1 + rank)


def _type_row(asset_type: AssetType) -> dict[str, Any]:
    wall = asset_type.wall
    return {
        "code": asset_type.code,
        "number": asset_type.number,
        "geometry": asset_type.geometry,
        "wall_base_mm": wall.base_mm if wall else None,
        "wall_slope": wall.slope if wall else None,
        "wall_diameter": wall.diameter if wall else None,
        "default_width_mm": asset_type.default_width_mm,
        "default_height_mm": asset_type.default_height_mm,
        "default_shape": asset_type.default_shape,
        "type_group": asset_type.group,
        "recipe_id": asset_type.number * RECIPES_PER_TYPE,
    }


def _recipe_row(catalogue: Catalogue, asset_type: AssetType, rank: int, recipe: Recipe) -> dict[str, Any]:
    likeliest = catalogue.asset_types[min(recipe.mix, key=lambda member: (-recipe.mix[member], member))]
    return {
        "id": _recipe_id(asset_type, rank, recipe),
        "code": recipe.code,
        "asset_type": asset_type.code,
        "owner": recipe.window.owner,
        "years": Range(recipe.window.built_from, recipe.window.built_to, bounds="[]"),
        "rank": rank,
        "lead_layer_id": layer_id(likeliest, 0) if likeliest.layers else None,
    }


def _layer_rows(catalogue: Catalogue, asset_type: AssetType) -> list[dict[str, Any]]:
    return [
        {
            "id": layer_id(asset_type, position),
            "asset_type": asset_type.code,
            "position": position,
            "name": layer.name,
            "material": layer.material,
            "material_number": catalogue.materials[layer.material].number,
            "per": layer.per,
            "kg_low": layer.kg.low,
            "kg_typical": layer.kg.typical,
            "kg_high": layer.kg.high,
            "lifetime": layer.lifetime,
            "mean_years": catalogue.lifetimes[layer.lifetime].mean_years,
            "leads": layer.lifetime == asset_type.layers[0].lifetime,
            "hazard": layer.hazard,
            "suspect_before": catalogue.hazards[layer.hazard].suspect_before if layer.hazard else None,
        }
        for position, layer in enumerate(asset_type.layers)
    ]
