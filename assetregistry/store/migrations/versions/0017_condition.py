"""condition: what the newest inspection of an asset found, in its life and in the views for GIS programs

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
VIEWS = ("asset_polygon", "asset_line", "asset_point")
# Lives are looked at again: those of what was inspected will have changed.
LOOK = "UPDATE registry_state SET data_version = data_version + 1"


def upgrade() -> None:
    op.add_column("asset_life", sa.Column("condition", sa.SmallInteger(), nullable=True))
    op.add_column("asset_life", sa.Column("condition_on", sa.Date(), nullable=True))
    op.execute(LOOK)
    _make_views("0017_ogc.sql")


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW ogc.{view}")
    _make_views("0008_ogc.sql")
    op.drop_column("asset_life", "condition_on")
    op.drop_column("asset_life", "condition")


def _make_views(name: str) -> None:
    connection = op.get_bind()
    held = connection.execute(sa.text("SELECT srid FROM registry_state")).scalar_one_or_none()
    srid = int(held or context.config.attributes["srid"])
    connection.exec_driver_sql((HERE / name).read_text(encoding="utf-8").replace("{srid}", str(srid)))
