"""the registry

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

VIEWS = Path(__file__).with_name("0001_views.sql")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_ha", sa.Double(), sa.Computed("ST_Area(geom) / 10000", persisted=True), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    op.create_index("ix_area_geom", "area", ["geom"], unique=False, postgresql_using="gist")
    op.create_index(op.f("ix_area_kind"), "area", ["kind"], unique=False)
    op.create_table(
        "catalogue_type",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("wall_base_mm", sa.Double(), nullable=True),
        sa.Column("wall_slope", sa.Double(), nullable=True),
        sa.Column("wall_diameter", sa.Text(), nullable=True),
        sa.Column("default_width_mm", sa.Integer(), nullable=True),
        sa.Column("default_height_mm", sa.Integer(), nullable=True),
        sa.Column("default_shape", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_catalogue_type")),
        sa.UniqueConstraint("number", name=op.f("uq_catalogue_type_number")),
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("layer_id", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Text(), nullable=True),
        sa.Column("built_from", sa.SmallInteger(), nullable=True),
        sa.Column("built_to", sa.SmallInteger(), nullable=True),
        sa.Column("assets", sa.BigInteger(), nullable=False),
        sa.Column("kg", sa.Double(), nullable=False),
        sa.Column("kg2", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index(op.f("ix_cohort_area_id"), "cohort", ["area_id"], unique=False)
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
        sa.UniqueConstraint("name", name=op.f("uq_dataset_name")),
    )
    op.create_table(
        "organisation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organisation")),
        sa.UniqueConstraint("number", name=op.f("uq_organisation_number")),
    )
    op.create_table(
        "outlook",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("built_from", sa.SmallInteger(), nullable=True),
        sa.Column("built_to", sa.SmallInteger(), nullable=True),
        sa.Column("material_number", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("end_p10", sa.Double(), nullable=False),
        sa.Column("end_p50", sa.Double(), nullable=False),
        sa.Column("end_p90", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlook")),
        sa.UniqueConstraint(
            "asset_type",
            "built_from",
            "built_to",
            name=op.f("uq_outlook_asset_type_built_from_built_to"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "registry_state",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("srid", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("catalogue_version", sa.Text(), server_default="", nullable=False),
        sa.Column("cohorts_version", sa.BigInteger(), server_default=sa.text("-1"), nullable=False),
        sa.Column("outlook_version", sa.BigInteger(), server_default=sa.text("-1"), nullable=False),
        sa.Column("outlook_as_of", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_state")),
    )
    op.create_table(
        "catalogue_layer",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("material_number", sa.Integer(), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("kg_low", sa.Double(), nullable=False),
        sa.Column("kg_typical", sa.Double(), nullable=False),
        sa.Column("kg_high", sa.Double(), nullable=False),
        sa.Column("lifetime", sa.Text(), nullable=False),
        sa.Column("hazard", sa.Text(), nullable=True),
        sa.Column("suspect_before", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asset_type"], ["catalogue_type.code"], name=op.f("fk_catalogue_layer_asset_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_layer")),
    )
    op.create_index(op.f("ix_catalogue_layer_asset_type"), "catalogue_layer", ["asset_type"], unique=False)
    op.create_table(
        "catalogue_mix",
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["asset_type"], ["catalogue_type.code"], name=op.f("fk_catalogue_mix_asset_type")),
        sa.ForeignKeyConstraint(["member"], ["catalogue_type.code"], name=op.f("fk_catalogue_mix_member")),
        sa.PrimaryKeyConstraint("asset_type", "member", name=op.f("pk_catalogue_mix")),
    )
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("srid", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "receipt",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_import_dataset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_table(
        "asset",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("namespace", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=True),
        sa.Column("source_holder", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("source_material", sa.Text(), nullable=True),
        sa.Column("built_from", sa.SmallInteger(), nullable=True),
        sa.Column("built_to", sa.SmallInteger(), nullable=True),
        sa.Column("built_basis", sa.Text(), nullable=True),
        sa.Column("width_mm", sa.REAL(), nullable=True),
        sa.Column("height_mm", sa.REAL(), nullable=True),
        sa.Column("wall_mm", sa.REAL(), nullable=True),
        sa.Column("shape", sa.Text(), nullable=True),
        sa.Column("version_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("length_m", sa.Double(), nullable=True),
        sa.Column("area_m2", sa.Double(), nullable=True),
        sa.Column("repaired", sa.Text(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("row_hash", sa.UUID(), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.Column("curved_geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=True),
        sa.CheckConstraint("built_from <= built_to", name=op.f("ck_asset_built_interval")),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_asset_import_id")),
        sa.ForeignKeyConstraint(["owner"], ["organisation.code"], name=op.f("fk_asset_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("namespace", "source_id", name=op.f("uq_asset_namespace_source_id")),
    )
    op.create_index(op.f("ix_asset_asset_type"), "asset", ["asset_type"], unique=False)
    op.create_index(op.f("ix_asset_import_id"), "asset", ["import_id"], unique=False)
    op.create_index("ix_asset_geom", "asset", ["geom"], unique=False, postgresql_using="gist")
    op.create_table(
        "asset_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=True),
        sa.Column("namespace", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.UUID(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_asset_history_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_history")),
    )
    op.create_index(op.f("ix_asset_history_asset_id"), "asset_history", ["asset_id"], unique=False)
    op.create_index(
        "uq_asset_history_superseded",
        "asset_history",
        ["namespace", "source_id", "row_hash"],
        unique=True,
        postgresql_where=sa.text("change = 'superseded'"),
    )
    op.create_table(
        "quarantine_row",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("source_wkb", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_quarantine_row_import_id")),
        sa.PrimaryKeyConstraint("import_id", "row_number", name=op.f("pk_quarantine_row")),
    )
    op.create_table(
        "asset_area",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_asset_area_area_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_asset_area_asset_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "asset_id", name=op.f("pk_asset_area")),
    )
    op.create_index("ix_asset_area_asset_id", "asset_area", ["asset_id"], unique=False)
    op.get_bind().exec_driver_sql(VIEWS.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("DROP VIEW asset_layer")
    op.execute("DROP FUNCTION wall_volume_m3")
    op.drop_index("ix_asset_area_asset_id", table_name="asset_area")
    op.drop_table("asset_area")
    op.drop_table("quarantine_row")
    op.drop_index(
        "uq_asset_history_superseded",
        table_name="asset_history",
        postgresql_where=sa.text("change = 'superseded'"),
    )
    op.drop_index(op.f("ix_asset_history_asset_id"), table_name="asset_history")
    op.drop_table("asset_history")
    op.drop_index("ix_asset_geom", table_name="asset", postgresql_using="gist")
    op.drop_index(op.f("ix_asset_import_id"), table_name="asset")
    op.drop_index(op.f("ix_asset_asset_type"), table_name="asset")
    op.drop_table("asset")
    op.drop_table("import")
    op.drop_table("catalogue_mix")
    op.drop_index(op.f("ix_catalogue_layer_asset_type"), table_name="catalogue_layer")
    op.drop_table("catalogue_layer")
    op.drop_table("registry_state")
    op.drop_table("outlook")
    op.drop_table("organisation")
    op.drop_table("dataset")
    op.drop_index(op.f("ix_cohort_area_id"), table_name="cohort")
    op.drop_table("cohort")
    op.drop_table("catalogue_type")
    op.drop_index(op.f("ix_area_kind"), table_name="area")
    op.drop_index("ix_area_geom", table_name="area", postgresql_using="gist")
    op.drop_table("area")
