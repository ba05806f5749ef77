"""Fixtures that every package's tests share: real files, real PostGIS, a real server."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from serving import served
from sqlalchemy import Engine

from assetregistry.catalogue import load_catalogue
from assetregistry.cli.demo import DELIVERIES, import_areas, import_delivery, import_inspections
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store import catalogue as stored_catalogue
from assetregistry.store import upgrading
from assetregistry.store.embedded import EmbeddedCluster
from assetregistry.store.engine import make_engine

ROOT = Path(__file__).resolve().parents[1]
AS_OF = dt.date(2026, 11, 24)
TEMPLATE = "registry_template"
DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")

hypothesis_settings.register_profile("registry", deadline=None, derandomize=True)
hypothesis_settings.load_profile("registry")

MakeDatabase = Callable[[], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the database is a database test; nobody has to remember the marker."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "cluster" in names:
            item.add_marker(pytest.mark.database)
        if "explorer_url" in names:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files that lie beside the project and are never copied into it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real test data is not on this machine")
    return folder


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """The fictional town."""
    return ROOT / "data" / "sample"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCluster]:
    """A PostGIS of this test run alone. It need not outlive a power cut, so it waits for no disk."""
    cluster = EmbeddedCluster(tmp_path_factory.mktemp("cluster"))
    cluster.start()
    _run(cluster, *(f"ALTER SYSTEM SET {each} = off" for each in DURABILITY), "SELECT pg_reload_conf()")
    yield cluster
    cluster.remove()


def _run(cluster: EmbeddedCluster, *statements: str) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for each in statements:
            connection.execute(sql.SQL(each))


@pytest.fixture(scope="session")
def make_database(cluster: EmbeddedCluster) -> MakeDatabase:
    """Each call gives the URL of a fresh database with schema and catalogue, cloned from a template."""
    cluster.create_database(TEMPLATE)
    engine = make_engine(cluster.url(TEMPLATE))
    upgrading.upgrade(engine, srid=28992)
    stored_catalogue.sync(engine, load_catalogue())
    engine.dispose()
    numbers = itertools.count(1)

    def make() -> str:
        name = f"test_{next(numbers)}"
        # Files are copied, not logged: a fifth of the time.
        _run(cluster, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        return cluster.url(name)

    return make


@pytest.fixture
def database_url(make_database: MakeDatabase, cluster: EmbeddedCluster) -> Iterator[str]:
    """A fresh registry database for one test; gone after it, before most of it has come to the disk."""
    url = make_database()
    yield url
    cluster.drop_database(urlsplit(url).path.removeprefix("/"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh registry database."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of one test; nothing of the machine's own."""
    return Settings(database_url=database_url, data_dir=tmp_path / "data", basemap_url="none", port=0)


@pytest.fixture
def registry(settings: Settings) -> Iterator[Registry]:
    """An empty registry as of a fixed day."""
    registry = Registry.open(settings, as_of=AS_OF)
    yield registry
    registry.engine.dispose()


@pytest.fixture(scope="session")
def town(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The sample town after both deliveries and its inspections, offers published. Shared: tests read it and change
    nothing."""
    settings = Settings(
        database_url=make_database(), data_dir=tmp_path_factory.mktemp("town"), basemap_url="none", port=0
    )
    registry = Registry.open(settings, as_of=AS_OF)
    import_areas(registry)
    for delivery in DELIVERIES:
        import_delivery(registry, ROOT / "data" / "sample" / delivery)
        registry.publish_offers()
    import_inspections(registry)
    registry.publish_offers()
    yield registry
    registry.engine.dispose()


@pytest.fixture(scope="session")
def explorer_url(town: Registry) -> Iterator[str]:
    """The address of a running server on the sample town, without a slash at its end."""
    with served(town) as url:
        yield url
