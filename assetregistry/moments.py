"""Mean and variance of what comes out, and what each kind of not knowing adds to it.

With R[k, r, j] = Σ m·h over a group's things of recipe class r whose own life or whose sewer's life is of class k, at
node j of that class's life factor (the other life's factor averaged), R̄ its mean over nodes and own lives, and
v = ρ·cv² the shared part of a recipe's variance (layers of a class may differ in it: each is off by as many of its own
√v, so v (Σ R)² stands for (Σ √v R)²):

    mean = Σ_kr R̄
    var  = Σ_k Var_j(Σ_r R) + Σ_r v (Σ_k R̄)² + Σ_kr v Var_j(R)
         + Σ m² (1 + (1 - ρ) cv²) (1 + v) E_j[h] - m² (1 + v) E_j[h²]

and the chance that nothing comes at all, which matters where few things are expected:

    nothing = Π_k E_j[ Π (1 - h) ]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from assetregistry.clocks import IntArray
from assetregistry.releases import Releases
from assetregistry.survival import FloatArray, life_factors


@dataclass(frozen=True)
class Part:
    """A share of a variance: which group has it, which class makes it, how much.

    `cause`: a position among the lifetimes (of a life) or the layers (a layer of the recipe class, or any).
    """

    group: IntArray
    cause: IntArray
    variance: FloatArray


@dataclass(frozen=True)
class Moments:
    """Mean and chance of nothing by group and period, and the variance's parts."""

    mean: FloatArray
    nothing: FloatArray
    life: Part
    recipe: Part
    both: Part
    individual: Part

    @property
    def variance(self) -> FloatArray:
        """Variance by group and period."""
        parts = (self.life, self.recipe, self.both, self.individual)
        return sum((_summed(part.group, len(self.mean), part.variance) for part in parts), np.zeros_like(self.mean))


def moments(sums: Releases, layers: pd.DataFrame, share: FloatArray, shared_share: float) -> Moments:
    """Mean and variance of `share` (by layer) of the sums' mass; `layers`: lifetime, recipe_class and cv."""
    weights = life_factors(0.0)[1]
    groups = int(sums.group.max()) + 1
    part = share[sums.layer]
    released = sums.released * part[:, None, None]
    cv2 = layers["cv"].to_numpy()[sums.layer, None] ** 2
    v, own = shared_share * cv2, (1 - shared_share) * cv2
    recipe = pd.factorize(layers["recipe_class"])[0][sums.layer]

    mean = released @ weights
    stay_of, by_stay = _by(
        sums.group, sums.lifetime, sums.stays if part.all() else sums.stays * (part > 0)[:, None, None]
    )
    pair, lifetime, effects = _effects(sums, part, released)
    group = sums.group[pair]
    life_of, by_life = _by(group, lifetime, effects)
    root = np.sqrt(v)
    recipe_of, by_recipe = _by(sums.group, recipe, root * mean)
    both_of, by_both = _by(group, lifetime * len(layers) + recipe[pair], root[pair, :, None] * effects)
    individual = part[:, None] ** 2 * ((1 + own) * (1 + v) * sums.squared - (1 + v) * sums.squared_twice)
    return Moments(
        mean=_summed(sums.group, groups, mean),
        nothing=np.exp(_summed(sums.group[stay_of], groups, _log_mean(by_stay, weights))),
        life=Part(group[life_of], lifetime[life_of], _variance(by_life, weights)),
        recipe=Part(sums.group[recipe_of], sums.layer[recipe_of], by_recipe**2),
        both=Part(group[both_of], sums.layer[pair[both_of]], _variance(by_both, weights)),
        individual=Part(sums.group, sums.layer, individual),
    )


def _effects(sums: Releases, part: FloatArray, released: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """(pair, lifetime, kg at each node of its factor): by a pair's own life, and by that of the sewers below it."""
    each = np.arange(len(part))
    if not len(sums.below_pair):
        return each, sums.lifetime, released
    below = sums.below * part[sums.below_pair, None, None]
    return (
        np.append(each, sums.below_pair),
        np.append(sums.lifetime, sums.below_lifetime),
        np.concatenate([released, below]),
    )


def _by(group: IntArray, code: IntArray, values: FloatArray) -> tuple[IntArray, FloatArray]:
    """Sums by group and code, and the position of a first member of each."""
    _, where, inverse = np.unique(group * (int(code.max()) + 1) + code, return_index=True, return_inverse=True)
    if len(where) == len(group):  # each stands alone already
        return np.arange(len(group)), values
    return where, _summed(inverse, len(where), values)


def _summed(target: IntArray, count: int, values: FloatArray) -> FloatArray:
    sums = scipy.sparse.csr_array((np.ones(len(target)), (target, np.arange(len(target)))), shape=(count, len(target)))
    return np.asarray(sums @ values.reshape(len(target), -1)).reshape(count, *values.shape[1:])


def _log_mean(logs: FloatArray, weights: FloatArray) -> FloatArray:
    """log of the mean of exp(logs) over the last axis; -inf where all of them vanish."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(logs) @ weights))


def _variance(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Variance over the last axis, the life factor's nodes."""
    mean = values @ weights
    return np.maximum(values**2 @ weights - mean**2, 0.0)
