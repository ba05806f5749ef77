"""What was delivered: datasets, imports, former states of assets, rows in quarantine, statements about assets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, REAL
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base, geometry_type

CHANGES = ("updated", "closed", "ended", "removed", "superseded", "undone")


class Dataset(Base):
    """A series of deliveries of one kind by one party."""

    __tablename__ = "dataset"
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    profile: Mapped[str]


class Import(Base):
    """One delivery that was taken in, with its receipt; or the undoing of one (`undoes`).

    `delivered_on`: the day that the delivery tells of. `options`: what the import was told, and `profile_toml` the
    profile that came from a file: both so that quarantined rows can be replayed.
    """

    __tablename__ = "import"
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"))
    source: Mapped[str]
    layer: Mapped[str]
    srid: Mapped[int] = mapped_column(Integer)
    at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    delivered_on: Mapped[dt.date] = mapped_column(Date, server_default=text("CURRENT_DATE"))
    undoes: Mapped[int | None] = mapped_column(ForeignKey("import.id"), unique=True)
    options: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    profile_toml: Mapped[str | None]
    receipt: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class Sighting(Base):
    """Assets that an import found unchanged: it vouches for them too, should the one before it be undone."""

    __tablename__ = "sighting"
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), primary_key=True)
    asset_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


class AssetHistory(Base):
    """A former state, held by the registry from `recorded_from` until `recorded_to`.

    `change` says how it ended, by `import_id`: updated (replaced), closed (a full delivery no longer contained it),
    ended (by its source), removed (by a statement), undone. superseded: a version that was past when it was delivered,
    and so was never held. `from_import_id` gave it. `ended_on`: when the thing itself ended, where that was told.
    """

    __tablename__ = "asset_history"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    asset_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    namespace: Mapped[str]
    source_id: Mapped[str]
    change: Mapped[str] = mapped_column(CheckConstraint(f"change IN {CHANGES}", name="change"))
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), index=True)
    from_import_id: Mapped[int | None] = mapped_column(ForeignKey("import.id"))
    recorded_from: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    recorded_to: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    ended_on: Mapped[dt.date | None] = mapped_column(Date)
    reason: Mapped[str | None]
    row_hash: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[dict[str, Any]]
    geom: Mapped[WKBElement | None] = mapped_column(geometry_type())
    curved_geom: Mapped[WKBElement | None] = mapped_column(geometry_type())
    __table_args__ = (
        Index("ix_asset_history_identity", "namespace", "source_id"),
        Index(
            "uq_asset_history_superseded",
            "namespace",
            "source_id",
            "row_hash",
            unique=True,
            postgresql_where=text("change = 'superseded'"),
        ),
    )


class AreaChange(Base):
    """What an import did to an area, and what it replaced (name, kind, geom, where it updated): for its undoing."""

    __tablename__ = "area_change"
    code: Mapped[str] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), primary_key=True)
    fate: Mapped[str] = mapped_column(CheckConstraint("fate IN ('inserted', 'updated', 'unchanged')", name="fate"))
    name: Mapped[str | None]
    kind: Mapped[str | None]
    geom: Mapped[WKBElement | None] = mapped_column(geometry_type())


class QuarantineRow(Base):
    """A row that could not be taken in, as it was delivered, with the reason; `replayed_by` once it was given again."""

    __tablename__ = "quarantine_row"
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), primary_key=True)
    row_number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    source_id: Mapped[str | None]
    code: Mapped[str]
    message: Mapped[str]
    attributes: Mapped[dict[str, Any] | None]
    source_wkb: Mapped[bytes | None] = mapped_column(LargeBinary)
    replayed_by: Mapped[int | None] = mapped_column(ForeignKey("import.id"))


class Statement(Base):
    """Something said about assets: a building's year, a planned work, an inspection, a passport's line, a removal, a
    correction (of the year built, or by `asset_type` of what its subject is).

    Never changed: a newer statement of the same (kind, namespace, source_id) replaces it (`replaced_by`). `subject`
    names the asset; without one `geom` tells which assets it is about.
    """

    __tablename__ = "statement"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), index=True)
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("import.id"), index=True)
    kind: Mapped[str]
    namespace: Mapped[str]
    source_id: Mapped[str]
    subject_namespace: Mapped[str | None]
    subject: Mapped[str | None]
    name: Mapped[str | None]
    happened_on: Mapped[dt.date | None] = mapped_column(Date)
    year_from: Mapped[int | None] = mapped_column(SmallInteger)
    year_to: Mapped[int | None] = mapped_column(SmallInteger)
    condition: Mapped[float | None] = mapped_column(REAL)
    reason: Mapped[str | None]
    layer: Mapped[str | None]
    material: Mapped[str | None]
    kg_low: Mapped[float | None]
    kg: Mapped[float | None]
    kg_high: Mapped[float | None]
    asset_type: Mapped[str | None]
    attributes: Mapped[dict[str, Any] | None]
    row_hash: Mapped[int] = mapped_column(BigInteger)
    geom: Mapped[WKBElement | None] = mapped_column(geometry_type())
    __table_args__ = (
        Index(
            "uq_statement_current",
            "kind",
            "namespace",
            "source_id",
            unique=True,
            postgresql_where=text("replaced_by IS NULL"),
        ),
        Index("ix_statement_geom", "geom", postgresql_using="gist"),
        Index("ix_statement_subject", "subject"),
    )
