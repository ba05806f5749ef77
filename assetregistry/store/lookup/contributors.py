"""From a forecast back to assets: how much each gives, by the layers that it has in a place.

`given` (layer_id, CLOCK, factor) says what share of a kg of such a layer comes: what the science knows of cohorts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from assetregistry.questions import Only
from assetregistry.store.derived.cohorts import CLOCK
from assetregistry.store.derived.drawn import Layers
from assetregistry.store.engine import statement

CLOCKED = ["layer_id", *CLOCK]


class Contributors(NamedTuple):
    """`assets`: those that give most, with id, asset_type, name, owner, built_from, built_to and expected_kg.

    `number` and `total_kg`: of all that give.
    """

    assets: pd.DataFrame
    number: int
    total_kg: float


def in_area(connection: Connection, area_id: int, given: pd.DataFrame, only: Only) -> pd.Series:
    """Expected kg of each asset of an area (by its id) that gives anything."""
    rows = _distinct(given).astype(object)
    rows = rows.where(rows.notna(), None)
    parameters: dict[str, Any] = {name: rows[name].tolist() for name in rows.columns}
    parameters |= {"owners": list(only.owners), "asset_types": list(only.asset_types), "suspect": only.suspect}
    found = pd.read_sql_query(
        statement("forecast/gives"), connection, params={**parameters, "area_id": area_id}, dtype={"expected_kg": float}
    )
    return found.set_index("asset_id")["expected_kg"]


def among(connection: Connection, held: Layers, given: pd.DataFrame, only: Only) -> pd.Series:
    """The same, of layers that are read from cells."""
    numbers = np.unique(held.layers["key"].astype(int))
    keys = pd.read_sql_query(statement("cells/cohorts"), connection, params={"keys": numbers.tolist()})
    factors = _factors(keys, given, only)[np.searchsorted(numbers, held.layers["key"].astype(int))]
    gives = factors > 0
    expected_kg = factors[gives] * held.share[gives] * held.layers["kg"][gives]
    return pd.Series(expected_kg).groupby(held.layers["asset"][gives].astype(int)).sum()


def most_of(connection: Connection, gives: pd.Series, most: int) -> Contributors:
    """The `most` assets that give most, with what they are."""
    ranked = gives[gives > 0].rename_axis("id").rename("expected_kg").reset_index()
    top = ranked.sort_values(["expected_kg", "id"], ascending=[False, True]).head(most)
    told = pd.read_sql_query(statement("forecast/told"), connection, params={"ids": top["id"].tolist()})
    return Contributors(top[["id"]].merge(told).merge(top), len(ranked), float(ranked["expected_kg"].sum()))


def _distinct(given: pd.DataFrame) -> pd.DataFrame:
    years = [name for name in CLOCK if name != "sewer_lifetime"]
    return given.drop_duplicates(CLOCKED)[[*CLOCKED, "factor"]].astype(dict.fromkeys(years, "Int64"))


def _factors(keys: pd.DataFrame, given: pd.DataFrame, only: Only) -> np.ndarray:
    """The factor of each key; 0 of what does not count, or gives nothing."""
    counts = keys["suspect"].notna() == only.suspect
    for name, wanted in (("owner", only.owners), ("asset_type", only.asset_types)):
        if wanted:
            counts &= keys[name].isin(wanted)
    known = _distinct(given)
    clocks = keys[CLOCKED].astype(known.dtypes[CLOCKED].to_dict())
    return np.where(counts, clocks.merge(known, how="left")["factor"].fillna(0.0), 0.0)
