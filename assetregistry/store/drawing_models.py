"""How assets are drawn from afar, derived from them; see `store.drawings`."""

from __future__ import annotations

import datetime as dt

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, DateTime, Index, Integer, SmallInteger, text
from sqlalchemy.dialects.postgresql import REAL
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base, geometry_type


class Drawing(Base):
    """One asset as a map shows it from afar; (asset_id, recorded_from) tells of which state of it.

    `zoom` is the first at which it is shown, `left_out` how many of its 250 m cell are not yet shown there (told by the
    last that is). `geom` is simplified, its outer ring clockwise; no corner of it may move by half of `clearance_m`, or
    it might cross itself (null: not a surface). `east`, `north` is a place on it, `area_m2` null for a line, 0 for a
    point. What the asset is and when it ends is in `asset_life`. Written whole or by cell, so that it needs no key.
    """

    __tablename__ = "drawing"
    asset_id: Mapped[int] = mapped_column(BigInteger)
    recorded_from: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    cell_east: Mapped[int] = mapped_column(Integer)
    cell_north: Mapped[int] = mapped_column(Integer)
    zoom: Mapped[int] = mapped_column(SmallInteger)
    left_out: Mapped[int | None] = mapped_column(Integer)
    owner_number: Mapped[int] = mapped_column(Integer)
    area_m2: Mapped[float | None] = mapped_column(REAL)
    clearance_m: Mapped[float | None] = mapped_column(REAL)
    east: Mapped[float]
    north: Mapped[float]
    geom: Mapped[WKBElement] = mapped_column(geometry_type(nullable=False))
    __mapper_args__ = {"primary_key": [asset_id]}  # noqa: RUF012  (SQLAlchemy's own form)
    __table_args__ = (
        Index("ix_drawing_geom", "geom", postgresql_using="gist"),
        Index("ix_drawing_first", "geom", postgresql_using="gist", postgresql_where=text("zoom <= 13")),
        Index("ix_drawing_left_out", "geom", postgresql_using="gist", postgresql_where=text("left_out IS NOT NULL")),
    )
