"""Circularity: the core indicators of Platform CB'23 from a forecast by route. Plain functions on frames.

Measuring circularity 3.0 counts mass: output for reuse (2.1) and for recycling (2.2), lost to energy (3.1) and to
landfill (3.2), each as a share of what comes out: I = Σ kg · f / Σ kg. Shares of one whole add to 1. There is no total
score: indicators stand next to each other. Mass under suspicion has no route until it is tested and stands apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from assetregistry.catalogue import ROUTES
from assetregistry.catalogue.factors import Factor
from assetregistry.supply import MASSES, forecast, withheld
from assetregistry.survival import LifetimeClass

INDICATORS = {"reuse": "2.1", "recycle": "2.2", "recover": "3.1", "landfill": "3.2"}
STOCK_SHARES = ("year_known", "year_within_bounds", "material_known", "with_passport")


class Output(NamedTuple):
    """What comes out in a period. All masses in kg.

    `routes`: route, indicator, expected_kg, p10_kg, p50_kg, p90_kg, share (of the expected kg of all routes; null when
    nothing comes out). `total`: the MASSES of all routes together, with the range of the whole. `withheld`: material,
    reason, expected_kg. `saved`: material, reuse_kg, recycle_kg (expected).
    """

    routes: pd.DataFrame
    total: dict[str, float]
    withheld: pd.DataFrame
    saved: pd.DataFrame


def output(
    cohorts: pd.DataFrame,
    layers: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    years: range,
    as_of: float,
) -> Output:
    """Output indicators of the whole period `years`; the frames are those of `supply.forecast`."""
    arguments = (cohorts, layers, lifetimes, years, as_of)
    by_route = forecast(*arguments, ["route"]).set_index("route")[list(MASSES)].astype(float)
    routes = by_route.reindex(pd.Index(ROUTES, name="route"), fill_value=0.0).reset_index()
    routes.insert(1, "indicator", routes["route"].map(INDICATORS))
    routes["share"] = share(routes["expected_kg"], routes["expected_kg"].sum())
    whole = forecast(*arguments, [])
    by_material = forecast(*arguments, ["material", "route"])
    return Output(
        routes=routes,
        total={name: float(whole[name].sum()) for name in MASSES},
        withheld=withheld(*arguments),
        saved=_saved(by_material),
    )


def _saved(by_material: pd.DataFrame) -> pd.DataFrame:
    kept = by_material[by_material["route"].isin(["reuse", "recycle"])]
    table = kept.pivot_table(index="material", columns="route", values="expected_kg", aggfunc="sum")
    table = table.reindex(columns=["reuse", "recycle"]).astype(float).fillna(0.0)
    return table.add_suffix("_kg").rename_axis(columns=None).reset_index()


def share(part: pd.Series, whole: float) -> pd.Series:
    """Part of the whole, kept within 0 and 1 against rounding; null when there is no whole."""
    return (part / whole).clip(0.0, 1.0) if whole > 0 else part * float("nan")


def stock_shares(cohorts: pd.DataFrame, mixed: Collection[str], passport_kg: float) -> pd.DataFrame:
    """How well the stock is known: columns name (of STOCK_SHARES), kg, share of the kg of all.

    A year is known when it is one year, within bounds when it is an interval of several. A material is known when the
    asset's type is none of `mixed`, the types that stand for several. `passport_kg`: of assets that have a passport.
    """
    kg, first, last = cohorts["kg"], cohorts["built_from"], cohorts["built_to"]
    found = [
        kg[first.notna() & (first == last)].sum(),
        kg[first.notna() & (first != last)].sum(),
        kg[~cohorts["asset_type"].isin(list(mixed))].sum(),
        passport_kg,
    ]
    rows = pd.DataFrame({"name": STOCK_SHARES, "kg": [float(each) for each in found]})
    return rows.assign(share=share(rows["kg"], float(kg.sum())))


def avoided(saved: pd.DataFrame, factors: Mapping[str, Factor]) -> pd.DataFrame:
    """Primary material and CO2 that reuse and recycling save: saved, and primary_kg, co2_kg, factor_source, confidence.

    A kg that is used again or recycled stands for a kg that need not be made new: of the same product when used again,
    of the same material (or the one it is `recycled_into`) when recycled. That is the most it can save. CO2 is what
    making it new costs, less what making it ready costs. `co2_kg` is null without a factor, never 0.
    """
    rows = saved.assign(primary_kg=saved["reuse_kg"] + saved["recycle_kg"])
    known = [factors.get(code) for code in saved["material"]]
    masses = zip(known, saved["reuse_kg"], saved["recycle_kg"], strict=True)
    co2 = [_co2(factor, reuse_kg, recycle_kg, factors) for factor, reuse_kg, recycle_kg in masses]
    rows["co2_kg"] = pd.Series(co2, index=saved.index, dtype=float)
    rows["factor_source"] = pd.Series([each and each.source for each in known], index=saved.index, dtype=object)
    rows["confidence"] = pd.Series([each and each.confidence for each in known], index=saved.index, dtype=object)
    return rows


def _co2(factor: Factor | None, reuse_kg: float, recycle_kg: float, factors: Mapping[str, Factor]) -> float | None:
    if factor is None:
        return None
    again = factor.primary_co2_kg_per_kg - (factor.reused_co2_kg_per_kg or 0.0)
    made = factors[factor.recycled_into] if factor.recycled_into else factor
    recycled = made.recycled_co2_kg_per_kg
    anew = 0.0 if recycled is None else made.primary_co2_kg_per_kg - recycled
    return reuse_kg * again + recycle_kg * anew
