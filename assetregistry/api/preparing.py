"""What questions will need is made ready after a change, so that the first who asks need not wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from assetregistry.registry import Registry

EVERY_S = 5.0
logger = logging.getLogger(__name__)


@asynccontextmanager
async def preparing(registry: Registry) -> AsyncIterator[None]:
    """Look for changes while inside. What is under way at the end is left to the database to undo."""
    task = asyncio.create_task(_prepare(registry))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _prepare(registry: Registry) -> None:
    version: str | None = None
    while True:
        try:
            version = await to_thread.run_sync(registry.prepare, version, abandon_on_cancel=True)
        except (RegistryError, DBAPIError) as error:  # whoever asks next is told; here it is tried again
            logger.warning("derived tables could not be made ready: %s", error)
        await asyncio.sleep(EVERY_S)
