"""lives: corrections, evidence, and the clock that each asset runs on

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).with_name("0006_lives.sql")
FORMER = Path(__file__).with_name("0001_views.sql")
# What is derived is made anew: emptied here, and stale by its version.
DERIVED = "DELETE FROM cohort; DELETE FROM outlook; DELETE FROM cell; DELETE FROM cell_key"
STALE = (
    "UPDATE registry_state SET catalogue_version = '', cohorts_version = -1, outlook_version = -1, cells_version = -1"
)
CATALOGUE = "DELETE FROM catalogue_layer; DELETE FROM catalogue_mix; DELETE FROM catalogue_type"


def upgrade() -> None:
    op.execute(DERIVED)
    op.execute(CATALOGUE)
    op.execute(STALE)
    op.add_column("statement", sa.Column("asset_type", sa.Text(), nullable=True))
    op.add_column("catalogue_type", sa.Column("type_group", sa.Text(), nullable=False))
    op.add_column("catalogue_type", sa.Column("lead_layer_id", sa.Integer(), nullable=True))
    op.add_column("catalogue_layer", sa.Column("mean_years", sa.Double(), nullable=False))
    op.add_column("catalogue_layer", sa.Column("leads", sa.Boolean(), nullable=False))
    op.add_column(
        "registry_state", sa.Column("life_version", sa.BigInteger(), server_default=sa.text("-1"), nullable=False)
    )
    op.add_column("registry_state", sa.Column("life_year", sa.SmallInteger(), nullable=True))
    for table in ("cohort", "cell_key"):
        for column in _clock():
            op.add_column(table, column)
    _tables()
    op.drop_table("outlook")
    op.create_table(
        "outlook",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        *_interval("built_from", "built_to"),
        *_clock(),
        sa.Column("material_number", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("end_p10", sa.Double(), nullable=False),
        sa.Column("end_p50", sa.Double(), nullable=False),
        sa.Column("end_p90", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlook")),
    )
    op.execute("DROP VIEW asset_layer")
    op.get_bind().exec_driver_sql(VIEWS.read_text(encoding="utf-8"))


def _interval(first: str, last: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.SmallInteger(), nullable=True) for name in (first, last)]


def _clock() -> list[sa.Column[int] | sa.Column[str]]:
    return [
        sa.Column("works_year", sa.SmallInteger(), nullable=True),
        sa.Column("sewer_lifetime", sa.Text(), nullable=True),
        *_interval("sewer_built_from", "sewer_built_to"),
    ]


def _tables() -> None:
    op.create_table(
        "asset_evidence",
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        *_interval("year_from", "year_to"),
        sa.Column("asset_type", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("statement_id", sa.BigInteger(), nullable=True),
        sa.Column("sewer_id", sa.BigInteger(), nullable=True),
        sa.Column("things", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("asset_id", "about", "rank", name=op.f("pk_asset_evidence")),
        sa.CheckConstraint(
            "about IN ('type', 'built', 'clock', 'works', 'sewer', 'past')", name=op.f("ck_asset_evidence_about")
        ),
        sa.CheckConstraint(
            "basis IN ('correction', 'sewer', 'buildings', 'neighbourhood', 'inspection', 'planned_work')",
            name=op.f("ck_asset_evidence_basis"),
        ),
    )
    op.create_table(
        "asset_life",
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        *_interval("built_from", "built_to"),
        sa.Column("built_basis", sa.Text(), nullable=False),
        sa.Column("renewed_by", sa.SmallInteger(), nullable=True),
        *_interval("clock_from", "clock_to"),
        sa.Column("clock_basis", sa.Text(), nullable=False),
        *_clock(),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("outlook_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_asset_life")),
    )


def downgrade() -> None:
    op.execute("DROP VIEW asset_layer")
    op.get_bind().exec_driver_sql(
        "CREATE VIEW asset_layer" + FORMER.read_text("utf-8").split("CREATE VIEW asset_layer")[1]
    )
    op.execute(DERIVED)
    op.execute(CATALOGUE)
    op.execute(STALE)
    for table in ("asset_life", "asset_evidence", "outlook"):
        op.drop_table(table)
    op.create_table(
        "outlook",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        *_interval("built_from", "built_to"),
        sa.Column("material_number", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("end_p10", sa.Double(), nullable=False),
        sa.Column("end_p50", sa.Double(), nullable=False),
        sa.Column("end_p90", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlook")),
        sa.UniqueConstraint(
            "asset_type", "built_from", "built_to", name=op.f("uq_outlook_asset_type_built_from_built_to"),
            postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip
    for table in ("cohort", "cell_key"):
        for column in _clock():
            op.drop_column(table, column.name)
    for table, columns in (
        ("registry_state", ("life_version", "life_year")),
        ("catalogue_layer", ("mean_years", "leads")),
        ("catalogue_type", ("type_group", "lead_layer_id")),
    ):
        for name in columns:
            op.drop_column(table, name)
    op.execute("DELETE FROM statement WHERE kind = 'corrections'")
    op.drop_column("statement", "asset_type")
