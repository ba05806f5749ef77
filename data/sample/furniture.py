"""What stands along the streets: lamp posts, signs, benches, bins, bollards, racks, shelters, cabinets, fences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from plan import Street
from shapely import LineString, Point
from surfaces import PROFILES

BETWEEN_LAMPS_M = 30.0


@dataclass(frozen=True)
class Thing:
    """A piece of street furniture; `year` 0 and `material` 'onbekend' are what is not known."""

    kind: str
    material: str
    lamp: str | None
    height_m: float | None
    year: int
    street: str
    geometry: Point | LineString


def furniture(streets: list[Street], random: np.random.Generator) -> list[Thing]:
    """Everything, street by street."""
    found = [thing for street in streets for thing in _along(street, random)]
    return [_forgetful(thing, random) for thing in found]


def _forgetful(thing: Thing, random: np.random.Generator) -> Thing:
    year = 0 if random.random() < 0.15 else thing.year
    material = "onbekend" if random.random() < 0.12 else thing.material
    return replace(thing, year=year, material=material)


def _along(street: Street, random: np.random.Generator) -> Iterator[Thing]:
    carriageway, footway, cycleway, _ = PROFILES[street.kind]
    verge = carriageway / 2 + (cycleway and 1.0) + 0.5
    busy = street.kind in ("main", "collector")
    yield from _lamps(street, verge, random)
    for mark in (4.0, street.axis.length - 4.0):
        if street.axis.length > 25 and random.random() < (0.8 if busy else 0.55):
            yield _thing(street, "verkeersbord", "aluminium", mark, verge + 0.4, random, height=2.2)
    length = street.axis.length
    if busy and length > 120 and random.random() < 0.22:
        yield _thing(street, "abri", "staal", length * 0.4, verge + cycleway + 1.5, random)
        yield _thing(street, "haltepaal", "staal", length * 0.4 + 4, verge, random)
    centre = street.neighbourhood == "BU99010100"
    for kind, material, often in (
        ("bank", "hout/staal", 0.5 if centre else 0.14),
        ("afvalbak", "staal", 0.6 if centre else 0.18),
        ("fietsenrek", "staal", 0.4 if centre else 0.02),
        ("bloembak", "beton", 0.4 if centre else 0.0),
        ("nutskast", "kunststof", 0.12),
        ("ondergrondse container", "staal", 0.08),
    ):
        if length > 60 and random.random() < often:
            yield _thing(street, kind, material, random.uniform(12, length - 12), verge + footway - 0.2, random)
    if street.kind == "court" and random.random() < 0.5:
        for step in range(3):
            yield _thing(street, "paaltje", "hardhout", 3.0, -1.5 + 1.5 * step, random)
    if street.kind == "business" and length > 80:
        line = street.axis.parallel_offset(verge + 6, "left")
        if isinstance(line, LineString) and random.random() < 0.5:
            yield Thing("hek", "staal", None, 1.8, street.year, street.name, line.simplify(0.1))


def _lamps(street: Street, verge: float, random: np.random.Generator) -> Iterator[Thing]:
    if street.kind == "rural":
        return
    height = 8.0 if street.kind in ("main", "business") else 6.0 if street.kind == "collector" else 4.0
    material = "aluminium" if street.year > 1985 or random.random() < 0.25 else "staal"
    count = max(1, int(street.axis.length // BETWEEN_LAMPS_M))
    for index in range(count):
        side = 1 if index % 2 else -1
        lamp = "LED" if random.random() < 0.45 else "conventioneel"
        mark = (index + 0.5) / count * street.axis.length
        thing = _thing(street, "lichtmast", material, mark, side * verge, random, height=height)
        yield replace(thing, lamp=lamp)


def _thing(
    street: Street, kind: str, material: str, mark: float, beside: float, random: np.random.Generator,
    height: float | None = None,
) -> Thing:  # fmt: skip
    at, on = street.axis.interpolate(mark), street.axis.interpolate(min(mark + 1.0, street.axis.length))
    back = street.axis.interpolate(max(mark - 1.0, 0.0))
    dx, dy = on.x - back.x, on.y - back.y
    size = (dx**2 + dy**2) ** 0.5 or 1.0
    place = Point(round(at.x - dy / size * beside, 2), round(at.y + dx / size * beside, 2))
    year = min(2024, street.year + int(random.integers(0, 26)))
    return Thing(kind, material, None, height, max(year, 1975), street.name, place)
