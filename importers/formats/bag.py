"""BAG extracts of Kadaster, in the XML of 2.0 and of 1.0: their buildings. The parts of an extract are one layer."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import shapely
from lxml import etree

from importers.batch import BATCH_ROWS
from importers.errors import SourceError
from importers.formats.gml import refuse_entities
from importers.formats.gmlshape import shape_of
from importers.layers import Layer
from importers.reading import geometry_field

HEAD = 1 << 16
NAMESPACES = re.compile(rb"kadaster\.nl/schemas/(?:lvbag/|imbag/lvc/|bag-verstrekkingen/)")
FORMER = re.compile(rb"kadaster\.nl/schemas/imbag/lvc/")
CHANGES = re.compile(rb"<(?:[\w.-]+:)?(?:bagMutaties|mutatieBericht|BAG-Mutaties[\w.-]*)[\s>]")
BUILDING = re.compile(rb"<(?:[\w.-]+:)?Pand[\s>]")
NOTHING_TAKEN = "is of the BAG, of which buildings (Pand) alone are taken"
ONLY_CHANGES = "holds changes of the BAG since another day: take the extract of a day (stand)"
LAYER = "Pand"
FIELDS = (
    "identificatie", "oorspronkelijkBouwjaar", "status", "geconstateerd", "documentdatum", "documentnummer",
    "voorkomenidentificatie", "beginGeldigheid", "eindGeldigheid", "tijdstipInactief", "tijdstipRegistratie",
    "eindRegistratie", "tijdstipRegistratieLV", "tijdstipInactiefLV", "tijdstipNietBagLV", "tijdstipEindRegistratieLV",
)  # fmt: skip
FORMER_FIELDS = (
    "identificatie", "bouwjaar", "pandstatus", "officieel", "inOnderzoek", "aanduidingRecordInactief",
    "aanduidingRecordCorrectie", "begindatumTijdvakGeldigheid", "einddatumTijdvakGeldigheid", "documentdatum",
    "documentnummer",
)  # fmt: skip
TAKEN = frozenset(FIELDS + FORMER_FIELDS)
JOINED = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d\d$")  # a moment of 1.0
MOMENTS = frozenset({"begindatumTijdvakGeldigheid", "einddatumTijdvakGeldigheid"})


def is_bag(path: Path) -> bool:
    """Whether a file of XML is part of an extract."""
    with path.open("rb") as file:
        return NAMESPACES.search(file.read(HEAD)) is not None


def parts(folder: Path) -> list[Path]:
    """The files in and below a folder that hold buildings of an extract; of one of changes there are none."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".xml" and path.is_file())
    return [path for path in found if is_bag(path) and not _why_not(path)]


def read(place: Path) -> list[Layer]:
    """The buildings of a folder or of one file, in all their versions. Raises SourceError."""
    files = parts(place) if place.is_dir() else [place]
    for file in files:
        if why := _why_not(file):
            raise SourceError(why)
        refuse_entities(file)
    fields = FORMER_FIELDS if any(map(_is_former, files)) else FIELDS
    layer = Layer(
        path=place,
        name=LAYER,
        fields=fields,
        rows=sum(map(_count, files)),
        geometry_type="Polygon",
        crs="EPSG:28992",
        encoding="UTF-8",
        driver="BAG",
        stream=lambda: _batches(files, fields),
    )
    return [layer]


def _why_not(path: Path) -> str | None:
    with path.open("rb") as file:
        if CHANGES.search(file.read(HEAD)):
            return ONLY_CHANGES
    return None if _count(path) else NOTHING_TAKEN


def _count(path: Path) -> int:
    """How many buildings the file declares."""
    if not path.stat().st_size:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return sum(1 for _ in BUILDING.finditer(text))


def _is_former(path: Path) -> bool:
    """Whether a file is of BAG 1.0."""
    with path.open("rb") as file:
        return FORMER.search(file.read(HEAD)) is not None


def _batches(files: Sequence[Path], fields: Sequence[str]) -> Iterator[pa.RecordBatch]:
    rows: list[dict[str, str]] = []
    shapes: list[shapely.Geometry | None] = []
    for file in files:
        for row, shape in _buildings(file):
            rows.append(row)
            shapes.append(shape)
            if len(rows) == BATCH_ROWS:
                yield _batch(rows, shapes, fields)
                rows, shapes = [], []
    if rows:
        yield _batch(rows, shapes, fields)


def _batch(
    rows: Sequence[dict[str, str]], shapes: Sequence[shapely.Geometry | None], fields: Sequence[str]
) -> pa.RecordBatch:
    told = [pa.array([row.get(name) for row in rows], pa.string()) for name in fields]
    wkb = pa.array(shapely.to_wkb(shapely.force_2d(shapes)), pa.binary())
    return pa.record_batch(
        [*told, wkb], schema=pa.schema([*((name, pa.string()) for name in fields), geometry_field()])
    )


def _buildings(path: Path) -> Iterator[tuple[dict[str, str], shapely.Geometry | None]]:
    """What each element of a building says, and its geometry. Raises SourceError for XML that breaks off."""
    try:
        elements = etree.iterparse(str(path), tag=f"{{*}}{LAYER}", resolve_entities=False, no_network=True)
        for _, element in elements:
            yield _building(element)
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{path.name} is cut off or no XML ({error.msg}): fetch it again") from None


def _building(element: etree._Element) -> tuple[dict[str, str], shapely.Geometry | None]:
    row: dict[str, str] = {}
    for each in element.iterdescendants(etree.Element):
        name = etree.QName(each).localname
        if name in TAKEN and each.text and each.text.strip():
            text = each.text.strip()
            row[name] = JOINED.sub(r"\1-\2-\3T\4:\5:\6", text) if name in MOMENTS else text
    shapes = [shape_of(each) for each in element.iter("{*}Polygon")]
    whole = [each for each in shapes if isinstance(each, shapely.Polygon)]
    if not whole or len(whole) < len(shapes):
        return row, None
    return row, whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)


def _forget(element: etree._Element) -> None:
    """Free what was read: the element, and what stands before it and those around it."""
    element.clear()
    for each in (element, *element.iterancestors()):
        while (before := each.getprevious()) is not None and (parent := each.getparent()) is not None:
            parent.remove(before)
