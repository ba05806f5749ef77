"""Small frames for the forecast's tests: lives, layers, cohorts, and hypothesis strategies that draw them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from assetregistry.survival import LifetimeClass, Programme, Works

AS_OF = 2026.9

LIVES = {
    "road": LifetimeClass("weibull", 30.0, 0.35, 0.2),
    "sewer": LifetimeClass("lognormal", 60.0, 0.3, 0.15),
    "pump": LifetimeClass("fixed", 15.0, 0.0, 0.1),
}
STREET = {  # the same, where planned works and sewers end things too
    "road": replace(LIVES["road"], works=Works(0.8, 1.0, 3.0), sewer_share=0.7),
    "sewer": replace(LIVES["sewer"], works=Works(0.5, 0.5, 2.0), programmes=(Programme(2030, 2040, 0.3),)),
    "pump": LIVES["pump"],
}
LAYERS = pd.DataFrame(
    [
        (1, "asphalt", "road", 0.25, "road/surface", 0.0, 0.8, 0.0, 0.2),
        (2, "sand", "road", 0.4, "road/bed", 0.5, 0.5, 0.0, 0.0),
        (3, "concrete", "sewer", 0.2, "pipe/wall", 0.1, 0.7, 0.0, 0.2),
        (4, "steel", "pump", 0.1, "pump/body", 0.0, 0.9, 0.05, 0.05),
        (5, "asphalt", "sewer", 0.0, "trench/cover", 0.0, 1.0, 0.0, 0.0),
    ],
    columns=[
        "layer_id", "material", "lifetime", "cv", "recipe_class", "reuse", "recycle", "recover", "landfill",
    ],
)  # fmt: skip
COLUMNS = [
    "area", "asset_type", "owner", "layer_id", "suspect", "built_from", "built_to", "count", "kg", "kg2",
]  # fmt: skip

STREET_COLUMNS = ["works_year", "sewer_lifetime", "sewer_built_from", "sewer_built_to"]


def cohorts(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Cohorts from what differs: by default one known thing of one tonne in one area."""
    usual = {
        "area": "A", "asset_type": "road", "owner": "G1", "layer_id": 1, "suspect": None,
        "built_from": 2000, "built_to": 2000, "count": 1, "kg": 1000.0, "kg2": 1000.0**2,
    }  # fmt: skip
    frame = pd.DataFrame([usual | row for row in rows], columns=COLUMNS)
    return frame.astype({"built_from": "float64", "built_to": "float64", "suspect": "object", "area": "object"})


@st.composite
def cohort_frames(draw: st.DrawFn, *, suspects: bool = False) -> pd.DataFrame:
    """Any small town: areas, owners, layers, known and unknown years, things of differing mass."""
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        first = draw(st.one_of(st.none(), st.integers(1930, 2026)))
        count = draw(st.integers(1, 50))
        kg = draw(st.floats(1.0, 1e6))
        rows.append(
            {
                "area": draw(st.sampled_from(["A", "B", "C"])),
                "owner": draw(st.sampled_from(["G1", "W1"])),
                "asset_type": draw(st.sampled_from(["road", "other"])),
                "layer_id": draw(st.integers(1, 5)),
                "suspect": draw(st.sampled_from([None, "tar", "asbestos"])) if suspects else None,
                "built_from": first,
                "built_to": None if first is None else min(2026, first + draw(st.integers(0, 8))),
                "count": count,
                "kg": kg,
                "kg2": kg**2 / count * draw(st.floats(1.0, 1.5)),
            }
        )
    return cohorts(rows)


@st.composite
def street_frames(draw: st.DrawFn) -> pd.DataFrame:
    """Any small town whose things are reached by planned works and lie above sewers, or not."""
    frame = draw(cohort_frames())
    rows = []
    for _ in range(len(frame)):
        sewer = draw(st.sampled_from([None, "sewer", "pump"]))
        built = draw(st.one_of(st.none(), st.integers(1930, 2026))) if sewer else None
        width = draw(st.integers(0, 9))
        works = draw(st.one_of(st.none(), st.integers(2018, 2040)))
        rows.append((works, sewer, built, None if built is None else built + width))
    other = pd.DataFrame(rows, columns=STREET_COLUMNS, index=frame.index)
    years = [name for name in STREET_COLUMNS if name != "sewer_lifetime"]
    return pd.concat([frame, other.astype(dict.fromkeys(years, "float64"))], axis=1)
