"""GML before GDAL reads it: safe, counted, in one CRS, with one geometry per feature.

GDAL takes the last geometry of a feature whatever it is: the label point of a building, the crest line of a verge; and
from one that does not tell its dimension it silently loses features. So what is beside the point is left out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from importers.errors import SourceError
from importers.layers import Note, epsg

ENTITIES = "declares XML entities, which can be used to do harm: refused"
CHUNK = 1 << 20
OVERLAP = 256
HEAD = 1 << 16
NAMESPACE = re.compile(rb"opengis\.net/gml|opengis\.net/wfs|opengis\.net/citygml")
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
DECLARATION = re.compile(
    b"\0?".join([rb"<", rb"!", rb"(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)"])
)  # UTF-16 too
MEMBER = re.compile(rb"<((?:[\w.-]+:)?(?:featureMember|cityObjectMember|member))[\s>]")
MANY_MEMBERS = re.compile(rb"<(?:[\w.-]+:)?(?:featureMembers|members|additionalObjects)[\s>]")
CRS_NAME = re.compile(rb"""srsName\s*=\s*["']([^"']{1,200})["']""")
BESIDE_THE_POINT = re.compile(rb"<(?:[\w.-]+:)?[\w.-]*(?:kruinlijn|plaatsingspunt)[\w.-]*[\s>]", re.IGNORECASE)
NOT_THE_SHAPE = re.compile(r"kruinlijn|plaatsingspunt", re.IGNORECASE)
THE_SHAPE = re.compile(r"geometrie", re.IGNORECASE)


@dataclass
class _Scan:
    """What one pass over the bytes finds."""

    members: dict[bytes, int] = field(default_factory=dict)
    crs: set[bytes] = field(default_factory=set)
    many: bool = False
    beside: bool = False

    def count(self) -> int | None:
        """How many features the file declares; None where its form does not tell, as where members lie in members."""
        return None if self.many or len(self.members) != 1 else next(iter(self.members.values()))


def prepare(path: Path, notes: list[Note]) -> int | None:
    """Make a scratch file fit to be read; returns how many features it declares. Raises SourceError."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not NAMESPACE.search(head):
        what = "it is XML, but no GML" if MARKUP.match(head) else "it is no XML"
        raise SourceError(f"cannot be read as a GIS file ({what})")
    scan = _scan(path)
    one_crs(name.decode("utf-8", "replace") for name in scan.crs)
    if scan.beside and (left := _keep_the_shape(path)):
        notes.append(Note("geometry-left-out", f"{', '.join(sorted(left))}: another geometry of the same objects"))
    return scan.count()


def one_crs(names: Iterable[str]) -> str | None:
    """The CRS that geometries name, None where none of them is known. Raises SourceError for several."""
    codes = sorted({code for name in names if (code := epsg(name)) is not None})
    if len(codes) > 1:
        told = " and ".join(f"EPSG:{code}" for code in codes)
        raise SourceError(f"has coordinates in {told}: give one file per coordinate system")
    return f"EPSG:{codes[0]}" if codes else None


def what_is_wrong(path: Path) -> str:
    """In brackets, where a file that cannot be read whole stops being XML; nothing where it is."""
    try:
        for _, element in etree.iterparse(str(path), resolve_entities=False, no_network=True, load_dtd=False):
            element.clear()
    except etree.XMLSyntaxError as error:
        return f" ({' '.join(str(error.msg).split())})"
    return ""


def refuse_entities(path: Path) -> None:
    """Raises SourceError for XML that declares entities, in whatever encoding."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = tail + chunk
            if DECLARATION.search(text):
                raise SourceError(ENTITIES)
            tail = text[-OVERLAP:]


def _scan(path: Path) -> _Scan:
    scan = _Scan()
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = tail + chunk
            if DECLARATION.search(text):
                raise SourceError(ENTITIES)
            for found in MEMBER.finditer(text):
                if found.end() > len(tail):
                    scan.members[found[1]] = scan.members.get(found[1], 0) + 1
            scan.crs.update(CRS_NAME.findall(text))
            scan.many = scan.many or MANY_MEMBERS.search(text) is not None
            scan.beside = scan.beside or BESIDE_THE_POINT.search(text) is not None
            tail = text[-OVERLAP:]
    return scan


def _keep_the_shape(path: Path) -> set[str]:
    """Write the file anew without the geometries that are not the object's own, where it has one."""
    left: set[str] = set()
    mended = path.with_name(path.name + ".mended")
    try:
        members = etree.iterparse(
            str(path), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        _, root = next(members)
        with etree.xmlfile(str(mended), encoding="utf-8") as out:
            out.write_declaration()
            with out.element(root.tag, root.attrib, nsmap=root.nsmap):
                for event, element in members:
                    if event == "end" and element.getparent() is root:
                        left |= _drop(element)
                        out.write(element)
                        root.remove(element)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"cannot be read as a GIS file ({error.msg})") from None
    mended.replace(path)
    return left


def _drop(member: etree._Element) -> set[str]:
    """Remove further geometries of a feature that has its own; returns their names."""
    names = [(element, etree.QName(element).localname) for element in member.iter(etree.Element)]
    if not any(THE_SHAPE.match(name) for _, name in names):
        return set()
    dropped = [(element, name) for element, name in names if NOT_THE_SHAPE.search(name) and len(element)]
    for element, _ in dropped:
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    return {name for _, name in dropped}
