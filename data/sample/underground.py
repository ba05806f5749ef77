"""Sewers under the streets: pipes from manhole to manhole, gullies along the kerb, a pressure main to the hamlet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from plan import Street, last_laid
from shapely import LineString, Point
from surfaces import PROFILES

GWSW = "http://data.gwsw.nl/1.6/totaal/"
BETWEEN_MANHOLES_M = 50.0
BETWEEN_GULLIES_M = 26.0
GULLY_LIFE = 42.0  # years
SEPARATE_SINCE = 1984  # from then on rain and waste water have a pipe each


@dataclass(frozen=True)
class Pipe:
    """A pipe as a water manager registers it; sizes in mm, `material` None where nobody knows."""

    type: str
    system: str
    material: str | None
    shape: str
    width_mm: int
    height_mm: int
    built: str | None
    geometry: LineString


@dataclass(frozen=True)
class Node:
    """A manhole, gully or pump pit."""

    type: str
    material: str | None
    built: str | None
    width_mm: int
    geometry: Point


def underground(streets: list[Street], random: np.random.Generator) -> tuple[list[Pipe], list[Node]]:
    """All pipes and nodes."""
    pipes: list[Pipe] = []
    nodes: dict[tuple[float, float], Node] = {}
    for street in streets:
        if street.kind == "rural":
            continue
        built = _when(street, random)
        for pipe in _pipes(street, built, random):
            pipes.append(pipe)
            for end in (pipe.geometry.coords[0], pipe.geometry.coords[-1]):
                nodes.setdefault((round(end[0], 1), round(end[1], 1)), _manhole(end, built, random))
    gullies = [gully for street in streets if street.kind != "rural" for gully in _gullies(street, random)]
    main, pits = _pressure_main(streets)
    return [*pipes, *main], [*nodes.values(), *gullies, *pits]


def _when(street: Street, random: np.random.Generator) -> int:
    """The sewer is as old as the neighbourhood, or came in the fifties, or was renewed."""
    laid = max(street.year, 1949)
    renewed = laid < 1975 and random.random() < 0.18
    return int(random.integers(1996, 2022)) if renewed else laid


def _pipes(street: Street, built: int, random: np.random.Generator) -> Iterator[Pipe]:
    count = max(1, round(street.axis.length / BETWEEN_MANHOLES_M))
    marks = np.linspace(0, street.axis.length, count + 1)
    places = [street.axis.interpolate(mark) for mark in marks]
    kinds = [("GemengdRiool", "GemengdStelsel")]
    if built >= SEPARATE_SINCE:
        kinds = [("Vuilwaterriool", "Vuilwaterstelsel"), ("Hemelwaterriool", "Hemelwaterstelsel")]
    for index, (kind, system) in enumerate(kinds):
        material, shape, width, height = _make(kind, built, street.kind, random)
        for start, end in pairwise(places):
            told = material if random.random() > 0.07 else None
            line = LineString([_beside(start, street, 1.4 * index), _beside(end, street, 1.4 * index)])
            yield Pipe(kind, system, told, shape, width, height, _date(built, random), line)


def _beside(point: Point, street: Street, metres: float) -> tuple[float, float]:
    if not metres:
        return (round(point.x, 3), round(point.y, 3))
    at = street.axis.project(point)
    a, b = street.axis.interpolate(max(0, at - 1)), street.axis.interpolate(min(street.axis.length, at + 1))
    dx, dy = b.x - a.x, b.y - a.y
    size = (dx**2 + dy**2) ** 0.5 or 1.0
    return (round(point.x - dy / size * metres, 3), round(point.y + dx / size * metres, 3))


def _make(kind: str, built: int, street: str, random: np.random.Generator) -> tuple[str, str, int, int]:
    if kind == "Vuilwaterriool":
        return "PVC", "Rond", int(random.choice([200, 250], p=[0.3, 0.7])), 0
    if kind == "Hemelwaterriool" and random.random() < 0.45:
        return "PVC", "Rond", int(random.choice([250, 315, 400])), 0
    if built < 1966 and random.random() < 0.14:
        return "Gres", "Rond", int(random.choice([250, 300])), 0
    if street in ("main", "collector") and built < 1976 and random.random() < 0.5:
        return "Beton", "Eivormig", 400, 600
    large = [500, 600, 800] if street in ("main", "collector") else [300, 300, 400, 400, 500]
    return "Beton", "Rond", int(random.choice(large)), 0


def _manhole(place: tuple[float, float], built: int, random: np.random.Generator) -> Node:
    material: str | None = "Beton"
    if built < 1952:
        material = "MetselwerkBaksteen"
    elif built > 2005 and random.random() < 0.3:
        material = "Polypropyleen"
    told = material if random.random() > 0.1 else None
    return Node("Inspectieput", told, _date(built, random), 800, Point(place))


def _gullies(street: Street, random: np.random.Generator) -> Iterator[Node]:
    half = PROFILES[street.kind][0] / 2 - 0.25
    count = int(street.axis.length // BETWEEN_GULLIES_M)
    for index in range(count):
        side = 1 if index % 2 else -1
        place = street.axis.interpolate((index + 0.5) / count, normalized=True)
        laid = last_laid(street.year, GULLY_LIFE, random)
        material = "PVC" if laid > 1998 and random.random() < 0.6 else "Beton"
        told = material if random.random() > 0.3 else None
        yield Node("Straatkolk", told, _date(laid, random), 450, Point(_beside(place, street, side * half)))


def _pressure_main(streets: list[Street]) -> tuple[list[Pipe], list[Node]]:
    """The hamlet pumps its water along the provincial road: partly the asbestos cement of 1968, partly PVC of 1999."""
    east = [
        street for street in streets if street.name.startswith("Provincialeweg") and street.axis.centroid.x > 246_900
    ]
    pipes = []
    for index, street in enumerate(east):
        material, built = ("Asbestcement", 1968) if index % 3 == 0 else ("PVC", 1999)
        line = LineString([_beside(Point(xy), street, 8.0) for xy in street.axis.coords])
        pipes.append(
            Pipe("Persleiding", "Persleidingsysteem", material, "Rond", 160, 0, str(built), line.simplify(0.05))
        )
    pits = [Node("Pompunit", "Beton", "1968", 1200, Point(pipes[-1].geometry.coords[-1]))] if pipes else []
    return pipes, pits


def _date(year: int, random: np.random.Generator) -> str | None:
    """Years as registers hold them: alone, as a date, or not at all."""
    chance = random.random()
    return None if chance < 0.05 else str(year) if chance < 0.7 else f"{year}-01-01"
