"""GWSW OroX: a sewer system in Turtle. Objects with their aspects become rows, one layer per kind of object.

An object tells its properties by `hasAspect` nodes, each with a class and a `hasValue` or `hasReference`. Its geometry
hangs on its orientation, itself an aspect; a pipe's orientation has end points that connect to those of manholes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import shapely
from rdflib import RDF, RDFS, BNode, Graph
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.store import Store
from rdflib.term import Node

from importers.encodings import mend_text, refuse_zero_bytes
from importers.errors import SourceError
from importers.formats.gml import one_crs
from importers.formats.gmlshape import read_text
from importers.formats.table import rows_layer
from importers.layers import Layer, Note

GWSW = b"data.gwsw.nl/"
CHUNK = 1 << 20
ORIENTATIONS = {"Leidingorientatie": "Leiding", "Putorientatie": "Put", "Bouwwerkorientatie": "Bouwwerk"}
OWN_ASPECTS = ("Materiaal", "Vorm", "Breedte", "Hoogte", "Lengte", "Diameter")  # with the kind's name at their end
SHAPES = ("Lijn", "Punt", "Buitengrens")
ENDS = ("BeginpuntLeiding", "EindpuntLeiding")
LINING = "Lining"
# Classes so wide that another one beside them says more (a triple store may export what it has inferred).
WIDE = frozenset(
    {
        "FysiekObject", "TopologischElement", "NamedIndividual", "Leiding", "Rioolleiding", "VrijvervalRioolleiding",
        "MechanischeRioolleiding", "Transportleiding", "VrijvervalTransportleiding", "MechanischeTransportleiding",
        "Put", "Rioolput", "Bouwwerk",
    }
)  # fmt: skip
TYPE, LABEL, URI, UNREAD = "rdf:type", "rdfs:label", "uri", "unread_geometry"

Row = dict[str, str]


class _Facts(Store):
    """What the reader needs of a graph, as plain text by subject: a town's graph as terms would fill the memory."""

    def __init__(self) -> None:
        super().__init__()
        self.about: dict[str, dict[Node, list[Node]]] = {
            name: defaultdict(list)
            for name in ("type", "label", "hasAspect", "hasPart", "hasValue", "hasReference", "hasConnection")
        }

    def add(self, triple: tuple[Node, Node, Node], context: Graph, quoted: bool = False) -> None:  # noqa: ARG002
        """Keep a statement that counts."""
        subject, predicate, what = triple
        name = "label" if predicate == RDFS.label else "type" if predicate == RDF.type else local(predicate)
        if name in self.about:
            self.about[name][subject].append(what)

    def bind(self, prefix: str, namespace: Node, override: bool = True) -> None:
        """Prefixes are of no use here."""

    def classes(self, subject: Node) -> list[str]:
        """The names of its classes."""
        return [local(each) for each in self.about["type"].get(subject, ())]

    def members(self, relation: str, subject: Node) -> Iterator[tuple[str, Node]]:
        """What it is related to, with a class of each."""
        for each in self.about[relation].get(subject, ()):
            yield next(iter(self.classes(each)), ""), each

    def value(self, subject: Node) -> str | None:
        """What an aspect says."""
        told = [*self.about["hasValue"].get(subject, ()), *map(local, self.about["hasReference"].get(subject, ()))]
        return ";".join(dict.fromkeys(map(str, told))) or None


def local(node: Node) -> str:
    """The last part of a URI."""
    return str(node).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def read(path: Path) -> list[Layer]:
    """Pipes, manholes and structures. Raises SourceError."""
    note = mend_text(path)
    refuse_zero_bytes(path)
    if not _speaks_gwsw(path):
        raise SourceError("is Turtle, but no GWSW: of Turtle only GWSW OroX is read")
    facts = _Facts()
    try:
        Graph(store=facts, bind_namespaces="none").parse(path, format="turtle")
    except (BadSyntax, ParserError, RecursionError, ValueError, AssertionError, IndexError) as error:
        reason = getattr(error, "_why", None) or str(error).splitlines()[0]
        raise SourceError(f"cannot be read as Turtle ({str(reason)[:200]})") from None
    notes = [] if note is None else [Note("encoding", note)]
    found = _objects(facts)
    points = {each: shape for each in facts.about["hasAspect"] if (shape := _shape(facts, each, "Punt")[0]) is not None}
    layers = [_layer(path, kind, facts, objects, points, notes) for kind, objects in found.items() if objects]
    if not layers:
        raise SourceError("is GWSW, but holds no pipes, manholes or structures with their aspects")
    return layers


def _speaks_gwsw(path: Path) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if GWSW in tail + chunk:
                return True
            tail = chunk[-len(GWSW) :]
    return False


def _objects(facts: _Facts) -> dict[str, list[Node]]:
    """Objects by their kind: told by their orientation, else by an aspect that only such an object has."""
    found: dict[str, list[Node]] = {kind: [] for kind in ORIENTATIONS.values()}
    own = {f"{aspect}{kind}": kind for kind in found for aspect in OWN_ASPECTS}
    for subject in facts.about["hasAspect"]:
        names = [name for name, _ in facts.members("hasAspect", subject)]
        kinds = [ORIENTATIONS[name] for name in names if name in ORIENTATIONS]
        kinds += [own[name] for name in names if name in own]
        if kinds:
            found[kinds[0]].append(subject)
    return found


def _layer(
    path: Path, kind: str, facts: _Facts, objects: list[Node], points: dict[Node, shapely.Geometry], notes: list[Note]
) -> Layer:
    rows: list[Row] = []
    shapes = np.full(len(objects), None, dtype=object)
    crs: set[str] = set()
    for number, subject in enumerate(objects):
        row = _row(facts, subject)
        if diameter := row.get(f"Diameter{kind}"):
            row.setdefault(f"Breedte{kind}", diameter)
        shapes[number], named, unread = _geometry(facts, subject, points)
        crs |= {named} if named else set()
        rows.append(row | ({UNREAD: unread} if unread else {}))
    return rows_layer(
        path,
        kind,
        rows,
        shapes,
        first=(URI, TYPE, LABEL, *(f"{aspect}{kind}" for aspect in OWN_ASPECTS)),
        kind="LineString" if kind == "Leiding" else "Point",
        crs=one_crs(crs),
        driver="GWSW OroX",
        notes=notes,
    )


def _row(facts: _Facts, subject: Node) -> Row:
    """The aspects of an object, and those of its lining, by the names of their classes."""
    row = {URI: "" if isinstance(subject, BNode) else str(subject), **_aspects(facts, subject)}
    for name, part in facts.members("hasPart", subject):
        if name == LINING:
            row |= {LINING: "ja"} | {f"{LINING}.{aspect}": value for aspect, value in _aspects(facts, part).items()}
    kinds = facts.classes(subject)
    kind = next((each for each in kinds if each not in WIDE), kinds[0] if kinds else "")
    label = next(iter(facts.about["label"].get(subject, ())), "")
    return {name: value for name, value in {**row, TYPE: kind, LABEL: str(label)}.items() if value}


def _aspects(facts: _Facts, subject: Node) -> Row:
    told: dict[str, list[str]] = defaultdict(list)
    for name, aspect in facts.members("hasAspect", subject):
        if name and name not in SHAPES and (value := facts.value(aspect)) is not None:
            told[name].append(value)
    return {name: ";".join(dict.fromkeys(values)) for name, values in told.items()}


def _geometry(
    facts: _Facts, subject: Node, points: dict[Node, shapely.Geometry]
) -> tuple[shapely.Geometry | None, str | None, str | None]:
    """(shape, CRS that it names, text that could not be read): of its orientation, else a line between its ends."""
    unread = None
    orientations = [each for name, each in facts.members("hasAspect", subject) if name in ORIENTATIONS]
    for each in (*orientations, subject):
        shape, crs, text = _shape(facts, each, *SHAPES)
        if shape is not None:
            return shape, crs, None
        unread = unread or text
    for each in orientations:
        ends = [_end(facts, each, end, points) for end in ENDS]
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            return shapely.LineString(shapely.force_2d(ends)), None, unread
    return None, None, unread


def _shape(facts: _Facts, subject: Node, *names: str) -> tuple[shapely.Geometry | None, str | None, str | None]:
    unread = None
    for name, aspect in facts.members("hasAspect", subject):
        if name in names and (text := facts.value(aspect)):
            shape, crs = read_text(text)
            if shape is not None:
                return shape, crs, None
            unread = text
    return None, None, unread


def _end(facts: _Facts, orientation: Node, which: str, points: dict[Node, shapely.Geometry]) -> shapely.Geometry | None:
    ends: Iterable[Node] = (each for name, each in facts.members("hasPart", orientation) if name == which)
    return next((points[to] for end in ends for to in facts.about["hasConnection"].get(end, ()) if to in points), None)
