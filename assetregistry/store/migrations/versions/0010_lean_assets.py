"""lean assets: the cell of an asset is worked out where cells are made; no index by type, which lives have

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AXES = {"cell_east": "X", "cell_north": "Y"}


def upgrade() -> None:
    op.execute(
        "CREATE FUNCTION cell_index(low double precision, high double precision) RETURNS integer "
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CAST(floor((low + high) / 500) AS integer)"
    )
    op.execute(
        "COMMENT ON FUNCTION cell_index IS "
        "'The 250 m cell, along one axis, that holds the middle between two coordinates (of a bounding box).'"
    )
    op.drop_index("ix_asset_asset_type", "asset")
    for column in AXES:
        op.drop_column("asset", column)


def downgrade() -> None:
    op.execute(
        "ALTER TABLE asset "
        + ", ".join(
            f"ADD COLUMN {column} integer NOT NULL GENERATED ALWAYS AS "
            f"(floor((ST_{axis}Min(geom) + ST_{axis}Max(geom)) / 500)) STORED"
            for column, axis in AXES.items()
        )
    )
    op.create_index("ix_asset_asset_type", "asset", ["asset_type"])
    op.execute("DROP FUNCTION cell_index")
