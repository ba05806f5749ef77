"""The catalogue as the frames and clocks that the science works on."""

from __future__ import annotations

import pandas as pd

from assetregistry.catalogue import Catalogue
from assetregistry.composition import relative_spread
from assetregistry.store.catalogue import layer_id
from assetregistry.survival import LifetimeClass, life_sigma


def layer_frame(catalogue: Catalogue) -> pd.DataFrame:
    """Columns layer_id, material, lifetime, cv (of the mass), recipe_class and the four route shares."""
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
    """The clocks of the catalogue by code."""
    return {
        code: LifetimeClass(
            kind=lifetime.distribution,
            mean_years=lifetime.mean_years,
            cv=lifetime.cv,
            sigma=life_sigma(lifetime.low_years, lifetime.high_years),
        )
        for code, lifetime in catalogue.lifetimes.items()
    }
