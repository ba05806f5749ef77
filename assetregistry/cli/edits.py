"""assets edit|edits: what is said of one asset at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, cast

import typer

from assetregistry.cli.imports import print_receipt
from assetregistry.cli.options import Json
from assetregistry.cli.output import open_registry, parse_day, print_json, print_table
from assetregistry.edits import Changes, Line

AssetNumber = Annotated[int, typer.Argument(metavar="ID")]
FIELDS = {
    "year-built": ("year_from", "year_to"),
    "asset-type": ("asset_type",),
    "condition": ("condition",),
    "planned-end": ("planned_end",),
    "relined": ("relined",),
    "lines": ("lines",),
    "note": ("note",),
}
LINE = "LAYER:MATERIAL:KG[:LOW:HIGH]"
LINE_PARTS = (3, 5)


def edit(
    asset_id: AssetNumber,
    year_built: Annotated[str | None, typer.Option(metavar="YEAR[-YEAR]", help="when it was built")] = None,
    asset_type: Annotated[str | None, typer.Option(metavar="CODE", help="what it really is")] = None,
    condition: Annotated[int | None, typer.Option(help="1 (excellent) to 6 (very poor), NEN 2767")] = None,
    inspected: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="day of the inspection (today)")] = None,
    planned_end: Annotated[int | None, typer.Option(metavar="YEAR", help="when it is planned to go")] = None,
    relined: Annotated[int | None, typer.Option(metavar="YEAR", help="when a pipe was relined")] = None,
    line: Annotated[list[str] | None, typer.Option(metavar=LINE, help="what it is made of; give all lines")] = None,
    note: Annotated[str | None, typer.Option(help="a note")] = None,
    reason: Annotated[str | None, typer.Option(help="how this is known")] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help=f"no longer say: {', '.join(FIELDS)}")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what you know better of one asset; `imports undo` takes it back.

    Example: assetregistry assets edit 12 --year-built 1998 --reason "stamped on the kerb"
    """
    told: dict[str, Any] = {
        "asset_type": asset_type,
        "condition": condition,
        "inspected_on": parse_day(inspected),
        "planned_end": planned_end,
        "relined": relined,
        "lines": [_line(each) for each in line] if line else None,
        "note": note,
        "reason": reason,
        **_years(year_built),
    }
    changes = {name: value for name, value in told.items() if value is not None} | _withdrawn(withdraw or [])
    receipt = open_registry().edit_asset(asset_id, cast("Changes", changes))
    if as_json:
        print_json(receipt.as_dict())
    else:
        print_receipt(receipt)


def edits(asset_id: AssetNumber, as_json: Json = False) -> None:
    """Show everything that was said of an asset, the newest first, and what became of it.

    Example: assetregistry assets edits 12
    """
    found = open_registry().asset_edits(asset_id)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            each["importId"],
            each["at"][:16].replace("T", " "),
            each["dataset"],
            word["field"],
            _said(word),
            _fate(each, word),
        )
        for each in found["edits"]
        for word in each["said"]
    ]
    print_table(["import", "at", "dataset", "field", "said", "status"], rows)


def _fate(entry: dict[str, Any], word: dict[str, Any]) -> str:
    if entry["undone"]:
        return f"undone by {entry['undone']['importId']}"
    return f"replaced by {word['replacedBy']}" if word["replacedBy"] else "stands"


def _said(word: dict[str, Any]) -> str:
    if word["takenBack"]:
        return "taken back"
    known = {"kind", "field", "takenBack", "replacedBy"}
    return ", ".join(f"{name} {_plain(value)}" for name, value in word.items() if name not in known)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else value.isoformat() if isinstance(value, dt.date) else str(value)


def _years(text: str | None) -> dict[str, int]:
    if text is None:
        return {}
    try:
        years = [int(part) for part in text.split("-")]
    except ValueError:
        years = []
    if len(years) not in {1, 2}:
        raise typer.BadParameter(f"'{text}' is no year of building: write 1998 or 1995-1999")
    return dict(zip(("year_from", "year_to"), years, strict=False))


def _line(text: str) -> Line:
    parts = text.split(":")
    try:
        masses = [float(part) for part in parts[2:]]
    except ValueError:
        masses = []
    if len(parts) not in LINE_PARTS or len(masses) != len(parts) - 2:
        raise typer.BadParameter(f"'{text}' is no line: write {LINE}")
    low, high = masses[1:] or (None, None)
    return {"layer": parts[0], "material": parts[1], "kg": masses[0], "kg_low": low, "kg_high": high}


def _withdrawn(names: list[str]) -> dict[str, None]:
    unknown = sorted(set(names) - set(FIELDS))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: choose from {', '.join(FIELDS)}")
    return {field: None for name in names for field in FIELDS[name]}
