"""The role that strangers' questions at `/ogc` are asked as: it may read the views of schema `ogc`, and nothing else.

Roles belong to the cluster, so registries in one cluster share it. Rights belong to a database, and neither a backup
nor a view that is made anew carries them: so both are looked after when a server starts or a backup is restored.
"""

from __future__ import annotations

from psycopg.errors import DuplicateObject, InsufficientPrivilege, UniqueViolation
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

READER_LOCK = 72_017_005
BECOME_READER = "SET ROLE assetregistry_reader"

_EXISTS = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'assetregistry_reader')"
_MAKE = ("CREATE ROLE assetregistry_reader NOLOGIN", "GRANT assetregistry_reader TO CURRENT_USER")
_MAY_READ = """
SELECT has_schema_privilege('assetregistry_reader', 'ogc', 'USAGE')
   AND bool_and(has_table_privilege('assetregistry_reader', oid, 'SELECT'))
FROM pg_class WHERE relnamespace = CAST('ogc' AS regnamespace) AND relkind = 'v'
"""
_GRANT = (
    "GRANT USAGE ON SCHEMA ogc TO assetregistry_reader",
    "GRANT SELECT ON ALL TABLES IN SCHEMA ogc TO assetregistry_reader",
)
_TRY = ("SET LOCAL ROLE assetregistry_reader", "SELECT FROM ogc.asset_polygon LIMIT 0")


def prepare(engine: Engine) -> bool:
    """Make the role and give it its rights, where it has them not; whether it can be read as.

    It cannot where the registry's own user may neither make roles nor become this one: see docs/operations.md.
    """
    try:
        with engine.begin() as connection:
            _make(connection)
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": READER_LOCK})
            if not connection.execute(text(_MAY_READ)).scalar_one():
                _do(connection, _GRANT)
            _do(connection, _TRY)
    except DBAPIError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            return False
        raise
    return True


def is_ready(engine: Engine) -> bool:
    """Whether the views can be read as the role now; changes nothing."""
    try:
        with engine.connect() as connection:
            _do(connection, _TRY)
    except DBAPIError:
        return False
    return True


def _make(connection: Connection) -> None:
    """Two that make it at once, for two databases of a cluster, wait for one another; the second finds it made."""
    if connection.execute(text(_EXISTS)).scalar_one():
        return
    try:
        with connection.begin_nested():
            _do(connection, _MAKE)
    except DBAPIError as error:
        if not isinstance(error.orig, DuplicateObject | UniqueViolation):
            raise


def _do(connection: Connection, statements: tuple[str, ...]) -> None:
    for each in statements:
        connection.execute(text(each))
