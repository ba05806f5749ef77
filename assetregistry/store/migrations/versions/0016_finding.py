"""finding: names of areas and of what has a name, to be searched; an index of the last part of each source's id

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SIDES = ("west", "south", "east", "north")


def upgrade() -> None:
    op.create_table(
        "place_name",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("assets", sa.Integer(), nullable=True),
        *(sa.Column(side, sa.Double(), nullable=False) for side in SIDES),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("pk_place_name")),
    )
    op.add_column("registry_state", sa.Column("names_version", sa.BigInteger(), server_default="-1", nullable=False))
    op.execute(
        "CREATE FUNCTION id_tail(source_id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        "RETURN lower(reverse(split_part(reverse(translate(source_id, '#', '/')), '/', 1)))"
    )
    op.execute("COMMENT ON FUNCTION id_tail IS 'The last part of an id that is a URI, else all of it, in lower case.'")
    op.execute("CREATE INDEX ix_asset_id_tail ON asset (id_tail(source_id) text_pattern_ops)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_asset_id_tail")
    op.execute("DROP FUNCTION id_tail")
    op.drop_column("registry_state", "names_version")
    op.drop_table("place_name")
