"""offers and their feed

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FUNCTION = Path(__file__).with_name("0002_append_offer_events.sql")


def upgrade() -> None:
    op.create_table(
        "offer_feed",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("feed", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_feed")),
        sa.CheckConstraint("id = 1", name=op.f("ck_offer_feed_one_row")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_table(
        "offer_event",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("caused_by", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("state", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_offer_event")),
        sa.UniqueConstraint("offer_id", "version", name=op.f("uq_offer_event_offer_id_version")),
        sa.CheckConstraint("type IN ('created', 'changed', 'withdrawn')", name=op.f("ck_offer_event_type")),
    )
    op.execute("INSERT INTO offer_feed (id) VALUES (1)")
    op.get_bind().exec_driver_sql(FUNCTION.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("DROP FUNCTION append_offer_events")
    op.drop_table("offer_event")
    op.drop_table("offer")
    op.drop_table("offer_feed")
