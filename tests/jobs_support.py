"""Two states of a registry, and jobs that lead from the one to the other."""

from __future__ import annotations

import hashlib
import multiprocessing
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import support
from sqlalchemy import text

from assetregistry.registry import Registry
from assetregistry.registry.jobs import ImportOrder
from assetregistry.store.uploads import Sent
from assetregistry.worker.supervisor import supervise

STREETS = 2_000
ROW = 50
PATIENCE_SECONDS = 120  # a worker on a busy machine takes its time to start
ORDER = ImportOrder(profile="streets.toml", dataset="streets", full=True, confirm_closing=True)
OTHERS = ("job", "upload", "spatial_ref_sys", "alembic_version")
TOLD_LATER = "'{id,import_id,recorded_from}'::text[]"


def streets(shift: int) -> list[support.Street]:
    """A town of squares; from one shift to another every third changes, every tenth goes and another comes."""
    made: list[support.Street] = []
    for i in range(STREETS):
        surface = "klinkers" if i % 3 == shift else "asfalt"
        name = f"{shift}-{i}" if i % 10 == 0 else f"s{i}"
        made.append((name, surface, 1950 + i % 70, support.square(i % ROW * 12, i // ROW * 12)))
    return made


@dataclass
class Town:
    """A registry that imports one of two deliveries, as a job or at once."""

    registry: Registry
    folder: Path

    def upload(self, shift: int) -> uuid.UUID:
        """The delivery and its profile as an upload."""
        source = support.write_streets(self.folder / f"streets-{shift}.gpkg", streets(shift))
        (self.folder / "streets.toml").write_text(support.PROFILE)
        paths = (source, self.folder / "streets.toml")
        kept = self.registry.keep_upload([Sent(path.name, path.open("rb")) for path in paths])
        self.registry.cancel_job(kept["job"]["id"])
        return uuid.UUID(kept["uploadId"])

    def order(self, upload_id: uuid.UUID, order: ImportOrder = ORDER) -> int:
        """A job that waits."""
        found: int = self.registry.queue_import(upload_id, order)["id"]
        return found

    def run(self, job_id: int) -> dict[str, Any]:
        """The job when it has been done, here and now."""
        supervise(self.registry, job_id, threading.Event())
        return self.registry.job(job_id)

    def start(self, job_id: int, stopping: threading.Event | None = None) -> threading.Thread:
        """The job begun in a thread of ours, in a child process of its own."""
        thread = threading.Thread(target=supervise, args=(self.registry, job_id, stopping or threading.Event()))
        thread.start()
        return thread

    def digest(self, *, exact: bool) -> str:
        """All that the registry holds: exactly, or as far as it is told by the deliveries alone."""
        with self.registry.engine.connect() as connection:
            tables = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            ).scalars()
            return hashlib.sha256(
                "".join(self._table(connection, name, exact) for name in tables if name not in OTHERS).encode()
            ).hexdigest()

    def _table(self, connection: Any, name: str, exact: bool) -> str:
        if not exact and name != "asset":
            return ""
        row = "to_jsonb(t)" if exact else f"(to_jsonb(t) - {TOLD_LATER})"
        query = f"SELECT coalesce(md5(string_agg(md5({row}::text), '' ORDER BY md5({row}::text))), '') FROM {name} t"  # noqa: S608
        return name + str(connection.execute(text(query)).scalar_one())


def child_pid() -> int:
    """The process that does the job which this process supervises; waits until it is there."""
    return waited(lambda: next((each.pid for each in multiprocessing.active_children()), None))


def waited(look: Callable[[], Any]) -> Any:
    """What `look` finds, when it finds something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it does not come")
