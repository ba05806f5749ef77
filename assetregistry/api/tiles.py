"""Vector tiles, and the TileJSON that tells how to ask for them and what their numbers mean."""

from __future__ import annotations

import gzip
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.tiles import TileJsonTold
from assetregistry.api.etags import etag, is_held
from assetregistry.api.parameters import TheRegistry
from assetregistry.api.tilekeeping import BusyError, TileKeeper
from assetregistry.registry import Registry
from assetregistry.store.derived import cells
from assetregistry.store.tile_sources import TileSource, sources

router = APIRouter(prefix="/tiles", tags=["tiles"])

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"

Source = Annotated[str, Path(description="assets, areas, cells or offers")]
Zoom = Annotated[int, Path(description="zoom, between those that TileJSON tells")]
Column = Annotated[int, Path(description="column in Web Mercator, from the west")]
Row = Annotated[int, Path(description="row in Web Mercator, from the north")]
Version = Annotated[str | None, Query(description="`dataVersion` of TileJSON: the tile may then be kept for ever")]


@router.get("/{source}.json")
def tilejson(
    request: Request, response: Response, registry: TheRegistry, source: Source
) -> Annotated[dict[str, Any], ShownAs(TileJsonTold)]:
    """TileJSON 3 of assets, areas, cells or offers. Ask again now and then: a new `dataVersion` means new tiles.

    `squareSizeM`: the side of the squares of cells, from each zoom on.
    """
    found = _source(source)
    version = registry.tile_version(source)
    base = str(request.base_url).rstrip("/")
    response.headers["Cache-Control"] = "no-cache"
    return {
        "tilejson": "3.0.0",
        "name": found.title,
        "tiles": [f"{base}/tiles/{source}/{{z}}/{{x}}/{{y}}.mvt?v={version}"],
        "minzoom": found.minzoom,
        "maxzoom": found.maxzoom,
        "bounds": registry.summary()["bounds"],
        "vector_layers": [
            {"id": name, "fields": found.keys, "minzoom": layer.minzoom, "maxzoom": found.maxzoom}
            for name, layer in found.layers.items()
        ],
        "dataVersion": version,
        "codes": {**found.codes, **(_codes(registry) if source == "assets" else {})},
        **(
            {"squareSizeM": {zoom: cells.size_m(level) for zoom, level in found.levels.items()}} if found.levels else {}
        ),
    }


@router.get("/{source}/{z}/{x}/{y}.mvt", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def tile(
    request: Request, registry: TheRegistry, source: Source, z: Zoom, x: Column, y: Row, v: Version = None
) -> Response:
    """One tile. Asked for by the version of its data it may be kept for ever; else it is checked each time."""
    found = _source(source)
    if not found.holds(z, x, y):
        raise HTTPException(404, f"there is no tile {z}/{x}/{y}: zooms {found.minzoom} to {found.maxzoom} exist")
    keeper: TileKeeper = request.app.state.tiles
    answer = None if v is None else keeper.kept((source, v, z, x, y))
    holds_one = "if-none-match" in request.headers
    version = v
    # What is drawn says of which version it is; the database is asked before only where that may spare drawing.
    if version is None or (answer is None and (holds_one or not keeper.is_newest(source, version))):
        version = await run_in_threadpool(registry.tile_version, source)
    if is_held(request, version):
        return Response(status_code=304, headers=_headers(version, v))
    if answer is None:
        try:
            tile = await keeper.drawn((source, version, z, x, y), lambda: registry.tile(source, z, x, y))
        except BusyError:
            raise HTTPException(503, "too many tiles are asked for at once", {"Retry-After": "1"}) from None
        version, answer = tile.version, tile.data
    headers = _headers(version, v)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(answer, media_type=MEDIA_TYPE, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(answer), media_type=MEDIA_TYPE, headers=headers)


def _headers(version: str, asked: str | None) -> dict[str, str]:
    return {
        "ETag": etag(version),
        "Cache-Control": "public, max-age=31536000, immutable" if version == asked else "no-cache",
        "Vary": "Accept-Encoding",
    }


def _source(name: str) -> TileSource:
    found = sources().get(name)
    if found is None:
        raise HTTPException(404, f"there are no tiles of '{name}': {', '.join(sources())} exist")
    return found


def _codes(registry: Registry) -> dict[str, dict[str, str]]:
    return {
        "t": {str(each.number): each.code for each in registry.catalogue.asset_types.values()},
        "m": {str(each.number): each.code for each in registry.catalogue.materials.values()},
        "o": {str(each["number"]): each["code"] for each in registry.organisations()},
    }
