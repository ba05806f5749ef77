"""What was said of one asset, as JSON: what stands now, by whom, and every edit with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic.alias_generators import to_camel

from assetregistry.edits import DESK

Row = Mapping[str, Any]
TOLD = (
    "name", "happened_on", "year_from", "year_to", "condition", "reason", "layer", "material", "kg_low", "kg",
    "kg_high", "asset_type",
)  # fmt: skip

FIELDS = {"inspections": "condition", "planned_works": "planned", "passports": "lines"}


def document(asset: Row, said: Sequence[Row], edits: Sequence[Row], year: int) -> dict[str, Any]:
    """`asset`, `said` and `edits` are rows as `intake.editing` gives them, the newest first; `year` is this one."""
    return {"now": _now(asset, said, year), "edits": sorted(_imports(said, edits), key=lambda each: -each["importId"])}


def _now(asset: Row, said: Sequence[Row], year: int) -> dict[str, Any]:
    """What holds, each with its basis: the newest word that stands (of works the first to come), else the source's."""
    standing = [each for each in said if each["replaced_by"] is None]
    source = {"basis": "source", "importId": None, "byDesk": False}

    def newest(kind: str, holds: Callable[[Row], bool] = lambda _: True) -> Row | None:
        found = [each for each in standing if each["kind"] == kind and holds(each)]
        return max(found, key=lambda each: (str(each["happened_on"] or ""), each["id"]), default=None)

    built = newest("corrections", lambda each: each["year_from"] is not None and each["layer"] is None)
    kind = newest("corrections", lambda each: each["asset_type"] is not None)
    note = newest("corrections", lambda each: each["year_from"] is None and each["asset_type"] is None)
    inspected = newest("inspections", lambda each: each["condition"] is not None)
    works = [each for each in standing if each["kind"] == "planned_works" and each["year_to"] >= year]
    planned = min(works, key=lambda each: each["year_to"], default=None)
    lines = [each for each in standing if each["kind"] == "passports"]
    told = {"from": asset["built_from"], "to": asset["built_to"], "sourceBasis": asset["built_basis"]}
    return {
        "built": {**told, **source} if built is None else {**_years(built), **_basis(built)},
        "assetType": {"code": asset["asset_type"], **source}
        if kind is None
        else {"code": kind["asset_type"], **_basis(kind)},
        "condition": inspected
        and {"condition": inspected["condition"], "on": inspected["happened_on"], **_basis(inspected)},
        "planned": planned and {**_years(planned), **_basis(planned)},
        "note": note and {"text": note["reason"], **_basis(note)},
        "lines": [{**_line(each), **_basis(each)} for each in lines],
    }


def _basis(row: Row) -> dict[str, Any]:
    return {"basis": row["dataset"], "importId": row["import_id"], "byDesk": row["namespace"] == DESK}


def _years(row: Row) -> dict[str, Any]:
    return {"from": row["year_from"], "to": row["year_to"]}


def _line(row: Row) -> dict[str, Any]:
    return {to_camel(name): row[name] for name in ("layer", "material", "kg_low", "kg", "kg_high")}


def _imports(said: Sequence[Row], edits: Sequence[Row]) -> list[dict[str, Any]]:
    """One entry per import that spoke of the asset. An edit keeps its own words, so they outlive its undo."""
    replaced = {(each["import_id"], each["kind"], each["source_id"]): each["replaced_by"] for each in said}
    entries = [_entry(edit, [_kept(edit, word, replaced) for word in edit["said"]]) for edit in edits]
    of_edits = {edit["import_id"] for edit in edits}
    others: dict[int, list[Row]] = {}
    for each in said:
        if each["import_id"] not in of_edits:
            others.setdefault(each["import_id"], []).append(each)
    return entries + [_entry(rows[0], [_stored(row) for row in rows]) for rows in others.values()]


def _entry(row: Row, said: list[dict[str, Any]]) -> dict[str, Any]:
    undone = row.get("undone_by")
    return {
        "importId": row["import_id"],
        "at": row["at"].isoformat(),
        "dataset": row["dataset"],
        "source": row["source"],
        "byDesk": row["dataset"] == DESK,
        "undone": None if undone is None else {"importId": undone, "at": row["undone_at"].isoformat()},
        "said": said,
    }


def _kept(edit: Row, word: Row, replaced: Mapping[tuple[int, str, str], int | None]) -> dict[str, Any]:
    by = replaced.get((edit["import_id"], word["kind"], word["source_id"]))
    return _word(word) | {"takenBack": bool(word["superseded"]), "replacedBy": by}


def _stored(row: Row) -> dict[str, Any]:
    return _word(row) | {"takenBack": False, "replacedBy": row["replaced_by"]}


def _word(row: Row) -> dict[str, Any]:
    told = {to_camel(name): row[name] for name in TOLD if row.get(name) is not None}
    return {"kind": row["kind"], "field": _field(row), **told}


def _field(row: Row) -> str:
    """Which field of an edit a statement belongs to."""
    if row["kind"] == "corrections" and row.get("layer") is not None:
        return str(row["layer"])
    if row["kind"] == "corrections":
        if row.get("year_from") is not None:
            return "built"
        if row.get("asset_type") is not None:
            return "assetType"
        return {"built": "built", "type": "assetType"}.get(row["source_id"].rpartition("|")[2], "note")
    kind: str = row["kind"]
    return FIELDS.get(kind, kind)
