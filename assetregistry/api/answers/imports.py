"""Imports with their receipts and quarantine, and the jobs that do them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from assetregistry.api.answers import Told


class ReceiptTold(Told):
    """What an import did: read = inserted + updated + unchanged + superseded + quarantined, always."""

    import_id: int | None = Field(description="null: of a dry run")
    dataset: str
    profile: str
    delivery: str = Field(description="partial or full")
    layer: str = Field("", description="of the source")
    rows: str = Field("assets", description="what the rows are: assets, areas, or statements of some kind")
    owners: dict[str, int] = Field(description="rows by code of their owner")
    read: int
    inserted: int
    updated: int
    unchanged: int
    superseded: int = Field(description="no longer current by their source, or older than what the registry holds")
    quarantined: int = Field(description="could not be taken in; `quarantine` lists them")
    closed: int = Field(description="assets that a full delivery no longer contains, or that are told to be gone")
    repaired: int = Field(description="rows whose shape was mended")
    reasons: dict[str, int] = Field({}, description="rows in quarantine by code of the reason")
    warnings: list[dict[str, Any]] = Field(description="`code`, `count`, and what each is about")
    seconds: float


class ConflictTold(Told):
    """Something that an undo leaves as it is."""

    code: str = Field(description="changed-later, there-again, closed-later, missing-later-too or origin-undone")
    asset_id: int | None
    namespace: str | None
    source_id: str | None
    because_of: int | None = Field(description="the later import that decides")


class UndoneTold(Told):
    """What an undo did, or would do: assets or areas."""

    import_id: int | None = Field(description="of the undo itself; null: nothing was changed, this is what it would do")
    undoes: int
    removed: int
    restored: int = Field(description="to their state before")
    reopened: int = Field(description="after having been closed")
    kept: int = Field(description="a later import found them unchanged")
    statements: int = Field(description="that were withdrawn")
    conflict_count: int
    conflicts: list[ConflictTold] = Field(description="the first hundred")
    seconds: float


class ImportTold(Told):
    """An import."""

    import_id: int
    at: str = Field(description="instant (ISO 8601)")
    source: str = Field(description="name of the file or address")
    layer: str | None
    crs: str | None = Field(description="of the source, EPSG:n")
    delivered_on: str = Field(description="day that the delivery tells of (ISO 8601)")
    undoes: int | None = Field(description="the import that this one undoes")
    undone_by: int | None = Field(description="the import that undid this one")
    receipt: ReceiptTold | UndoneTold


class ImportsTold(Told):
    """Imports, the newest first."""

    imports: list[ImportTold]


class OneImportTold(ImportTold):
    """An import with its quarantine."""

    bbox: list[float] | None = Field(
        description="west, south, east, north in WGS 84 of what still stands of what it brought; null: there is none"
    )
    quarantine: dict[str, int] = Field(description="rows by code of the reason")


class QuarantineRow(Told):
    """A row that could not be taken in."""

    row_number: int = Field(description="in the source, from 0")
    source_id: str | None
    code: str = Field(description="of the reason")
    message: str
    attributes: dict[str, Any] = Field(description="as delivered")
    replayed_by: int | None = Field(description="the import that took it in after correction")


class QuarantineTold(Told):
    """A page of rows in quarantine."""

    rows: list[QuarantineRow]


class LeftTold(Told):
    """A layer or file that was not taken in, and why."""

    name: str
    reason: str
    code: str = "other"


class SourceField(Told):
    """A field of a source."""

    name: str
    type: str
    samples: list[Any]


class SourceLayer(Told):
    """A layer of a source."""

    model_config = ConfigDict(alias_generator=None)

    name: str
    rows: int | None
    geometry_type: str | None
    crs: str | None
    encoding: str | None
    driver: str
    profile: str | None = Field(description="the one that fits")
    profile_file: str | None = Field(None, alias="profileFile", description="the file sent along that has it")
    fields: list[SourceField]
    suggested: str | None = Field(None, description="TOML of a profile to start from, where none fits")
    instead: str | None = Field(None, description="what a layer is that no profile is for, and what to do with it")


class ReportTold(Told):
    """What an upload holds."""

    source: str
    layers: list[SourceLayer]
    left: list[LeftTold] = Field(default=[], description="files that hold no layer, and why")


class ProgressTold(Told):
    """How far a job is."""

    step: str | None
    rows: int | None = Field(description="read so far")


class RefusalTold(Told):
    """Why a job failed, for programs."""

    code: str | None
    values: dict[str, Any]


class JobTold(Told):
    """A job."""

    job_id: int
    kind: Literal["inspect", "import"]
    source: str
    upload_id: str | None = Field(description="null: the file is no longer kept")
    options: dict[str, Any] | None = Field(description="as the order said them")
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    progress: ProgressTold
    receipts: list[ReceiptTold] = Field(description="of an import that is done, one per layer")
    left: list[LeftTold] = Field(description="layers that were not taken in, and why")
    receipt: ReceiptTold | None = Field(description="the one, where there is one only")
    report: ReportTold | None = Field(description="of an inspection that is done")
    import_id: int | None = Field(description="where there is one receipt only")
    error: str | None = Field(description="one line")
    refusal: RefusalTold | None = Field(description="what `error` says, for programs")
    created_at: str = Field(description="instant (ISO 8601)")
    started_at: str | None
    ended_at: str | None


class JobsTold(Told):
    """Jobs, the newest first."""

    jobs: list[JobTold]


class UploadTold(Told):
    """Files that were sent."""

    upload_id: str
    name: str
    files: list[str]
    size_bytes: int
    profiles: list[str] = Field(description="names of the profiles that were sent along")
    job: JobTold | None = Field(description="that looks at them")
