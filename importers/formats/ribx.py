"""RibX: what sewer inspectors deliver, XML with the codes of NEN-EN 13508-2. Each kind of object is a layer.

Codes are the fields as they are; of a pipe, how often each main code was observed is counted. The condition classes of
NEN 3399 are not in such a file: they follow from observations by tables that are not public.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from lxml import etree

from importers.errors import SourceError
from importers.formats.gml import ENTITIES, one_crs
from importers.formats.gmlshape import crs_of, shape_of
from importers.formats.table import rows_layer
from importers.layers import Layer

HEAD = 1 << 16
PIPE = "ZB_A"
NAMES = {PIPE: "Leiding"}
OBSERVATION, MAIN_CODE, OBSERVED = "ZC", "A", "observed"
SHAPE, HEIGHT, WIDTH, ROUND = "ACA", "ACB", "ACC", "A"
ENDS = ("AAE", "AAG")
CODES = ("AAA", "ABF", SHAPE, HEIGHT, WIDTH, "ACD", "ACN")
GML = "{http://www.opengis.net/gml}"


@dataclass
class _Objects:
    """Of one kind."""

    rows: list[dict[str, str]] = field(default_factory=list)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)
    crs: set[str] = field(default_factory=set)


def is_ribx(path: Path) -> bool:
    """Whether a file of XML is RibX."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return b"<ZB_" in head and b"<DATA" in head


def read(path: Path) -> list[Layer]:
    """The inspected objects, by kind; pipes are the layer Leiding. Raises SourceError."""
    found: dict[str, _Objects] = defaultdict(_Objects)
    for element in _elements(path):
        objects = found[str(element.tag)]
        row, shape = _row(element), _geometry(element)
        objects.rows.append(row)
        objects.shapes.append(shape)
        objects.crs |= {crs} if (crs := crs_of(element)) else set()
    if not found:
        raise SourceError("holds no inspected objects (ZB_A and the like): it is no RibX, or an empty one")
    return [_layer(path, kind, objects) for kind, objects in found.items()]


def _elements(path: Path) -> Iterator[etree._Element]:
    """Each inspected object; what has been looked at is let go."""
    try:
        reader = etree.iterparse(str(path), events=("end",), resolve_entities=False, no_network=True, load_dtd=False)
        for _, element in reader:
            if element.getroottree().docinfo.doctype:
                raise SourceError(ENTITIES)
            if isinstance(element.tag, str) and element.tag.startswith("ZB_"):
                yield element
                element.clear()
    except etree.XMLSyntaxError as error:
        raise SourceError(f"cannot be read as RibX ({error.msg})") from None


def _layer(path: Path, kind: str, objects: _Objects) -> Layer:
    shapes = np.full(len(objects.shapes), None, dtype=object)
    shapes[:] = objects.shapes
    return rows_layer(
        path,
        NAMES.get(kind, kind),
        objects.rows,
        shapes,
        first=CODES if kind == PIPE else (),
        kind="LineString" if kind == PIPE else "Point",
        crs=one_crs(objects.crs),
        driver="RibX",
    )


def _row(element: etree._Element) -> dict[str, str]:
    leaves = (each for each in element.iterchildren(etree.Element) if not len(each))
    row = {str(each.tag): each.text.strip() for each in leaves if each.text and each.text.strip()}
    seen = Counter(each.findtext(MAIN_CODE, "").strip() for each in element.iterchildren(OBSERVATION))
    if seen:
        row[OBSERVED] = ", ".join(f"{code} {count}" for code, count in sorted(seen.items()))
    if row.get(SHAPE) == ROUND and HEIGHT in row:
        row.setdefault(WIDTH, row[HEIGHT])  # the standard asks for the width of what is not round
    return row


def _geometry(element: etree._Element) -> shapely.Geometry | None:
    """A line of its own, else straight between the ends; of anything but a pipe the first geometry."""
    if element.tag == PIPE:
        line = next(element.iterdescendants(f"{GML}LineString"), None)
        if line is not None:
            return shape_of(line)
        ends = [_point(element, end) for end in ENDS]
        known = [end for end in ends if end is not None]
        return shapely.LineString(shapely.force_2d(known)) if len(set(known)) == len(ENDS) else None
    point = next(element.iterdescendants(f"{GML}Point"), None)
    return None if point is None else shape_of(point)


def _point(element: etree._Element, code: str) -> shapely.Geometry | None:
    point = element.find(f"{code}/{GML}Point")
    return None if point is None else shape_of(point)
