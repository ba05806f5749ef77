"""What lies in the cells of square grids, derived from the assets; see `store.cells`."""

from __future__ import annotations

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import ARRAY, BigInteger, Double, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base


class Cell(Base):
    """A square of 250 m × 4^level with its south-west corner at (east, north) × that size, where it holds assets.

    `extent` is the bounding box of its assets, which may reach beyond the square; `kg` is their stock. The four arrays
    run side by side: of each cohort in the cell its key, the number of layers, Σ m and Σ m². (As rows of their own they
    would take several times the space and the time to write.)
    """

    __tablename__ = "cell"
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    east: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    north: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    assets: Mapped[int] = mapped_column(Integer)
    kg: Mapped[float]
    extent: Mapped[WKBElement] = mapped_column(Geometry("GEOMETRY", srid=-1, spatial_index=False, nullable=False))
    cohort_keys: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    cohort_assets: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    cohort_kg: Mapped[list[float]] = mapped_column(ARRAY(Double))
    cohort_kg2: Mapped[list[float]] = mapped_column(ARRAY(Double))


class CellKey(Base):
    """What the layers of one cohort share, whatever cell they lie in (see `models.Cohort`); `id` is a hash of it."""

    __tablename__ = "cell_key"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
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
