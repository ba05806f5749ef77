"""db start|stop|status|upgrade|url|backup|restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetregistry.cli.loading import loading
from assetregistry.cli.options import Json, require_place
from assetregistry.cli.output import print_json
from assetregistry.settings import Settings

if TYPE_CHECKING:
    from assetregistry.store.database import Database

app = typer.Typer(
    help="The database: the registry's own PostGIS, or the one that a URL names.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command("start")
def start() -> None:
    """Start the embedded PostGIS (no effect when it runs) and bring its schema up to date."""
    typer.echo(_database().start())


@app.command("stop")
def stop() -> None:
    """Stop the embedded PostGIS; the data stay."""
    typer.echo("stopped" if _database().stop() else "it was not running")


@app.command("status")
def status(as_json: Json = False) -> None:
    """Show whether the embedded PostGIS runs, and where."""
    told = _database().status()
    if as_json:
        print_json(told)
        return
    for key, value in told.items():
        typer.echo(f"{key}: {'-' if value is None else value}")


@app.command("url")
def url() -> None:
    """Print the URL that psql, QGIS and other tools connect with."""
    typer.echo(_database().url())


@app.command("upgrade")
def upgrade() -> None:
    """Bring the schema up to date, in one transaction."""
    database = _database()
    done = database.upgrade()
    typer.echo(f"{'upgraded to' if done else 'already at'} {database.schema_version}")


@app.command("backup")
def write_backup(file: Annotated[Path, typer.Argument(help="file to write", callback=require_place)]) -> None:
    """Write the whole database to one file.

    Example: assetregistry db backup registry.dump
    """
    typer.echo(f"{file}: {_database().backup(file) / 1e6:,.1f} MB")


@app.command("restore")
def read_backup(
    file: Annotated[Path, typer.Argument(help="file that `db backup` wrote")],
    replace: Annotated[bool, typer.Option("--replace", help="give up what the registry holds")] = False,
) -> None:
    """Make the database what a backup says: all of it, or nothing changes.

    Example: assetregistry db restore registry.dump
    """
    database = _database()
    upgraded = database.restore(file, replace=replace)
    typer.echo(f"restored from {file}" + (f", upgraded to {database.schema_version}" if upgraded else ""))


def _database() -> Database:
    with loading():
        from assetregistry.store.database import Database
    return Database(Settings())
