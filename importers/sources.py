"""Opening a source: file, folder or zip → layers. The original is never written to: GDAL sees a scratch folder."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fiona
import fiona.errors
import pyogrio
import pyogrio.errors
from pyproj import CRS
from pyproj.exceptions import CRSError

from importers.errors import SourceError

READABLE = frozenset({".shp", ".gpkg", ".geojson", ".json", ".gml", ".xml", ".sqlite", ".db", ".fgb", ".geojsonl"})
DATABASES = frozenset({".gpkg", ".sqlite", ".db"})  # SQLite follows links and may write beside the original
TEXTS = frozenset({".geojson", ".json", ".geojsonl"})
ZIP_FILES = 10_000
ZIP_BYTES = 50 * 1024**3
ZIP_RATIO = 200
RATIO_MATTERS_BYTES = 100 * 1024**2
CONFIDENCE = 70  # of 100: how sure PROJ must be that a description without a code is an EPSG system
FAILURES = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    fiona.errors.FionaError,
)


@dataclass(frozen=True)
class Layer:
    """One layer of a source; `path` is where GDAL reads it, `encoding_note` what was done to its text."""

    path: Path
    name: str
    fields: tuple[str, ...]
    rows: int
    geometry_type: str
    crs: str | None
    encoding: str | None
    driver: str
    encoding_note: str | None = None

    def srid(self, said: str | None) -> int:
        """The EPSG code: the source's, or `said` (EPSG:n) where the source has none. Raises SourceError."""
        own = _epsg(self.crs) if self.crs else None
        wanted = _epsg(said) if said else None
        if said and wanted is None:
            raise SourceError(f"--crs {said}: is no coordinate system; write it as EPSG:28992")
        if own is None and wanted is None:
            what = "a coordinate system without an EPSG code" if self.crs else "no coordinate system"
            raise SourceError(f"layer {self.name} has {what}: say which it is with --crs, such as --crs EPSG:28992")
        if own is not None and wanted is not None and own != wanted:
            raise SourceError(f"layer {self.name} says EPSG:{own}, --crs says EPSG:{wanted}: leave out --crs")
        found = own if own is not None else wanted
        assert found is not None  # noqa: S101  (one of both is there)
        return found


def open_layers(source: Path, scratch: Path) -> list[Layer]:
    """All layers with a geometry of a source, seen through links and copies in `scratch`.

    Raises SourceError: nothing there, nothing readable, a zip that is broken or harmful.
    """
    layers = [layer for path in _files(source, scratch) for layer in _layers(path, source)]
    if not layers:
        raise SourceError(f"{source}: holds no layer with geometry")
    return layers


def _files(source: Path, scratch: Path) -> list[Path]:
    if not source.exists():
        raise SourceError(f"{source}: no such file")
    if source.is_file() and zipfile.is_zipfile(source):
        _unzip(source, scratch)
        found = _readable(scratch)
    elif source.is_file():
        if source.suffix.lower() == ".zip":
            raise SourceError(f"{source}: is no zip file, or a broken one: fetch it again")
        found = [_mirror(source, scratch)]
    else:
        for path in sorted(source.iterdir()):
            if path.is_file():
                _mirror_one(path, scratch)
        found = _readable(scratch)
    if not found:
        raise SourceError(f"{source}: holds no GIS file (one of {', '.join(sorted(READABLE))})")
    return found


def _readable(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in READABLE and path.is_file())


def _mirror(source: Path, scratch: Path) -> Path:
    """The file and those that belong to it (same name, other suffix), in the scratch folder."""
    for sibling in source.parent.glob(f"{_glob_safe(source.stem)}.*"):
        if sibling.is_file() and sibling != source and sibling.suffix.lower() not in (".gfs", ".zip"):
            _mirror_one(sibling, scratch)
    return _mirror_one(source, scratch)


def _glob_safe(text: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in text)


def _mirror_one(path: Path, scratch: Path) -> Path:
    mirrored = scratch / path.name
    if not mirrored.exists():
        if path.suffix.lower() in DATABASES:
            shutil.copyfile(path, mirrored)
        else:
            mirrored.symlink_to(path.resolve())
    return mirrored


def _unzip(source: Path, scratch: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _refuse_harmful(source, members)
            archive.extractall(scratch, members)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise SourceError(f"{source}: the zip file is broken ({error}): fetch it again") from None


def _refuse_harmful(source: Path, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        path = Path(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.filename:
            raise SourceError(f"{source}: the zip file would write outside its folder ({member.filename}): refused")
    size, packed = (sum(getattr(each, name) for each in members) for name in ("file_size", "compress_size"))
    bomb = size > RATIO_MATTERS_BYTES and size > ZIP_RATIO * max(packed, 1)
    if len(members) > ZIP_FILES or size > ZIP_BYTES or bomb:
        raise SourceError(
            f"{source}: the zip file would unpack to {len(members):,} files of {size / 1e9:,.1f} GB in all: refused"
        )


def _layers(path: Path, source: Path) -> Iterator[Layer]:
    note = _mend_encoding(path) if path.suffix.lower() in TEXTS else None
    try:
        for name, geometry in pyogrio.list_layers(path):
            if geometry is None:
                continue
            info = pyogrio.read_info(path, layer=name, force_feature_count=True)
            yield Layer(
                path=path,
                name=str(name),
                fields=tuple(map(str, info["fields"])),
                rows=int(info["features"]),
                geometry_type=str(geometry),
                crs=info["crs"],
                encoding=info["encoding"],
                driver=str(info["driver"]),
                encoding_note=note,
            )
    except FAILURES as error:
        reason = str(error).replace(f"{path.parent}/", "").split(";")[0].strip().splitlines()[0]
        raise SourceError(f"{source}: cannot be read as a GIS file ({reason})") from None


def _mend_encoding(path: Path) -> str | None:
    """JSON must be UTF-8. Where it is not, a copy is read as Windows-1252, and that is said."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if path.is_symlink():
            path.unlink()
        path.write_text(data.decode("cp1252", errors="replace"), encoding="utf-8")
        return f"byte {error.start} is no UTF-8: the text was read as Windows-1252"
    return None


def samples(layer: Layer, rows: int) -> list[dict[str, Any]]:
    """The first rows' attributes, for people to look at."""
    try:
        with fiona.open(layer.path, layer=layer.name) as collection:
            return [dict(feature.properties) for _, feature in zip(range(rows), collection, strict=False)]
    except (*FAILURES, ValueError) as error:  # fiona reads values as JSON, where GDAL calls them so
        raise SourceError(f"layer {layer.name}: its rows cannot be read ({error})") from None


def _epsg(text: str) -> int | None:
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    flat = crs.sub_crs_list[0] if crs.is_compound else crs
    found = flat.to_epsg(min_confidence=CONFIDENCE)
    return None if found is None else int(found)
