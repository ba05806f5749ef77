"""linings, works, measured masses: a relined pipe lives as its lining does, works take out layers by their reason,
measured lines of passports go before declared ones and have their own range

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
VIEWS = ("asset_layer", "passport_line", "recipe_layer")
KEYED = ("cohort", "cell_key")
ABOUT = ("type", "built", "clock", "works", "sewer", "past")
BASES = ("correction", "sewer", "buildings", "neighbourhood", "inspection", "planned_work")
# What is derived is made anew: emptied here, and stale by its version.
DERIVED = "TRUNCATE asset_life, asset_evidence, cohort, outlook, cell, cell_key"
STALE = "UPDATE registry_state SET data_version = data_version + 1, life_version = -1"


def upgrade() -> None:
    _drop_derived()
    _allow((*ABOUT, "lining"), (*BASES, "register"))
    op.add_column("asset_life", sa.Column("lining_from", sa.SmallInteger(), nullable=True))
    op.add_column("asset_life", sa.Column("lining_to", sa.SmallInteger(), nullable=True))
    op.add_column("asset_life", sa.Column("lining_basis", sa.Text(), nullable=True))
    _layer_number(sa.BigInteger())
    op.create_table(
        "asset_works",
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lifetime", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", "lifetime", name=op.f("pk_asset_works")),
    )
    _run(HERE / "0012_linings.sql")


def downgrade() -> None:
    """Corrections about a lining would count as those of a year of building: they go."""
    _drop_derived()
    op.execute("DELETE FROM statement WHERE kind = 'corrections' AND layer IS NOT NULL")
    op.execute("DROP VIEW possible_part")
    op.execute("DROP FUNCTION is_measured")
    _layer_number(sa.Integer())
    op.drop_table("asset_works")
    _allow(ABOUT, BASES)
    for name in ("lining_from", "lining_to", "lining_basis"):
        op.drop_column("asset_life", name)
    former = (HERE / "0006_lives.sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(former.replace("CREATE VIEW asset_layer", "CREATE VIEW recipe_layer"))
    passports = (HERE / "0007_passports.sql").read_text(encoding="utf-8")
    line, _, lines = passports.partition("ALTER VIEW asset_layer RENAME TO recipe_layer;")
    op.get_bind().exec_driver_sql(line)
    op.get_bind().exec_driver_sql(lines)


def _drop_derived() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    op.execute(DERIVED)
    op.execute(STALE)


def _layer_number(type_: sa.types.TypeEngine[int]) -> None:
    for table in KEYED:
        op.alter_column(table, "layer_id", type_=type_, existing_nullable=False)


def _allow(about: tuple[str, ...], bases: tuple[str, ...]) -> None:
    for name, allowed in (("about", about), ("basis", bases)):
        op.drop_constraint(op.f(f"ck_asset_evidence_{name}"), "asset_evidence")
        op.create_check_constraint(op.f(f"ck_asset_evidence_{name}"), "asset_evidence", f"{name} IN {allowed}")


def _run(path: Path) -> None:
    op.get_bind().exec_driver_sql(path.read_text(encoding="utf-8"))
