"""Opening a source: file, folder or zip → layers. The original is never written to: GDAL sees a scratch folder."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyogrio

from importers.errors import SourceError
from importers.layers import Layer, Note
from importers.reading import FAILURES

READABLE = frozenset({".shp", ".gpkg", ".geojson", ".json", ".gml", ".xml", ".sqlite", ".db", ".fgb", ".geojsonl"})
DATABASES = frozenset({".gpkg", ".sqlite", ".db"})  # SQLite follows links and may write beside the original
TEXTS = frozenset({".geojson", ".json", ".geojsonl"})
ZIP_FILES = 10_000
ZIP_BYTES = 50 * 1024**3
ZIP_RATIO = 200
RATIO_MATTERS_BYTES = 100 * 1024**2


def open_layers(source: Path, scratch: Path) -> list[Layer]:
    """All layers of a source, seen through links and copies in `scratch`.

    Raises SourceError: nothing there, nothing readable, a zip that is broken or harmful.
    """
    layers = [layer for path in _files(source, scratch) for layer in _layers(path, source)]
    if not layers:
        raise SourceError(f"{source}: holds no layer at all")
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
            info = pyogrio.read_info(path, layer=name, force_feature_count=True)
            yield Layer(
                path=path,
                name=str(name),
                fields=tuple(map(str, info["fields"])),
                rows=int(info["features"]),
                geometry_type=None if geometry is None else str(geometry),
                crs=info["crs"],
                encoding=info["encoding"],
                driver=str(info["driver"]),
                notes=() if note is None else (Note("encoding", note),),
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
