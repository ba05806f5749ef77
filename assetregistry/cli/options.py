"""Options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


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
Material = Annotated[str | None, typer.Option(help="of one material only")]
Route = Annotated[str | None, typer.Option(help="by one route only")]
Scenario = Annotated[str, typer.Option(help="name of a scenario: other lives, programmes, routes")]
