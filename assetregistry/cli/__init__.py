"""The command line: parse, call one Registry method, print. Exit 0 done, 1 refused (nothing changed), 2 wrong usage.

`--help` answers at once: a command's module is loaded when the command is asked for, and holds its options and its
printing; the registry, files' readers and the server load when it runs (`loading`).
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from assetregistry import __version__

REFUSED = 1
INTERRUPTED = 130

# name: (module and what in it is the command or the group of commands, what it is for)
COMMANDS = {
    "demo": ("demo:demo", "The whole walk on the sample town, then the explorer."),
    "doctor": ("doctor:doctor", "What is installed, found and reachable, and what to do about what is not."),
    "inspect": ("imports:inspect_source", "A source's layers, fields, CRS, encoding, and the profile that fits."),
    "import": ("imports:import_source", "Import the layers of a GIS source; a receipt of each."),
    "imports": ("imports:app", "What was imported: list, show, undo, quarantine, replay."),
    "areas": ("areas:app", "The areas that supply is asked for."),
    "organisations": ("organisations:app", "Owners, managers and source holders."),
    "assets": ("assets:app", "Single assets: what they are made of, their history, their passports."),
    "supply": ("supply:supply", "Which materials come out, where, when, how much and how surely."),
    "circularity": ("circularity:circularity", "Core indicators of circularity, CO2 avoided, how well stock is known."),
    "calibrate": ("calibrate:calibrate", "Lifetimes as the removals seen tell them, against the catalogue's."),
    "map": ("pictures:draw_map", "A map as one HTML file."),
    "offers": ("offers:app", "What the marketplace is told."),
    "catalogue": ("catalogue:app", "Asset types, materials, lives and hazards: check, list, show, diff."),
    "serve": ("serve:serve", "Serve the explorer, the API and the tiles."),
    "worker": ("worker:worker", "Work on imports that were sent to the API or the explorer."),
    "db": ("database:app", "The database: start, stop, status, url, upgrade, backup, restore."),
    "settings": ("settings:show", "All settings with their values and where these come from."),
}


class Commands(TyperGroup):
    """The commands of the table above, each loaded when it is asked for."""

    def __init__(self, **given: Any) -> None:
        """Their names are known beforehand: one of them is what a mistyped name may mean."""
        super().__init__(**given)
        self.commands: Any = dict.fromkeys(COMMANDS)

    def list_commands(self, _ctx: Any) -> list[str]:
        """Their names, in the order of the walk."""
        return list(COMMANDS)

    def get_command(self, _ctx: Any, name: str) -> Any:
        """One command; None when there is none of this name."""
        return _load(COMMANDS[name][0]) if name in COMMANDS else None

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """The table, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _load(place: str) -> Any:
    module, attribute = place.split(":")
    found = getattr(import_module(f"assetregistry.cli.{module}"), attribute)
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False)
        single.command()(found)
        found = single
    found.rich_markup_mode = None
    return typer.main.get_command(found)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(asked: bool) -> None:
    if asked:
        from assetregistry.store.schema import head

        typer.echo(f"assetregistry {__version__}, database schema {head()}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="its version, and that of the schema"),
    ] = False,
) -> None:
    """The command line of the asset registry."""


def main() -> None:
    """Run the command that was asked for; what is refused is one line on stderr."""
    try:
        app()
    except Exception as error:
        from assetregistry.cli.refusals import told  # what errors there are is looked up when there is one

        line = told(error)
        if line is None:
            raise
        print(f"refused: {line}", file=sys.stderr)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        print("stopped; nothing is left half done", file=sys.stderr)
        sys.exit(INTERRUPTED)
