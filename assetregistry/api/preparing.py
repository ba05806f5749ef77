"""What questions will need is made ready after a change, so that the first who asks need not wait for it."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import morecantile
from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from assetregistry.api.tilekeeping import DRAWN_AT_ONCE, BusyError, TileKeeper
from assetregistry.errors import RegistryError
from assetregistry.registry import Registry, SupplyQuestion

EVERY_S = 5.0
# Of tiles of cells: one that builds the projection, then one for each hand to learn it.
FIRST_ZOOMS = range(7, 8 + DRAWN_AT_ONCE)
logger = logging.getLogger(__name__)


@asynccontextmanager
async def preparing(registry: Registry, tiles: TileKeeper) -> AsyncIterator[None]:
    """Look for changes while inside. What is under way at the end is left to the database to undo."""
    task = asyncio.create_task(_prepare(registry, tiles))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        gc.unfreeze()


async def _prepare(registry: Registry, tiles: TileKeeper) -> None:
    version: str | None = None
    rehearsed = False
    while True:
        try:
            version = await to_thread.run_sync(registry.prepare, version, abandon_on_cancel=True)
            if version is not None and not rehearsed:
                await _rehearse(registry, tiles)
                _keep_what_is_loaded()
                rehearsed = True
        except (RegistryError, DBAPIError, BusyError) as error:  # whoever asks next is told; here it is tried again
            logger.warning("derived tables could not be made ready: %s", error)
        await asyncio.sleep(EVERY_S)


async def _rehearse(registry: Registry, tiles: TileKeeper) -> None:
    """Ask what a first visitor asks. Libraries load, and threads and connections learn map projections, only with the
    first question that needs them: that takes half a second, which nobody then waits for.
    """
    summary = await to_thread.run_sync(registry.summary, abandon_on_cancel=True)
    year = summary["firstYear"]
    await to_thread.run_sync(registry.supply, SupplyQuestion(from_year=year, to_year=year + 9), abandon_on_cancel=True)
    if summary["bounds"] is not None:
        west, south, east, north = summary["bounds"]
        middle = (west + east) / 2, (south + north) / 2
        await _drawn(registry, tiles, *middle, FIRST_ZOOMS[0])
        await asyncio.gather(*(_drawn(registry, tiles, *middle, z) for z in FIRST_ZOOMS[1:]))


def _keep_what_is_loaded() -> None:
    """Libraries and the catalogue stay for as long as the server does. A look at all of it for garbage holds up every
    answer for a tenth of a second, several times in a minute with many askers: from now on it passes over these.
    """
    gc.collect()
    gc.freeze()


async def _drawn(registry: Registry, tiles: TileKeeper, lon: float, lat: float, z: int) -> None:
    """Draw and keep the tile of cells that holds a place."""
    x, y, _ = morecantile.tms.get("WebMercatorQuad").tile(lon, lat, z)
    version = await to_thread.run_sync(registry.tile_version, "cells", abandon_on_cancel=True)
    await tiles.drawn(("cells", version, z, x, y), lambda: registry.tile("cells", z, x, y))
