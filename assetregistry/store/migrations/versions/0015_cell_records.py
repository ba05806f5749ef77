"""cell records: the smallest cells hold every layer of every asset, cohorts have small numbers; an edit makes anew only
the cells of the assets that it changes; one function for the share of a shape that lies within an outline

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SHARE = Path(__file__).with_name("0015_share_within.sql")
RECORDS = ("members", "layers", "cohorts")
ARRAYS: dict[str, sa.types.TypeEngine[Any]] = {
    "cohort_keys": sa.ARRAY(sa.BigInteger()),
    "cohort_assets": sa.ARRAY(sa.Integer()),
    "cohort_kg": sa.ARRAY(sa.Double()),
    "cohort_kg2": sa.ARRAY(sa.Double()),
}
STALE = "UPDATE registry_state SET cells_version = -1"


def upgrade() -> None:
    op.execute("TRUNCATE cell, cell_key")
    op.execute(STALE)
    for name in ARRAYS:
        op.drop_column("cell", name)
    for name in RECORDS:
        op.add_column("cell", sa.Column(name, sa.LargeBinary(), nullable=True))
        # Numbers that hardly two cells share: to pack them would cost more time than it saves room.
        op.execute(f"ALTER TABLE cell ALTER COLUMN {name} SET STORAGE EXTERNAL")
        op.execute(f"ALTER TABLE cell ALTER COLUMN {name} SET STATISTICS 0")
    op.alter_column("cell_key", "id", type_=sa.Integer(), existing_nullable=False)
    op.add_column("cell_key", sa.Column("hash", sa.BigInteger(), nullable=False))
    op.create_unique_constraint(op.f("uq_cell_key_hash"), "cell_key", ["hash"])
    op.create_table(
        "stale_asset",
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("version", "asset_id", name=op.f("pk_stale_asset")),
    )
    op.add_column(
        "registry_state", sa.Column("whole_version", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.get_bind().exec_driver_sql(SHARE.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("TRUNCATE cell, cell_key")
    op.execute(STALE)
    op.execute("DROP FUNCTION share_within")
    op.drop_column("registry_state", "whole_version")
    op.drop_table("stale_asset")
    op.drop_constraint(op.f("uq_cell_key_hash"), "cell_key")
    op.drop_column("cell_key", "hash")
    op.alter_column("cell_key", "id", type_=sa.BigInteger(), existing_nullable=False)
    for name in RECORDS:
        op.drop_column("cell", name)
    for name, kind in ARRAYS.items():
        op.add_column("cell", sa.Column(name, kind, nullable=False))
