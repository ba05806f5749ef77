"""The role that `/ogc` reads as: made by whoever starts, given its rights, and done without where it may not be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from conftest import MakeDatabase
from fastapi.testclient import TestClient
from psycopg import sql
from sqlalchemy import Engine, text

from assetregistry.api import create_app
from assetregistry.registry import Registry
from assetregistry.store import backup, reader
from assetregistry.store.embedded import EmbeddedCluster, find_binaries
from assetregistry.store.engine import libpq_url, make_engine

ROLE = "assetregistry_reader"
PLAIN = "plain_owner"


def _rights(engine: Engine) -> set[str]:
    """What of this database the role may read, catalogues apart."""
    query = """
        SELECT CAST(pg_class.oid AS regclass) FROM pg_class JOIN pg_namespace AS schema ON schema.oid = relnamespace
        WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND relkind IN ('r', 'v', 'm', 'p')
          AND has_schema_privilege(:role, schema.oid, 'USAGE') AND has_table_privilege(:role, pg_class.oid, 'SELECT')
    """
    with engine.connect() as connection:
        return {str(each) for each in connection.execute(text(query), {"role": ROLE}).scalars()}


VIEWS = {f"ogc.{each}" for each in ("asset_polygon", "asset_line", "asset_point", "area", "offer")}
OF_POSTGIS = {"geography_columns", "geometry_columns", "spatial_ref_sys"}


def test_it_may_read_the_views_and_nothing_else(engine: Engine) -> None:
    assert not reader.is_ready(engine)
    assert reader.prepare(engine)
    assert reader.is_ready(engine)
    assert _rights(engine) == VIEWS | OF_POSTGIS
    assert reader.prepare(engine)


def test_a_restored_backup_has_its_rights(engine: Engine, tmp_path: Path) -> None:
    binaries = find_binaries()
    assert binaries is not None
    assert reader.prepare(engine)
    backup.backup(libpq_url(engine), tmp_path / "copy.dump", binaries)
    backup.restore(engine, libpq_url(engine), tmp_path / "copy.dump", binaries, replace=True)
    assert _rights(engine) >= VIEWS


def test_many_that_start_at_once(make_database: MakeDatabase) -> None:
    """Two databases of a cluster, four servers each, and no role yet."""
    engines = [make_engine(url) for url in (make_database(), make_database()) for _ in range(4)]
    others = _forget_role(engines[0])
    together = threading.Barrier(len(engines))

    def start(engine: Engine) -> bool:
        with engine.connect():
            together.wait(60)
        return reader.prepare(engine)

    with ThreadPoolExecutor(len(engines)) as threads:
        assert all(threads.map(start, engines))
        assert all(threads.map(reader.prepare, others))
    for engine in engines + others:
        assert _rights(engine) >= VIEWS
        engine.dispose()


def _forget_role(engine: Engine) -> list[Engine]:
    """Drop the role; the databases of the cluster in which it had rights."""
    query = """
        SELECT DISTINCT datname FROM pg_shdepend JOIN pg_database ON pg_database.oid = dbid
        WHERE refobjid = (SELECT oid FROM pg_roles WHERE rolname = :role)
    """
    with engine.connect() as connection:
        names = connection.execute(text(query), {"role": ROLE}).scalars().all()
    held = [make_engine(engine.url.set(database=name).render_as_string(hide_password=False)) for name in names]
    for there in held:
        with there.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {ROLE}"))
    with engine.begin() as connection:
        connection.execute(text(f"DROP ROLE IF EXISTS {ROLE}"))
    return held


@pytest.fixture
def managed(registry: Registry, cluster: EmbeddedCluster) -> Iterator[Registry]:
    """A registry whose database is its own user's, who may make no roles."""
    assert reader.prepare(registry.engine)  # a role of that name is there already, of somebody else
    name = registry.engine.url.database
    assert name is not None
    with psycopg.connect(cluster.url(name), autocommit=True) as admin:
        owner = sql.Identifier(PLAIN)
        for each in (
            "CREATE ROLE {} LOGIN",
            "GRANT ALL ON SCHEMA public, ogc TO {}",
            "GRANT ALL ON ALL TABLES IN SCHEMA public, ogc TO {}",
        ):
            admin.execute(sql.SQL(each).format(owner))
        held, registry.engine = registry.engine, make_engine(_url_of(registry.engine, PLAIN))
        yield registry
        registry.engine.dispose()
        registry.engine = held
        admin.execute(sql.SQL("DROP OWNED BY {}").format(owner))
        admin.execute(sql.SQL("DROP ROLE {}").format(owner))


def _url_of(engine: Engine, user: str) -> str:
    return engine.url.set(username=user).render_as_string(hide_password=False)


def test_where_it_may_not_be_all_goes_on_as_before(managed: Registry) -> None:
    assert not reader.prepare(managed.engine)
    with TestClient(create_app(managed)) as client:
        assert client.get("/ogc/collections/ogc.area/items").status_code == 200


def test_whoever_may_make_roles_lets_it(managed: Registry, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"GRANT {ROLE} TO {PLAIN}"))
    assert reader.prepare(managed.engine)
