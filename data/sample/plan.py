"""The plan of Wolderkamp: neighbourhoods from different decades, each with the streets of its time.

Nothing here exists. Coordinates are RD (EPSG:28992) in metres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPoint, Point, Polygon, affinity, ops

CENTRE = (246_200.0, 479_250.0)
APART_M = 18.0  # a street that would run nearer than this along another is left out
LAST_YEAR = 2024
JOIN_M = 32.0  # street ends nearer than this to another street join it


@dataclass(frozen=True)
class Neighbourhood:
    """A part of town. `at`: metres east and north of the church; `reach`: how far its streets go; `pattern`: theirs."""

    code: str
    name: str
    at: tuple[float, float]
    reach: float
    pattern: str
    years: tuple[int, int]
    spacing: float
    angle: float
    names: tuple[str, ...]


NEIGHBOURHOODS = (
    Neighbourhood("BU99010100", "Kerkbuurt", (0, 0), 215, "rings", (1935, 1958), 78, 12,
                  ("Kerkstraat", "Marktplein", "Brink", "Molenstraat", "Café Vonderpad", "Smidsgang", "Torenstraat")),
    Neighbourhood("BU99010101", "Oranjebuurt", (-60, 560), 265, "grid", (1951, 1964), 92, 8,
                  ("Wilhelminastraat", "Julianastraat", "Emmastraat", "Bernhardlaan", "Coöperatiestraat")),
    Neighbourhood("BU99010102", "Veldkamp", (600, 330), 280, "grid", (1962, 1974), 104, -17,
                  ("Korenstraat", "Haverstraat", "Roggestraat", "Gerstestraat", "Boekweitlaan", "Vlasakker")),
    Neighbourhood("BU99010103", "De Hagen", (480, -480), 300, "courts", (1974, 1983), 92, 24,
                  ("Meidoornhof", "Sleedoornhof", "Hazelaarhof", "Liguster", "Beukenhaag", "Vuurdoorn")),
    Neighbourhood("BU99010104", "Esrand", (-600, 210), 270, "waves", (1988, 1999), 98, 74,
                  ("Esweg", "Kampakker", "Hogeland", "Zandakker", "Reeënspoor", "Bovenes")),
    Neighbourhood("BU99010105", "Nieuwe Es", (-480, -520), 280, "waves", (2003, 2016), 92, -38,
                  ("Leeuwerikweide", "Grutto", "Kievitweide", "Wulp", "Tureluur", "Patrijsakker")),
    Neighbourhood("BU99010106", "Bedrijvenpark Noord", (620, 980), 240, "grid", (1984, 2006), 170, 5,
                  ("Ambachtstraat", "Nijverheidsweg", "Ketelstraat", "Weversweg")),
    Neighbourhood("BU99010107", "Achterveld", (1350, -120), 230, "grid", (1940, 1972), 230, 33,
                  ("Achterveldseweg", "Broekdijk", "Zomerweg")),
)  # fmt: skip


@dataclass(frozen=True)
class Street:
    """A street's axis. `kind`: main, collector, local, court, business or rural."""

    name: str
    kind: str
    neighbourhood: str
    year: int
    axis: LineString


def streets(random: np.random.Generator) -> list[Street]:
    """All streets, noded: each runs from junction to junction."""
    drawn = [*_main_roads(random), *(street for each in NEIGHBOURHOODS for street in _local(each, random))]
    bent = [Street(s.name, s.kind, s.neighbourhood, s.year, _bend(s.axis)) for s in drawn]
    return list(_noded(bent))


def last_laid(first: int, life_years: float, random: np.random.Generator) -> int:
    """The year in which what was first laid in `first` was laid last: towns renew, and registers tell the last time."""
    year = first
    while (following := year + max(8, round(random.normal(life_years, 0.3 * life_years)))) <= LAST_YEAR:
        year = following
    return year


def areas() -> list[tuple[str, str, str, Polygon]]:
    """(code, name, kind, polygon): the municipality and its neighbourhoods, which fill it."""
    seeds = MultiPoint([_place(*each.at) for each in NEIGHBOURHOODS])
    town = _bend_polygon(affinity.scale(_place(330, 160).buffer(1450, quad_segs=24), 1.12, 0.98))
    cells = [shapely.intersection(cell, town) for cell in shapely.voronoi_polygons(seeds, extend_to=town).geoms]
    found = [("GM9901", "Wolderkamp", "municipality", town)]
    for each, seed in zip(NEIGHBOURHOODS, seeds.geoms, strict=True):
        cell = next(cell for cell in cells if cell.contains(seed))
        found.append((each.code, each.name, "neighbourhood", cell))
    return found


def _place(east: float, north: float) -> Point:
    return Point(CENTRE[0] + east, CENTRE[1] + north)


def _line(*points: tuple[float, float]) -> LineString:
    return LineString([(CENTRE[0] + east, CENTRE[1] + north) for east, north in points])


def _main_roads(random: np.random.Generator) -> Iterator[Street]:
    """The provincial road around, the old road through, and the collectors from the centre to each neighbourhood."""
    west_east = _line((-1150, -40), (-820, -120), (-300, -190), (60, -215), (420, -170), (900, -60), (1700, -150))
    yield Street("Provincialeweg N991", "main", "", 1978, west_east)
    yield Street("Hoofdweg", "main", "", 1962, _line((-40, -215), (-20, 0), (20, 260), (-10, 700), (60, 1250)))
    ring = _line((-820, -120), (-900, 260), (-640, 640), (-40, 900), (420, 760), (900, 560), (930, -60))
    yield Street("Rondweg", "collector", "", 1971, ring)
    for each in NEIGHBOURHOODS[1:]:
        x, y = each.at
        axis = _line((0, 20), (x * 0.45 - y * 0.06, y * 0.45 + x * 0.06), (x, y))
        yield Street(f"{each.name.split()[0]}laan", "collector", each.code, int(random.integers(*each.years)), axis)


def _local(each: Neighbourhood, random: np.random.Generator) -> Iterator[Street]:
    centre = _place(*each.at)
    lines = {"rings": _rings, "grid": _grid, "waves": _waves, "courts": _courts}[each.pattern](each)
    inside = centre.buffer(each.reach)
    kind = {"BU99010106": "business", "BU99010107": "rural"}.get(each.code, "local")
    for index, line in enumerate(lines):
        placed = affinity.translate(affinity.rotate(line, each.angle, origin=(0, 0)), centre.x, centre.y)
        clipped = placed.intersection(inside)
        for part in shapely.get_parts(clipped):
            if isinstance(part, LineString) and part.length > 45:
                court = "court" if each.pattern == "courts" and part.length < 150 else kind
                year = int(random.integers(each.years[0], each.years[1] + 1))
                yield Street(each.names[index % len(each.names)], court, each.code, year, part)


def _rings(each: Neighbourhood) -> list[LineString]:
    circles = [Point(0, 0).buffer(radius, quad_segs=12).exterior for radius in (48, 125, 205)]
    turns = np.linspace(0, 2 * np.pi, 8)[:-1]
    spokes = [
        LineString([(48 * np.cos(t), 48 * np.sin(t)), (each.reach * np.cos(t + 0.2), each.reach * np.sin(t + 0.2))])
        for t in turns
    ]
    return [*(LineString(circle.coords) for circle in circles), *spokes]


def _grid(each: Neighbourhood) -> list[LineString]:
    steps = np.arange(-each.reach, each.reach + 1, each.spacing) + each.spacing / 2
    along = [LineString([(-each.reach, y), (each.reach, y)]) for y in steps]
    across = [LineString([(x * 1.9, -each.reach), (x * 1.9, each.reach)]) for x in steps]
    return [*along, *across]


def _waves(each: Neighbourhood) -> list[LineString]:
    x = np.linspace(-each.reach, each.reach, 40)
    steps = np.arange(-each.reach, each.reach + 1, each.spacing) + each.spacing / 2
    along = [LineString(np.column_stack([x, y + 26 * np.sin(x / 85)])) for y in steps]
    across = [
        LineString([(at, -each.reach), (at + 30, each.reach)]) for at in (-each.reach * 0.62, 0, each.reach * 0.62)
    ]
    return [*along, *across]


def _courts(each: Neighbourhood) -> list[LineString]:
    loop = LineString(Point(0, 0).buffer(each.reach * 0.62, quad_segs=8).exterior.coords)
    turns = np.linspace(0, 2 * np.pi, 15)[:-1]
    inner = each.reach * 0.62
    outward = [_spoke(t, inner, inner + 104) for t in turns]
    inward = [_spoke(t + 0.2, inner, inner - 110) for t in turns[::2]]
    tails = [LineString([line.coords[-1], (line.coords[-1][0] + 38, line.coords[-1][1] + 30)]) for line in outward[::2]]
    return [
        loop,
        *outward,
        *inward,
        *[ops.linemerge(MultiLineString([a, b])) for a, b in zip(outward[::2], tails, strict=True)],
    ]


def _spoke(turn: float, start: float, end: float) -> LineString:
    return LineString(
        [(start * np.cos(turn), start * np.sin(turn)), (end * np.cos(turn + 0.05), end * np.sin(turn + 0.05))]
    )


def _bend(line: LineString) -> LineString:
    """Streets follow old field boundaries: a smooth shift of some metres, the same for all that lies together."""
    return shapely.transform(shapely.segmentize(line, 12.0), _shift)


def _bend_polygon(polygon: Polygon) -> Polygon:
    return shapely.transform(polygon, lambda points: points + 4 * (_shift(points) - points))


def _shift(points: np.ndarray) -> np.ndarray:
    x, y = points[:, 0] - CENTRE[0], points[:, 1] - CENTRE[1]
    east = 11 * np.sin(y / 190 + 0.4) + 5 * np.sin(x / 77 + y / 120)
    north = 10 * np.sin(x / 210 - 0.7) + 5 * np.sin(y / 83 - x / 140)
    return points + np.column_stack([east, north])


def _noded(drawn: list[Street]) -> Iterator[Street]:
    """Split every street where it meets another; of two that run together the wider one stays."""
    order = {"main": 0, "collector": 1, "business": 2, "local": 3, "rural": 4, "court": 5}
    kept: list[Street] = []
    margins: list[Polygon] = []
    for street in sorted(drawn, key=lambda each: order[each.kind]):
        near = shapely.union_all([margin for margin in margins if margin.intersects(street.axis)])
        for part in shapely.get_parts(_apart(street.axis, near)):
            if isinstance(part, LineString) and part.length > 30:
                kept.append(Street(street.name, street.kind, street.neighbourhood, street.year, part))
                margins.append(part.simplify(0.3).buffer(APART_M, quad_segs=2))
    joined = [_joined(street, kept) for street in kept]
    whole = shapely.union_all([street.axis for street in joined])
    tree = shapely.STRtree([street.axis for street in joined])
    for part in shapely.get_parts(ops.linemerge(shapely.node(whole))):
        if part.length > 12:
            source = joined[int(tree.nearest(part.interpolate(0.5, normalized=True)))]
            yield Street(source.name, source.kind, source.neighbourhood, source.year, part)


def _apart(axis: LineString, near: Polygon) -> LineString:
    """The street without the stretches that run along a wider one; mere crossings stay."""
    along = [part for part in shapely.get_parts(axis.intersection(near)) if part.length > 75]
    return axis.difference(shapely.union_all(along)) if along else axis


def _joined(street: Street, others: list[Street]) -> Street:
    """Ends that stop just short of another street reach it."""
    coords = list(street.axis.coords)
    for index, end in ((0, coords[0]), (-1, coords[-1])):
        point = Point(end)
        near = [other.axis for other in others if other is not street and other.axis.distance(point) < JOIN_M]
        if near:
            closest = min(near, key=point.distance)
            coords.insert(0 if index == 0 else len(coords), closest.interpolate(closest.project(point)).coords[0])
    return Street(street.name, street.kind, street.neighbourhood, street.year, LineString(coords))
