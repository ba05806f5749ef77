"""Tables of uploads and of the jobs that work on them. The queue's own tables lie in the schema `queue`."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, Integer, func, text
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base


class Upload(Base):
    """Files that somebody sent, kept in the data folder until they are old; `source` is what an import is to open."""

    __tablename__ = "upload"
    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True)
    name: Mapped[str]
    files: Mapped[list[str]] = mapped_column(JSONB)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Job(Base):
    """Work that a worker does on an upload, and how far it has come.

    `done` is written by the transaction of the import itself, so a job is done exactly when its import is. Whoever
    cancels a job, or finds its worker dead, writes another state first; the import then cannot commit. `result`: the
    receipts or the report; of a failed job its `refusal`, a code with values, which says what `error` says.
    """

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(CheckConstraint("kind IN ('inspect', 'import')", name="kind"))
    upload_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"), index=True)
    source: Mapped[str]
    options: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
        server_default=text("'waiting'"),
    )
    step: Mapped[str | None]
    rows: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    queue_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    started_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    __table_args__ = (
        CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(state = 'failed') = (error IS NOT NULL)", name="error"),
        Index("ix_job_running", "state", postgresql_where=text("state = 'running'")),
    )
