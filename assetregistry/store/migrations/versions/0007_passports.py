"""passports go before recipes; what each version of the catalogue said, and since when it held

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).with_name("0007_passports.sql")
STALE = "UPDATE registry_state SET data_version = data_version + 1"  # what is derived is made anew


def upgrade() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("adopted_at", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_catalogue_version")),
    )
    op.get_bind().exec_driver_sql(VIEWS.read_text(encoding="utf-8"))
    op.execute(STALE)


def downgrade() -> None:
    op.execute("DROP VIEW asset_layer")
    op.execute("DROP VIEW passport_line")
    op.execute("ALTER VIEW recipe_layer RENAME TO asset_layer")
    op.execute(STALE)
    op.drop_table("catalogue_version")
