"""Models and migrations agree, and an upgrade is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from assetregistry.errors import RegistryError
from assetregistry.store import schema, upgrading
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine


def test_models_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        upgrading.differences(connection)


def test_many_upgraders_upgrade_once(cluster: EmbeddedCluster) -> None:
    cluster.create_database("fresh")
    engines = [make_engine(cluster.url("fresh")) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda engine: upgrading.upgrade(engine, srid=28992), engines))
    assert sorted(done) == [False, False, False, True]
    with engines[0].connect() as connection:
        assert schema.revision(connection) == schema.head()


def test_the_files_of_migrations_are_named_by_their_revisions() -> None:
    known = [script.revision for script in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()]
    assert schema.revisions() == known[::-1]
    assert schema.head() == known[0]


@pytest.mark.parametrize(("found", "reason"), [("0003", "older"), ("9999", "newer")])
def test_another_schema_is_told_as_older_or_newer(engine: Engine, found: str, reason: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
    assert not schema.is_current(engine)
    with pytest.raises(RegistryError, match=reason):
        schema.check(engine, srid=28992)


def test_the_registrys_crs_is_fixed_when_it_is_made(engine: Engine) -> None:
    schema.check(engine, srid=28992)
    with pytest.raises(RegistryError, match="ASSETREGISTRY_SRID=28992"):
        schema.check(engine, srid=31370)


def test_only_one_row_of_state(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SELECT srid FROM registry_state")).scalars().all() == [28992]
