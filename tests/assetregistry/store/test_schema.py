"""Models and migrations agree, and an upgrade is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from assetregistry.errors import RegistryError
from assetregistry.store import schema
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine


def test_models_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        schema.differences(connection)


def test_many_upgraders_upgrade_once(cluster: EmbeddedCluster) -> None:
    cluster.create_database("fresh")
    engines = [make_engine(cluster.url("fresh")) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda engine: schema.upgrade(engine, srid=28992), engines))
    assert sorted(done) == [False, False, False, True]
    with engines[0].connect() as connection:
        assert schema.revision(connection) == schema.head()


def test_the_registrys_crs_is_fixed_when_it_is_made(engine: Engine) -> None:
    schema.check(engine, srid=28992)
    with pytest.raises(RegistryError, match="ASSETREGISTRY_SRID=28992"):
        schema.check(engine, srid=31370)


def test_only_one_row_of_state(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SELECT srid FROM registry_state")).scalars().all() == [28992]
