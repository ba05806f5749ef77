"""What an asset's year of building and clock rest on, in words: the evidence that counts, and what it overrules."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from assetregistry.catalogue import Catalogue, Variant
from assetregistry.edits import DESK

Row = Mapping[str, Any]
LANGUAGES = {"nl": "textNl", "en": "textEn"}
NOT_SAID = "–"


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    text = resources.files("assetregistry.registry").joinpath("evidence_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def life(asset: Row, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """What a card tells of a life: built, clock, lining, condition, plannedYear, sewer, evidence (what counts first).

    `asset` is a row of `sql/assets/card.sql`, `evidence` rows of `sql/life/evidence.sql`.
    """
    best = {row["about"]: row for row in evidence if row["rank"] == 1}
    renewed = asset["renewed_by"] is not None and asset["clock_to"] != asset["built_to"]
    ending = "renewed" if renewed and asset["clock_basis"] == "catalogue" else None
    return {
        "built": {
            "from": asset["built_from"],
            "to": asset["built_to"],
            "basis": asset["built_basis"],
            **_texts("built", asset["built_basis"], best.get("built", {}), ending),
        },
        "clock": {
            "from": asset["clock_from"],
            "to": asset["clock_to"],
            "basis": asset["clock_basis"],
            **_texts("clock", asset["clock_basis"], best.get("clock", {})),
        },
        "lining": _lining(asset, best.get("lining")),
        "condition": _condition(asset, best.get("clock")),
        "plannedYear": asset["works_year"],
        "sewer": _sewer(asset, best.get("sewer")),
        "evidence": list(_evidence(asset, evidence)),
    }


def mix(asset: Row, catalogue: Catalogue) -> dict[str, Any] | None:
    """What the weights of the types that an asset may be rest on; None where its type is no mix.

    `asset` is a row of `sql/assets/card.sql`. Keys owner, builtFrom, builtTo (the window that the mix is of; None:
    open), source, confidence and the text in each language.
    """
    code = asset["asset_type"]
    if not catalogue.asset_types[code].mix:
        return None
    window = next(each.window for each in catalogue.recipes(code) if each.code == asset["recipe"])
    said = catalogue.said_of(code, window)
    window = said.window if isinstance(said, Variant) else window  # else it is of the types in the mix
    years = {"year_from": window.built_from, "year_to": window.built_to}
    since, until = (year is not None for year in years.values())
    basis = {(True, True): "within", (True, False): "since", (False, True): "until"}.get((since, until), "type")
    return {
        "owner": window.owner,
        "builtFrom": window.built_from,
        "builtTo": window.built_to,
        "source": said.source,
        "confidence": said.confidence,
        **_texts("mix", basis, years, "owner" if window.owner else None),
    }


def basis_of_end(asset: Row) -> str:
    """What the expected end rests on: planned_work, inspection, lining or catalogue."""
    return str(asset["clock_basis"]) if asset["works_year"] is None else "planned_work"


def _lining(asset: Row, found: Row | None) -> dict[str, Any] | None:
    if found is None:
        return None
    years = {"from": asset["lining_from"], "to": asset["lining_to"], "basis": asset["lining_basis"]}
    return {**years, **_texts("lining", found["basis"], found)}


def _condition(asset: Row, found: Row | None) -> dict[str, Any] | None:
    """What the newest inspection found, with who says so as in `telling`."""
    if found is None:
        return None
    said = {"basis": found["dataset"], "importId": found["import_id"], "byDesk": found["namespace"] == DESK}
    return {"condition": asset["condition"], "on": found["told_on"].isoformat(), **said}


def _sewer(asset: Row, found: Row | None) -> dict[str, Any] | None:
    if found is None:
        return None
    years = {"builtFrom": asset["sewer_built_from"], "builtTo": asset["sewer_built_to"]}
    return {"id": found["sewer_id"], "sourceId": found["sewer"], "lifetime": asset["sewer_lifetime"], **years}


def _evidence(asset: Row, evidence: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Statements and inferences, and the source's own word among them."""
    own = {"rank": 0, "basis": "register"}
    registered = [own | {"about": "built", "year_from": asset["registered_from"], "year_to": asset["registered_to"]}]
    registered += [own | {"about": "type", "asset_type": asset["registered_type"]}]
    for row in registered:
        if row.get("year_from") is not None or (row["about"] == "type" and asset["asset_type"] != row["asset_type"]):
            yield _told(row, counts=row["about"] == "built" and asset["built_basis"] == "register")
    for row in evidence:
        yield _told(row, counts=row["rank"] == 1 and row["about"] != "past")


def _told(row: Row, *, counts: bool) -> dict[str, Any]:
    day: dt.date | None = row.get("told_on")
    return {
        "about": row["about"],
        "basis": row["basis"],
        "counts": counts,
        "from": row.get("year_from"),
        "to": row.get("year_to"),
        "assetType": row.get("asset_type"),
        "toldOn": None if day is None else day.isoformat(),
        "condition": row.get("condition"),
        "reason": row.get("reason"),
        "importId": row.get("import_id"),
        "statementId": row.get("statement_id"),
        "sewerId": row.get("sewer_id"),
        **_texts(row["about"], row["basis"], row),
    }


def _texts(about: str, basis: str, row: Row, ending: str | None = None) -> dict[str, str]:
    """The sentence in each language."""
    said = {key: NOT_SAID if value is None else value for key, value in row.items()}
    said["what"] = ", ".join(row[key] for key in ("name", "reason") if row.get(key)) or NOT_SAID
    found = {}
    for language, name in LANGUAGES.items():
        sentences = _words()[language][about]
        found[name] = sentences[basis].format_map(said) + (sentences[ending] if ending else "")
    return found
