"""Alembic's entry: runs on the connection that `store.upgrading` hands over, never on one of its own."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection

# Their tables join Base.metadata.
from assetregistry.store import job_models, offer_models  # noqa: F401
from assetregistry.store.derived import cell_models, life_models  # noqa: F401
from assetregistry.store.intake import import_models  # noqa: F401
from assetregistry.store.lookup import finding_models  # noqa: F401
from assetregistry.store.models import Base

# PostGIS keeps its own tables beside ours; only what the models describe is compared.
OURS = set(Base.metadata.tables)


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave PostGIS's tables alone."""
    return kind != "table" or name in OURS


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=include_name,
    compare_server_default=False,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
