"""area changes: an import of areas is kept as any other, and can be undone

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area_change",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("geom", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=True),
        sa.CheckConstraint("fate IN ('inserted', 'updated', 'unchanged')", name=op.f("ck_area_change_fate")),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_area_change_import_id")),
        sa.PrimaryKeyConstraint("code", "import_id", name=op.f("pk_area_change")),
    )


def downgrade() -> None:
    op.drop_table("area_change")
