"""What a delivery as a whole must satisfy before anything is merged: owners, and types that the catalogue knows."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, text

from assetregistry.errors import RegistryError
from assetregistry.store.engine import run

ORGANISATION_CODE = re.compile(r"[A-Z]\d{4}")


class Named(NamedTuple):
    """What a row of `importers.batch.SCHEMA` names that the registry must know."""

    owner: str | None
    manager: str | None
    source_holder: str | None
    asset_type: str | None


def named(batch: pa.RecordBatch) -> Counter[Named]:
    """What the rows of a batch that could be mapped name, and how often: a few combinations of many rows."""
    table = pa.Table.from_batches([batch.select([*Named._fields, "reject_code"])])
    groups = table.filter(pc.field("reject_code").is_null()).group_by(list(Named._fields))
    counted = groups.aggregate([([], "count_all")]).to_pylist()
    return Counter({Named(*(row[name] for name in Named._fields)): row["count_all"] for row in counted})


def satisfy(connection: Connection, names: Counter[Named], owner: str | None) -> list[dict[str, Any]]:
    """Refuse what would make the whole import wrong; register organisations by their code, and say so.

    `names`: of all rows; `owner` is whose a row is that names none.
    """
    if owner is not None:
        _refuse_bad_code(connection, owner)
    warnings: list[dict[str, Any]] = []
    unknown_types = []
    combinations = [each._asdict() | {"rows": rows} for each, rows in names.items()]
    for row in run(connection, "import/demands", owner=owner, combinations=json.dumps(combinations)):
        if row.problem == "no-owner":
            raise RegistryError(
                f"{row.rows} rows name no owner: say whose they are with --owner CODE, such as G0153",
                code="no-owner",
                rows=row.rows,
            )
        if row.problem == "unknown-type":
            unknown_types.append(row.value)
        else:
            _refuse_bad_code(connection, row.value)
            connection.execute(text("INSERT INTO organisation (code, name) VALUES (:code, :code)"), {"code": row.value})
            warnings.append({"code": "organisation-registered", "value": row.value, "count": row.rows})
    if unknown_types:
        lacking = ", ".join(sorted(unknown_types))
        raise RegistryError(
            f"the profile names asset types that the catalogue lacks: {lacking}; correct the profile",
            code="unknown-types",
            types=lacking,
        )
    return warnings


def _refuse_bad_code(connection: Connection, code: str) -> None:
    if ORGANISATION_CODE.fullmatch(code):
        return
    known = connection.execute(text("SELECT FROM organisation WHERE code = :code"), {"code": code}).one_or_none()
    if known is None:
        raise RegistryError(
            f"'{code}' is no known organisation and no code of the BGT form (such as G0153): "
            f'first run `assetregistry organisations add "{code}" --name NAME`',
            code="unknown-organisation",
            organisation=code,
        )
