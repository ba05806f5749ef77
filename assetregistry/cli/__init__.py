"""The command line: parse, call one Registry method, print. Exit 0 done, 1 refused (nothing changed), 2 wrong usage."""

from __future__ import annotations

import sys

import typer
from sqlalchemy.exc import DBAPIError

from assetregistry.cli import (
    areas,
    assets,
    catalogue,
    database,
    demo,
    doctor,
    imports,
    offers,
    organisations,
    pictures,
    serve,
    settings,
    supply,
    worker,
)
from assetregistry.cli.output import console
from assetregistry.errors import RegistryError
from importers.errors import SourceError

REFUSED = 1
INTERRUPTED = 130

app = typer.Typer(
    help=__doc__.split(":", maxsplit=1)[0] + " of the asset registry.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("inspect")(imports.inspect_source)
app.command("import")(imports.import_source)
app.command("supply")(supply.supply)
app.command("map")(pictures.draw_map)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("settings")(settings.show)
app.add_typer(database.app, name="db")
app.add_typer(imports.app, name="imports")
app.add_typer(areas.app, name="areas")
app.add_typer(organisations.app, name="organisations")
app.add_typer(assets.app, name="assets")
app.add_typer(offers.app, name="offers")
app.add_typer(catalogue.app, name="catalogue")


def main() -> None:
    """Run the command that was asked for; what is refused is one line on stderr."""
    try:
        app()
    except (RegistryError, SourceError) as error:
        _refuse(str(error))
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        _refuse(f"the database broke off: {reason}; nothing was changed, see `assetregistry doctor`")
    except OSError as error:
        _refuse(f"{error.filename or 'the system'}: {error.strerror or error}; nothing was changed")
    except KeyboardInterrupt:
        console.print("stopped; nothing is left half done")
        sys.exit(INTERRUPTED)


def _refuse(message: str) -> None:
    console.print(f"refused: {message}", soft_wrap=True, markup=False, highlight=False)
    sys.exit(REFUSED)
