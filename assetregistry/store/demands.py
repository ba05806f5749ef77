"""What a delivery as a whole must satisfy before anything is merged: owners, and types that the catalogue knows."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, text

from assetregistry.errors import RegistryError
from assetregistry.store.engine import run

ORGANISATION_CODE = re.compile(r"[A-Z]\d{4}")


def satisfy(connection: Connection, owner: str | None) -> list[dict[str, Any]]:
    """Refuse what would make the whole import wrong; register organisations by their code, and say so."""
    if owner is not None:
        _refuse_bad_code(connection, owner)
    warnings: list[dict[str, Any]] = []
    unknown_types = []
    for row in run(connection, "import/demands", owner=owner):
        if row.problem == "no-owner":
            raise RegistryError(f"{row.rows} rows name no owner: say whose they are with --owner CODE, such as G0153")
        if row.problem == "unknown-type":
            unknown_types.append(row.value)
        else:
            _refuse_bad_code(connection, row.value)
            connection.execute(text("INSERT INTO organisation (code, name) VALUES (:code, :code)"), {"code": row.value})
            warnings.append({"code": "organisation-registered", "value": row.value, "count": row.rows})
    if unknown_types:
        names = ", ".join(sorted(unknown_types))
        raise RegistryError(f"the profile names asset types that the catalogue lacks: {names}; correct the profile")
    return warnings


def _refuse_bad_code(connection: Connection, code: str) -> None:
    if ORGANISATION_CODE.fullmatch(code):
        return
    known = connection.execute(text("SELECT FROM organisation WHERE code = :code"), {"code": code}).one_or_none()
    if known is None:
        raise RegistryError(
            f"'{code}' is no known organisation and no code of the BGT form (such as G0153): "
            f'first run `assetregistry organisations add "{code}" --name NAME`'
        )
