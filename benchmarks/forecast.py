"""The forecast's kernel: kg that come out by year, on the same cohorts, against flodym's inflow-driven stock model.

flodym is given what makes it conditional: each cohort's inflow is what must have come in for its kg to stand today. It
knows one life of each class; our kernel sums kg at the seven lives that a class may have, and kg² and the chance of
nothing besides. So flodym is asked once, for the means, and seven times, for the kernel's kg. Both must agree on all of
them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Collection
from dataclasses import replace

import flodym
import numpy as np
import pandas as pd
from scipy.special import gamma

from assetregistry.releases import Releases, releases
from assetregistry.supply import forecast
from assetregistry.survival import NODES, LifetimeClass, life_factors, weibull_shape

AREAS, CLASSES = 30, 20
BUILT = range(1950, 2027)
YEARS = range(2027, 2102)
AS_OF = 2027.0
EQUAL = 1e-9
GRAM = 1e-3

Frame = pd.DataFrame


def table(runs: int) -> str:
    """A row of the table for ours and the peer's; raises AssertionError when the means differ."""
    random = np.random.default_rng(4)
    lives = {
        f"class{number}": LifetimeClass("weibull", float(mean), 0.35)
        for number, mean in enumerate(random.uniform(20, 90, CLASSES))
    }
    kg = random.lognormal(8, 1, (len(BUILT), AREAS, CLASSES))
    cohorts, layers = _frames(kg, list(lives))
    unsure = {name: LifetimeClass(life.kind, life.mean_years, life.cv, 0.2) for name, life in lives.items()}

    means = forecast(cohorts, layers, lives, YEARS, AS_OF, ("year",))["expected_kg"].to_numpy()
    _same(_flodym(kg, lives.values()).sum(axis=1), means)
    of_lives = np.stack([_flodym(kg, stretched) for stretched in _possible(unsure)], axis=-1)
    _same(of_lives, _by_series(_kernel(cohorts, layers, unsure)()))
    by = ("year", "area", "material")
    ours = _median(lambda: forecast(cohorts, layers, unsure, YEARS, AS_OF, by), runs)
    one = cohorts[cohorts["area"] == "A0"]
    area = _median(lambda: forecast(one, layers, unsure, YEARS, AS_OF, ("year", "material")), runs)
    kernel = _median(_kernel(cohorts, layers, unsure), runs)
    peer = _median(lambda: _flodym(kg, lives.values()), runs)
    seven = _median(lambda: [_flodym(kg, stretched) for stretched in _possible(unsure)], runs)
    return (
        f"| forecast, {len(cohorts):,} cohorts, {len(YEARS)} years | CPU s | ratio |\n|---|---|---|\n"
        f"| flodym, kg at the {NODES} lives that each class may have | {seven:.2f} | 1 |\n"
        f"| ours, the kernel: the same kg, with kg² and the chance of nothing | {kernel:.3f} "
        f"| {seven / kernel:.1f} × faster |\n"
        f"| flodym, kg at one life | {peer:.2f} | {seven / peer:.1f} × faster |\n"
        f"| ours, {AREAS * CLASSES:,} groups by year with ranges | {ours:.2f} | {seven / ours:.1f} × faster |\n"
        f"| ours, one area of them ({len(one):,} cohorts) by year and material with ranges | {area:.3f} | |\n"
    )


def _frames(kg: np.ndarray, names: list[str]) -> tuple[Frame, Frame]:
    built, area, kind = (axis.ravel() for axis in np.indices(kg.shape))
    cohorts = pd.DataFrame(
        {
            "area": np.char.add("A", area.astype(str)).astype(object),
            "asset_type": "road",
            "owner": "G1",
            "layer_id": kind,
            "suspect": None,
            "built_from": built + float(BUILT.start),
            "built_to": built + float(BUILT.start),
            "count": 100,
            "kg": kg.ravel(),
            "kg2": kg.ravel() ** 2 / 100,
        }
    )
    shares = {"reuse": 0.0, "recycle": 1.0, "recover": 0.0, "landfill": 0.0}
    layers = pd.DataFrame({"layer_id": range(len(names)), "material": names, "lifetime": names, "cv": 0.2})
    return cohorts, layers.assign(recipe_class=names, **shares)


def _same(theirs: np.ndarray, ours: np.ndarray) -> None:
    """Equal to EQUAL of the number itself; below a gram in the year, of the gram."""
    difference = float(np.max(np.abs(theirs - ours) / np.maximum(np.abs(theirs), GRAM)))
    assert difference < EQUAL, f"the kg differ by {difference:.1e}"


def _possible(lives: dict[str, LifetimeClass]) -> list[list[LifetimeClass]]:
    """All classes at each of the lives that they may have."""
    factors = {name: life_factors(life.sigma)[0] for name, life in lives.items()}
    return [
        [replace(life, mean_years=life.mean_years * float(factors[name][node])) for name, life in lives.items()]
        for node in range(NODES)
    ]


def _by_series(found: Releases) -> np.ndarray:
    """kg by year, series (areas × classes) and life."""
    released = np.empty((AREAS, CLASSES, *found.released.shape[1:]))
    released[found.group, found.layer] = found.released
    return released.reshape(AREAS * CLASSES, *found.released.shape[1:]).swapaxes(0, 1)


def _kernel(cohorts: Frame, layers: Frame, lives: dict[str, LifetimeClass]) -> Callable[[], Releases]:
    """What comes before groups, ranges and tables."""
    rows = cohorts.assign(layer=cohorts["layer_id"], group=pd.factorize(cohorts["area"])[0])
    rows = rows.assign(lifetime=layers["lifetime"].astype("category").array[rows["layer"]])
    rows = rows.sort_values(["group", "layer"], ignore_index=True)
    periods = [(year, year + 1) for year in YEARS]

    def task() -> Releases:
        return releases(rows, lives, periods, AS_OF)

    return task


def _flodym(kg: np.ndarray, lives: Collection[LifetimeClass]) -> np.ndarray:
    """Outflow by YEARS and series (areas × classes)."""
    times = list(range(BUILT.start, YEARS.stop))
    series = list(range(kg.shape[1] * kg.shape[2]))
    dims = flodym.DimensionSet(
        dim_list=[
            flodym.Dimension(name="Time", letter="t", items=times, dtype=int),
            flodym.Dimension(name="Series", letter="s", items=series, dtype=int),
        ]
    )
    shape = np.array([weibull_shape(life.cv) for life in lives])
    scale = np.array([life.mean_years for life in lives]) / gamma(1 + 1 / shape)
    shapes, scales = (np.broadcast_to(np.tile(each, AREAS), (len(times), len(series))) for each in (shape, scale))
    age = AS_OF - np.arange(BUILT.start, BUILT.stop) - 0.5
    standing = np.exp(-((age[:, None, None] / scale) ** shape))
    inflow = np.zeros((len(times), len(series)))
    inflow[: len(BUILT)] = (kg / standing).reshape(len(BUILT), -1)
    stock = flodym.InflowDrivenDSM(
        dims=dims,
        time_letter="t",
        inflow=flodym.StockArray(dims=dims, values=inflow),
        lifetime_model=flodym.WeibullLifetime(
            dims=dims, time_letter="t", inflow_at="middle", weibull_shape=shapes, weibull_scale=scales
        ),
    )
    stock.compute()
    outflow: np.ndarray = stock.outflow.values[len(BUILT) :]
    return outflow


def _median(task: Callable[[], object], runs: int) -> float:
    """Median CPU seconds: the machine may be busy with other work."""
    seconds = []
    for _ in range(runs):
        started = time.process_time()
        task()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)
