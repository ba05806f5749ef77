"""Models and migrations agree, and an upgrade is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from assetregistry.errors import RegistryError
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store import schema, upgrading
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine

ONE_PIPE = (
    "INSERT INTO organisation (code, name) VALUES ('G0153', 'Enschede')",
    "INSERT INTO dataset (name, profile) VALUES ('pipes', 'pipes')",
    "INSERT INTO import (dataset_id, source, layer, srid) SELECT id, 'pipes', 'pipes', 28992 FROM dataset",
    """
    INSERT INTO asset (
        import_id, namespace, source_id, asset_type, owner, built_from, built_to, length_m, row_hash, geom
    )
    SELECT
        id, 'pipes', 'a', 'sewer_gravity_unknown', 'G0153', 2010, 2010, 10, 1,
        ST_GeomFromText('LINESTRING(250000 470000, 250010 470000)', 28992)
    FROM "import"
    """,
    "UPDATE registry_state SET data_version = data_version + 1",
)
AT_0013 = (
    "INSERT INTO catalogue_type (code, number, geometry, type_group) VALUES ('old', 1, 'line', 'sewer')",
    "INSERT INTO catalogue_mix (asset_type, member, weight) VALUES ('old', 'old', 1)",
    """
    INSERT INTO asset_life (asset_id, asset_type, built_basis, clock_basis, suspect, outlook_id)
    SELECT id, asset_type, 'register', 'catalogue', false, 1 FROM asset
    """,
)


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


def test_recipes_come_to_a_registry_that_holds_assets(engine: Engine, settings: Settings) -> None:
    """0014 down to 0013 and up again, with data in both: what is stored stands, what is derived is made anew."""
    with engine.begin() as connection:
        for statement in ONE_PIPE:
            connection.execute(text(statement))
    weighed = Registry(engine, settings).stock()["kg"].sum()
    assert weighed > 0
    with engine.begin() as connection:
        command.downgrade(upgrading._config(connection), "0013")
        for statement in AT_0013:
            connection.execute(text(statement))
    assert upgrading.upgrade(engine, srid=28992)
    with engine.connect() as connection:
        upgrading.differences(connection)
        assert connection.execute(text("SELECT count(*) FROM asset")).scalar_one() == 1
    assert Registry(engine, settings).stock()["kg"].sum() == pytest.approx(weighed)
