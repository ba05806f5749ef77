"""recipes: what an asset of a mixed type may be depends on its owner and on the year in which it was built

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import INT4RANGE

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
VIEWS = ("asset_layer", "passport_line", "recipe_layer", "possible_part")
# What is derived is made anew: emptied here, and stale by its version. The catalogue is copied again on opening.
DERIVED = "TRUNCATE asset_life, asset_evidence, asset_works, cohort, outlook, cell, cell_key"
STALE = "UPDATE registry_state SET data_version = data_version + 1, life_version = -1, catalogue_version = ''"


def upgrade() -> None:
    _drop_derived()
    op.drop_table("catalogue_mix")
    op.execute("DELETE FROM catalogue_layer; DELETE FROM catalogue_type")
    op.drop_column("catalogue_type", "lead_layer_id")
    op.add_column("catalogue_type", sa.Column("recipe_id", sa.Integer(), nullable=False))
    op.create_table(
        "catalogue_recipe",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("asset_type", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("years", INT4RANGE(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("lead_layer_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_recipe")),
        sa.ForeignKeyConstraint(["asset_type"], ["catalogue_type.code"], name=op.f("fk_catalogue_recipe_asset_type")),
        sa.UniqueConstraint("asset_type", "owner", "rank", name=op.f("uq_catalogue_recipe_asset_type_owner_rank")),
    )
    _mix(sa.Column("recipe_id", sa.Integer(), nullable=False), "catalogue_recipe.id")
    op.add_column("asset_life", sa.Column("recipe_id", sa.Integer(), nullable=False))
    _run((HERE / "0014_recipes.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    _drop_derived()
    op.drop_column("asset_life", "recipe_id")
    op.drop_table("catalogue_mix")
    op.drop_table("catalogue_recipe")
    op.execute("DELETE FROM catalogue_layer; DELETE FROM catalogue_type")
    op.drop_column("catalogue_type", "recipe_id")
    op.add_column("catalogue_type", sa.Column("lead_layer_id", sa.Integer(), nullable=True))
    _mix(sa.Column("asset_type", sa.Text(), nullable=False), "catalogue_type.code")
    op.execute("DROP FUNCTION is_measured")
    _run((HERE / "0012_linings.sql").read_text(encoding="utf-8"))


def _drop_derived() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    op.execute(DERIVED)
    op.execute(STALE)


def _mix(of: sa.Column[Any], known: str) -> None:
    """Members and weights of what is known by this column."""
    op.create_table(
        "catalogue_mix",
        of,
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint(of.name, "member", name=op.f("pk_catalogue_mix")),
        sa.ForeignKeyConstraint([of.name], [known], name=op.f(f"fk_catalogue_mix_{of.name}")),
        sa.ForeignKeyConstraint(["member"], ["catalogue_type.code"], name=op.f("fk_catalogue_mix_member")),
    )


def _run(sql: str) -> None:
    op.get_bind().exec_driver_sql(sql)
