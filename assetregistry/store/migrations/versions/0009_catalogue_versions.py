"""what each version of the catalogue said, and since when it held

Revision ID: 0009
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("adopted_at", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_catalogue_version"),
    )


def downgrade() -> None:
    op.drop_table("catalogue_version")
