"""retold: after an edit only the lives are derived anew that may become others

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retold_asset",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("version", "asset_id", name=op.f("pk_retold_asset")),
    )
    op.add_column(
        "registry_state", sa.Column("told_version", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.execute("UPDATE registry_state SET told_version = data_version")


def downgrade() -> None:
    op.drop_column("registry_state", "told_version")
    op.drop_table("retold_asset")
