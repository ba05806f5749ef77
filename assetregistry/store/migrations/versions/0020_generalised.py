"""generalised: assets as wide tiles show them, made beforehand

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "generalised_asset",
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("t", sa.Integer(), nullable=False),
        sa.Column("b", sa.SmallInteger(), nullable=True),
        sa.Column("condition", sa.SmallInteger(), nullable=True),
        sa.Column("o", sa.Integer(), nullable=False),
        sa.Column("outlook_id", sa.BigInteger(), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.Column("point", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=True),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_generalised_asset")),
    )
    op.create_index("ix_generalised_asset_geom", "generalised_asset", ["geom"], postgresql_using="gist")
    # To start workers takes longer than one needs for all that a tile holds.
    op.execute("ALTER TABLE generalised_asset SET (parallel_workers = 0)")
    op.execute("UPDATE registry_state SET cells_version = -1")


def downgrade() -> None:
    op.drop_table("generalised_asset")
