"""corrections of assets

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("statement", sa.Column("asset_type", sa.Text(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM statement WHERE kind = 'corrections'")
    op.drop_column("statement", "asset_type")
