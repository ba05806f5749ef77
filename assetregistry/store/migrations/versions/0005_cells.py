"""cells: what lies where, at five sizes; views for GIS programs

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op
from geoalchemy2 import Geometry

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OGC = Path(__file__).with_name("0005_ogc.sql")
AXES = {"cell_east": "X", "cell_north": "Y"}


def upgrade() -> None:
    op.execute(
        "ALTER TABLE asset "
        + ", ".join(
            f"ADD COLUMN {column} integer NOT NULL GENERATED ALWAYS AS "
            f"(floor((ST_{axis}Min(geom) + ST_{axis}Max(geom)) / 500)) STORED"
            for column, axis in AXES.items()
        )
    )
    op.add_column(
        "registry_state", sa.Column("cells_version", sa.BigInteger(), server_default=sa.text("-1"), nullable=False)
    )
    op.create_table(
        "cell",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("east", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("north", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assets", sa.Integer(), nullable=False),
        sa.Column("kg", sa.Double(), nullable=False),
        sa.Column("extent", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.Column("cohort_keys", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("cohort_assets", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("cohort_kg", sa.ARRAY(sa.Double()), nullable=False),
        sa.Column("cohort_kg2", sa.ARRAY(sa.Double()), nullable=False),
        sa.PrimaryKeyConstraint("level", "east", "north", name=op.f("pk_cell")),
    )
    op.create_table(
        "cell_key",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("layer_id", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Text(), nullable=True),
        sa.Column("built_from", sa.SmallInteger(), nullable=True),
        sa.Column("built_to", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_key")),
    )
    connection = op.get_bind()
    held = connection.execute(sa.text("SELECT srid FROM registry_state")).scalar_one_or_none()
    srid = int(held or context.config.attributes["srid"])
    connection.exec_driver_sql(OGC.read_text(encoding="utf-8").replace("{srid}", str(srid)))


def downgrade() -> None:
    op.execute("DROP SCHEMA ogc CASCADE")
    op.drop_table("cell_key")
    op.drop_table("cell")
    op.drop_column("registry_state", "cells_version")
    for column in AXES:
        op.drop_column("asset", column)
