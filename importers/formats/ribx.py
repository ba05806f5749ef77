"""RibX: what sewer inspectors deliver, XML with the codes of NEN-EN 13508-2.

Each kind of object is a layer with the codes as fields; the inspections of pipes and of manholes are two more.
profiles/ribx.toml tells what codes mean, with sources.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from lxml import etree

from importers.errors import SourceError
from importers.formats.gml import ENTITIES, one_crs, refuse_entities
from importers.formats.gmlshape import crs_of, shape_of
from importers.formats.ribx_inspections import Inspections, Observation, observed
from importers.formats.table import rows_layer
from importers.layers import Layer

HEAD = 1 << 16
OBJECT, OBSERVATION = "ZB", "ZC"
TAGS = [f"{{*}}{OBJECT}", *(f"{{*}}{OBJECT}_{kind}" for kind in string.ascii_uppercase)]
PIPE, MANHOLE = "A", "C"
NAMES = {PIPE: "Leiding", MANHOLE: "Put"}
INSPECTIONS = {PIPE: "Leidinginspectie", MANHOLE: "Putinspectie"}
SHAPE, HEIGHT, WIDTH, ROUND = "ACA", "ACB", "ACC", "A"
ENDS = ("AAE", "AAG")
CODES = {
    PIPE: ("AAA", "ABF", SHAPE, HEIGHT, WIDTH, "ACD", "ACN"),
    MANHOLE: ("CAA", "CBF", "CCD", "CCN"),
}
INSPECTOR = "BH"  # the name of a person, which nobody needs here
DRIVER = "RibX"


@dataclass
class _Objects:
    """Of one kind."""

    rows: list[dict[str, str]] = field(default_factory=list)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)
    crs: set[str] = field(default_factory=set)


def is_ribx(path: Path) -> bool:
    """Whether a file of XML is RibX, in UTF-16 too."""
    with path.open("rb") as file:
        head = file.read(HEAD).replace(b"\0", b"")
    return b"<DATA" in head and (b"<ZB" in head or b"<ZA>" in head)


def read(path: Path) -> list[Layer]:
    """The objects by kind, and the inspections of pipes and manholes. Raises SourceError."""
    found: dict[str, _Objects] = defaultdict(_Objects)
    seen = {kind: Inspections(kind) for kind in INSPECTIONS}
    for element in _elements(path):
        kind = _kind(element)
        objects, observations = found[kind], _observations(element)
        row = _row(element, kind) | observed(observations)
        objects.rows.append(row)
        objects.shapes.append(_geometry(element, kind))
        objects.crs |= {crs} if (crs := crs_of(element)) else set()
        if kind in seen:
            seen[kind].add(row, observations)
    if not found:
        raise SourceError("holds no inspected objects (ZB_A and the like): it is no RibX, or an empty one")
    layers = [_layer(path, kind, objects) for kind, objects in found.items()]
    return layers + [_inspections(path, seen[kind]) for kind in found if kind in seen]


def _elements(path: Path) -> Iterator[etree._Element]:
    """Each inspected object; what has been looked at is let go."""
    refuse_entities(path)
    try:
        reader = etree.iterparse(
            str(path), events=("end",), tag=TAGS, resolve_entities=False, no_network=True, load_dtd=False
        )
        for number, (_, element) in enumerate(reader):
            if not number and element.getroottree().docinfo.doctype:  # in an encoding of which the bytes tell nothing
                raise SourceError(ENTITIES)
            yield element
            element.clear()
    except etree.XMLSyntaxError as error:
        raise SourceError(f"cannot be read as RibX ({' '.join(str(error.msg).split())})") from None


def _kind(element: etree._Element) -> str:
    """The letter of ZB_A and the like; RibX 1.0 leaves it to the fields, which begin with it."""
    told = _local(element).partition("_")[2]
    first = next(element.iterchildren(etree.Element), None)
    return told or ("" if first is None else _local(first)[0])


def _layer(path: Path, kind: str, objects: _Objects) -> Layer:
    shapes = np.full(len(objects.shapes), None, dtype=object)
    shapes[:] = objects.shapes
    return rows_layer(
        path,
        NAMES.get(kind, f"{OBJECT}_{kind}"),
        objects.rows,
        shapes,
        first=CODES.get(kind, ()),
        kind="LineString" if kind == PIPE else "Point",
        crs=one_crs(objects.crs),
        driver=DRIVER,
    )


def _inspections(path: Path, seen: Inspections) -> Layer:
    rows, first, notes = seen.rows(), seen.fields(), seen.notes()
    return rows_layer(path, INSPECTIONS[seen.kind], rows, None, first=first, driver=DRIVER, notes=notes)


def _row(element: etree._Element, kind: str) -> dict[str, str]:
    """The fields of the header that say something, and the remarks beside a code Z (other)."""
    row: dict[str, str] = {}
    for each in element.iterchildren(etree.Element):
        name, text = _local(each), (each.text or "").strip()
        if len(each) or not text or name == f"{kind}{INSPECTOR}":
            continue
        row[name] = text
        row |= {f"{name}.{etree.QName(key).localname}": str(value) for key, value in each.attrib.items()}
    if row.get(SHAPE) == ROUND and HEIGHT in row:
        row.setdefault(WIDTH, row[HEIGHT])  # the standard asks for the width of what is not round
    return row


def _observations(element: etree._Element) -> list[Observation]:
    found = element.iterchildren(f"{{*}}{OBSERVATION}")
    return [{_local(part): (part.text or "").strip() for part in each.iterchildren(etree.Element)} for each in found]


def _geometry(element: etree._Element, kind: str) -> shapely.Geometry | None:
    """A line of its own, else straight between the ends; of anything but a pipe the first geometry."""
    if kind == PIPE:
        line = next(element.iterdescendants("{*}LineString"), None)
        if line is not None:
            return shape_of(line)
        ends = [_point(element, end) for end in ENDS]
        known = [end for end in ends if end is not None]
        return shapely.LineString(shapely.force_2d(known)) if len(set(known)) == len(ENDS) else None
    point = next(element.iterdescendants("{*}Point"), None)
    return None if point is None else shape_of(point)


def _point(element: etree._Element, code: str) -> shapely.Geometry | None:
    point = element.find(f"{{*}}{code}/{{*}}Point")
    return None if point is None else shape_of(point)


def _local(element: etree._Element) -> str:
    """The code without its namespace: RibX 1.0 writes what the Netherlands add as nl:AZD."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]
