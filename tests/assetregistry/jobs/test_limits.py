"""A job that hangs, fills the memory, crashes or is no longer wanted ends with one line, and nothing has changed."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import AS_OF
from jobs_support import Town, child_pid, waited
from sqlalchemy import text

from assetregistry.errors import ConflictError
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store.intake.importing import IMPORT_LOCK
from assetregistry.store.uploads import Sent


@contextmanager
def _another_import_running(registry: Registry) -> Iterator[None]:
    """Imports wait for one another: the next one hangs for as long as this lasts."""
    with registry.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})
        yield


def _limited(settings: Settings, tmp_path: Path, **limits: float) -> Town:
    changed = settings.model_copy(update=limits)
    return Town(Registry.open(changed, as_of=AS_OF), tmp_path)


def test_an_import_as_a_job_is_an_import(town: Town) -> None:
    job = town.run(town.order(town.upload(0)))
    assert (job["state"], job["error"]) == ("done", None)
    (receipt,) = job["result"]["receipts"]
    assert receipt == town.registry.imports()[0]["receipt"]
    assert receipt["inserted"] == town.registry.summary()["assets"] == 2_000
    assert (job["step"], job["rows"]) != (None, None)


def test_what_hangs_is_stopped_at_the_time_limit(settings: Settings, tmp_path: Path) -> None:
    town = _limited(settings, tmp_path, job_minutes=0.02)
    job_id = town.order(town.upload(0))
    before = town.digest(exact=True)
    with _another_import_running(town.registry):
        job = town.run(job_id)
    assert job["state"] == "failed"
    assert "longer than 0.02 minutes" in job["error"]
    assert "ASSETREGISTRY_JOB_MINUTES" in job["error"]
    assert town.digest(exact=True) == before
    town.registry.engine.dispose()


def test_what_takes_too_much_memory_fails_alone(settings: Settings, tmp_path: Path) -> None:
    town = _limited(settings, tmp_path, job_memory_mb=32)
    ring = ",".join("[155000.123456789,463000.123456789]" for _ in range(500_000))  # GDAL reads a ring as a whole
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}'
    collection = f'{{"type":"FeatureCollection","features":[{feature}]}}'
    kept = town.registry.keep_upload([Sent("huge.geojson", io.BytesIO(collection.encode()))])
    job = town.run(kept["job"]["id"])
    assert job["state"] == "failed"
    assert "ASSETREGISTRY_JOB_MEMORY_MB" in job["error"]
    assert "nothing was changed" in job["error"]
    town.registry.engine.dispose()


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_reader_that_crashes_takes_nothing_down(town: Town, number: signal.Signals) -> None:
    job_id = town.order(town.upload(0))
    with _another_import_running(town.registry):
        thread = town.start(job_id)
        os.kill(child_pid(), number)
        thread.join()
    job = town.registry.job(job_id)
    assert job["state"] == "failed"
    assert "nothing was changed" in job["error"]
    assert "\n" not in job["error"]
    assert town.run(town.registry.run_again(job_id)["id"])["state"] == "done"


def test_a_cancelled_job_is_stopped_and_has_changed_nothing(town: Town) -> None:
    job_id = town.order(town.upload(0))
    before = town.digest(exact=True)
    with _another_import_running(town.registry):
        thread = town.start(job_id)
        child = child_pid()
        assert town.registry.cancel_job(job_id)["state"] == "cancelled"
        thread.join()
        assert not Path(f"/proc/{child}").exists()
    assert town.registry.job(job_id)["state"] == "cancelled"
    assert town.digest(exact=True) == before
    with pytest.raises(ConflictError):
        town.registry.cancel_job(job_id)


def test_a_job_that_was_cancelled_while_it_waited_is_not_begun(town: Town) -> None:
    job_id = town.order(town.upload(0))
    town.registry.cancel_job(job_id)
    job = town.run(job_id)
    assert (job["state"], job["started_at"]) == ("cancelled", None)


def test_a_worker_that_is_stopped_stops_its_job(town: Town) -> None:
    job_id = town.order(town.upload(0))
    stopping = threading.Event()
    with _another_import_running(town.registry):
        thread = town.start(job_id, stopping)
        waited(lambda: town.registry.job(job_id)["state"] == "running")
        stopping.set()
        thread.join()
    assert "worker was stopped" in town.registry.job(job_id)["error"]
