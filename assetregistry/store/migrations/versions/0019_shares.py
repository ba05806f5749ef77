"""shares: assets in areas are put down without each being looked up again

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for one in ("area", "asset"):
        op.drop_constraint(op.f(f"fk_asset_area_{one}_id"), "asset_area", type_="foreignkey")


def downgrade() -> None:
    for one in ("area", "asset"):
        op.create_foreign_key(
            op.f(f"fk_asset_area_{one}_id"), "asset_area", one, [f"{one}_id"], ["id"], ondelete="CASCADE"
        )
