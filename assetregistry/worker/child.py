"""What runs in a job's own process: one inspection or one import, within a limit on memory.

Whatever happens here - a reader that crashes, hangs or fills the memory - takes nothing else down.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from assetregistry.registry import Registry
from assetregistry.registry.importing import Imported
from assetregistry.registry.jobs import ImportOrder
from assetregistry.settings import Settings
from assetregistry.store import jobs, uploads
from assetregistry.store.engine import make_engine
from assetregistry.store.uploads import Upload
from assetregistry.worker.parent import die_with_parent
from importers import inspect, profiles
from importers.errors import SourceError

MIB = 1024**2
TOLD_SECONDS = 0.25


@dataclass(frozen=True)
class Task:
    """What the child needs to know; it gets the database that runs, and never starts one."""

    job: dict[str, Any]
    database_url: str
    settings: Settings


def main(pipe: Pipe, task: Task) -> None:
    """Do the job; tells progress, and why it is refused, as JSON through the pipe."""
    os.setsid()  # Ctrl-C is for the worker
    die_with_parent(signal.SIGKILL)
    limit = _address_space() + task.settings.job_memory_mb * MIB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    say = partial(_say, pipe)
    try:
        _do(task, _Progress(say))
    except (RegistryError, SourceError, MemoryError, DBAPIError, OSError) as error:
        refused = refusal_of(error, task.settings)
        say(error=_without_folders(str(refused), task), code=refused.code, values=refused.values)


def _address_space() -> int:
    """Bytes that the loaded libraries take already; the job's own memory comes on top."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def refusal_of(error: Exception, settings: Settings) -> RegistryError:
    """What a job ended by, as a refusal with its line and code."""
    if isinstance(error, RegistryError):
        return error
    if isinstance(error, SourceError):
        return RegistryError(str(error), code="unreadable-source")
    if isinstance(error, MemoryError):
        return out_of_memory(settings)
    if isinstance(error, DBAPIError):
        reason = str(error.orig).strip().splitlines()[0]
        return RegistryError(f"the database broke off: {reason}; nothing was changed", code="database-broke-off")
    said = error.strerror if isinstance(error, OSError) else None
    return RegistryError(f"{said or error}; nothing was changed", code="file-trouble")


def out_of_memory(settings: Settings) -> RegistryError:
    """The refusal of a job that wants too much."""
    return RegistryError(
        f"it needs more than {settings.job_memory_mb} MB of memory; nothing was changed: "
        "give it in smaller parts, or raise ASSETREGISTRY_JOB_MEMORY_MB",
        code="out-of-memory",
        most=settings.job_memory_mb,
    )


def _say(pipe: Pipe, **message: Any) -> None:
    pipe.send_bytes(json.dumps(message).encode())


class _Progress:
    """Every new step at once, rows a few times a second."""

    def __init__(self, say: Callable[..., None]) -> None:
        self._say = say
        self._step = ""
        self._last = 0.0

    def __call__(self, step: str, rows: int) -> None:
        now = time.monotonic()
        if step != self._step or now - self._last >= TOLD_SECONDS:
            self._say(step=step, rows=rows)
            self._step, self._last = step, now


def _do(task: Task, progress: _Progress) -> None:
    registry = Registry(make_engine(task.database_url), task.settings)
    with registry.engine.connect() as connection:
        upload = uploads.one(connection, task.settings.data_dir, task.job["upload_id"])
    result = _inspect(upload, progress) if task.job["kind"] == "inspect" else _import(registry, task, upload, progress)
    if result is not None:
        with registry.engine.begin() as connection:
            jobs.done(connection, task.job["id"], result)


def _inspect(upload: Upload, progress: _Progress) -> dict[str, Any]:
    """What is in the upload; profiles that came along are tried first, and named by their file."""
    progress("inspect", 0)
    files = {each.name: path.name for path in upload.profiles for each in profiles.load(path)}
    own = [each for path in upload.profiles for each in profiles.load(path)]
    report = inspect(upload.source, own=own).as_dict()
    for layer in report["layers"]:
        layer["profileFile"] = files.get(layer["profile"])
    return {**report, "source": upload.name}


def _import(registry: Registry, task: Task, upload: Upload, progress: _Progress) -> dict[str, Any] | None:
    """Import all layers or none; the receipts of a dry run, None where the import's own transaction has noted it."""
    order = ImportOrder(**task.job["options"])

    def finish(connection: Connection, imported: Imported) -> None:
        jobs.done(connection, task.job["id"], imported.as_dict())

    progress("open", 0)
    if order.replays is not None:
        registry.replay_quarantine(order.replays, upload.source, progress, finish)
        return None
    imported = registry.import_together(upload.source, order.options(upload), progress, finish)
    return imported.as_dict() if order.dry_run else None


def _without_folders(line: str, task: Task) -> str:
    """Names of files, without the folders of this machine."""
    folder = task.settings.data_dir / uploads.FOLDER / str(task.job["upload_id"])
    for each in (*folder.glob("*"), folder):
        line = line.replace(f"{each}/", "").replace(str(each), task.job["source"])
    return line
