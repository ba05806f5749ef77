"""db start|stop|status|upgrade|url|backup|restore."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from assetregistry.cli.output import Json, print_json
from assetregistry.errors import RegistryError
from assetregistry.settings import Settings
from assetregistry.store import backup, schema, upgrading
from assetregistry.store.embedded import Binaries, EmbeddedCluster, require_binaries
from assetregistry.store.engine import make_engine

app = typer.Typer(
    help="The database: the registry's own PostGIS, or the one that a URL names.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command("start")
def start() -> None:
    """Start the embedded PostGIS (no effect when it runs) and bring its schema up to date."""
    settings = Settings()
    url = EmbeddedCluster(_own(settings).data_dir).start()
    upgrading.upgrade(make_engine(url), srid=settings.srid)
    typer.echo(url)


@app.command("stop")
def stop() -> None:
    """Stop the embedded PostGIS; the data stay."""
    stopped = EmbeddedCluster(_own(Settings()).data_dir).stop()
    typer.echo("stopped" if stopped else "it was not running")


@app.command("status")
def status(as_json: Json = False) -> None:
    """Show whether the embedded PostGIS runs, and where."""
    found = dataclasses.asdict(EmbeddedCluster(_own(Settings()).data_dir).status())
    told = {key: value if isinstance(value, bool | int | None) else str(value) for key, value in found.items()}
    if as_json:
        print_json(told)
        return
    for key, value in told.items():
        typer.echo(f"{key}: {'-' if value is None else value}")


@app.command("url")
def url() -> None:
    """Print the URL that psql, QGIS and other tools connect with."""
    settings = Settings()
    typer.echo(settings.database_url or EmbeddedCluster(settings.data_dir).url())


@app.command("upgrade")
def upgrade() -> None:
    """Bring the schema up to date, in one transaction."""
    settings = Settings()
    found = settings.database_url or EmbeddedCluster(settings.data_dir).start()
    engine = make_engine(found)
    schema.connect(engine).close()
    done = upgrading.upgrade(engine, srid=settings.srid)
    typer.echo(f"upgraded to {schema.head()}" if done else f"already at {schema.head()}")


@app.command("backup")
def write_backup(file: Annotated[Path, typer.Argument(help="file to write")]) -> None:
    """Write the whole database to one file.

    Example: assetregistry db backup registry.dump
    """
    settings = Settings()
    url, binaries = _programs(settings)
    schema.check(make_engine(url), srid=settings.srid)
    typer.echo(f"{file}: {backup.backup(url, file, binaries) / 1e6:,.1f} MB")


@app.command("restore")
def read_backup(
    file: Annotated[Path, typer.Argument(help="file that `db backup` wrote")],
    replace: Annotated[bool, typer.Option("--replace", help="give up what the registry holds")] = False,
) -> None:
    """Make the database what a backup says: all of it, or nothing changes.

    Example: assetregistry db restore registry.dump
    """
    settings = Settings()
    url, binaries = _programs(settings)
    engine = make_engine(url)
    backup.restore(engine, url, file, binaries, replace=replace)
    upgraded = upgrading.upgrade(engine, srid=settings.srid)
    typer.echo(f"restored from {file}" + (f", upgraded to {schema.head()}" if upgraded else ""))


def _programs(settings: Settings) -> tuple[str, Binaries]:
    if settings.database_url is not None:
        return settings.database_url, require_binaries(settings.data_dir / "debian")
    cluster = EmbeddedCluster(settings.data_dir)
    return cluster.start(), cluster.binaries


def _own(settings: Settings) -> Settings:
    if settings.database_url is not None:
        raise RegistryError(
            "ASSETREGISTRY_DATABASE_URL names a database that somebody else runs: unset it to use the embedded one"
        )
    return settings
