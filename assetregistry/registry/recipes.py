"""The catalogue as the frames and clocks that the science works on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from assetregistry.catalogue import Catalogue
from assetregistry.catalogue.clock_rules import load_clock_rules
from assetregistry.catalogue.models import Lifetime, Routes
from assetregistry.catalogue.scenarios import Scenario
from assetregistry.composition import relative_spread
from assetregistry.store.catalogue import layer_id
from assetregistry.survival import LifetimeClass, Programme, Works, life_sigma

PASSPORT_CV = 0.05  # how far masses of passports are off that tell no range: one in three by more than a twentieth
LINING = "sewer_lining"  # the asset type of what a relined pipe has on its inside
# A passport's line about a layer: the layer's number + TOLD × (its material's number + MATERIALS × its cv in per cent),
# with the layer's sign; view asset_layer has the twin of this.
TOLD = 1_000_000
MATERIALS = 10_000


def layer_frame(catalogue: Catalogue) -> pd.DataFrame:
    """Columns layer_id, material, lifetime, cv (of the mass), recipe_class and the four route shares.

    The recipes' layers; those of pipes once more, as of relined ones: with a minus sign, and the lining's clock.
    """
    recipes = _recipe_layers(catalogue)
    lined = recipes[recipes["layer_id"].isin(_pipe_layers(catalogue))]
    lining = catalogue.asset_types[LINING].layers[0].lifetime
    return pd.concat([recipes, lined.assign(layer_id=-lined["layer_id"], lifetime=lining)], ignore_index=True)


def with_told(layers: pd.DataFrame, catalogue: Catalogue, numbers: pd.Series) -> pd.DataFrame:
    """`layers` (of `layer_frame`), and those that passports tell of: which is in their numbers.

    A line has the clock of the layer that it is about, its material's routes (the layer's where it is of that material)
    and a mass that is known within its own range, or `PASSPORT_CV`.
    """
    told = pd.Series(numbers.unique(), dtype="int64")
    size = told.abs()
    base = np.sign(told) * (size % TOLD)
    known = (size >= TOLD) & base.isin(layers["layer_id"])
    if not known.any():
        return layers
    told, size, base = told[known], size[known], base[known]
    rows: pd.DataFrame = layers.set_index("layer_id").loc[base].reset_index(drop=True)
    materials = {material.number: material for material in catalogue.materials.values()}
    said = [materials[number] for number in size // TOLD % MATERIALS]
    percent = (size // (TOLD * MATERIALS)).to_numpy()
    other = rows["material"].to_numpy() != [material.code for material in said]
    rows = rows.assign(
        layer_id=told.to_numpy(),
        material=[material.code for material in said],
        cv=np.where(percent > 0, percent / 100, PASSPORT_CV),
        recipe_class="passport",
    )
    for route in Routes.model_fields:
        shares = np.array([getattr(material.routes, route) for material in said])
        rows[route] = np.where(other, shares, rows[route])
    return pd.concat([layers, rows], ignore_index=True)


def _pipe_layers(catalogue: Catalogue) -> set[int]:
    """The numbers of the layers that live as their pipe does."""
    return {
        layer_id(asset_type, position)
        for asset_type in catalogue.asset_types.values()
        if asset_type.group == catalogue.asset_types[LINING].group and asset_type.code != LINING
        for position, layer in enumerate(asset_type.layers)
        if layer.lifetime == asset_type.layers[0].lifetime
    }


def _recipe_layers(catalogue: Catalogue) -> pd.DataFrame:
    rows = [
        {
            "layer_id": layer_id(asset_type, position),
            "material": layer.material,
            "lifetime": layer.lifetime,
            "cv": relative_spread(layer.kg.low, layer.kg.typical, layer.kg.high),
            "recipe_class": f"{asset_type.code}/{layer.name}",
            **layer.routes.model_dump(),
        }
        for asset_type in catalogue.asset_types.values()
        for position, layer in enumerate(asset_type.layers)
    ]
    return pd.DataFrame(rows)


def lifetime_classes(catalogue: Catalogue) -> dict[str, LifetimeClass]:
    """The clocks of the catalogue by code, with what ends things besides wear (`clock_rules.toml`)."""
    rules = load_clock_rules()
    planned, below = rules.planned_works, rules.sewer_below
    works = Works(planned.chance, planned.early_years, planned.late_years)
    return {
        code: replace(
            lifetime_class(lifetime),
            works=works,
            sewer_share=below.share if code in below.lifetimes else 0.0,
        )
        for code, lifetime in catalogue.lifetimes.items()
    }


def lifetime_class(lifetime: Lifetime) -> LifetimeClass:
    """One entry of the catalogue as a clock that nothing but wear stops."""
    return LifetimeClass(
        kind=lifetime.distribution,
        mean_years=lifetime.mean_years,
        cv=lifetime.cv,
        sigma=life_sigma(lifetime.low_years, lifetime.high_years),
    )


def scenario_clocks(clocks: dict[str, LifetimeClass], scenario: Scenario) -> dict[str, LifetimeClass]:
    """The clocks under a scenario: longer or shorter lives, renewal programmes, how far streets follow sewers."""
    share = scenario.sewer_share
    return {
        code: replace(
            life,
            sewer_share=share if share is not None and life.sewer_share > 0 else life.sewer_share,
            mean_years=life.mean_years * scenario.life_factor * scenario.life_factors.get(code, 1.0),
            programmes=tuple(
                Programme(each.from_year, each.to_year + 1, each.share)
                for each in scenario.programme
                if code in each.lifetimes
            ),
        )
        for code, life in clocks.items()
    }


def scenario_layers(layers: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """The layers under a scenario: what takes a banned route goes the other way; shares still add to 1."""
    layers = layers.copy()
    for ban in scenario.ban:
        hit = layers["material"].isin(ban.materials) if ban.materials else layers["material"].notna()
        layers.loc[hit, ban.instead] += layers.loc[hit, ban.route]
        layers.loc[hit, ban.route] = 0.0
    return layers
