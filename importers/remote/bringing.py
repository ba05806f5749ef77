"""What a source on another machine holds, as a file or folder here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from importers.errors import SourceError
from importers.remote import collections, downloads
from importers.remote.client import Client
from importers.remote.reach import Area, Reach, is_service
from importers.remote.services import Service, named

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Found:
    """What was brought: a path to read, and what people should know of it, as (layer, reason)."""

    path: Path
    left: tuple[tuple[str, str], ...] = ()


def bring(source: str, reach: Reach, into: Path, progress: Progress, *, area: Area | None, layer: str | None) -> Found:
    """A collection, or the layers of a service for an area, in the folder `into`.

    `layer`: names of a service's layers, with commas between them. Raises SourceError; then nothing is there to read.
    """
    with Client(reach.limits) as client:
        if not is_service(source):
            _refuse_no_address(source)
            return _collections(client, {source: source}, reach, into, progress, area)
        service = named(source, reach.base_urls)
        if service.kind == "areas":
            raise SourceError(f"{source}: are areas: see `assetregistry areas import {source} --kind municipality`")
        if area is None:
            raise SourceError(f"{source}: say for which area with --area, such as --area GM0153")
        if service.kind == "download":
            told = lambda step: progress(step, 0)  # noqa: E731
            return Found(downloads.fetch(client, service, service.chosen(layer), area, reach.cache, into, told))
        return _collections(client, _addresses(service, layer), reach, into, progress, area)


@dataclass(frozen=True)
class Looked:
    """What was brought to be looked at; `rows`: of layers that are there in part, how many there are, where told."""

    path: Path
    rows: Mapping[str, int | None] = field(default_factory=dict)


def look(source: str, reach: Reach, into: Path, progress: Progress, *, area: Area | None, layer: str | None) -> Looked:
    """The first features of a collection, or of each layer of a service; of a download, which has no pages, all.

    Raises SourceError.
    """
    service = named(source, reach.base_urls) if is_service(source) else None
    if service is not None and service.kind == "download":
        return Looked(bring(source, reach, into, progress, area=area, layer=layer).path)
    if service is None:
        _refuse_no_address(source)
        urls = {source: source}
    elif service.kind == "areas":
        urls = {kind: _areas_url(service, kind, None) for kind in service.layers}
    else:
        urls = _addresses(service, layer)
    rows: dict[str, int | None] = {}
    with Client(reach.limits) as client:
        for name, url in urls.items():
            progress(f"look at {name}", 0)
            page = collections.first_page(client, url, reach.srid, into, area)
            rows |= {page.path.stem: page.matched} if page.rows else {}
    if not rows:
        raise SourceError(f"{source}: has nothing in it{f' in {area.code}' if area else ''}")
    return Looked(into, rows)


def _addresses(service: Service, layer: str | None) -> dict[str, str]:
    return {name: f"{service.base_url}/collections/{name}" for name in service.chosen(layer)}


def bring_areas(source: str, kind: str, reach: Reach, into: Path, progress: Progress, *, year: int | None) -> Path:
    """Areas of a kind from a collection, or from a service that has them by year. Raises SourceError."""
    url = _areas_url(named(source, reach.base_urls), kind, year) if is_service(source) else source
    _refuse_no_address(url)
    with Client(reach.limits) as client:
        found = collections.fetch(client, url, reach.srid, reach.cache, into, lambda rows: progress("fetch", rows))
    if not found.rows:
        raise SourceError(f"{url}: has no areas in it")
    return found.path


def _areas_url(service: Service, kind: str, year: int | None) -> str:
    if service.kind != "areas":
        raise SourceError(f"{service.name}: has no areas: see `assetregistry import {service.name} --area CODE`")
    layers: dict[str, Any] = service.layers
    if kind not in layers:
        raise SourceError(f"{service.name}: has no areas of kind '{kind}': choose {', '.join(layers)}")
    return f"{service.base_url.format(year=year or service.year)}/collections/{layers[kind]}"


def _collections(
    client: Client, urls: Mapping[str, str], reach: Reach, into: Path, progress: Progress, area: Area | None
) -> Found:
    left: list[tuple[str, str]] = []
    rows = 0
    for name, url in urls.items():
        found = collections.fetch(
            client, url, reach.srid, reach.cache, into, lambda count: progress("fetch", count), area
        )
        rows += found.rows
        where = f" in {area.code}" if area else ""
        if not found.rows:
            left.append((name, f"has nothing{where}"))
        if found.outside:
            left.append((name, f"has {found.outside:,} rows outside {area.code if area else 'the area'}"))
    if not rows:
        what = "; ".join(f"{name} {reason}" for name, reason in left)
        raise SourceError(f"{what}: there is nothing to import")
    return Found(into, tuple(left))


def _refuse_no_address(source: str) -> None:
    try:
        url = httpx.URL(source)
    except httpx.InvalidURL:
        raise SourceError(f"{source}: is no address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceError(f"{source}: only http and https are asked")
    if not collections.is_collection(source):
        raise SourceError(f"{source}: is no collection of an OGC API: give an address that ends in /collections/NAME")
