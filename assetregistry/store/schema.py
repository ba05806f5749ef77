"""The schema's version: which one the database is at, and which one this code needs. `upgrading` changes it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from assetregistry.errors import RegistryError

MIGRATIONS = Path(__file__).with_name("migrations")


def check(engine: Engine, *, srid: int) -> None:
    """Raise RegistryError unless the database answers, its schema fits this code, and its CRS is the one set."""
    with connect(engine) as connection:
        found = revision(connection)
        if found is None:
            raise RegistryError("the database has no registry yet: run `assetregistry db upgrade`")
        if found != head():
            raise RegistryError(_mismatch(found))
        held = connection.execute(text("SELECT srid FROM registry_state")).scalar_one()
        if held != srid:
            raise RegistryError(
                f"this registry was made in EPSG:{held}, ASSETREGISTRY_SRID says {srid}: "
                f"set ASSETREGISTRY_SRID={held}, or use another database"
            )


def is_current(engine: Engine) -> bool:
    """Whether the database's schema is the one that this code needs."""
    with connect(engine) as connection:
        return revision(connection) == head()


def connect(engine: Engine) -> Connection:
    """A connection, or a RegistryError that says which server did not answer."""
    try:
        return engine.connect()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        where = engine.url.render_as_string(hide_password=True).replace("postgresql+psycopg", "postgresql")
        raise RegistryError(
            f"the database at {where} does not answer ({reason}): check ASSETREGISTRY_DATABASE_URL and the server"
        ) from None


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None when it holds no registry."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def head() -> str:
    """The revision that this code needs."""
    return revisions()[-1]


def revisions() -> list[str]:
    """All revisions that this code knows, the first one first: the numbers that the files of migrations begin with."""
    return sorted(path.name.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _mismatch(found: str) -> str:
    if found in revisions():
        return (
            f"the database schema is older ({found}) than this version needs ({head()}): run `assetregistry db upgrade`"
        )
    return f"the database schema ({found}) is newer than this version knows ({head()}): upgrade assetregistry"
