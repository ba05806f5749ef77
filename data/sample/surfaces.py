"""Road surfaces along the streets: carriageways, junctions, cycle paths, bays and footways, without overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from plan import Street, last_laid
from shapely import LineString, Polygon, ops

LONGEST_M = 120.0  # surfaces are registered in pieces of at most this length
SMALLEST_M2 = 2.0
CELL_M = 60.0

# kind of street: width of carriageway, of footway on each side, of cycle paths, of parking bays (0: none)
PROFILES = {
    "main": (7.0, 1.8, 2.6, 0.0),
    "collector": (6.0, 2.0, 2.0, 0.0),
    "business": (7.0, 1.6, 0.0, 2.2),
    "local": (5.0, 1.8, 0.0, 2.0),
    "court": (4.6, 1.2, 0.0, 2.2),
    "rural": (4.2, 0.0, 0.0, 0.0),
}

LIVES = {"Asfalt": 19.0, "Gebakken klinkers": 36.0}  # years between renewals
LIFE = 31.0


@dataclass(frozen=True)
class Surface:
    """A piece of paving as the road manager registers it; year 0 and 'Onbekend' are what is not known."""

    street: str
    use: str
    paving: str
    year: int
    width_m: float
    owner: str
    geometry: Polygon


def surfaces(streets: list[Street], random: np.random.Generator) -> list[Surface]:
    """All surfaces; what is of higher rank keeps its ground, the rest yields."""
    ranked = [list(part) for part in (_junctions(streets), _carriageways(streets), _beside(streets, random))]
    placed: list[Piece] = []
    cells: dict[tuple[int, int], list[Polygon]] = {}
    for piece in (piece for layer in ranked for piece in layer):
        for kept in _yielding(piece, cells):
            placed.append(kept)
            for cell in _cells(kept[3]):
                cells.setdefault(cell, []).append(kept[3])
    return [_registered(street, use, width, shape, random) for street, use, width, shape in placed]


Piece = tuple[Street, str, float, Polygon]


def _junctions(streets: list[Street]) -> Iterator[Piece]:
    ends: dict[tuple[float, float], list[Street]] = {}
    for street in streets:
        for end in (street.axis.coords[0], street.axis.coords[-1]):
            ends.setdefault((round(end[0], 1), round(end[1], 1)), []).append(street)
    for place, meeting in ends.items():
        if len(meeting) > 2:
            widest = max(meeting, key=lambda each: PROFILES[each.kind][0])
            reach = shapely.Point(place).buffer(PROFILES[widest.kind][0] / 2 + 5.0)
            arms = [street.axis.buffer(PROFILES[street.kind][0] / 2, cap_style="flat") for street in meeting]
            shape = shapely.union_all(arms).intersection(reach)
            yield widest, "Kruisingsvlak", PROFILES[widest.kind][0], shape.buffer(1.5).buffer(-1.5)


def _carriageways(streets: list[Street]) -> Iterator[Piece]:
    for street in streets:
        width = PROFILES[street.kind][0]
        for part in _pieces(street.axis, LONGEST_M):
            yield street, "Rijbaan", width, part.buffer(width / 2, cap_style="flat")


def _beside(streets: list[Street], random: np.random.Generator) -> Iterator[Piece]:
    for street in streets:
        carriageway, footway, cycleway, parking = PROFILES[street.kind]
        for side in (-1, 1):
            edge = carriageway / 2
            if cycleway and street.axis.length > 25:
                for part in _pieces(street.axis, LONGEST_M):
                    yield street, "Fietspad", cycleway, _band(part, side, edge + 1.6, cycleway)
                edge += 1.6 + cycleway
            if parking and side == 1 and street.axis.length > 45:
                middle = ops.substring(street.axis, 11, street.axis.length - 11)
                for part in list(_pieces(middle, 24.0)):
                    if random.random() < 0.55:
                        yield street, "Parkeervak", parking, _band(part, side, edge, parking)
                edge += parking
            if footway:
                for part in _pieces(street.axis, LONGEST_M):
                    yield street, "Voetpad", footway, _band(part, side, edge + 0.1, footway)


def _band(axis: LineString, side: int, inner: float, width: float) -> Polygon:
    """The strip beside an axis between two distances, on one side."""
    outer = axis.buffer(side * (inner + width), single_sided=True)
    return outer.difference(axis.buffer(side * inner, single_sided=True))


def _pieces(axis: LineString, longest: float) -> Iterator[LineString]:
    count = max(1, int(np.ceil(axis.length / longest)))
    marks = np.linspace(0, axis.length, count + 1)
    for start, end in pairwise(marks):
        yield ops.substring(axis, start, end)


def _cells(shape: Polygon) -> list[tuple[int, int]]:
    """The squares of the ground that a shape may touch, so that only neighbours are compared."""
    west, south, east, north = (int(bound // CELL_M) for bound in shape.bounds)
    return [(x, y) for x in range(west, east + 1) for y in range(south, north + 1)]


def _yielding(piece: Piece, cells: dict[tuple[int, int], list[Polygon]]) -> Iterator[Piece]:
    street, use, width, shape = piece
    close = {id(other): other for cell in _cells(shape) for other in cells.get(cell, ())}.values()
    near = [other for other in close if other.intersects(shape)]
    rest = shape.difference(shapely.union_all(near)) if near else shape
    for part in shapely.get_parts(rest.buffer(-0.05).buffer(0.05, join_style="mitre")):
        if isinstance(part, Polygon) and part.area > SMALLEST_M2:
            yield street, use, width, shapely.set_precision(part, 0.001)


def _registered(street: Street, use: str, width: float, shape: Polygon, random: np.random.Generator) -> Surface:
    owner = "P9901" if street.name.startswith("Provincialeweg") else "G9901"
    paving = _paving(street, use, random)
    year = last_laid(street.year, LIVES.get(paving, LIFE), random)
    chance = random.random()
    known = 0 if chance < 0.12 else year
    return Surface(street.name, use, "Onbekend" if random.random() < 0.11 else paving, known, width, owner, shape)


def _paving(street: Street, use: str, random: np.random.Generator) -> str:
    old_centre = street.neighbourhood == "BU99010100"
    usual, other, share = {
        "Fietspad": ("Asfalt", "Betontegels", 0.7),
        "Voetpad": ("Gebakken klinkers" if old_centre else "Betontegels", "Betonstraatstenen", 0.96),
        "Parkeervak": ("Betonstraatstenen", "Grasbetontegels", 0.6 if street.year > 2002 else 1.0),
    }.get(use) or {
        "main": ("Asfalt", "Asfalt", 1.0),
        "rural": ("Asfalt", "Betonstraatstenen", 0.9),
        "business": ("Asfalt", "Cementbeton", 0.75),
        "collector": ("Asfalt", "Betonstraatstenen", 0.8),
    }.get(street.kind, ("Gebakken klinkers", "Betonstraatstenen", 0.9 if old_centre else 0.18))
    return usual if random.random() < share else other
