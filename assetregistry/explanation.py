"""Why a number is what it is: what each cohort gives, and what each kind of not knowing adds to the width.

Both add up: the cohorts to the expected mass, the shares of the width to 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from assetregistry.moments import Part, cells, chances, moments
from assetregistry.supply import SHARED_SHARE
from assetregistry.survival import FloatArray, LifetimeClass

WIDTH = ["cause", "of", "share"]


def contributions(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    share: str | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(what each cohort gives, what makes the width) of what comes out in `years` together.

    `cohorts`, `layers`, `lifetimes` and `as_of` are those of `supply.forecast`; `share`: a route, or all of them. The
    first frame has the cohorts that are not suspect with lifetime, recipe_class, factor (expected share of a kg that
    comes out) and expected_kg. The second has cause (life, recipe, life and recipe, chance), of (the lifetime or recipe
    class that it is shared by; chance is each thing's own) and share (of the variance), the largest first.
    """
    layers = layers.reset_index(drop=True)
    position = pd.Index(layers["layer_id"]).get_indexer(pd.Index(cohorts["layer_id"]))
    rows = cohorts.assign(layer=position, group=0)[(position >= 0) & cohorts["suspect"].isna().to_numpy()]
    rows = rows.sort_values("layer", ignore_index=True)
    for name in ("lifetime", "material", "recipe_class"):
        rows[name] = layers[name].to_numpy()[rows["layer"]]
    if rows.empty:
        return rows.assign(factor=0.0, expected_kg=0.0), pd.DataFrame(columns=WIDTH)
    ends = chances(rows, lifetimes, [(years.start, years.stop)], as_of)
    of_layer: FloatArray = np.ones(len(layers)) if share is None else layers[share].to_numpy(float)
    factor = of_layer[rows["layer"]] * (ends.h[:, 0] @ ends.weights)[ends.clock]
    found = moments(cells(rows, ends, ends.clock), layers, of_layer, SHARED_SHARE)
    parts = [
        _named(found.life, "life", layers["lifetime"]),
        _named(found.recipe, "recipe", layers["recipe_class"]),
        _named(found.both, "life and recipe", layers["recipe_class"]),
        _named(found.individual, "chance", pd.Series(None, index=layers.index, dtype=object)),
    ]
    width = pd.concat(parts).groupby(["cause", "of"], dropna=False)[["share"]].sum().reset_index()
    total = width["share"].sum()
    width["share"] = width["share"] / total if total > 0 else 0.0
    return (
        rows.assign(factor=factor, expected_kg=factor * rows["kg"]),
        width.sort_values("share", ascending=False, ignore_index=True),
    )


def _named(part: Part, cause: str, names: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"cause": cause, "of": names.to_numpy()[part.layer], "share": part.variance[:, 0]})
