"""views for GIS programs that can be asked for a box

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import context, op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OGC = Path(__file__).with_name("0008_ogc.sql")


def upgrade() -> None:
    connection = op.get_bind()
    held = connection.execute(sa.text("SELECT srid FROM registry_state")).scalar_one_or_none()
    srid = int(held or context.config.attributes["srid"])
    connection.exec_driver_sql(OGC.read_text(encoding="utf-8").replace("{srid}", str(srid)))


def downgrade() -> None:
    """The views keep their further column: nobody before this revision asks for it."""
