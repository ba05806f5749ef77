"""The tables. Geometry is in the registry's own CRS (`registry_state.srid`), 2D, valid; measures are in metres.

What is derived (`asset_layer`: what each asset is made of) is a view, made in the migrations.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, INT4RANGE, JSONB, REAL, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the registry."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text, dict[str, Any]: JSONB, float: Double}  # noqa: RUF012  (SQLAlchemy's own form)


def geometry_type(**options: Any) -> Geometry:
    """A geometry column of any type; its SRID is the registry's, held by `registry_state`, not by the column."""
    return Geometry("GEOMETRY", srid=-1, spatial_index=False, **options)


class RegistryState(Base):
    """One row: what the whole registry stands on, and the counters that tell when derived tables are stale.

    `whole_version`: the last data version at which more changed than what statements say of some assets. What is
    derived of an older one is made anew as a whole; since then only the layers of `StaleAsset` have changed.
    `told_version`: the last one at which more was said than of some assets by name. Lives of an older one are derived
    anew as a whole; since then nothing was said but of `RetoldAsset`.
    """

    __tablename__ = "registry_state"
    id: Mapped[int] = mapped_column(SmallInteger, CheckConstraint("id = 1", name="one_row"), primary_key=True)
    srid: Mapped[int] = mapped_column(Integer)
    data_version: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    catalogue_version: Mapped[str] = mapped_column(server_default="")
    cohorts_version: Mapped[int] = mapped_column(BigInteger, server_default=text("-1"))
    outlook_version: Mapped[int] = mapped_column(BigInteger, server_default=text("-1"))
    outlook_as_of: Mapped[dt.date | None] = mapped_column(Date)
    cells_version: Mapped[int] = mapped_column(BigInteger, server_default=text("-1"))
    whole_version: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    told_version: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    life_version: Mapped[int] = mapped_column(BigInteger, server_default=text("-1"))
    life_year: Mapped[int | None] = mapped_column(SmallInteger)
    names_version: Mapped[int] = mapped_column(BigInteger, server_default=text("-1"))


class Organisation(Base):
    """An owner, manager or source holder; `number` stands for it in tiles."""

    __tablename__ = "organisation"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[int] = mapped_column(Integer, Identity(), unique=True)


class Asset(Base):
    """A thing in public space as its source now describes it. Identity: (namespace, source_id).

    `import_id` is the import that vouches for its present state, and so tells its dataset; `recorded_from` is when the
    registry came to hold that state.
    """

    __tablename__ = "asset"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), index=True)
    namespace: Mapped[str]
    source_id: Mapped[str]
    asset_type: Mapped[str]
    owner: Mapped[str] = mapped_column(ForeignKey("organisation.code"))
    manager: Mapped[str | None]
    source_holder: Mapped[str | None]
    name: Mapped[str | None]
    source_material: Mapped[str | None]
    built_from: Mapped[int | None] = mapped_column(SmallInteger)
    built_to: Mapped[int | None] = mapped_column(SmallInteger)
    built_basis: Mapped[str | None]
    width_mm: Mapped[float | None] = mapped_column(REAL)
    height_mm: Mapped[float | None] = mapped_column(REAL)
    wall_mm: Mapped[float | None] = mapped_column(REAL)
    shape: Mapped[str | None]
    version_from: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    length_m: Mapped[float | None]
    area_m2: Mapped[float | None]
    repaired: Mapped[str | None]
    attributes: Mapped[dict[str, Any] | None]
    row_hash: Mapped[int] = mapped_column(BigInteger)
    recorded_from: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    geom: Mapped[WKBElement] = mapped_column(geometry_type(nullable=False))
    curved_geom: Mapped[WKBElement | None] = mapped_column(geometry_type())
    __table_args__ = (
        UniqueConstraint("source_id", "namespace"),
        CheckConstraint("built_from <= built_to", name="built_interval"),
        Index("ix_asset_geom", "geom", postgresql_using="gist"),
        Index(
            "ix_asset_id_tail",
            func.id_tail(text("source_id")).label("tail"),
            postgresql_ops={"tail": "text_pattern_ops"},
        ),
    )


class Area(Base):
    """A municipality, district, neighbourhood or any other piece of ground that supply is asked for."""

    __tablename__ = "area"
    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    area_ha: Mapped[float] = mapped_column(Double, Computed("ST_Area(geom) / 10000", persisted=True))
    geom: Mapped[WKBElement] = mapped_column(geometry_type(nullable=False))
    __table_args__ = (Index("ix_area_geom", "geom", postgresql_using="gist"),)


class AssetArea(Base):
    """Which part of an asset lies in an area; resolved once, so that no later question touches geometry.

    No foreign keys: looking up each of millions takes longer than resolving them. What removes an asset or an area
    removes this with it.
    """

    __tablename__ = "asset_area"
    area_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    asset_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    share: Mapped[float]
    __table_args__ = (Index("ix_asset_area_asset_id", "asset_id"),)


class CatalogueVersion(Base):
    """What a version of the catalogue said (`catalogue.listing.contents`), and each moment from which it held."""

    __tablename__ = "catalogue_version"
    version: Mapped[str] = mapped_column(primary_key=True)
    adopted_at: Mapped[list[dt.datetime]] = mapped_column(ARRAY(DateTime(timezone=True)))
    content: Mapped[dict[str, Any]]


class CatalogueType(Base):
    """The catalogue's asset types, copied from its files so that SQL can join them; each with its own recipe."""

    __tablename__ = "catalogue_type"
    code: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    geometry: Mapped[str]
    wall_base_mm: Mapped[float | None]
    wall_slope: Mapped[float | None]
    wall_diameter: Mapped[str | None]
    default_width_mm: Mapped[int | None] = mapped_column(Integer)
    default_height_mm: Mapped[int | None] = mapped_column(Integer)
    default_shape: Mapped[str | None]
    type_group: Mapped[str]
    recipe_id: Mapped[int] = mapped_column(Integer)


class CatalogueRecipe(Base):
    """What assets of a type are made of: all of them, or those of an owner (null: any) built within `years`.

    An asset has the recipe of the lowest `rank` that holds it; a type's last one, its own, holds all.
    `lead_layer_id`: the first layer of what such an asset most likely is; its end is the asset's end.
    """

    __tablename__ = "catalogue_recipe"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str]
    asset_type: Mapped[str] = mapped_column(ForeignKey("catalogue_type.code"))
    owner: Mapped[str | None]
    years: Mapped[Range[int]] = mapped_column(INT4RANGE)
    rank: Mapped[int] = mapped_column(SmallInteger)
    lead_layer_id: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (UniqueConstraint("asset_type", "owner", "rank"),)


class CatalogueMix(Base):
    """Recipe → the types that an asset may be, with weights; a known type is wholly itself."""

    __tablename__ = "catalogue_mix"
    recipe_id: Mapped[int] = mapped_column(ForeignKey("catalogue_recipe.id"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("catalogue_type.code"), primary_key=True)
    weight: Mapped[float]


class CatalogueLayer(Base):
    """The recipe: kg per measure of each layer of an asset type, and its clock.

    `leads`: it lives as its type's first layer does, so that what is seen of the asset tells of it too.
    """

    __tablename__ = "catalogue_layer"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    asset_type: Mapped[str] = mapped_column(ForeignKey("catalogue_type.code"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    material: Mapped[str]
    material_number: Mapped[int] = mapped_column(Integer)
    per: Mapped[str]
    kg_low: Mapped[float]
    kg_typical: Mapped[float]
    kg_high: Mapped[float]
    lifetime: Mapped[str]
    mean_years: Mapped[float]
    leads: Mapped[bool]
    hazard: Mapped[str | None]
    suspect_before: Mapped[int | None] = mapped_column(SmallInteger)


class Cohort(Base):
    """Layers that share area, type, owner, clock and suspicion: all that a forecast needs.

    `area_id` 0 is the whole registry. `kg` is Σ m, `kg2` is Σ m² over `assets`. The clock: `built_from` to `built_to`,
    the interval that age is counted from (see `AssetLife`); `works_year` of a planned work; and of the sewer that a
    surface lies on its lifetime class and the interval that its own age is counted from.
    """

    __tablename__ = "cohort"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    area_id: Mapped[int] = mapped_column(Integer, index=True)
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
    assets: Mapped[int] = mapped_column(BigInteger)
    kg: Mapped[float]
    kg2: Mapped[float]


class Outlook(Base):
    """When assets of one type and clock (see `Cohort`) are expected to end: p10, p50, p90 of their leading layer.

    `id` is a hash of what they share (`sql/life/settled.sql`), which `AssetLife` knows too. `suspect`: some layer of
    theirs may hold a hazard.
    """

    __tablename__ = "outlook"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asset_type: Mapped[str]
    built_from: Mapped[int | None] = mapped_column(SmallInteger)
    built_to: Mapped[int | None] = mapped_column(SmallInteger)
    works_year: Mapped[int | None] = mapped_column(SmallInteger)
    sewer_lifetime: Mapped[str | None]
    sewer_built_from: Mapped[int | None] = mapped_column(SmallInteger)
    sewer_built_to: Mapped[int | None] = mapped_column(SmallInteger)
    material_number: Mapped[int] = mapped_column(Integer)
    suspect: Mapped[bool]
    end_p10: Mapped[float]
    end_p50: Mapped[float]
    end_p90: Mapped[float]
