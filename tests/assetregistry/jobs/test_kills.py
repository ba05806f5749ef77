"""kill -9 of the child, of the worker and of PostgreSQL in the midst of imports: exactly before, or exactly after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF
from jobs_support import Town, child_pid, waited
from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store import jobs
from assetregistry.store.embedded import EmbeddedCluster

CHILD_KILLS = 26  # with those below: thirty in all
WORKER_KILLS = 2
POSTGRES_KILLS = 2
OPEN = ("waiting", "running")


def test_kill_of_the_child_at_random_moments(town: Town) -> None:
    """Two deliveries by turns, so that each import inserts, updates and closes."""
    chance = random.Random(7)  # noqa: S311  (moments, not secrets)
    deliveries = [town.upload(0), town.upload(1)]
    assert town.run(town.order(deliveries[1]))["state"] == "done"
    after = {1: town.digest(exact=False)}
    started = time.monotonic()
    assert town.run(town.order(deliveries[0]))["state"] == "done"
    seconds = time.monotonic() - started
    after[0] = town.digest(exact=False)
    here = 0
    outcomes = []
    for _ in range(CHILD_KILLS):
        before, imports = town.digest(exact=True), len(town.registry.imports())
        job_id = town.order(deliveries[1 - here])
        thread = town.start(job_id)
        pid = child_pid()
        time.sleep(chance.uniform(0, 1.1 * seconds))
        _kill(pid)
        thread.join()
        job = town.registry.job(job_id)
        outcomes.append(job["state"])
        if job["state"] == "done":
            here = 1 - here
            assert town.digest(exact=False) == after[here]
            assert len(town.registry.imports()) == imports + 1
        else:
            assert (job["state"], "crashed" in job["error"]) == ("failed", True)
            assert town.digest(exact=True) == before
    assert "failed" in outcomes
    last = town.registry.run_again(_last_failed(town))["id"]
    job = town.run(last)
    assert job["state"] == "done"
    (receipt,) = job["result"]["receipts"]
    assert receipt["read"] == sum(
        receipt[fate] for fate in ("inserted", "updated", "unchanged", "superseded", "quarantined")
    )


def _last_failed(town: Town) -> int:
    return next(int(job["id"]) for job in town.registry.jobs(kind="import") if job["state"] == "failed")


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it was quicker
        os.kill(pid, signal.SIGKILL)


def test_kill_of_the_worker_at_random_moments(town: Town) -> None:
    chance = random.Random(11)  # noqa: S311
    deliveries = [town.upload(0), town.upload(1)]
    assert town.run(town.order(deliveries[0]))["state"] == "done"
    after = {0: town.digest(exact=False)}
    assert town.run(town.order(deliveries[1]))["state"] == "done"
    after[1] = town.digest(exact=False)
    here = 1
    for _ in range(WORKER_KILLS):
        before = town.digest(exact=True)
        job_id = town.order(deliveries[1 - here])
        with _worker(town.registry.settings) as worker:
            waited(lambda job_id=job_id: town.registry.job(job_id)["state"] != "waiting")
            time.sleep(chance.uniform(0, 0.4))
            worker.kill()
            worker.wait()
        job = waited(lambda job_id=job_id: _ended(town, job_id))
        if job["state"] == "done":
            here = 1 - here
            assert town.digest(exact=False) == after[here]
        else:
            assert (job["state"], job["error"]) == ("failed", str(jobs.ORPHANED))
            assert town.digest(exact=True) == before
    again = town.order(deliveries[1 - here])
    with _worker(town.registry.settings):
        assert waited(lambda: _ended(town, again))["state"] == "done"
    assert town.digest(exact=False) == after[1 - here]


def _ended(town: Town, job_id: int) -> dict[str, Any] | None:
    job = town.registry.job(job_id)
    return None if job["state"] in OPEN else job


@contextmanager
def _worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "assetregistry.worker"]
    with subprocess.Popen(command, env={**os.environ, **settings.environment()}) as worker:
        yield worker
        worker.terminate()


@pytest.mark.database  # a cluster of its own
def test_kill_of_postgresql_at_random_moments(tmp_path: Path) -> None:
    """The worker finds the database again (it starts the registry's own one), and goes on with other jobs."""
    chance = random.Random(13)  # noqa: S311
    settings = Settings(data_dir=tmp_path / "data", basemap_url="none")
    cluster = EmbeddedCluster(settings.data_dir)
    town = Town(Registry.open(settings, as_of=AS_OF), tmp_path)
    try:
        deliveries = [town.upload(0), town.upload(1)]
        assert town.run(town.order(deliveries[0]))["state"] == "done"
        after = {0: town.digest(exact=False)}
        assert town.run(town.order(deliveries[1]))["state"] == "done"
        after[1] = town.digest(exact=False)
        here = 1
        with _worker(settings):
            for _ in range(POSTGRES_KILLS):
                before = town.digest(exact=True)
                job_id = town.order(deliveries[1 - here])
                waited(lambda job_id=job_id: town.registry.job(job_id)["state"] != "waiting")
                time.sleep(chance.uniform(0, 0.4))
                pid = cluster.status().pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
                job = waited(lambda job_id=job_id: _ended_after_all(town, job_id))
                if job["state"] == "done":
                    here = 1 - here
                    assert town.digest(exact=False) == after[here]
                else:
                    assert (job["state"], "\n" in job["error"]) == ("failed", False)
                    assert town.digest(exact=True) == before
            again = town.order(deliveries[1 - here])
            assert waited(lambda: _ended(town, again))["state"] == "done"
        assert town.digest(exact=False) == after[1 - here]
    finally:
        town.registry.engine.dispose()
        cluster.remove()


def _ended_after_all(town: Town, job_id: int) -> dict[str, Any] | None:
    """The job when it has ended, through the time when the database does not answer."""
    try:
        return _ended(town, job_id)
    except (DBAPIError, RegistryError):
        time.sleep(0.1)
        return None
