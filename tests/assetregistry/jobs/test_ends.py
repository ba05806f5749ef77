"""A job is done exactly when its import is committed: of two that want to end a job, one does."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from pathlib import Path

import pytest
from jobs_support import ORDER, Town, waited
from sqlalchemy import Connection, text

from assetregistry.errors import ConflictError, NotFoundError, RegistryError
from assetregistry.registry.importing import Imported
from assetregistry.store import jobs, uploads

A_MONTH = 30 * 24 * 3600


def _import(town: Town, job_id: int, after_done: threading.Thread | None = None) -> Imported:
    """Import as the child does, with the job's end as the last step of the transaction."""
    upload_id = town.registry.job(job_id)["upload_id"]
    with town.registry.engine.connect() as connection:
        upload = uploads.one(connection, town.registry.settings.data_dir, upload_id)

    def finish(connection: Connection, imported: Imported) -> None:
        jobs.done(connection, job_id, imported.as_dict())
        if after_done is not None:
            after_done.start()
            waited(lambda: _somebody_waits(town))

    return town.registry.import_together(upload.source, ORDER.options(upload), finish=finish)


def _somebody_waits(town: Town) -> bool:
    with town.registry.engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


def test_an_import_whose_job_was_cancelled_cannot_commit(town: Town) -> None:
    job_id = town.order(town.upload(0))
    with jobs.alive(town.registry.engine, job_id) as connection:
        assert jobs.begin(connection, job_id)
        town.registry.cancel_job(job_id)
        with pytest.raises(RegistryError, match="was stopped; nothing was changed"):
            _import(town, job_id)
    assert town.registry.summary()["assets"] == 0
    assert town.registry.imports() == []


def test_who_cancels_too_late_is_told_that_it_is_done(town: Town) -> None:
    job_id = town.order(town.upload(0))
    told: list[str] = []

    def cancel() -> None:
        with pytest.raises(ConflictError) as error:
            town.registry.cancel_job(job_id)
        told.append(str(error.value))

    with jobs.alive(town.registry.engine, job_id) as connection:
        assert jobs.begin(connection, job_id)
        thread = threading.Thread(target=cancel)
        imported = _import(town, job_id, after_done=thread)
        thread.join()
    assert told == [f"job {job_id} has ended (done) and cannot be cancelled"]
    assert town.registry.job(job_id)["result"] == imported.as_dict()
    assert town.registry.summary()["assets"] == imported.receipts[0].inserted


def test_a_job_without_a_worker_is_seen_as_failed(town: Town) -> None:
    job_id = town.order(town.upload(0))
    with jobs.alive(town.registry.engine, job_id) as connection:
        jobs.begin(connection, job_id)
        assert town.registry.job(job_id)["state"] == "running"
        with pytest.raises(RegistryError, match="another worker"), jobs.alive(town.registry.engine, job_id):
            pass
    job = town.registry.job(job_id)
    assert (job["state"], job["error"]) == ("failed", str(jobs.ORPHANED))
    assert town.run(town.registry.run_again(job_id)["id"])["state"] == "done"


def test_old_uploads_are_forgotten_unless_a_job_needs_them(town: Town) -> None:
    old, needed, new = town.upload(0), town.upload(0), town.upload(0)
    waiting = town.order(needed)
    month_ago = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=A_MONTH)
    with town.registry.engine.begin() as connection:
        query = text("UPDATE upload SET at = :at WHERE id = ANY(:ids)")
        connection.execute(query, {"at": month_ago, "ids": [old, needed]})
    folder = town.registry.settings.data_dir / uploads.FOLDER
    stray = folder / "no-row-tells-of-it"
    stray.mkdir()
    for path in (stray, folder / str(old), folder / str(needed)):
        _age(path)
    town.registry.tidy_uploads()
    assert {path.name for path in folder.iterdir()} == {str(needed), str(new)}
    with pytest.raises(NotFoundError, match="send the file again"):
        town.order(old)
    assert town.run(waiting)["state"] == "done"


def _age(path: Path) -> None:
    then = time.time() - A_MONTH
    os.utime(path, (then, then))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("wegen.shp", "wegen.shp"),
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\wegen.zip", "wegen.zip"),
        ("..", ""),
        (".hidden.gpkg", "hidden.gpkg"),
        ("a\x00b\nc;$(rm).gml", "a_b_c__(rm).gml"),
        ("straße één.geojson", "straße één.geojson"),
        ("x" * 300 + ".gpkg", "x" * 115 + ".gpkg"),
        ("", ""),
    ],
)
def test_names_of_files_are_made_harmless(given: str, kept: str) -> None:
    assert uploads.harmless(given) == kept
