"""Work for later: files are kept, jobs on them are queued, watched, stopped and run again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assetregistry.errors import ConflictError, RegistryError
from assetregistry.questions import ImportOptions
from assetregistry.registry.mending import Mending
from assetregistry.store import jobs, uploads
from assetregistry.store.intake import imports
from assetregistry.store.uploads import Sent, Upload

PROFILE = ".toml"


@dataclass(frozen=True)
class ImportOrder:
    """What an import of an upload may be told: as `ImportOptions`, but in words that JSON knows.

    A profile file must have come with the upload. `replays`: the import whose quarantine was corrected; it was told
    everything else then.
    """

    owner: str | None = None
    dataset: str | None = None
    layer: str | None = None
    profile: str | None = None
    crs: str | None = None
    full: bool = False
    dry_run: bool = False
    within: str | None = None
    delivered_on: str | None = None
    confirm_closing: bool = False
    replays: int | None = None
    layers: tuple[str, ...] = ()

    def options(self, upload: Upload) -> ImportOptions:
        """As the import takes it. Raises RegistryError for a profile file that was not sent along."""
        told = asdict(self)
        told.pop("replays")
        day = None if self.delivered_on is None else dt.date.fromisoformat(self.delivered_on)
        own = {"profile": self._profile(upload), "delivered_on": day, "layers": tuple(self.layers)}
        return ImportOptions(**{**told, **own})

    def _profile(self, upload: Upload) -> str | None:
        if self.profile is None or not self.profile.endswith(PROFILE):
            return self.profile
        found = [path for path in upload.profiles if path.name == self.profile]
        if not found:
            raise RegistryError(
                f"profile '{self.profile}' did not come with the upload: send it beside the data",
                code="profile-missing",
                profile=self.profile,
            )
        return str(found[0])


class Jobs(Mending):
    """Uploads and the jobs that work on them."""

    def keep_upload(self, sent: Sequence[Sent]) -> dict[str, Any]:
        """Keep files that were sent and queue a look at what they are; `{uploadId, …, inspection: job}`.

        Raises RegistryError.
        """
        return self._kept(sent, None)

    def keep_and_import(self, sent: Sequence[Sent], order: ImportOrder) -> dict[str, Any]:
        """Keep files that were sent and queue their import; the job. Raises RegistryError."""
        job: dict[str, Any] = self._kept(sent, order)["job"]
        return job

    def _kept(self, sent: Sequence[Sent], order: ImportOrder | None) -> dict[str, Any]:
        with self.engine.begin() as connection:
            upload = uploads.keep(connection, self.settings.data_dir, sent)
            try:
                if order is not None:
                    order.options(upload)
                job_id = jobs.submit(
                    connection,
                    "inspect" if order is None else "import",
                    upload_id=upload.id,
                    source=upload.name,
                    options={} if order is None else asdict(order),
                )
                job = jobs.one(connection, job_id)
            except BaseException:
                uploads.forget(self.settings.data_dir, upload.id)
                raise
        return {**uploads.as_dict(upload), "job": job}

    def upload(self, upload_id: uuid.UUID) -> dict[str, Any]:
        """An upload and the job that looked at it, if there was one. Raises NotFoundError."""
        with self.engine.begin() as connection:
            jobs.settle(connection)
            upload = uploads.one(connection, self.settings.data_dir, upload_id)
            found = jobs.find(connection, kind="inspect", upload_id=upload_id)
        return {**uploads.as_dict(upload), "job": found[0] if found else None}

    def queue_import(self, upload_id: uuid.UUID, order: ImportOrder) -> dict[str, Any]:
        """Queue the import of an upload; the job. Raises NotFoundError, or RegistryError for a profile not sent."""
        with self.engine.begin() as connection:
            upload = uploads.one(connection, self.settings.data_dir, upload_id)
            order.options(upload)
            job_id = jobs.submit(connection, "import", upload_id=upload.id, source=upload.name, options=asdict(order))
            return jobs.one(connection, job_id)

    def job(self, job_id: int) -> dict[str, Any]:
        """One job as it stands; one whose worker is gone is seen as failed. Raises NotFoundError."""
        with self.engine.begin() as connection:
            jobs.settle(connection)
            return jobs.one(connection, job_id)

    def jobs(self, *, kind: str | None = None, below: int | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Jobs below a number, the newest first."""
        with self.engine.begin() as connection:
            jobs.settle(connection)
            return jobs.find(connection, kind=kind, below=below, limit=limit)

    def cancel_job(self, job_id: int) -> dict[str, Any]:
        """Stop a job: nothing of it stays. Raises NotFoundError, or ConflictError when it has ended."""
        with self.engine.begin() as connection:
            jobs.settle(connection)
            jobs.one(connection, job_id)
            cancelled = jobs.cancel(connection, job_id)
            job = jobs.one(connection, job_id)
        if not cancelled:
            raise ConflictError(f"job {job_id} has ended ({job['state']}) and cannot be cancelled", code="job-ended")
        return job

    def run_again(self, job_id: int) -> dict[str, Any]:
        """Queue a job that failed or was cancelled once more, as a job of its own; the new job.

        Raises NotFoundError when the upload is no longer kept, ConflictError when the job is open or done.
        """
        with self.engine.begin() as connection:
            jobs.settle(connection)
            job = jobs.one(connection, job_id)
            if job["state"] not in ("failed", "cancelled"):
                raise ConflictError(
                    f"job {job_id} is {job['state']}: only one that failed or was cancelled runs again",
                    code="job-not-over",
                )
            if job["upload_id"] is None:
                raise ConflictError(f"the file of job {job_id} is no longer kept: send it again", code="file-not-kept")
            upload = uploads.one(connection, self.settings.data_dir, job["upload_id"])
            again = jobs.submit(
                connection, job["kind"], upload_id=upload.id, source=job["source"], options=job["options"]
            )
            return jobs.one(connection, again)

    def quarantine(self, import_id: int, *, after: int = -1, limit: int = 100) -> list[dict[str, Any]]:
        """A page of the rows that an import could not take in, after a row number. Raises NotFoundError."""
        with self.engine.connect() as connection:
            return imports.quarantine_page(connection, import_id, after=after, limit=limit)

    def tidy_uploads(self) -> None:
        """Forget uploads older than the settings say."""
        uploads.tidy(self.engine, self.settings.data_dir, self.settings.upload_days)
