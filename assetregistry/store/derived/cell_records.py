"""What cells hold, as records that lie one after another in one value: numbers in the form that PostgreSQL sends."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

# An asset of a smallest cell, with its bounding box.
MEMBER = np.dtype([("asset", ">i8"), ("west", ">f8"), ("south", ">f8"), ("east", ">f8"), ("north", ">f8")])
# A layer of such an asset: its cohort's key, and its mass.
LAYER = np.dtype([("asset", ">i8"), ("key", ">i4"), ("kg", ">f8")])
# All layers of a larger cell that share a key: their number, Σ m and Σ m².
COHORT = np.dtype([("key", ">i4"), ("layers", ">i4"), ("kg", ">f8"), ("kg2", ">f8")])


def records(kind: np.dtype, values: Iterable[bytes | None]) -> np.ndarray:
    """The records of all values; null holds none."""
    return np.frombuffer(b"".join(value for value in values if value is not None), kind)


def cohorts_of(layers: np.ndarray, share: np.ndarray | float = 1.0) -> np.ndarray:
    """Each layer (LAYER) as a cohort of its own, of which a share counts."""
    cohorts = np.empty(len(layers), COHORT)
    cohorts["key"], cohorts["layers"], cohorts["kg"] = layers["key"], 1, share * layers["kg"]
    cohorts["kg2"] = cohorts["kg"] ** 2
    return cohorts


def summed(cohorts: np.ndarray) -> np.ndarray:
    """One cohort for each key, by key."""
    key = cohorts["key"].astype(np.int64)
    layers = np.bincount(key, cohorts["layers"])
    found = np.flatnonzero(layers)
    sums = np.empty(len(found), COHORT)
    sums["key"], sums["layers"] = found, layers[found]
    for name in ("kg", "kg2"):
        sums[name] = np.bincount(key, cohorts[name])[found]
    return sums
