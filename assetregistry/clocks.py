"""When things end, whatever ends them: their own wear, programmes, planned works, the sewer below them.

With A the chance that a thing stands by its own wear and programmes at node j of its life's factor, W that planned
works have not come, G that the sewer below stands at node l of the factor of *its* life, and κ the share of what renews
sewers that opens the street:

    stands at t, given that it stands today:   A_j(t) · W(t) · G_l(t)^κ

Causes do not know of each other: the chance that none has come is the product. `h` averages over l, `below` over j, so
that each lifetime class's factor can be told apart (see `moments`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from assetregistry.survival import FloatArray, LifetimeClass, life_factors, programmes_left, standing

IntArray = npt.NDArray[np.int64]
Period = tuple[int, int]
CAUSES = ("wear", "programme", "works", "sewer")
LONGEST_LIVES = 8  # ends are looked for this many mean lives ahead
GRID = 500
TINY = 1e-300
SPARSE = 50  # possible keys per row up to which a table of them is quicker than sorting


@dataclass(frozen=True)
class Chances:
    """The chances of one lifetime class's rows.

    `rows`: their positions; `clock`: which of the class's distinct clocks each has; `h`: the chance of each clock to
    end in each period at each node of the life's factor, shape (clocks, periods, nodes); `below`: for each lifetime
    class of sewers, the clocks that follow one and their chances at the nodes of the sewers' factor.
    """

    lifetime: str
    rows: IntArray
    clock: IntArray
    h: FloatArray
    below: Mapping[str, tuple[IntArray, FloatArray]]


def chances(
    rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], periods: list[Period], as_of: float
) -> Iterator[Chances]:
    """The chances of the rows, lifetime class by lifetime class. Periods follow on one another.

    `rows`: lifetime, built_from, built_to and, where there are any, works_year (planned works reach the thing in it),
    sewer_lifetime (lifetime class of the sewer below it), sewer_built_from, sewer_built_to. Null: not known, or none.
    """
    edges = np.array([*(start for start, _ in periods), periods[-1][1]], dtype=float)
    for part in _by_lifetime(rows, lifetimes, np.maximum(edges, as_of), as_of):
        yield part.chances()


def causes(
    rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], years: range, as_of: float
) -> dict[str, FloatArray]:
    """For each row and each of CAUSES, the chance that it ends in `years` by that cause; they add to that of `chances`.

    Within a year, causes share what ends as their hazards do. The hazard of a cause is the fall of its chance to have
    left the thing standing over the mean of that chance in the year.
    """
    edges = np.maximum(np.arange(years.start, years.stop + 1, dtype=float), as_of)
    found = {cause: np.zeros(len(rows)) for cause in CAUSES}
    for part in _by_lifetime(rows, lifetimes, edges, as_of):
        left = part.standing()
        together = np.prod([*left.values()], axis=0)
        hazards = {cause: _hazard(each) for cause, each in left.items()}
        ends = _ended(together) / np.maximum(np.sum([*hazards.values()], axis=0), TINY)
        for cause, hazard in hazards.items():
            found[cause][part.rows] = (ends * hazard).sum(axis=1)[part.clock]
    return found


def end_years(
    rows: pd.DataFrame,
    lifetimes: Mapping[str, LifetimeClass],
    as_of: float,
    probabilities: tuple[float, ...] = (0.1, 0.5, 0.9),
) -> FloatArray:
    """Decimal years by which things that stand at `as_of` have ended with each of the probabilities.

    Shape (rows, probabilities); the columns of `rows` are those of `chances`.
    """
    ends = np.empty((len(rows), len(probabilities)))
    for name, part in rows.reset_index(drop=True).groupby("lifetime"):
        longest = LONGEST_LIVES * lifetimes[str(name)].mean_years
        horizon = as_of + np.linspace(0.0, 1.0, GRID) ** 3 * longest  # fine where old things end
        (only,) = _by_lifetime(part, lifetimes, horizon, as_of)
        stands = np.prod([*only.standing().values()], axis=0)
        ended = np.maximum.accumulate(1.0 - stands, axis=1)
        found = np.array([np.interp(probabilities, each, horizon) for each in ended])
        ends[part.index[only.rows]] = found[only.clock]
    return ends


@dataclass(frozen=True)
class _Sewers:
    """The distinct sewers below rows.

    `of_row`: which each row has (-1: none); `lifetime`: the class of each, a position in `names`; `alive`: their
    chances to stand, shape (sewers + 1, instants, nodes). The last stands for no sewer, which never ends.
    """

    of_row: IntArray
    lifetime: IntArray
    names: list[str]
    alive: FloatArray


@dataclass(frozen=True)
class _Part:
    """The rows of one lifetime class, their distinct clocks, and what each clock is made of.

    `clock` by row; `own` (position among the building intervals), `left` (chance that planned works have not come, by
    instant) and `sewer` by clock. Where nothing but wear and programmes ends things, `own` counts through and `left` is
    None.
    """

    name: str
    life: LifetimeClass
    as_of: float
    instants: FloatArray
    rows: IntArray
    clock: IntArray
    built_from: FloatArray
    built_to: FloatArray
    own: IntArray
    left: FloatArray | None
    sewer: IntArray
    sewers: _Sewers

    def chances(self) -> Chances:
        alive = self._alive(self.life)
        if self.left is None:
            return Chances(self.name, self.rows, self.clock, _ended(alive), {})
        weights = life_factors(0.0)[1]
        below = self.sewers.alive**self.life.sewer_share
        h = _ended(alive[self.own] * (self.left * (below @ weights)[self.sewer])[:, :, None])
        on_average = (alive @ weights)[self.own] * self.left
        classes = self.sewers.lifetime[self.sewer]
        followed = {}
        for code in np.unique(classes[classes >= 0]):
            some = np.flatnonzero(classes == code)
            stands = on_average[some][:, :, None] * below[self.sewer[some]]
            followed[self.sewers.names[code]] = (some, _ended(stands))
        return Chances(self.name, self.rows, self.clock, h, followed)

    def standing(self) -> dict[str, FloatArray]:
        """The chance that each of CAUSES has left each clock standing, shape (clocks, instants)."""
        weights = life_factors(0.0)[1]
        one = np.ones((len(self.own), len(self.instants)))
        below = self.sewers.alive**self.life.sewer_share @ weights
        return {
            "wear": (self._alive(replace(self.life, programmes=())) @ weights)[self.own],
            "programme": one * programmes_left(self.life, self.as_of, self.instants),
            "works": one if self.left is None else self.left,
            "sewer": one if self.left is None else below[self.sewer],
        }

    def _alive(self, life: LifetimeClass) -> FloatArray:
        factors = life_factors(life.sigma)[0]
        return standing(life, self.built_from, self.built_to, self.as_of, self.instants, factors)


def _by_lifetime(
    rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], instants: FloatArray, as_of: float
) -> Iterator[_Part]:
    code, names = pd.factorize(rows["lifetime"])
    order = np.argsort(code.astype(np.int16), kind="stable")  # few codes: sorted by counting
    cuts = np.searchsorted(code[order], np.arange(len(names) + 1))
    built_from, built_to, works_year = (_years(rows, name) for name in ("built_from", "built_to", "works_year"))
    sewers = _sewers(rows, lifetimes, instants, as_of)
    for name, (first, last) in zip(names, pairwise(cuts), strict=True):
        life, at = lifetimes[name], order[first:last]
        where, own = _distinct(built_from[at], built_to[at])
        intervals = (built_from[at][where], built_to[at][where])
        planned = works_year[at] if life.works else np.full(len(at), np.nan)
        sewer = sewers.of_row[at] if life.sewer_share > 0 else np.full(len(at), -1)
        if np.isnan(planned).all() and (sewer < 0).all():
            none = np.full(len(where), -1)
            yield _Part(name, life, as_of, instants, at, own, *intervals, np.arange(len(where)), None, none, sewers)
            continue
        each, clock = _distinct(own, planned, sewer + 1)
        left = np.ones((len(each), len(instants)))
        if life.works:
            left = life.works.left(planned[each], as_of, instants)
        yield _Part(name, life, as_of, instants, at, clock, *intervals, own[each], left, sewer[each], sewers)


def _sewers(rows: pd.DataFrame, lifetimes: Mapping[str, LifetimeClass], instants: FloatArray, as_of: float) -> _Sewers:
    nodes = len(life_factors(0.0)[1])
    if "sewer_lifetime" not in rows or rows["sewer_lifetime"].isna().all():
        return _Sewers(np.full(len(rows), -1), np.array([-1]), [], np.ones((1, len(instants), nodes)))
    code, names = pd.factorize(rows["sewer_lifetime"])
    built_from, built_to = _years(rows, "sewer_built_from"), _years(rows, "sewer_built_to")
    has = np.flatnonzero(code >= 0)
    where, which = _distinct(code[has], built_from[has], built_to[has])
    first = has[where]
    of_row = np.full(len(rows), -1)
    of_row[has] = which
    alive = np.ones((len(first) + 1, len(instants), nodes))
    for position, name in enumerate(names):
        some = np.flatnonzero(code[first] == position)
        life = lifetimes[name]
        factors = life_factors(life.sigma)[0]
        alive[some] = standing(life, built_from[first[some]], built_to[first[some]], as_of, instants, factors)
    return _Sewers(of_row, np.append(code[first], -1), list(names), alive)


def _years(rows: pd.DataFrame, name: str) -> FloatArray:
    """A column of years; NaN where it is null, and everywhere when there is no such column."""
    return rows[name].to_numpy(dtype=float, na_value=np.nan) if name in rows else np.full(len(rows), np.nan)


def _distinct(*columns: npt.NDArray[np.generic]) -> tuple[IntArray, IntArray]:
    """A row of each distinct combination of the columns (whole numbers, or NaN), and which combination each row has."""
    key, span = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        values = column.astype(np.float64)
        lowest = np.nanmin(values, initial=np.inf)
        codes = np.where(np.isnan(values), 0.0, values - lowest + 1).astype(np.int64)
        width = int(codes.max()) + 1
        key, span = key * width + codes, span * width
    if span > SPARSE * len(key):
        _, where, which = np.unique(key, return_index=True, return_inverse=True)
        return where, which
    occurs = np.zeros(span, dtype=bool)
    occurs[key] = True
    which = (np.cumsum(occurs) - 1)[key]
    where = np.empty(int(which.max()) + 1, dtype=np.int64)
    where[which] = np.arange(len(key))
    return where, which


def _hazard(alive: FloatArray) -> FloatArray:
    """The fall between instants over the mean of both; 0 where nothing is left."""
    mean = (alive[:, :-1] + alive[:, 1:]) / 2
    return np.divide(_ended(alive), mean, out=np.zeros_like(mean), where=mean > 0)


def _ended(alive: FloatArray) -> FloatArray:
    """From chances to stand at instants to chances to end between them, along the second axis."""
    return alive[:, :-1] - alive[:, 1:]
