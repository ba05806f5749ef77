"""Jobs: written down and queued in one transaction, led from state to state, found again when their worker is gone.

States: waiting → running → done, failed or cancelled. Every step asks for the state that it comes from, so of two that
want to end a job only one does.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.elements import ColumnElement

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.store.engine import run
from assetregistry.store.job_models import Job

JOB_LOCK = 72_017_004  # class of the advisory locks that a worker holds, one per job that it runs
TASK = "run_job"
QUEUE = "jobs"
QUEUE_PATH = "queue,public"
ONE_IMPORT_AT_A_TIME = "import"
ORPHANED = RegistryError(
    "the worker stopped before the job was done; nothing was changed: run it again", code="worker-stopped"
)
OPEN = ("waiting", "running")


def submit(connection: Connection, kind: str, *, upload_id: uuid.UUID, source: str, options: Mapping[str, Any]) -> int:
    """Write a job down and queue it, both with the caller's transaction; returns its number."""
    query = text(
        "INSERT INTO job (kind, upload_id, source, options) "
        "VALUES (:kind, :upload_id, :source, CAST(:options AS jsonb)) RETURNING id"
    )
    values = {"kind": kind, "upload_id": upload_id, "source": source, "options": json.dumps(options)}
    job_id: int = connection.execute(query, values).scalar_one()
    queue_id = _enqueue(connection, job_id, lock=ONE_IMPORT_AT_A_TIME if kind == "import" else None)
    connection.execute(text("UPDATE job SET queue_id = :queue_id WHERE id = :id"), {"id": job_id, "queue_id": queue_id})
    return job_id


def _enqueue(connection: Connection, job_id: int, *, lock: str | None) -> int:
    from procrastinate import App, SyncPsycopgConnector

    queue = App(connector=SyncPsycopgConnector())  # never opened: it writes on our own connection
    task = queue.configure_task(TASK, queue=QUEUE, lock=lock, connection=connection.connection.driver_connection)
    with _queue_in_sight(connection):
        return task.defer(job_id=job_id)


@contextmanager
def _queue_in_sight(connection: Connection) -> Iterator[None]:
    """The queue's functions name its tables without their schema."""
    query = text("SELECT set_config('search_path', :path, true)")
    before = connection.execute(text("SHOW search_path")).scalar_one()
    connection.execute(query, {"path": QUEUE_PATH})
    yield
    connection.execute(query, {"path": before})


def find(
    connection: Connection,
    *,
    job_id: int | None = None,
    kind: str | None = None,
    upload_id: uuid.UUID | None = None,
    below: int | None = None,
    limit: int = 1,
) -> list[dict[str, Any]]:
    """Jobs as dictionaries, the newest first; those whose worker is gone are seen as failed."""
    rows = run(connection, "jobs/list", id=job_id, kind=kind, upload_id=upload_id, below=below, limit=limit)
    return [dict(row) for row in rows.mappings()]


def one(connection: Connection, job_id: int) -> dict[str, Any]:
    """One job; raises NotFoundError."""
    found = find(connection, job_id=job_id)
    if not found:
        raise NotFoundError(f"there is no job {job_id}")
    return found[0]


def settle(connection: Connection) -> list[int]:
    """Mark as failed what says it runs while no worker is alive for it; returns these jobs."""
    told = {"error": str(ORPHANED), "result": json.dumps({"refusal": _coded(ORPHANED)})}
    with _queue_in_sight(connection):
        return [row.id for row in run(connection, "jobs/settle", lock=JOB_LOCK, **told)]


@contextmanager
def alive(engine: Engine, job_id: int) -> Iterator[Connection]:
    """A connection that holds the job's lock, by which others see that somebody works on it; commits by itself.

    Raises RegistryError when another worker holds it.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taken = connection.execute(
            text("SELECT pg_try_advisory_lock(:lock, :id)"), {"lock": JOB_LOCK, "id": job_id}
        ).scalar_one()
        if not taken:
            raise RegistryError(f"job {job_id} is being worked on by another worker")
        try:
            yield connection
            with suppress(OperationalError):  # one that broke has lost its lock
                connection.execute(text("SELECT pg_advisory_unlock(:lock, :id)"), {"lock": JOB_LOCK, "id": job_id})
        finally:
            connection.detach()  # closed, not given back: after an error the lock goes with it, a moment later


def begin(connection: Connection, job_id: int) -> bool:
    """waiting → running; false when the job does not wait any more."""
    query = text("UPDATE job SET state = 'running', started_at = now() WHERE id = :id AND state = 'waiting'")
    return connection.execute(query, {"id": job_id}).rowcount == 1


def report(connection: Connection, job_id: int, step: str, rows: int) -> bool:
    """Note how far it has come; false when the job does not run any more."""
    query = text("UPDATE job SET step = :step, rows = :rows WHERE id = :id AND state = 'running'")
    return connection.execute(query, {"id": job_id, "step": step, "rows": rows}).rowcount == 1


def runs(connection: Connection, job_id: int) -> bool:
    """Whether the job still runs."""
    query = text("SELECT state = 'running' FROM job WHERE id = :id")
    return bool(connection.execute(query, {"id": job_id}).scalar_one_or_none())


def done(connection: Connection, job_id: int, result: Mapping[str, Any]) -> None:
    """running → done, in the transaction of the work itself. Raises RegistryError when the job was stopped."""
    query = text(
        "UPDATE job SET state = 'done', result = CAST(:result AS jsonb), ended_at = now() "
        "WHERE id = :id AND state = 'running'"
    )
    if connection.execute(query, {"id": job_id, "result": json.dumps(result)}).rowcount != 1:
        raise RegistryError(f"job {job_id} was stopped; nothing was changed")


def fail(connection: Connection, job_id: int, refused: RegistryError) -> bool:
    """Open → failed, with its reason in one line, and what the refusal tells programs; false when it has ended."""
    return _end(connection, job_id, state="failed", refused=refused)


def cancel(connection: Connection, job_id: int) -> bool:
    """Open → cancelled; false when it has ended already. From here on its import cannot commit."""
    return _end(connection, job_id, state="cancelled")


def _end(connection: Connection, job_id: int, *, state: str, refused: RegistryError | None = None) -> bool:
    still_open: ColumnElement[bool] = Job.state.in_(OPEN)
    told = {} if refused is None else {"error": str(refused), "result": {"refusal": _coded(refused)}}
    query = update(Job).where(Job.id == job_id, still_open)
    return connection.execute(query.values(state=state, ended_at=text("now()"), **told)).rowcount == 1


def _coded(refused: RegistryError) -> dict[str, Any]:
    return {"code": refused.code, "values": refused.values}
