"""row hashes as numbers: PostgreSQL's own hash of a row takes a fifth of the time of its text's MD5

What the registry holds was hashed in the old way, so the next delivery of it counts as updated, once.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("asset", "asset_history", "statement")


def upgrade() -> None:
    for table in TABLES:
        op.alter_column(
            table,
            "row_hash",
            existing_nullable=False,
            type_=sa.BigInteger(),
            postgresql_using="hashtextextended(CAST(row_hash AS text), 0)",
        )


def downgrade() -> None:
    for table in TABLES:
        op.alter_column(
            table,
            "row_hash",
            existing_nullable=False,
            type_=sa.UUID(),
            postgresql_using="CAST(md5(CAST(row_hash AS text)) AS uuid)",
        )
