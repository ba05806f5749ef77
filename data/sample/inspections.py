"""A round of inspections, spring 2026: the roads of three neighbourhoods without footways, the lamp posts of one."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
from plan import NEIGHBOURHOODS
from surfaces import LIFE, LIVES

FIRST_DAY = dt.date(2026, 4, 7)  # a street a day
ROADS_OF = ("Kerkbuurt", "Oranjebuurt", "Veldkamp")
LAMPS_OF = ("Kerkbuurt",)
LAMP_LIFE = 40.0
NOT_TAKEN = "Kunstgras"  # a flaw of the roads: not in the registry
UNKNOWN_AGE = (5, 40)  # years
STEPS_IN_A_LIFE = 2.6
LUCK = 0.6  # of a step, by which things of one age differ
BEST, WORST = 1, 6


def inspections(roads: gpd.GeoDataFrame, things: gpd.GeoDataFrame) -> pd.DataFrame:
    """In the registry's own words: subject, happened_on, condition (NEN 2767)."""
    random = np.random.default_rng(2767)
    seen = roads[roads.geometry.notna() & roads["VERHARDING"].ne(NOT_TAKEN) & roads["WEGDEEL"].ne("Voetpad")]
    seen = seen.drop_duplicates("WEGVAKID")
    lamps = things[things["soort"].eq("lichtmast")]
    lives = seen["VERHARDING"].map(LIVES).fillna(LIFE)
    every = pd.concat(
        [
            _those(seen, ROADS_OF, "WEGVAKID", "STRAATNAAM", "AANLEGJR").assign(life=lives),
            _those(lamps, LAMPS_OF, "id", "straat", "jaar").assign(life=LAMP_LIFE),
        ]
    )
    days = {street: FIRST_DAY + dt.timedelta(number) for number, street in enumerate(sorted(set(every["street"])))}
    return pd.DataFrame(
        {
            "subject": every["subject"],
            "happened_on": every["street"].map(days),
            "condition": _condition(every["year"].to_numpy(), every["life"].to_numpy(), random),
        }
    )


def _those(things: gpd.GeoDataFrame, places: tuple[str, ...], code: str, street: str, year: str) -> pd.DataFrame:
    names = [name for each in NEIGHBOURHOODS if each.name in places for name in each.names]
    found = things[things[street].isin(names)]
    return pd.DataFrame({"subject": found[code], "street": found[street], "year": found[year]})


def _condition(year: np.ndarray, life: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """What age makes of a thing: whoever maintains it finds it moderate when its usual life is over."""
    age = np.where(year > 0, FIRST_DAY.year - year, random.integers(*UNKNOWN_AGE, len(year)))
    worn = BEST + STEPS_IN_A_LIFE * age / life + random.normal(0, LUCK, len(year))
    return np.clip(np.rint(worn), BEST, WORST).astype(int)
