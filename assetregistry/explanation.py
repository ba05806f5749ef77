"""Why a number is what it is: what each cohort gives, what ends it, what each kind of not knowing adds to the width.

All add up: cohorts and causes to the expected mass, the shares of the width to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from assetregistry.clocks import causes
from assetregistry.moments import Part, moments
from assetregistry.releases import releases
from assetregistry.supply import SHARED_SHARE
from assetregistry.survival import FloatArray, LifetimeClass

CAUSE = ["cause", "expected_kg", "share"]
WIDTH = ["cause", "of", "share"]


class Contributions(NamedTuple):
    """What stands behind a number.

    `cohorts`: those that are not suspect, with lifetime, recipe_class, factor (expected share of a kg that comes out)
    and expected_kg. `causes`: cause (of `clocks.CAUSES`), expected_kg and share of what comes out, the largest first;
    causes by which nothing comes are left out. `width`: cause (life, recipe, life and recipe, chance), of (the lifetime
    or recipe class that it is shared by; chance is each thing's own) and share of the variance, the largest first.
    """

    cohorts: pd.DataFrame
    causes: pd.DataFrame
    width: pd.DataFrame


def contributions(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    share: str | None = None,
) -> Contributions:
    """What makes up what comes out in `years` together, and how wide its range is.

    `cohorts`, `layers`, `lifetimes` and `as_of` are those of `supply.forecast`; `share`: a route, or all of them.
    """
    layers = layers.reset_index(drop=True)
    position = pd.Index(layers["layer_id"]).get_indexer(pd.Index(cohorts["layer_id"]))
    rows = cohorts.assign(layer=position, group=0)[(position >= 0) & cohorts["suspect"].isna().to_numpy()]
    rows = rows.sort_values("layer", ignore_index=True)
    for name in ("lifetime", "material", "recipe_class"):
        rows[name] = layers[name].to_numpy()[rows["layer"]]
    if rows.empty:
        return Contributions(
            rows.assign(factor=0.0, expected_kg=0.0), pd.DataFrame(columns=CAUSE), pd.DataFrame(columns=WIDTH)
        )
    of_layer: FloatArray = np.ones(len(layers)) if share is None else layers[share].to_numpy(float)
    part = of_layer[rows["layer"]]
    by_cause = {cause: part * chance for cause, chance in causes(rows, lifetimes, years, as_of).items()}
    factor = np.sum([*by_cause.values()], axis=0)
    kg = rows["kg"].to_numpy(float)
    return Contributions(
        rows.assign(factor=factor, expected_kg=factor * kg),
        _shares({cause: float(each @ kg) for cause, each in by_cause.items()}),
        _width(rows, layers, lifetimes, years, as_of, of_layer),
    )


def _shares(kg: Mapping[str, float]) -> pd.DataFrame:
    table = pd.DataFrame({"cause": [*kg], "expected_kg": [*kg.values()]})
    table = table[table["expected_kg"] > 0].sort_values("expected_kg", ascending=False, ignore_index=True)
    return table.assign(share=table["expected_kg"] / table["expected_kg"].sum())


def _width(
    rows: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
    of_layer: FloatArray,
) -> pd.DataFrame:
    sums = releases(rows, lifetimes, [(years.start, years.stop)], as_of)
    found = moments(sums, layers, of_layer, SHARED_SHARE)
    parts = [
        _named(found.life, "life", pd.Series([*lifetimes])),
        _named(found.recipe, "recipe", layers["recipe_class"]),
        _named(found.both, "life and recipe", layers["recipe_class"]),
        _named(found.individual, "chance", pd.Series(None, index=layers.index, dtype=object)),
    ]
    width = pd.concat(parts).groupby(["cause", "of"], dropna=False)[["share"]].sum().reset_index()
    total = width["share"].sum()
    width["share"] = width["share"] / total if total > 0 else 0.0
    return width.sort_values("share", ascending=False, ignore_index=True)


def _named(part: Part, cause: str, names: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"cause": cause, "of": names.to_numpy()[part.cause], "share": part.variance[:, 0]})
