"""Opening a source: file, folder or zip → layers. The original is never written to: GDAL sees a scratch folder."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from importers.archives import mirror_folder, mirror_with_siblings, unpack
from importers.errors import SourceError
from importers.formats import bag, delimited, gdal, geoparquet, hydx, ribx, spreadsheet
from importers.formats.answers import refuse_answer
from importers.layers import Layer
from importers.untaken import and_more, told_once

GDAL = (".shp", ".gpkg", ".geojson", ".json", ".geojsonl", ".ndjson", ".jsonl", ".gml", ".kml", ".sqlite", ".db",
        ".fgb", ".gdb", ".tab", ".mif")  # fmt: skip
Reader = Callable[[Path], list[Layer]]


def _read_xml(path: Path) -> list[Layer]:
    if bag.is_bag(path):
        return bag.read(path)
    return ribx.read(path) if ribx.is_ribx(path) else gdal.read(path)


def _read_turtle(path: Path) -> list[Layer]:
    from importers.formats import orox

    return orox.read(path)


READERS: dict[str, Reader] = {
    **dict.fromkeys(GDAL, gdal.read),
    ".xml": _read_xml,
    ".ribx": ribx.read,
    ".ribxa": ribx.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".xlsx": spreadsheet.read,
    ".parquet": geoparquet.read,
    ".geoparquet": geoparquet.read,
    ".ttl": _read_turtle,
}
# Often no data but a description, or a table beside it: in a folder, one that cannot be read is named and left.
MAY_BE_SOMETHING_ELSE = frozenset({".xml", ".json", ".csv", ".tsv", ".xlsx", ".db", ".ttl"})
NO_LAYER = "holds no layer at all"
DESCRIPTIONS = (".shp.xml", ".aux.xml", ".gpkg.xml")


@dataclass(frozen=True)
class Left:
    """A layer or file that is not taken in, and why: a code for programs and a sentence for people."""

    name: str
    reason: str
    code: str = "other"

    def as_dict(self) -> dict[str, str]:
        """The JSON form."""
        return {"name": self.name, "code": self.code, "reason": self.reason}


@dataclass(frozen=True)
class Source:
    """The layers of a source, and the files of it that hold none."""

    path: Path
    layers: list[Layer]
    left: list[Left]


def open_source(path: Path, scratch: Path) -> Source:
    """All layers of a source, seen through links and copies in `scratch`.

    Raises SourceError: nothing there, nothing readable, a zip that is broken or harmful.
    """
    files = _files(path, scratch)
    several = path.is_dir() or _is_zip(path)
    layers: list[Layer] = []
    left: list[Left] = []
    for file, read in files:
        try:
            _refuse_nothing(file)
            refuse_answer(file)
            found = read(file)
        except SourceError as error:
            if not several or file.suffix.lower() not in MAY_BE_SOMETHING_ELSE:
                raise SourceError(f"{path}: {f'{file.name} ' if several and file != scratch else ''}{error}") from None
            left.append(Left(file.name, str(error), "unreadable"))
        else:
            layers += found
            left += [] if found else [Left(file.name, NO_LAYER, "empty")]
    left = _summed([*left, *(_unread_data(scratch) if several else [])])
    if not layers:
        raise SourceError(f"{path}: {told_once((each.name, each.reason) for each in left) if several else NO_LAYER}")
    return Source(path, layers, left)


def _summed(left: list[Left]) -> list[Left]:
    """Files that are left for the same reason as one, named after the first: an extract of the BAG has thousands."""
    names: dict[tuple[str, str], list[str]] = {}
    for each in left:
        names.setdefault((each.reason, each.code), []).append(each.name)
    return [Left(each[0] + and_more(len(each) - 1), *why) for why, each in names.items()]


def _refuse_nothing(file: Path) -> None:
    if file.is_file() and not file.stat().st_size:
        raise SourceError("is empty: there is nothing to import")


def _is_zip(source: Path) -> bool:
    """Whether it is a zip of files; a spreadsheet is one too, but of its own."""
    return zipfile.is_zipfile(source) and source.suffix.lower() != ".xlsx"


def _files(source: Path, scratch: Path) -> list[tuple[Path, Reader]]:
    if not source.exists():
        raise SourceError(f"{source}: no such file")
    wanted = READERS
    if source.is_file() and source.suffix.lower() != ".zip" and (kind := _unread(source)):
        raise SourceError(f"{source}: {kind['said']}")
    if source.is_dir():
        place = scratch / source.name if source.suffix.lower() == ".gdb" else scratch
        mirror_folder(source, place)
    elif _is_zip(source):
        unpack(source, scratch)
    elif source.suffix.lower() == ".zip":
        raise SourceError(f"{source}: is no zip file, or a broken one: fetch it again")
    elif hydx.is_part(source):
        for part in hydx.parts(source.parent):
            mirror_with_siblings(part, scratch)
    else:
        wanted = {suffix: read for suffix, read in READERS.items() if suffix == source.suffix.lower()}
        mirror_with_siblings(source, scratch)
    together, taken = _together(scratch)
    found = [
        *together,
        *((path, wanted[path.suffix.lower()]) for path in _readable(scratch, wanted) if path not in taken),
    ]
    if not found:
        raise SourceError(f"{source}: holds no GIS file ({_instead(scratch)})")
    return found


def _instead(scratch: Path) -> str:
    """What is said of a source that holds none: what it does hold, where that is known."""
    told = (f"{path.name} {kind['said']}" for path in _own(scratch) if (kind := _unread(path)))
    return next(told, f"one of {', '.join(sorted(READERS))}")


def _unread_data(scratch: Path) -> list[Left]:
    """Files that are not read though they hold data, beside those that are."""
    kinds = ((path, _unread(path)) for path in _own(scratch) if not _inside_database(path, scratch))
    return [Left(path.name, kind["said"]) for path, kind in kinds if kind is not None and kind.get("data")]


def _unread(path: Path) -> dict[str, Any] | None:
    """The kind of a file that is not read, by its suffix; None for one that may be, or that nobody knows."""
    return next((kind for kind in _unread_kinds() if path.suffix.lower() in kind["suffixes"]), None)


@cache
def _unread_kinds() -> list[dict[str, Any]]:
    document = tomllib.loads(resources.files("importers").joinpath("unread.toml").read_text(encoding="utf-8"))
    kinds: list[dict[str, Any]] = document["kind"]
    return kinds


def _together(scratch: Path) -> tuple[list[tuple[Path, Reader]], set[Path]]:
    """Files that belong together, read as their folder: the tables of HydX, all parts of an extract of the BAG."""
    found: list[tuple[Path, Reader]] = []
    taken: set[Path] = set()
    for folder in (scratch, *_folders(scratch)):
        if hydx.is_network(folder):
            found.append((folder, hydx.read))
            taken.update(hydx.parts(folder))
    if buildings := bag.parts(scratch):
        found.append((scratch, bag.read))
        taken.update(buildings)
    return found, taken


def _folders(scratch: Path) -> Iterator[Path]:
    return (path for path in sorted(scratch.rglob("*")) if path.is_dir())


def _readable(folder: Path, wanted: Iterable[str]) -> Iterator[Path]:
    for path in _own(folder):
        described = path.name.lower().endswith(DESCRIPTIONS)
        if (
            path.suffix.lower() in wanted
            and not _inside_database(path, folder)
            and not described
            and path.is_dir() == (path.suffix.lower() == ".gdb")
        ):
            yield path


def _own(folder: Path) -> Iterator[Path]:
    """All below a folder but what macOS keeps beside files: ._name, and __MACOSX in zips."""
    for path in sorted(folder.rglob("*")):
        if not path.name.startswith("._") and "__MACOSX" not in path.parts:
            yield path


def _inside_database(path: Path, folder: Path) -> bool:
    return any(parent.suffix.lower() == ".gdb" for parent in path.parents if parent != folder.parent)
