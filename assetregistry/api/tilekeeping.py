"""Hot tiles are kept, compressed once; what must be drawn waits its turn, and beyond a bounded queue is sent away."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from isal import igzip

from assetregistry.registry.tiling import Tile

Key = tuple[str, str, int, int, int]  # source, version, z, x, y

KEPT_BYTES = 64_000_000
DRAWN_AT_ONCE = 4  # more would only take the database from one another
QUEUE = 200
GZIP_LEVEL = 3  # of igzip: as small as the quickest of zlib, in a fifth of its time


class BusyError(Exception):
    """So many tiles are waiting already that one more would be late for nobody's good."""


class TileKeeper:
    """The tiles of one application. A tile is known by the version of its data, so none is ever stale."""

    def __init__(self, *, kept_bytes: int = KEPT_BYTES, at_once: int = DRAWN_AT_ONCE, queue: int = QUEUE) -> None:
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._room = kept_bytes
        self._turns = asyncio.Semaphore(at_once)
        # Threads of their own, as each of them has to learn its map projections anew.
        self._hands = ThreadPoolExecutor(max(at_once, 1), thread_name_prefix="tile")
        self._newest: dict[str, str] = {}  # the version that each source was last drawn in
        self._most = at_once + queue
        self._asking = 0

    def kept(self, key: Key) -> bytes | None:
        """The tile (gzip), if it is at hand."""
        tile = self._kept.get(key)
        if tile is not None:
            self._kept.move_to_end(key)
        return tile

    def is_newest(self, source: str, version: str) -> bool:
        """Whether no other version was drawn last: else tiles may be at hand under the version that holds now."""
        return self._newest.get(source, version) == version

    async def drawn(self, key: Key, draw: Callable[[], Tile]) -> Tile:
        """The tile (gzip), drawn if need be: that of the key's version, or of a newer one where it has been overtaken.

        Raises BusyError when the queue is full.
        """
        if self._asking >= self._most:
            raise BusyError
        source, version, z, x, y = key
        self._asking += 1
        try:
            async with self._turns:
                kept = self.kept(key)  # somebody before us in the queue may have asked for the same
                if kept is not None:
                    return Tile(version, kept)
                tile = await asyncio.get_running_loop().run_in_executor(self._hands, _compressed, draw)
                self._newest[source] = tile.version
                self._keep((source, tile.version, z, x, y), tile.data)
                return tile
        finally:
            self._asking -= 1

    def _keep(self, key: Key, tile: bytes) -> None:
        self._kept[key] = tile
        self._room -= len(tile)
        while self._room < 0 and self._kept:
            _, oldest = self._kept.popitem(last=False)
            self._room += len(oldest)


def _compressed(draw: Callable[[], Tile]) -> Tile:
    tile = draw()
    return Tile(tile.version, igzip.compress(tile.data, GZIP_LEVEL, mtime=0))
