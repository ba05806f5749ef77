"""A collection of an OGC API Features service as one file that is then read as any other.

Pages are kept as they come, each complete, so that an interrupted download continues; memory holds one page.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely import GEOSException, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from importers.errors import SourceError
from importers.remote.cache import Kept, kept
from importers.remote.client import Client, RefusedError
from importers.remote.reach import Area

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{srid}"
WGS84 = 4326  # as GDAL reads it: longitude first, as CRS84 is
PAGE_ROWS = 1000
LOOK_ROWS = 200
MOST_ROWS = 50_000_000
OURS = frozenset({"f", "crs", "bbox", "bbox-crs"})  # what we ask for ourselves
GEOJSON = "application/geo+json, application/json;q=0.9"
ITEMS = re.compile(r"(?P<collection>.*/collections/(?P<name>[^/]+))(?:/items)?/?")
START: dict[str, Any] = {"pages": 0, "rows": 0, "bytes": 0, "matched": None, "empty": False}

Told = Callable[[int], None]  # called with the rows that are there


@dataclass(frozen=True)
class Fetched:
    """A collection as a file. `outside`: rows that came with the area's box but lie outside its outline."""

    path: Path
    rows: int
    outside: int = 0


def is_collection(url: str) -> bool:
    """Whether an address is that of a collection or of its items."""
    return ITEMS.fullmatch(httpx.URL(url).path) is not None


def fetch(
    client: Client, url: str, srid: int, cache: Path, into: Path, told: Told, area: Area | None = None
) -> Fetched:
    """All features of a collection as a FlatGeobuf in the folder `into`, called as the collection.

    In the CRS `srid` where the service offers it, else in WGS 84. With an area, what touches its outline; features
    without geometry are kept. Raises SourceError: not there, other rows than declared, pages without end.
    """
    asked, name, written_srid = _request(client, url, srid, area)
    with kept(cache, {"url": str(asked)}) as folder:
        if not folder.state.get("finished"):
            _fetch_pages(client, asked, folder, told)
        rows = int(folder.state["rows"])
        into.mkdir(parents=True, exist_ok=True)
        lines = into / f"{name}.geojsonl"
        inside = _write_lines(folder.folder, lines, area.to(written_srid) if area else None)
    path = into / f"{name}.fgb"
    try:
        if inside:
            _as_flatgeobuf(lines, path, name, written_srid, inside)
    finally:
        lines.unlink()
    return Fetched(path, inside, rows - inside)


@dataclass(frozen=True)
class Page:
    """The first features of a collection as a file; `matched`: how many there are in all, where the service tells."""

    path: Path
    rows: int
    matched: int | None


def first_page(client: Client, url: str, srid: int, into: Path, area: Area | None = None) -> Page:
    """To look at what a collection holds without fetching it. Raises SourceError."""
    asked, name, written_srid = _request(client, url, srid, area)
    folder = into / f"{name}.pages"
    folder.mkdir(parents=True)
    asked = asked.copy_set_param("limit", str(LOOK_ROWS))
    state = _fetch_page(client, START | {"next": str(asked)}, folder, asked)
    path = into / f"{name}.fgb"
    if state["rows"]:
        _as_flatgeobuf(next(folder.glob("page-*")), path, name, written_srid, state["rows"])
    shutil.rmtree(folder)
    return Page(path, state["rows"], state["rows"] if state["next"] is None else state["matched"])


def _request(client: Client, url: str, srid: int, area: Area | None) -> tuple[httpx.URL, str, int]:
    """The address of the first page, the collection's name, and the CRS that will come."""
    given = httpx.URL(url)
    found = ITEMS.fullmatch(given.path)
    if found is None:
        raise SourceError(f"{url}: is no collection of an OGC API: give an address that ends in /collections/NAME")
    collection = given.copy_with(path=found["collection"], query=None, fragment=None)
    document, _ = client.json(str(collection))
    offered = _offered(client, collection, document)
    use_srid = EPSG.format(srid=srid) in offered and _east_first(srid)
    asked = {key: value for key, value in given.params.multi_items() if key not in OURS}
    asked.setdefault("limit", str(PAGE_ROWS))
    if use_srid:
        asked["crs"] = EPSG.format(srid=srid)
    if area is not None:
        box_srid = srid if use_srid else WGS84
        asked["bbox"] = ",".join(f"{edge:.7f}".rstrip("0").rstrip(".") for edge in area.to(box_srid).bounds)
        if use_srid:
            asked["bbox-crs"] = EPSG.format(srid=srid)
    first = collection.copy_with(path=f"{collection.path}/items", params=asked)
    return first, re.sub(r"[^\w.-]", "_", found["name"]), srid if use_srid else WGS84


def _offered(client: Client, collection: httpx.URL, document: dict[str, Any]) -> list[str]:
    offered = [str(each) for each in document.get("crs") or []]
    if "#/crs" in offered:
        every, _ = client.json(str(collection.copy_with(path=collection.path.rsplit("/", 1)[0])))
        offered += [str(each) for each in every.get("crs") or []]
    return offered


def _east_first(srid: int) -> bool:
    """Services give coordinates in the order of the CRS; GIS files give east first."""
    try:
        return CRS.from_epsg(srid).axis_info[0].direction == "east"
    except CRSError:
        return False


def _fetch_pages(client: Client, first: httpx.URL, folder: Kept, told: Told) -> None:
    try:
        if folder.state:
            try:
                _fetch_rest(client, first, folder, told)
            except RefusedError:  # the service no longer knows where we were
                folder.forget()
        if not folder.state.get("finished"):
            _fetch_rest(client, first, folder, told)
    except InconsistentError:
        folder.forget()
        raise


def _fetch_rest(client: Client, first: httpx.URL, folder: Kept, told: Told) -> None:
    state = folder.state or START | {"next": str(first)}
    while state["next"] is not None:
        state = _fetch_page(client, state, folder.folder, first)
        folder.save(**state)
        told(state["rows"])
    if state["matched"] is not None and state["rows"] != state["matched"]:
        raise InconsistentError(
            f"{first.copy_with(query=None)}: declares {state['matched']:,} features, {state['rows']:,} came: "
            "nothing was imported; try again, or ask the publisher"
        )
    folder.save(**state, finished=True)


class InconsistentError(SourceError):
    """The service's pages contradict themselves: what was kept of them is of no use."""


def _fetch_page(client: Client, state: dict[str, Any], folder: Path, first: httpx.URL) -> dict[str, Any]:
    url = str(state["next"])
    page, headers = client.json(url, accept=GEOJSON)
    features = page.get("features")
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise SourceError(f"{url}: answers with no collection of features: is it the address of a collection?")
    _check_crs(headers, first, url)
    returned = page.get("numberReturned", len(features))
    if returned != len(features):
        raise InconsistentError(f"{url}: declares {returned} features, {len(features)} came: nothing was imported")
    for stale in folder.glob(f"page-{state['pages']:07d}-*"):
        stale.unlink()
    path = folder / f"page-{state['pages']:07d}-{_mark(url)}.geojsonl"
    path.write_text("".join(json.dumps(_feature(each)) + "\n" for each in features))
    following = _next(page, url)
    matched = page.get("numberMatched")
    new: dict[str, Any] = {
        "next": following,
        "pages": state["pages"] + 1,
        "rows": state["rows"] + len(features),
        "bytes": state["bytes"] + path.stat().st_size,
        "matched": matched if isinstance(matched, int) else state["matched"],
        "empty": not features,
    }
    if following is not None:
        _refuse_endless(client, folder, new, state["empty"])
    return new


def _feature(feature: dict[str, Any]) -> dict[str, Any]:
    """What GDAL needs of a feature; links and the like of OGC's answers are left out."""
    kept_keys = ("type", "id", "geometry", "properties")
    return {"type": "Feature", **{key: feature[key] for key in kept_keys if key in feature}}


def _next(page: dict[str, Any], url: str) -> str | None:
    links = [each for each in page.get("links") or [] if isinstance(each, dict) and each.get("rel") == "next"]
    found = [each for each in links if "json" in str(each.get("type", "json"))] or links
    return None if not found else str(httpx.URL(url).join(str(found[0].get("href", ""))))


def _mark(url: str) -> str:
    """An address in short, so that a page tells where it came from."""
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _refuse_endless(client: Client, folder: Path, new: dict[str, Any], empty_before: bool) -> None:
    known = any(folder.glob(f"page-*-{_mark(new['next'])}.geojsonl"))
    more_than_declared = new["matched"] is not None and new["rows"] > new["matched"]
    if known or more_than_declared or (new["empty"] and empty_before):
        raise InconsistentError(
            f"{new['next']}: its pages do not end after {new['rows']:,} features: nothing was imported"
        )
    if new["rows"] > MOST_ROWS or new["bytes"] > client.limits.total_bytes:
        raise InconsistentError(f"{new['next']}: has more features than is taken: ask for a part of it")


def _check_crs(headers: httpx.Headers, first: httpx.URL, url: str) -> None:
    """The service must say that it answers in the CRS that was asked for (OGC API Features part 2)."""
    wanted = first.params.get("crs", CRS84)
    said = headers.get("Content-Crs", "" if "crs" in first.params else f"<{CRS84}>").strip("<> ")
    if said not in (wanted, wanted + "h"):
        answered = f"answers in {said}" if said else "does not say in which it answers"
        raise SourceError(f"{url}: was asked for {wanted}, {answered}: refused")


def _write_lines(folder: Path, path: Path, outline: BaseGeometry | None) -> int:
    """All pages in one file; with an outline, only the features that touch it. Returns the rows written."""
    if outline is not None:
        prepare(outline)
    rows = 0
    with path.open("w") as file:
        for line in _lines(folder):
            if outline is None or _touches(line, outline):
                file.write(line)
                rows += 1
    return rows


def _lines(folder: Path) -> Iterator[str]:
    for page in sorted(folder.glob("page-*.geojsonl")):
        with page.open() as file:
            yield from file


def _touches(line: str, outline: BaseGeometry) -> bool:
    """Whether a feature touches the outline; what cannot be judged is left to the import."""
    geometry = json.loads(line).get("geometry")
    try:
        return geometry is None or bool(outline.intersects(shape(geometry)))
    except (GEOSException, ValueError, TypeError, AttributeError, KeyError, IndexError):
        return True


def _as_flatgeobuf(lines: Path, path: Path, name: str, srid: int, rows: int) -> None:
    """The lines with their CRS, which GeoJSON cannot name. Raises SourceError when a line is lost."""
    try:
        with pyogrio.open_arrow(lines, use_pyarrow=True) as (about, reader):
            pyogrio.write_arrow(
                reader,
                path,
                layer=name,
                driver="FlatGeobuf",
                geometry_name=about["geometry_name"] or "wkb_geometry",
                geometry_type="Unknown",
                crs=f"EPSG:{srid}",
                SPATIAL_INDEX="NO",
            )
        written = int(pyogrio.read_info(path, force_feature_count=True)["features"])
    except (DataSourceError, DataLayerError, FeatureError) as error:
        reason = str(error).replace(f"{lines.parent}/", "").splitlines()[0]
        raise SourceError(f"{name}: what came cannot be read as features ({reason})") from None
    if written != rows:
        raise SourceError(f"{name}: {rows:,} features came, {written:,} can be read: nothing was imported")
