"""drawings: how assets look from afar; views that can be asked for a box

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op
from geoalchemy2 import Geometry

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OGC = Path(__file__).with_name("0008_ogc.sql")


def upgrade() -> None:
    op.add_column(
        "registry_state", sa.Column("drawings_version", sa.BigInteger(), server_default=sa.text("-1"), nullable=False)
    )
    op.create_table(
        "drawing",
        sa.Column("asset_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cell_east", sa.Integer(), nullable=False),
        sa.Column("cell_north", sa.Integer(), nullable=False),
        sa.Column("zoom", sa.SmallInteger(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=True),
        sa.Column("owner_number", sa.Integer(), nullable=False),
        sa.Column("area_m2", sa.REAL(), nullable=True),
        sa.Column("clearance_m", sa.REAL(), nullable=True),
        sa.Column("east", sa.Double(), nullable=False),
        sa.Column("north", sa.Double(), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
    )
    for index, where in (("geom", None), ("first", "zoom <= 13"), ("left_out", "left_out IS NOT NULL")):
        op.create_index(
            f"ix_drawing_{index}",
            "drawing",
            ["geom"],
            postgresql_using="gist",
            postgresql_where=None if where is None else sa.text(where),
        )
    connection = op.get_bind()
    held = connection.execute(sa.text("SELECT srid FROM registry_state")).scalar_one_or_none()
    srid = int(held or context.config.attributes["srid"])
    connection.exec_driver_sql(OGC.read_text(encoding="utf-8").replace("{srid}", str(srid)))


def downgrade() -> None:
    op.drop_table("drawing")  # the views may keep their further column: nobody before this revision asks for it
    op.drop_column("registry_state", "drawings_version")
