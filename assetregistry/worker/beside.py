"""A worker process beside a server: started, started again when it dies, and stopped with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assetregistry.settings import Settings

RESTART_SECONDS = 1.0
STOP_SECONDS = 10.0


@contextmanager
def worker_beside(settings: Settings) -> Iterator[None]:
    """A worker on these settings for as long as the block lasts."""
    stopping = Event()
    keeper = Thread(target=_keep, args=(settings, stopping), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(STOP_SECONDS)


def _keep(settings: Settings, stopping: Event) -> None:
    command = [sys.executable, "-m", "assetregistry.worker"]
    environment = {**os.environ, **settings.environment()}
    while not stopping.is_set():
        with subprocess.Popen(command, env=environment) as worker:
            while worker.poll() is None and not stopping.wait(RESTART_SECONDS):
                pass
            worker.terminate()
            try:
                worker.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
        stopping.wait(RESTART_SECONDS)
