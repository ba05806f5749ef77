"""The worker's own process: it holds the queue's connection, hands jobs to their supervisors, and tidies up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from multiprocessing import forkserver
from threading import Event

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.utils import utcnow
from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store import jobs
from assetregistry.store.engine import libpq_url
from assetregistry.worker.supervisor import supervise

CONCURRENCY = 2  # an import, and a look at another file beside it: imports never run beside one another
POLL_SECONDS = 1.0  # an import that waits for the one before it is not notified when that ends
CONNECT_SECONDS = 3.0
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
SETTLE_SECONDS = 5.0
TIDY_SECONDS = 3600.0
RETRY_SECONDS = 1.0
LOST = (ConnectorException, psycopg.Error, DBAPIError, RegistryError)

logger = logging.getLogger(__name__)


def work(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM. A database that goes away is waited for (and the registry's own one started).

    Raises RegistryError when the registry cannot be opened in the first place.
    """
    registry = Registry.open(settings)
    forkserver.ensure_running()  # the first job need not wait for it
    stopping = Event()
    while not stopping.is_set():
        try:
            asyncio.run(_take_jobs(registry, stopping))
        except LOST as error:
            logger.warning("the database went away (%s): trying again", type(error).__name__)
            registry = _reopen(registry, settings, stopping)


def _reopen(registry: Registry, settings: Settings, stopping: Event) -> Registry:
    registry.engine.dispose()
    while not stopping.wait(RETRY_SECONDS):
        with contextlib.suppress(*LOST):
            return Registry.open(settings)
    return registry


async def _take_jobs(registry: Registry, stopping: Event) -> None:
    queue = _queue(registry, stopping)
    async with queue.open_async():
        working = asyncio.create_task(
            queue.run_worker_async(
                queues=[jobs.QUEUE],
                concurrency=CONCURRENCY,
                delete_jobs=DeleteJobCondition.ALWAYS,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                install_signal_handlers=False,
            )
        )
        tidying = asyncio.create_task(_tidy(queue, registry))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _stop, stopping, working)
        with contextlib.suppress(asyncio.CancelledError):
            await working
        tidying.cancel()
        with contextlib.suppress(asyncio.CancelledError, *LOST):
            await tidying


def _stop(stopping: Event, working: asyncio.Task[None]) -> None:
    """Children are stopped by their supervisors, then the worker ends."""
    stopping.set()
    working.cancel()


def _queue(registry: Registry, stopping: Event) -> App:
    options = {"options": f"-c search_path={jobs.QUEUE_PATH} -c application_name=assetregistry-worker"}
    connector = PsycopgConnector(
        conninfo=libpq_url(registry.engine), kwargs=options, min_size=1, timeout=CONNECT_SECONDS
    )
    queue = App(connector=connector)

    @queue.task(name=jobs.TASK, queue=jobs.QUEUE)
    def run_job(job_id: int) -> None:
        supervise(registry, job_id, stopping)

    return queue


async def _tidy(queue: App, registry: Registry) -> None:
    """Jobs and queue entries of workers that were killed, and old uploads."""
    await asyncio.gather(
        _every(SETTLE_SECONDS, lambda: asyncio.to_thread(_settle, registry)),
        _every(SETTLE_SECONDS, lambda: _give_back(queue)),
        _every(TIDY_SECONDS, lambda: asyncio.to_thread(registry.tidy_uploads)),
    )


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await do()
        await asyncio.sleep(seconds)


def _settle(registry: Registry) -> None:
    with registry.engine.begin() as connection:
        jobs.settle(connection)


async def _give_back(queue: App) -> None:
    """Entries that a worker took and never ended go back into the queue; a job that has ended is not begun again."""
    for stalled in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await queue.job_manager.retry_job(stalled, retry_at=utcnow())
