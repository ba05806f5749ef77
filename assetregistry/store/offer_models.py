"""The feed of offers. Only the SQL function `append_offer_events` writes these tables."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Integer, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base


class OfferFeed(Base):
    """One row: the counter that is taken as the last statement of a publishing transaction.

    `feed` changes when a consumer must start again; `import_id` is the newest import that the last publish knew of.
    """

    __tablename__ = "offer_feed"
    id: Mapped[int] = mapped_column(SmallInteger, CheckConstraint("id = 1", name="one_row"), primary_key=True)
    feed: Mapped[uuid.UUID] = mapped_column(UUID, server_default=text("gen_random_uuid()"))
    last_seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    import_id: Mapped[int | None] = mapped_column(Integer)


class Offer(Base):
    """The last that was told of each lot; `state` is null once it was withdrawn (a tombstone, kept for ever)."""

    __tablename__ = "offer"
    id: Mapped[uuid.UUID] = mapped_column(UUID, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[dict[str, Any] | None]


class OfferEvent(Base):
    """The log: sequence numbers without a hole, in the order of commits."""

    __tablename__ = "offer_event"
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    offer_id: Mapped[uuid.UUID] = mapped_column(UUID)
    version: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(CheckConstraint("type IN ('created', 'changed', 'withdrawn')", name="type"))
    reason: Mapped[str]
    caused_by: Mapped[dict[str, Any]]
    at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    state: Mapped[dict[str, Any] | None]
    __table_args__ = (UniqueConstraint("offer_id", "version"),)
