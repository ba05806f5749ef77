"""uploads, jobs and the queue that workers take them from

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import psycopg
import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.UUID(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("options", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("rows", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("result", postgresql.JSONB(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("queue_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_job_upload_id"), ondelete="SET NULL"),
        sa.CheckConstraint("kind IN ('inspect', 'import')", name=op.f("ck_job_kind")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state")),
        sa.CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name=op.f("ck_job_ended")),
        sa.CheckConstraint("(state = 'failed') = (error IS NOT NULL)", name=op.f("ck_job_error")),
    )
    op.create_index(op.f("ix_job_upload_id"), "job", ["upload_id"])
    op.create_index("ix_job_running", "job", ["state"], postgresql_where=sa.text("state = 'running'"))
    _make_queue()


def _make_queue() -> None:
    """The queue's tables as its library makes them, in a schema of their own: out of sight of GIS tools."""
    bind = op.get_bind()
    before = bind.exec_driver_sql("SHOW search_path").scalar_one()
    bind.exec_driver_sql("CREATE SCHEMA queue")
    bind.exec_driver_sql("SET LOCAL search_path TO queue")
    driver = bind.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101  (the engine is made with psycopg)
    driver.execute(SchemaManager.get_schema())  # as it is: its % are no parameters
    bind.exec_driver_sql(f"SET LOCAL search_path TO {before}")


def downgrade() -> None:
    op.execute("DROP SCHEMA queue CASCADE")
    op.drop_table("job")
    op.drop_table("upload")
