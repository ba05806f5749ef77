"""When each asset was built and what clock it runs on, derived from all that is known; see `store.derived.life`."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Date, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base

ABOUT = ("type", "built", "clock", "works", "sewer", "past", "lining")
BASES = ("correction", "sewer", "buildings", "neighbourhood", "inspection", "planned_work", "register")


class AssetEvidence(Base):
    """What is known of an asset besides its own source's word; the first of each kind (`about`, `rank`) counts.

    About its `type`, the year it was `built`, the year its `clock` counts from, the year of `works`, the `sewer` below
    it, the year of its `lining`; `past` is what no longer says anything (works of former years, inspections and linings
    of what stood before). Its own source's word (basis register) is kept here of linings alone. `statement_id` and
    `sewer_id` tell where it comes from; `things`: of how many buildings or assets it is the median.
    """

    __tablename__ = "asset_evidence"
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(CheckConstraint(f"about IN {ABOUT}", name="about"), primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    basis: Mapped[str] = mapped_column(CheckConstraint(f"basis IN {BASES}", name="basis"))
    year_from: Mapped[int | None] = mapped_column(SmallInteger)
    year_to: Mapped[int | None] = mapped_column(SmallInteger)
    asset_type: Mapped[str | None]
    told_on: Mapped[dt.date | None] = mapped_column(Date)
    statement_id: Mapped[int | None] = mapped_column(BigInteger)
    sewer_id: Mapped[int | None] = mapped_column(BigInteger)
    things: Mapped[int | None] = mapped_column(Integer)


class AssetWorks(Base):
    """The first year in which planned works take out an asset's layers of a lifetime class."""

    __tablename__ = "asset_works"
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lifetime: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger)


class AssetLife(Base):
    """What an asset is taken for, when it was built, and what clock it runs on.

    `recipe_id`: of its type, by its owner and the years that were told (`models.CatalogueRecipe`).
    `built_basis`: register, correction, sewer, buildings, neighbourhood or unknown. An inferred year is that of the
    first thing there, which may have been renewed until `renewed_by`; null for years that were told. The clock interval
    is what age is counted from: the years of building, of the renewals since, of a lining, or an effective year by
    inspection (`clock_basis` catalogue, lining or inspection). A pipe with a lining lives as that does; `lining_basis`
    is register, correction or planned_work (which lies ahead: there is no lining yet). Sewer: the one that a surface
    lies on, with the interval of its own clock. `works_year`: of the leading layer (see `AssetWorks`). `condition`:
    what the newest inspection of what stands there found, 1 (as new) to 6, on the day `condition_on`.
    """

    __tablename__ = "asset_life"
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asset_type: Mapped[str]
    built_from: Mapped[int | None] = mapped_column(SmallInteger)
    built_to: Mapped[int | None] = mapped_column(SmallInteger)
    built_basis: Mapped[str]
    renewed_by: Mapped[int | None] = mapped_column(SmallInteger)
    clock_from: Mapped[int | None] = mapped_column(SmallInteger)
    clock_to: Mapped[int | None] = mapped_column(SmallInteger)
    clock_basis: Mapped[str]
    works_year: Mapped[int | None] = mapped_column(SmallInteger)
    sewer_lifetime: Mapped[str | None]
    sewer_built_from: Mapped[int | None] = mapped_column(SmallInteger)
    sewer_built_to: Mapped[int | None] = mapped_column(SmallInteger)
    suspect: Mapped[bool]
    outlook_id: Mapped[int] = mapped_column(BigInteger)
    lining_from: Mapped[int | None] = mapped_column(SmallInteger)
    lining_to: Mapped[int | None] = mapped_column(SmallInteger)
    lining_basis: Mapped[str | None]
    recipe_id: Mapped[int] = mapped_column(Integer)
    condition: Mapped[int | None] = mapped_column(SmallInteger)
    condition_on: Mapped[dt.date | None] = mapped_column(Date)


class RetoldAsset(Base):
    """An asset of which something was said by name at a data version, of which lives are not derived yet."""

    __tablename__ = "retold_asset"
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
