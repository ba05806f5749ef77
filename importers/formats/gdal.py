"""Layers that GDAL reads, with what is wrong in them found before a row is taken in."""

from __future__ import annotations

import dataclasses
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.errors
from pyproj import CRS
from pyproj.exceptions import CRSError

from importers.archives import DATABASES
from importers.encodings import dbf_encoding, mend_text, utf16_of
from importers.errors import SourceError
from importers.formats import gml
from importers.formats.answers import JSON, where_no_json, why_no_geojson
from importers.formats.domains import coded_values
from importers.formats.examining import examined
from importers.formats.sqlite import refuse_cut_off
from importers.formats.view import of_any_geometry
from importers.layers import Layer, Note
from importers.reading import FAILURES

TEXTS = frozenset({".geojson", ".json", ".geojsonl", ".ndjson", ".jsonl"})
MARKUP, KML = frozenset({".gml", ".xml"}), ".kml"
# What GDAL would take for an instruction to read other files or addresses, whatever the file is called.
INSTRUCTIONS = re.compile(rb"gdal_streamed_alg|<(?:\w+:)?(?:OGRVRT|OGRWFS|VRTDataset|GDAL_|WMS_|WCS_)", re.IGNORECASE)
OTHER_TABLES = re.compile(rb"IsSeamless|create\s+view|open\s+table", re.IGNORECASE)  # of MapInfo
HEAD = 1 << 16
COUNTED = re.compile(rb"""\b(?:numberMatched|totalFeatures)["']?\s*[:=]\s*["']?(\d{1,12})\b""")
MORE = re.compile(rb'"exceededTransferLimit"\s*:\s*true')
MOST_FIELDS = 2_000
NOT_RECODED = "ISO-8859-1"  # what pyogrio answers where GDAL hands over bytes as they are, in no encoding that it knows
NOT_KNOWN = "not recognized as being in a supported file format"  # GDAL's words, as the next
NO_GEOJSON = re.compile(f"{NOT_KNOWN}|unhandled root type object|read TopoJSON")
PARTS = {
    ".shp": ("shapefile", (".shx", ".dbf")),
    ".tab": ("MapInfo table", (".dat",)),
    ".mif": ("MapInfo file", (".mid",)),
}
SHP_HEADER, SHX_RECORD, DBF_ROWS = 100, 8, slice(4, 8)


def read(path: Path) -> list[Layer]:
    """The layers of a file in the scratch folder. Raises SourceError, without the name of the source."""
    suffix = path.suffix.lower()
    notes: list[Note] = []
    if path.is_file():
        _refuse_instructions(path)
    if suffix in DATABASES:
        refuse_cut_off(path)
    if suffix in TEXTS and (note := mend_text(path)) is not None:
        notes.append(Note("encoding", note))
    if suffix == KML or suffix in MARKUP:
        _mend_markup(path, notes)
    members = gml.prepare(path, notes) if suffix in MARKUP else None
    if suffix in PARTS:
        _refuse_missing_parts(path)
    if suffix == ".shp":
        _refuse_unequal_parts(path)
        _leave_unreadable_crs(path)
    found = [examined(layer) for layer in _layers(path, notes)]
    if suffix in MARKUP:
        _refuse_lost(path, found, members)
    if suffix in TEXTS | MARKUP and (cut_off := _cut_off(path, sum(layer.rows for layer in found))) is not None:
        return [dataclasses.replace(layer, notes=(*layer.notes, cut_off)) for layer in found]
    return found


def _cut_off(path: Path, rows: int) -> Note | None:
    """What a service says in its answer (WFS, OGC API, ArcGIS) where it gave fewer features than it has."""
    with path.open("rb") as file:
        ends = file.read(HEAD)
        file.seek(max(path.stat().st_size - HEAD, 0))
        ends += file.read()
    counted = max((int(number) for number in COUNTED.findall(ends)), default=0)
    if counted > rows:
        told = f"the service has {counted:,} features, the file holds {rows:,}: fetch the others too"
        return Note("cut-off", told, counted - rows)
    return Note("cut-off", "the service says that it has more: fetch the others too") if MORE.search(ends) else None


def _mend_markup(path: Path, notes: list[Note]) -> None:
    """KML and GML in UTF-16 as UTF-8, once it is sure that they do no harm: of other GML `gml.prepare` sees to that."""
    utf16 = utf16_of(path)
    if utf16 or path.suffix.lower() == KML:
        gml.refuse_entities(path)
    if utf16 and (note := mend_text(path)) is not None:
        notes.append(Note("encoding", note))


def _refuse_lost(path: Path, found: list[Layer], members: int | None) -> None:
    """GDAL says nothing of XML that breaks off: it has fewer features, or none."""
    rows = sum(layer.rows for layer in found)
    if found and members in (None, rows):
        return
    why = gml.what_is_wrong(path)
    if found:
        raise SourceError(f"declares {members:,} features, {rows:,} can be read{why}: repair or export the file anew")
    if why:
        raise SourceError(f"cannot be read as a GIS file{why}")


def _layers(path: Path, notes: list[Note]) -> Iterator[Layer]:
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            words = coded_values(path)
            path, names = _listed(path)
            for name, geometry in names:
                info = pyogrio.read_info(path, layer=name, force_feature_count=True)
                layer = _layer(path, str(name), None if geometry is None else str(geometry), info, notes)
                yield _with_words(layer, words.get(layer.name.lower(), {}))
            if any("Measured (M)" in str(each.message) for each in caught):
                notes.append(Note("m-dropped", "measures along lines are not kept"))
    except FAILURES as error:
        reason = str(error).replace(f"{path.parent}/", "").split(";")[0].strip().splitlines()[0]
        broken = where_no_json(path) if path.suffix.lower() in JSON else None
        if path.suffix.lower() in TEXTS and NO_GEOJSON.search(reason) and not broken:
            raise SourceError(why_no_geojson(path)) from None
        if path.suffix.lower() in DATABASES and NOT_KNOWN in reason:
            reason = "it holds no layer of objects; it may hold tiles, or be broken"
        raise SourceError(f"cannot be read as a GIS file ({broken or reason})") from None


def _with_words(layer: Layer, words: Mapping[str, Mapping[str, str]]) -> Layer:
    """The layer with the words for the codes in its fields, and what is told of that."""
    coded = {name: words[name] for name in layer.fields if name in words}
    if not coded:
        return layer
    note = Note("coded-values", f"{', '.join(coded)}: read as the words that the file gives for their codes")
    return dataclasses.replace(layer, words=coded, notes=(*layer.notes, note))


def _listed(path: Path) -> tuple[Path, np.ndarray]:
    """The layers, and where to read them: one of any geometry with heights, which pyogrio refuses, through a view."""
    try:
        return path, pyogrio.list_layers(path)
    except pyogrio.errors.GeometryError:
        view = of_any_geometry(path)
        return view, pyogrio.list_layers(view)


def _layer(path: Path, name: str, geometry: str | None, info: dict[str, object], notes: list[Note]) -> Layer:
    fields = tuple(map(str, info["fields"]))  # type: ignore[call-overload]
    if len(fields) > MOST_FIELDS:
        raise SourceError(f"layer {name} has {len(fields):,} fields, {MOST_FIELDS:,} are allowed: leave some out")
    if int(info["features"]) < 0:  # type: ignore[call-overload]
        raise SourceError(f"layer {name} declares more features than a file can hold: export it anew")
    told, encoding = None, info["encoding"]
    if path.suffix.lower() == ".shp" and (table := _sibling(path, ".dbf")) is not None:
        told, note = dbf_encoding(table, _sibling(path, ".cpg"), known=encoding != NOT_RECODED)
        if told is not None and note is not None:
            notes.append(Note("encoding", note))
            _say_encoding(path, told)
    return Layer(
        path=path,
        name=name,
        fields=fields,
        rows=int(info["features"]),  # type: ignore[call-overload]
        geometry_type=geometry,
        crs=info["crs"],  # type: ignore[arg-type]
        encoding=told or str(encoding),
        driver=str(info["driver"]),
        notes=tuple(notes),
    )


def _refuse_instructions(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD)
        if INSTRUCTIONS.search(head) or (path.suffix.lower() == ".tab" and OTHER_TABLES.search(head)):
            raise SourceError("is no data but an instruction to read other data: refused")


def _refuse_missing_parts(path: Path) -> None:
    what, parts = PARTS[path.suffix.lower()]
    found = {suffix: _sibling(path, suffix) for suffix in parts}
    missing = [suffix for suffix, part in found.items() if part is None or not part.stat().st_size]
    if missing:
        raise SourceError(f"is a {what} without its {' and '.join(missing)}: give all its parts, or a zip of them")


def _leave_unreadable_crs(path: Path) -> None:
    """A .prj that is no description of a coordinate system counts as none: people are asked for it."""
    described = _sibling(path, ".prj")
    if described is None or not (text := described.read_text(encoding="utf-8", errors="replace").strip()):
        return
    try:
        CRS.from_user_input(text)
    except CRSError:
        described.unlink()


def _refuse_unequal_parts(path: Path) -> None:
    """A shapefile whose table has another number of rows than there are shapes has lost its key."""
    index, table = _sibling(path, ".shx"), _sibling(path, ".dbf")
    if index is None or table is None or table.stat().st_size < SHP_HEADER // 3:
        return
    shapes = (index.stat().st_size - SHP_HEADER) // SHX_RECORD
    with table.open("rb") as file:
        rows = int(np.frombuffer(file.read(8)[DBF_ROWS], "<u4")[0])
    if shapes != rows:
        raise SourceError(f"has {shapes:,} shapes and {rows:,} rows in its table: export it anew")


def _say_encoding(path: Path, encoding: str) -> None:
    """In the scratch folder, the file that tells GDAL the encoding of a shapefile's table."""
    for suffix in (".cpg", ".CPG"):
        path.with_suffix(suffix).unlink(missing_ok=True)
    path.with_suffix(".cpg").write_text(encoding)


def _sibling(path: Path, suffix: str) -> Path | None:
    found = [each for each in (path.with_suffix(suffix), path.with_suffix(suffix.upper())) if each.exists()]
    return found[0] if found else None
