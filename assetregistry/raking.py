"""Mixes of unknown things, raked to known totals (iterative proportional fitting).

Of every recipe u that may be several types (an unknown type's own, or of one of its variants) there is a quantity q_u,
spread over the types i that it may be by weights w_ui. Known things
give each kind k (a set of types) k_known; the totals say how much each kind has in all. The table X_ui = q_u·w_ui is
scaled in turn by columns, so that Σ X over a kind is its total less k_known, and by rows, so that Σ_i X_ui = q_u again.
What it settles on keeps the odds ratios of the catalogue's weights: of all tables with these sums it is the nearest to
them (Deming and Stephan 1940, *Ann. Math. Stat.* 11; Csiszár 1975, *Ann. Prob.* 3). Rows come last: weights always add
to 1, and where the totals contradict what is held, they are missed and the table of kinds tells by how much.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from assetregistry.survival import FloatArray

ROUNDS = 2000
SETTLED = 1e-12
SMALLEST = 1e-9  # in one round a share shrinks to this at most, so that a row never loses all it may be
SHOWN = 1e-6  # weights below are left out of a mix

MIX_COLUMNS = ["recipe", "member", "before", "after"]


def rake(table: FloatArray, kinds: npt.NDArray[np.int64], wanted: FloatArray) -> FloatArray:
    """The table with the sums of its rows as they are and those of its kinds as wanted, as far as both can be.

    `table`: (rows, columns), none negative. `kinds`: of each column the number of its kind, -1 where none is wanted.
    `wanted`: by kind, none negative.
    """
    rows = table.sum(axis=1, keepdims=True)
    belongs = np.array([kinds == kind for kind in range(len(wanted))], dtype=float).reshape(len(wanted), len(kinds))
    for _ in range(ROUNDS):
        sums = belongs @ table.sum(axis=0)
        factors = np.divide(wanted, sums, out=np.ones_like(sums), where=sums > 0)
        scaled = table * np.append(np.clip(factors, SMALLEST, 1 / SMALLEST), 1.0)[kinds]
        sums_of_rows = scaled.sum(axis=1, keepdims=True)
        scaled *= np.divide(rows, sums_of_rows, out=np.zeros_like(rows), where=sums_of_rows > 0)
        change = np.abs(scaled - table).max(initial=0.0)
        table = scaled
        if change <= SETTLED * max(1.0, table.max(initial=0.0)):
            break
    return table


def raked_mixes(
    held: Mapping[str, float],
    mixes: Mapping[str, Mapping[str, float]],
    kind_of: Mapping[str, str],
    wanted: Mapping[str, float],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(kinds, mixes): what the totals ask and get, and the weights before and after.

    `held`: quantity by recipe, known and unknown; a known one has its type's code. `mixes`: of each unknown one the
    weights of the types it may be, that add to 1. `kind_of`: type → kind. `wanted`: kind → total. Columns kind, wanted,
    known, before and after (quantities; the last two with what is known), and MIX_COLUMNS (one row per weight of an
    unknown recipe that a kind concerns; `after` is 0 where it went away).
    """
    names = list(wanted)
    number = {kind: place for place, kind in enumerate(names)}
    unknown = [
        code
        for code, mix in mixes.items()
        if held.get(code, 0.0) > 0 and any(kind_of.get(leaf) in number for leaf in mix)
    ]
    leaves = sorted({leaf for code in unknown for leaf in mixes[code]})
    kinds = np.array([number.get(kind_of.get(leaf, ""), -1) for leaf in leaves], dtype=np.int64)
    table = np.array(
        [[held[code] * mixes[code].get(leaf, 0.0) for leaf in leaves] for code in unknown], dtype=float
    ).reshape(len(unknown), len(leaves))
    known = np.zeros(len(names))
    for code, quantity in held.items():
        if code not in mixes and kind_of.get(code) in number:
            known[number[kind_of[code]]] += quantity
    totals = np.array([wanted[kind] for kind in names], dtype=float)
    raked = rake(table, kinds, np.maximum(totals - known, 0.0))
    sums = [[each[:, kinds == kind].sum() for kind in range(len(names))] for each in (table, raked)]
    told = pd.DataFrame(
        {"kind": names, "wanted": totals, "known": known, "before": known + sums[0], "after": known + sums[1]}
    )
    return told, _weights(unknown, leaves, table, raked)


def _weights(unknown: list[str], leaves: list[str], before: FloatArray, after: FloatArray) -> pd.DataFrame:
    rows = []
    for place, code in enumerate(unknown):
        old, new = (each[place] / each[place].sum() for each in (before, after))
        new = np.where(new < SHOWN, 0.0, new)
        new /= new.sum()
        rows += [(code, leaf, *pair) for leaf, pair in zip(leaves, zip(old, new, strict=True), strict=True) if pair[0]]
    return pd.DataFrame(rows, columns=MIX_COLUMNS)
