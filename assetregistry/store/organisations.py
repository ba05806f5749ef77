"""Owners, managers and source holders."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert

from assetregistry.store.models import Organisation


def put_organisation(engine: Engine, code: str, name: str) -> None:
    """Add an organisation, or give the one with this code a new name."""
    statement = insert(Organisation).values(code=code, name=name)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["code"], set_={"name": name}))


def list_organisations(connection: Connection) -> list[dict[str, Any]]:
    """`{code, name, number}` of all, by code."""
    query = select(Organisation.code, Organisation.name, Organisation.number).order_by(Organisation.code)
    return [dict(row) for row in connection.execute(query).mappings()]
