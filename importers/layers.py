"""A layer of a source: what is in it, where GDAL or a reader of ours finds its rows, and which CRS it is in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError

from importers.errors import SourceError
from importers.places import Misread

WGS84 = 4326
CONFIDENCE = 70  # of 100: how sure PROJ must be that a description without a code is an EPSG system


@dataclass(frozen=True)
class Note:
    """Something that people should know of a layer, found on opening it; of all its rows, unless it is counted."""

    code: str
    value: str
    count: int | None = None


@dataclass(frozen=True)
class Layer:
    """One layer of a source.

    `path` is where GDAL reads it; `stream` gives its batches instead, for what GDAL does not read, with the geometry as
    WKB in a field with the extension name of WKB.
    `contradicted`: what the coordinates are, where they cannot be in the CRS that the source names. `looks_like`: the
    CRS that the coordinates suggest; `misread`: the one that they would be in, were they written otherwise. `words`:
    field → code → the word that the source gives for it. `geometry_type` is None for a table without geometry.
    """

    path: Path
    name: str
    fields: tuple[str, ...]
    rows: int
    geometry_type: str | None
    crs: str | None
    encoding: str | None
    driver: str
    notes: tuple[Note, ...] = ()
    stream: Callable[[], Iterator[pa.RecordBatch]] | None = None
    contradicted: str | None = None
    looks_like: str | None = None
    misread: Misread | None = None
    words: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)

    def srid(self, said: str | None, prescribed: str | None = None) -> int:
        """The EPSG code: the source's, or `said` (EPSG:n) where the source has none or cannot be right.

        `prescribed`: of the standard that the source follows, where the file does not repeat it. A table without
        geometry has none; WGS 84 stands for that. Raises SourceError.
        """
        if self.geometry_type is None:
            return WGS84
        own = None if self.contradicted or not self.crs else epsg(self.crs)
        wanted = epsg(said) if said else None
        if said and wanted is None:
            raise SourceError(f"--crs {said}: is no coordinate system; write it as EPSG:28992")
        if own is not None and wanted is not None and own != wanted:
            raise SourceError(f"layer {self.name} says EPSG:{own}, --crs says EPSG:{wanted}: leave out --crs")
        found = own if own is not None else wanted
        if found is None and prescribed and not self.crs:
            found = epsg(prescribed)
        if found is None:
            raise SourceError(f"layer {self.name} {self._without_crs()}")
        if self.misread is not None and self.misread.srid == found:
            raise SourceError(
                f"layer {self.name}: its coordinates are no EPSG:{found}; they look like it {self.misread.said}"
            )
        return found

    def _without_crs(self) -> str:
        what = "has no coordinate system"
        if self.contradicted:
            what = f"says {self.crs}, but its coordinates are {self.contradicted}"
        elif self.crs:
            what = "has a coordinate system without an EPSG code"
        system = None if self.misread is None else f"EPSG:{self.misread.srid}"
        odd = None if self.misread is None else f"{system} {self.misread.said}"
        if self.looks_like not in (None, system):
            otherwise = f"; or like {odd}" if odd else ""
            return f"{what}; it looks like {self.looks_like}: confirm with --crs {self.looks_like}{otherwise}"
        if odd:
            return f"{what}; its coordinates look like {odd}"
        return f"{what}: say which it is with --crs, such as --crs EPSG:28992"


def epsg(text: str) -> int | None:
    """The EPSG code of a CRS however it is written, of its horizontal part; None if it has none."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    flat = crs.sub_crs_list[0] if crs.is_compound else crs
    found = flat.to_epsg(min_confidence=CONFIDENCE)
    return None if found is None else int(found)
