"""Assets by type: one HTML file that stays light at 100,000 of them."""

from __future__ import annotations

import base64
import datetime as dt
from collections import Counter

import folium
import numpy as np
import pandas as pd

from maps.page import scripted_map
from maps.style import WORDS, Language

STEPS = 65_535
NEVER = 255  # end year not known, or beyond what a byte holds


def asset_map(
    assets: pd.DataFrame,
    asset_types: pd.DataFrame,
    *,
    title: str,
    as_of: dt.date,
    language: Language = "nl",
    basemap_url: str | None = None,
) -> folium.Map:
    """A map that stands alone as a file.

    `assets`: asset_type, lon, lat (WGS 84), end_year (null when not known), kg. `asset_types`: code, name and colour of
    the group that the type is shown as.
    """
    words = WORDS[language]
    typed = assets.merge(asset_types, left_on="asset_type", right_on="code", how="inner")
    counts = Counter(zip(typed["name"], typed["colour"], strict=True)).most_common()
    number = {key: index for index, (key, _) in enumerate(counts)}
    ends = typed["end_year"].round() - as_of.year
    known = ends[ends.between(0, NEVER - 1)]
    last = as_of.year + (int(known.quantile(0.95)) if len(known) else 1)
    west, south, east, north = _box(typed)
    data = {
        "bounds": [west, south, east, north],
        "x": _packed((typed["lon"] - west) / (east - west) * STEPS, "<u2"),
        "y": _packed((typed["lat"] - south) / (north - south) * STEPS, "<u2"),
        "group": _packed(pd.Series([number[key] for key in zip(typed["name"], typed["colour"], strict=True)]), "u1"),
        "end": _packed(ends.where(ends.between(0, NEVER - 1), NEVER), "u1"),
        "kg": _packed(typed["kg"].fillna(0.0), "<f4"),
        "groups": [{"name": name, "colour": colour, "count": count} for (name, colour), count in counts],
        "firstYear": as_of.year,
        "lastYear": max(last, as_of.year + 1),
        "language": language,
        "words": words,
    }
    told = f"{len(typed):,}".replace(",", ".") if language == "nl" else f"{len(typed):,}"
    subtitle = f"{told} {words['assets']} · {words['as_of']} {as_of.isoformat()}"
    return scripted_map("assets", data, title=title, subtitle=subtitle, basemap_url=basemap_url)


def _box(points: pd.DataFrame) -> tuple[float, float, float, float]:
    if points.empty:
        return (6.0, 52.0, 7.0, 53.0)
    west, south, east, north = (
        float(points["lon"].min()), float(points["lat"].min()), float(points["lon"].max()), float(points["lat"].max()),
    )  # fmt: skip
    return (west, south, max(east, west + 1e-6), max(north, south + 1e-6))


def _packed(values: pd.Series, kind: str) -> str:
    numbers = values.to_numpy(dtype=np.float64)
    whole = numbers if kind == "<f4" else np.rint(numbers)
    return base64.b64encode(whole.astype(kind).tobytes()).decode("ascii")
