"""Hot tiles are kept, compressed once; what must be drawn waits its turn, and beyond a bounded queue is sent away."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool

Key = tuple[str, str, int, int, int]  # source, version, z, x, y

KEPT_BYTES = 64_000_000
DRAWN_AT_ONCE = 4  # more would only take the database from one another
QUEUE = 200
GZIP_LEVEL = 4


class BusyError(Exception):
    """So many tiles are waiting already that one more would be late for nobody's good."""


class TileKeeper:
    """The tiles of one application. A tile is known by the version of its data, so none is ever stale."""

    def __init__(self, *, kept_bytes: int = KEPT_BYTES, at_once: int = DRAWN_AT_ONCE, queue: int = QUEUE) -> None:
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._room = kept_bytes
        self._turns = asyncio.Semaphore(at_once)
        self._most = at_once + queue
        self._asking = 0

    def kept(self, key: Key) -> bytes | None:
        """The tile (gzip), if it is at hand."""
        tile = self._kept.get(key)
        if tile is not None:
            self._kept.move_to_end(key)
        return tile

    async def drawn(self, key: Key, draw: Callable[[], bytes]) -> bytes:
        """The tile (gzip), drawn if need be. Raises BusyError when the queue is full."""
        if self._asking >= self._most:
            raise BusyError
        self._asking += 1
        try:
            async with self._turns:
                tile = self.kept(key)  # somebody before us in the queue may have asked for the same
                if tile is None:
                    tile = await run_in_threadpool(lambda: gzip.compress(draw(), GZIP_LEVEL, mtime=0))
                    self._keep(key, tile)
                return tile
        finally:
            self._asking -= 1

    def _keep(self, key: Key, tile: bytes) -> None:
        self._kept[key] = tile
        self._room -= len(tile)
        while self._room < 0 and self._kept:
            _, oldest = self._kept.popitem(last=False)
            self._room += len(oldest)
