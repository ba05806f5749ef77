"""One geometry written as GML, as sewer exchange files hold them: points, lines and polygons of straight segments."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from lxml import etree

from importers.formats.gml import DECLARATION

POSITIONS = ("pos", "posList", "coordinates")
PLANE, SPACE = 2, 3


def read_text(text: str) -> tuple[shapely.Geometry | None, str | None]:
    """A geometry and the CRS that it names, of a literal in GML or well-known text; None for what is neither."""
    plain = text.strip()
    if not plain.startswith("<") or plain.startswith("<http"):
        crs, _, rest = plain[1:].partition(">") if plain.startswith("<") else ("", "", plain)
        return shapely.from_wkt(rest.strip(), on_invalid="ignore"), crs or None
    if DECLARATION.search(plain.encode()):
        return None, None
    try:
        element = etree.fromstring(plain.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None, None
    return shape_of(element), crs_of(element)


def crs_of(element: etree._Element) -> str | None:
    """The CRS that a geometry names."""
    return next((each.get("srsName") for each in element.iter(etree.Element) if each.get("srsName")), None)


def shape_of(element: etree._Element) -> shapely.Geometry | None:
    """The geometry of an element; None where it is none that can be read."""
    dimension = next((each.get("srsDimension") for each in element.iter(etree.Element) if each.get("srsDimension")), "")
    kind = etree.QName(element).localname
    try:
        if kind == "Polygon":
            rings = [_positions(ring, dimension) for ring in _named(element, "LinearRing")]
            return shapely.Polygon(rings[0], rings[1:])
        positions = _positions(element, dimension)
        return shapely.Point(positions[0]) if kind == "Point" else shapely.LineString(positions)
    except (ValueError, IndexError, shapely.errors.GEOSException):
        return None


def _positions(element: etree._Element, dimension: str) -> np.ndarray:
    numbers = [np.array(_numbers(each), dtype=float) for each in _named(element, *POSITIONS)]
    single = _named(element, "pos")
    size = int(dimension) if dimension.isdigit() else (len(numbers[0]) if next(single, None) is not None else 0)
    flat = np.concatenate(numbers)
    if not np.isfinite(flat).all():
        raise ValueError("a coordinate is no number")
    if size not in (PLANE, SPACE):
        size = PLANE if flat.size % PLANE == 0 else SPACE
    return flat.reshape(-1, size)


def _numbers(element: etree._Element) -> list[str]:
    return (element.text or "").replace(",", " ").split()


def _named(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (each for each in element.iter(etree.Element) if etree.QName(each).localname in names)
