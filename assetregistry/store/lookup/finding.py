"""What a search may mean: names of areas and assets, and ids. Which comes first is `assetregistry.finding`'s to say."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, delete, select, text, update

from assetregistry.finding import Hit, fold, id_beginnings, own_ids
from assetregistry.store.engine import run
from assetregistry.store.lookup.finding_models import PlaceName
from assetregistry.store.models import RegistryState

MOST_CANDIDATES = 200  # of each kind of hit
LARGEST_ID = 2**63 - 1
LAST_LETTER = "\U0010ffff"  # sorts after all others
NAME = "name"
KEPT = ("kind", "code", "name", "assets", "west", "south", "east", "north")


def refresh(engine: Engine) -> None:
    """Make the names that are searched fit the data; readers meanwhile see the old ones whole."""
    with engine.connect() as connection:
        if is_fresh(connection):
            return
    with engine.begin() as connection:
        connection.execute(select(RegistryState.id).with_for_update())
        if not is_fresh(connection):
            _rebuild(connection)


def is_fresh(connection: Connection) -> bool:
    """Whether the names, as this connection sees them, are those of the assets and areas that it sees."""
    return bool(connection.execute(select(RegistryState.names_version == RegistryState.data_version)).scalar_one())


def _rebuild(connection: Connection) -> None:
    srid = connection.execute(select(RegistryState.srid)).scalar_one()
    rows = run(connection, "finding/names", srid=srid).mappings().all()
    connection.execute(delete(PlaceName))
    run(
        connection,
        "finding/keep",
        all_folded=[fold(row["name"] if row["kind"] == NAME else f"{row['name']} {row['code']}") for row in rows],
        **{f"all_{column}": [row[column] for row in rows] for column in KEPT},
    )
    connection.execute(text("ANALYZE place_name"))
    connection.execute(update(RegistryState).values(names_version=RegistryState.data_version))


def candidates(connection: Connection, query: str) -> list[Hit]:
    """All that a query may mean, in no order; of each kind at most MOST_CANDIDATES. Names must be fresh."""
    return [*_named(connection, query), *_assets(connection, query)]


def _named(connection: Connection, query: str) -> list[Hit]:
    plain = _literally(fold(query))
    rows = run(
        connection,
        "finding/named",
        patterns=[f"%{word}%" for word in plain.split()],
        beginning=f"{plain}%",
        most=MOST_CANDIDATES,
    )
    return [
        Hit("name", row["name"], _box(row), assets=row["assets"])
        if row["kind"] == NAME
        else Hit("area", row["name"], _box(row), code=row["code"], of=row["kind"])
        for row in rows.mappings()
    ]


def _assets(connection: Connection, query: str) -> list[Hit]:
    digits = query.strip()
    number = int(digits) if digits.isascii() and digits.isdigit() else None
    rows = run(
        connection,
        "finding/assets",
        id=number if number is not None and number <= LARGEST_ID else None,
        beginnings=id_beginnings(query),
        own_ids=own_ids(query),
        last=LAST_LETTER,
        most=MOST_CANDIDATES,
    )
    return [
        Hit(
            "asset",
            row["name"],
            _box(row),
            id=row["id"],
            code=row["code"],
            namespace=row["namespace"],
            of=row["asset_type"],
        )
        for row in rows.mappings()
    ]


def _box(row: Any) -> tuple[float, float, float, float]:
    return (row["west"], row["south"], row["east"], row["north"])


def _literally(text: str) -> str:
    """Text in which LIKE sees no wildcards."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
