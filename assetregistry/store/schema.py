"""The schema's version: created, upgraded and checked through Alembic, on a connection of ours."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from assetregistry.errors import RegistryError

UPGRADE_LOCK = 72_017_001


def upgrade(engine: Engine, *, srid: int) -> bool:
    """Bring the schema to this version of the code; true when something was done. One transaction, one at a time.

    `srid` is the registry's CRS; it is fixed when the schema is first made.
    """
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        before = revision(connection)
        if before == head():
            return False
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        config = _config(connection)
        config.attributes["srid"] = srid  # a new registry's views are made for it
        command.upgrade(config, "head")
        connection.execute(
            text("INSERT INTO registry_state (id, srid) VALUES (1, :srid) ON CONFLICT DO NOTHING"),
            {"srid": srid},
        )
        return True


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


def differences(connection: Connection) -> None:
    """Raise alembic's error when the models and the migrations have drifted apart (`alembic check`)."""
    command.check(_config(connection))


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None when it holds no registry."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision that this code needs."""
    found = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert found is not None, "there is always a first migration"  # noqa: S101
    return found


def _mismatch(found: str) -> str:
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if found in known:
        return (
            f"the database schema is older ({found}) than this version needs ({head()}): run `assetregistry db upgrade`"
        )
    return f"the database schema ({found}) is newer than this version knows ({head()}): upgrade assetregistry"


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
