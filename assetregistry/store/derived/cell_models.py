"""What lies in the cells of square grids, derived from the assets; see `store.derived.cells`."""

from __future__ import annotations

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base, geometry_type


class Cell(Base):
    """A square of 250 m × 4^level with its south-west corner at (east, north) × that size, where it holds assets.

    `extent` is the bounding box of its assets, which may reach beyond the square; `kg` is their stock. A cell of 250 m
    has its assets one by one in `members` and their layers in `layers`, larger ones have their `cohorts`: records of
    `store.derived.cell_records`. (As rows of their own they would take several times the space and the time to read.)
    """

    __tablename__ = "cell"
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    east: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    north: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    assets: Mapped[int] = mapped_column(Integer)
    kg: Mapped[float]
    extent: Mapped[WKBElement] = mapped_column(geometry_type(nullable=False))
    members: Mapped[bytes | None]
    layers: Mapped[bytes | None]
    cohorts: Mapped[bytes | None]


class CellKey(Base):
    """What the layers of one cohort share, whatever cell they lie in (see `models.Cohort`).

    `id` counts through from 1, `hash` is that of all the rest.
    """

    __tablename__ = "cell_key"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[int] = mapped_column(BigInteger, unique=True)
    asset_type: Mapped[str]
    owner: Mapped[str]
    layer_id: Mapped[int] = mapped_column(BigInteger)
    suspect: Mapped[str | None]
    built_from: Mapped[int | None] = mapped_column(SmallInteger)
    built_to: Mapped[int | None] = mapped_column(SmallInteger)
    works_year: Mapped[int | None] = mapped_column(SmallInteger)
    sewer_lifetime: Mapped[str | None]
    sewer_built_from: Mapped[int | None] = mapped_column(SmallInteger)
    sewer_built_to: Mapped[int | None] = mapped_column(SmallInteger)


class StaleAsset(Base):
    """An asset of which layers or their clocks may have become others at a data version."""

    __tablename__ = "stale_asset"
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class GeneralisedAsset(Base):
    """An asset as tiles show it at their first zooms: keys t, b and o of `tiles.toml`, its simplified shape, and the
    point that a small surface is from furthest away.
    """

    __tablename__ = "generalised_asset"
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    t: Mapped[int] = mapped_column(Integer)
    b: Mapped[int | None] = mapped_column(SmallInteger)
    condition: Mapped[int | None] = mapped_column(SmallInteger)
    o: Mapped[int] = mapped_column(Integer)
    outlook_id: Mapped[int] = mapped_column(BigInteger)
    geom: Mapped[WKBElement] = mapped_column(geometry_type(nullable=False))
    point: Mapped[WKBElement | None] = mapped_column(geometry_type())
    __table_args__ = (Index("ix_generalised_asset_geom", "geom", postgresql_using="gist"),)
