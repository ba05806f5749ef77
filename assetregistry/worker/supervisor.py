"""Runs one job in a child process, watches over it, and writes down how it ended."""

from __future__ import annotations

import json
import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerProcess
from threading import Event
from typing import Any

from sqlalchemy import Connection

from assetregistry.errors import RegistryError
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store import jobs
from assetregistry.store.engine import libpq_url
from assetregistry.worker import child

WATCH_SECONDS = 0.25
SECONDS_PER_MINUTE = 60
NO_MEMORY = (-signal.SIGABRT, 127)  # how C++ and C libraries end that get none
STOPPED = "the worker was stopped before the job was done; nothing was changed: run it again"

# One process has loaded the libraries and is forked for each job, so that a job starts at once.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["assetregistry.worker.child"])

Target = Callable[[Pipe, child.Task], None]


def supervise(registry: Registry, job_id: int, stopping: Event, target: Target = child.main) -> None:
    """Run a job that waits; returns when it has ended and its end is written down."""
    with jobs.alive(registry.engine, job_id) as connection:
        if not jobs.begin(connection, job_id):
            return
        task = child.Task(jobs.one(connection, job_id), libpq_url(registry.engine), registry.settings)
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=target, args=(theirs, task), daemon=True)
        process.start()
        theirs.close()
        try:
            error = _watch(connection, job_id, ours, _Limit(registry.settings, stopping))
        finally:
            process.kill()
            process.join()
            ours.close()
        jobs.fail(connection, job_id, error or _how_it_ended(process, registry.settings))


class _Limit:
    """Why a job must be stopped now, if it must."""

    def __init__(self, settings: Settings, stopping: Event) -> None:
        self._minutes = settings.job_minutes
        self._end = time.monotonic() + settings.job_minutes * SECONDS_PER_MINUTE
        self._stopping = stopping

    def reached(self) -> RegistryError | None:
        if self._stopping.is_set():
            return RegistryError(STOPPED, code="worker-stopped")
        if time.monotonic() > self._end:
            return RegistryError(
                f"it took longer than {self._minutes:g} minutes and was stopped; nothing was changed: "
                "give it in smaller parts, or raise ASSETREGISTRY_JOB_MINUTES",
                code="too-long",
                minutes=self._minutes,
            )
        return None


def _watch(connection: Connection, job_id: int, pipe: Pipe, limit: _Limit) -> RegistryError | None:
    """Pass progress on until the child ends or must end; the reason, where one is known."""
    while True:
        message = _receive(pipe)
        if message is None:
            return None
        if "error" in message:
            return RegistryError(message["error"], code=message["code"], **message["values"])
        if message:
            still_wanted = jobs.report(connection, job_id, message["step"], message["rows"])
        else:
            still_wanted = jobs.runs(connection, job_id)
        reason = limit.reached()
        if reason is not None or not still_wanted:
            return reason


def _receive(pipe: Pipe) -> dict[str, Any] | None:
    """The next message, an empty one when there was none for a while, None when the child is gone."""
    if not pipe.poll(WATCH_SECONDS):
        return {}
    try:
        message: dict[str, Any] = json.loads(pipe.recv_bytes())
    except (EOFError, OSError):
        return None
    return message


def _how_it_ended(process: ForkServerProcess, settings: Settings) -> RegistryError:
    """Why a child ended that said nothing."""
    ended = process.exitcode or 0
    if ended in NO_MEMORY:
        refused = child.out_of_memory(settings)
        return RegistryError(f"the reader gave up: {refused}", code=refused.code, **refused.values)
    how = signal.Signals(-ended).name if ended < 0 else f"exit code {ended}"
    return RegistryError(
        f"the reader crashed on this file ({how}); nothing was changed: try another format of it, "
        "or raise ASSETREGISTRY_JOB_MEMORY_MB",
        code="reader-crashed",
    )
