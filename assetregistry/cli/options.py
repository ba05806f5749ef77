"""Options that several commands have."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from assetregistry.errors import RegistryError


class Language(StrEnum):
    """What is written for people, it is written in."""

    nl = "nl"
    en = "en"


Json = Annotated[bool, typer.Option("--json", help="print one JSON document")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="print the receipt, change nothing")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="forecast as of this day (today)")]
InLanguage = Annotated[Language, typer.Option("--language", help="language of what is written")]

FirstYear = Annotated[int, typer.Option("--from", help="first year")]
LastYear = Annotated[int, typer.Option("--to", help="last year")]
Area = Annotated[str | None, typer.Option(help="code of one area; without it the whole registry")]
Place = Annotated[str | None, typer.Option(help="code of one area or square; without it the whole registry")]
Owners = Annotated[str | None, typer.Option(metavar="CODE,…", help="of these owners only")]
AssetTypes = Annotated[
    str | None, typer.Option("--asset-type", "--type", metavar="TYPE,…", help="of these asset types only")
]
Material = Annotated[str | None, typer.Option(help="of one material only")]
Route = Annotated[str | None, typer.Option(help="by one route only")]
Scenario = Annotated[str, typer.Option(help="name of a scenario: other lives, programmes, routes")]


def to_write(text: str, metavar: str | None = None) -> Any:
    """An option that names a file to write: refused where it cannot be, before anything is worked out for it."""
    return typer.Option(help=text, metavar=metavar, callback=require_place)


def require_place(path: Path | None) -> Path | None:
    """The path of a file to write. Raises RegistryError where there is no folder for it, or it may not be written."""
    if path is None:
        return None
    if path.is_dir():
        raise RegistryError(f"{path}: this is a folder: name a file in it")
    if not path.parent.is_dir():
        raise RegistryError(f"{path}: there is no folder {path.parent}: make it first, or name another")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise RegistryError(f"{path}: may not be written: ask for the right to, or name another folder")
    return path
