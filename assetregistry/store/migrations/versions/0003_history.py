"""history by time of recording, undo, replay of quarantine, statements about assets

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VIEWS = Path(__file__).with_name("0003_history.sql")
CHANGES = ("updated", "closed", "ended", "removed", "superseded", "undone")


def upgrade() -> None:
    _import_columns()
    _history_columns()
    op.add_column("asset", _moment("recorded_from", nullable=False, server_default=sa.text("now()")))
    op.execute('UPDATE asset SET recorded_from = "import".at FROM "import" WHERE "import".id = asset.import_id')
    op.create_table(
        "sighting",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("asset_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_sighting")),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_sighting_import_id")),
    )
    _statements()
    op.get_bind().exec_driver_sql(VIEWS.read_text(encoding="utf-8"))


def _moment(name: str, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)  # type: ignore[arg-type]


def _geometry(name: str) -> sa.Column[object]:
    return sa.Column(name, Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=True)


def _import_columns() -> None:
    op.add_column(
        "import", sa.Column("delivered_on", sa.Date(), server_default=sa.text("CURRENT_DATE"), nullable=False)
    )
    op.execute('UPDATE "import" SET delivered_on = CAST(at AS date)')
    op.add_column("import", sa.Column("undoes", sa.Integer(), nullable=True))
    op.add_column(
        "import", sa.Column("options", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False)
    )
    op.add_column("import", sa.Column("profile_toml", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("uq_import_undoes"), "import", ["undoes"])
    op.create_foreign_key(op.f("fk_import_undoes"), "import", "import", ["undoes"], ["id"])
    op.add_column("quarantine_row", sa.Column("replayed_by", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_quarantine_row_replayed_by"), "quarantine_row", "import", ["replayed_by"], ["id"])


def _history_columns() -> None:
    op.add_column("asset_history", sa.Column("from_import_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_asset_history_from_import_id"), "asset_history", "import", ["from_import_id"], ["id"]
    )
    op.add_column("asset_history", _moment("recorded_from", nullable=True))
    op.add_column("asset_history", _moment("recorded_to", nullable=False, server_default=sa.text("now()")))
    op.execute(
        'UPDATE asset_history SET recorded_to = "import".at FROM "import" WHERE "import".id = asset_history.import_id'
    )
    op.add_column("asset_history", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("asset_history", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("asset_history", _geometry("curved_geom"))
    op.create_check_constraint(op.f("ck_asset_history_change"), "asset_history", f"change IN {CHANGES}")
    op.create_index(op.f("ix_asset_history_import_id"), "asset_history", ["import_id"])
    op.create_index("ix_asset_history_identity", "asset_history", ["namespace", "source_id"])


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("namespace", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("subject_namespace", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("year_from", sa.SmallInteger(), nullable=True),
        sa.Column("year_to", sa.SmallInteger(), nullable=True),
        sa.Column("condition", sa.REAL(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("layer", sa.Text(), nullable=True),
        sa.Column("material", sa.Text(), nullable=True),
        sa.Column("kg_low", sa.Double(), nullable=True),
        sa.Column("kg", sa.Double(), nullable=True),
        sa.Column("kg_high", sa.Double(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(), nullable=True),
        sa.Column("row_hash", sa.UUID(), nullable=False),
        _geometry("geom"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_statement_import_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["import.id"], name=op.f("fk_statement_replaced_by")),
    )
    op.create_index(op.f("ix_statement_import_id"), "statement", ["import_id"])
    op.create_index(op.f("ix_statement_replaced_by"), "statement", ["replaced_by"])
    op.create_index("ix_statement_subject", "statement", ["subject"])
    op.create_index("ix_statement_geom", "statement", ["geom"], postgresql_using="gist")
    op.create_index(
        "uq_statement_current",
        "statement",
        ["kind", "namespace", "source_id"],
        unique=True,
        postgresql_where=sa.text("replaced_by IS NULL"),
    )


def downgrade() -> None:
    op.execute("DROP VIEW observed_removal, asset_state")
    op.drop_table("statement")
    op.drop_table("sighting")
    op.drop_column("asset", "recorded_from")
    op.execute("DELETE FROM asset_history WHERE change IN ('ended', 'removed', 'undone')")
    op.drop_index("ix_asset_history_identity", "asset_history")
    op.drop_index(op.f("ix_asset_history_import_id"), "asset_history")
    op.drop_constraint(op.f("ck_asset_history_change"), "asset_history", type_="check")
    for column in ("from_import_id", "recorded_from", "recorded_to", "ended_on", "reason", "curved_geom"):
        op.drop_column("asset_history", column)
    op.drop_column("quarantine_row", "replayed_by")
    for column in ("delivered_on", "undoes", "options", "profile_toml"):
        op.drop_column("import", column)
