"""The schema created, upgraded and compared with the models: Alembic, on a connection of ours.

Apart from `schema`, as most starts of the program need no Alembic, which takes long to load.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from assetregistry.store import schema

UPGRADE_LOCK = 72_017_001


def upgrade(engine: Engine, *, srid: int) -> bool:
    """Bring the schema to this version of the code; true when something was done. One transaction, one at a time.

    `srid` is the registry's CRS; it is fixed when the schema is first made.
    """
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        before = schema.revision(connection)
        if before == schema.head():
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


def differences(connection: Connection) -> None:
    """Raise alembic's error when the models and the migrations have drifted apart (`alembic check`)."""
    command.check(_config(connection))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes["connection"] = connection
    return config
