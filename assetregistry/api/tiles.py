"""Vector tiles, and the TileJSON that tells how to ask for them and what their numbers mean."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from assetregistry.api.parameters import TheRegistry
from assetregistry.store.tiles import MAX_ZOOM, MIN_ZOOM

router = APIRouter(prefix="/tiles", tags=["tiles"])

FIELDS = {
    "t": "asset type (number)",
    "m": "main material (number)",
    "b": "year built",
    "e": "expected year of end (p50)",
    "h": "1: some layer is suspected of a hazard",
    "o": "owner (number)",
}


@router.get("/assets.json")
def assets_json(request: Request, registry: TheRegistry) -> dict[str, Any]:
    """TileJSON 3 of the assets."""
    meta = registry.summary()
    base = str(request.base_url).rstrip("/")
    return {
        "tilejson": "3.0.0",
        "tiles": [f"{base}/tiles/assets/{{z}}/{{x}}/{{y}}.mvt?v={meta['dataVersion']}"],
        "minzoom": MIN_ZOOM,
        "maxzoom": MAX_ZOOM,
        "bounds": meta["bounds"],
        "vector_layers": [{"id": name, "fields": FIELDS} for name in ("polygon", "line", "point")],
        "dataVersion": meta["dataVersion"],
        "codes": {
            "t": {str(each.number): each.code for each in registry.catalogue.asset_types.values()},
            "m": {str(each.number): each.code for each in registry.catalogue.materials.values()},
            "o": {str(each["number"]): each["code"] for each in registry.organisations()},
        },
    }


@router.get("/assets/{z}/{x}/{y}.mvt")
def assets_tile(request: Request, registry: TheRegistry, z: int, x: int, y: int, v: str | None = None) -> Response:
    """One tile. Asked for by the current data version it may be kept for ever; else it is checked each time."""
    if not MIN_ZOOM <= z <= MAX_ZOOM or not (0 <= x < 2**z and 0 <= y < 2**z):
        raise HTTPException(404, f"there is no tile {z}/{x}/{y}: zooms {MIN_ZOOM} to {MAX_ZOOM} exist")
    version = registry.refresh()
    headers = {
        "ETag": f'"{version}"',
        "Cache-Control": "public, max-age=31536000, immutable" if v == version else "no-cache",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(registry.asset_tile(z, x, y), media_type="application/vnd.mapbox-vector-tile", headers=headers)
