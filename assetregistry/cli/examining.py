"""What `doctor` looks at."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass

import pyogrio
import typer

from assetregistry import __version__
from assetregistry.api.explorer import explorer_home
from assetregistry.catalogue import load_catalogue
from assetregistry.errors import RegistryError
from assetregistry.settings import Settings
from assetregistry.store import reader, schema
from assetregistry.store.embedded import EmbeddedCluster, find_binaries
from assetregistry.store.engine import make_engine


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `advice` says what to do where it is not well."""

    what: str
    well: bool
    found: str
    advice: str = ""


def examined(settings: Settings) -> list[Finding]:
    """What is installed, found and reachable, one after the other."""
    return [_versions(), _catalogue(settings), _postgis(settings), _database(settings), _explorer()]


def _versions() -> Finding:
    gdal = ".".join(map(str, pyogrio.__gdal_version__))
    return Finding("software", True, f"assetregistry {__version__}, Python {platform.python_version()}, GDAL {gdal}")


def _catalogue(settings: Settings) -> Finding:
    return _tried(
        "catalogue",
        lambda: f"{len(load_catalogue(settings.catalogue_dir).asset_types)} asset types",
        "correct the files named",
    )


def _postgis(settings: Settings) -> Finding:
    if settings.database_url is not None:
        return Finding("PostGIS programs", True, "not needed: a database URL is set")
    found = find_binaries()
    advice = "the Debian packages are downloaded at first start; or: apt install postgresql-15-postgis-3"
    return Finding("PostGIS programs", True, "none installed" if found is None else str(found), "" if found else advice)


def _database(settings: Settings) -> Finding:
    def look() -> str:
        url = settings.database_url
        if url is None:
            cluster = EmbeddedCluster(settings.data_dir)
            if not cluster.status().running:
                return f"embedded in {settings.data_dir}, not running; starts by itself when needed"
            url = cluster.url()
        engine = make_engine(url)
        schema.check(engine, srid=settings.srid)
        read = "its views alone" if reader.is_ready(engine) else "all that this user may (docs/operations.md)"
        return f"answers, schema {schema.head()}; /ogc may read {read}"

    return _tried("database", look, "see the message")


def _explorer() -> Finding:
    built = (explorer_home() / "index.html").is_file()
    return Finding("explorer", built, str(explorer_home()) if built else "not built", "" if built else "make explorer")


def _tried(what: str, look: Callable[[], str], advice: str) -> Finding:
    try:
        return Finding(what, True, look())
    except RegistryError as error:
        typer.echo(str(error), err=True)
        return Finding(what, False, "refused", advice)
