"""What people at a desk may say of one asset: checked all at once, then told as statements.

An edit changes no asset. It becomes statements of namespace `desk`, one per field, so that a later edit of the same
field replaces it, an undo takes it back, and no delivery overrides it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from assetregistry.catalogue import Catalogue
from assetregistry.errors import RegistryError

DESK = "desk"
FIRST_YEAR = 1800
FIRST_LINING = 1950
PIPES = "sewer"  # the group of what may be relined
FIRST_INSPECTION = dt.date(1900, 1, 1)
CONDITIONS = range(1, 7)  # NEN 2767: 1 excellent … 6 very poor
LONGEST_PLAN_YEARS = 200
LONGEST = {"note": 2000, "reason": 500}
LONGEST_LAYER = 100
MOST_LINES = 50

Statements = dict[str, list[dict[str, Any]]]  # rows of importers.batch.EVIDENCE by kind


class Line(TypedDict):
    """One line of a passport: what a layer is made of. A bound that is not told is the typical mass."""

    layer: str
    material: str
    kg: float
    kg_low: NotRequired[float | None]
    kg_high: NotRequired[float | None]


class Changes(TypedDict, total=False):
    """What is said. A field that is left out stays; one that is null is no longer said by the desk.

    year_from, year_to: of building; one alone stands for both. condition: 1-6 by NEN 2767, inspected_on (today).
    planned_end: the year. relined: the year in which a pipe got its lining. lines: all that the desk says of what it is
    made of. reason: how it is known.
    """

    year_from: int | None
    year_to: int | None
    asset_type: str | None
    condition: int | None
    inspected_on: dt.date | None
    planned_end: int | None
    relined: int | None
    lines: Sequence[Line] | None
    note: str | None
    reason: str | None


@dataclass(frozen=True)
class Refusal:
    """One thing that is wrong. `field`: as in `Changes`, `lines.0.kg` for one of a line; "" for the whole."""

    field: str
    code: str
    message: str


class RefusedError(RegistryError):
    """An edit that cannot be: with everything that is wrong."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(each.message for each in refusals))
        self.refusals = tuple(refusals)


def refused(changes: Changes, catalogue: Catalogue, asset_type: str, today: dt.date) -> list[Refusal]:
    """Everything that is wrong with an edit of an asset of this type."""
    if not set(changes) - {"reason", "inspected_on"}:
        return [Refusal("", "nothing-changed", "nothing is changed: give at least one field")]
    found = [*_years(changes, today), *_type(changes, catalogue, asset_type), *_condition(changes, today)]
    found += [*_planned(changes, today), *_relined(changes, catalogue, asset_type, today), *_texts(changes)]
    for number, line in enumerate(changes.get("lines") or ()):
        found += _line(line, f"lines.{number}", catalogue)
    return found + list(_all_lines(changes.get("lines") or ()))


def _years(changes: Changes, today: dt.date) -> Iterator[Refusal]:
    first, last = changes.get("year_from"), changes.get("year_to")
    for field, year in (("year_from", first), ("year_to", last)):
        if year is not None and not FIRST_YEAR <= year <= today.year + 1:
            yield Refusal(field, "year-outside", f"{year} is no year of building: {FIRST_YEAR} to {today.year + 1}")
    if first is not None and last is not None and first > last:
        yield Refusal("year_to", "years-reversed", f"the last year, {last}, is before the first, {first}")


def _type(changes: Changes, catalogue: Catalogue, held: str) -> Iterator[Refusal]:
    code = changes.get("asset_type")
    if code is None:
        return
    said, now = catalogue.asset_types.get(code), catalogue.asset_types[held]
    if said is None:
        yield Refusal("asset_type", "unknown-asset-type", f"the catalogue has no asset type '{code}'")
    elif said.geometry != now.geometry and "any" not in {said.geometry, now.geometry}:
        what = f"{code} is drawn as a {said.geometry}, this asset as a {now.geometry}"
        yield Refusal("asset_type", "other-geometry", f"{what}: choose a type of the same form")


def _condition(changes: Changes, today: dt.date) -> Iterator[Refusal]:
    condition, day = changes.get("condition"), changes.get("inspected_on")
    if condition is not None and condition not in CONDITIONS:
        yield Refusal("condition", "condition-outside", f"{condition} is no condition: 1 to 6 (NEN 2767)")
    if day is not None and not FIRST_INSPECTION <= day <= today:
        yield Refusal(
            "inspected_on", "day-outside", f"{day} is no day of an inspection: it lies between 1900 and today"
        )
    if day is not None and condition is None:
        yield Refusal("condition", "condition-missing", "an inspection was on that day: which condition did it find?")


def _planned(changes: Changes, today: dt.date) -> Iterator[Refusal]:
    year = changes.get("planned_end")
    if year is not None and not today.year <= year <= today.year + LONGEST_PLAN_YEARS:
        yield Refusal(
            "planned_end", "plan-outside", f"{year} cannot be planned: {today.year} is the first year that can"
        )


def _relined(changes: Changes, catalogue: Catalogue, held: str, today: dt.date) -> Iterator[Refusal]:
    year, code = changes.get("relined"), changes.get("asset_type") or held
    if year is not None and code in catalogue.asset_types and catalogue.asset_types[code].group != PIPES:
        yield Refusal("relined", "no-pipe", f"{code} is no pipe of a sewer: it has no lining")
    if year is not None and not FIRST_LINING <= year <= today.year:
        yield Refusal("relined", "year-outside", f"{year} is no year of a relining: {FIRST_LINING} to {today.year}")


def _texts(changes: Changes) -> Iterator[Refusal]:
    for field, most in LONGEST.items():
        text = changes.get(field)
        if isinstance(text, str) and len(text) > most:
            yield Refusal(field, "text-too-long", f"the {field} has {len(text):,} characters, {most:,} is the most")


def _line(line: Line, at: str, catalogue: Catalogue) -> Iterator[Refusal]:
    layer, material = line["layer"].strip(), line["material"]
    if not layer or len(layer) > LONGEST_LAYER:
        yield Refusal(f"{at}.layer", "layer-missing", f"name the layer, in at most {LONGEST_LAYER} characters")
    if material not in catalogue.materials:
        yield Refusal(f"{at}.material", "unknown-material", f"the catalogue has no material '{material}'")
    elif not any(each.material == material for kind in catalogue.asset_types.values() for each in kind.layers):
        why = f"no layer of the catalogue is of {material}: nothing tells when it would end"
        yield Refusal(f"{at}.material", "unused-material", why)
    low, kg, high = _masses(line)
    if not kg > 0:
        yield Refusal(f"{at}.kg", "no-mass", "a mass is more than 0 kg")
    if not 0 <= low <= kg:
        yield Refusal(f"{at}.kg_low", "masses-reversed", f"the lowest mass lies between 0 and {kg:g} kg")
    if not high >= kg:
        yield Refusal(f"{at}.kg_high", "masses-reversed", f"the highest mass is at least {kg:g} kg")


def _all_lines(lines: Sequence[Line]) -> Iterator[Refusal]:
    if len(lines) > MOST_LINES:
        yield Refusal("lines", "too-many-lines", f"{len(lines)} lines, {MOST_LINES} is the most")
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines):
        if (what := (line["layer"].strip(), line["material"])) in seen:
            yield Refusal(f"lines.{number}.material", "line-twice", f"{' of '.join(what[::-1])} is there already")
        seen.add(what)


def _masses(line: Line) -> tuple[float, float, float]:
    low, high = line.get("kg_low"), line.get("kg_high")
    return (line["kg"] if low is None else low, line["kg"], line["kg"] if high is None else high)


def statements(
    changes: Changes, asset: Mapping[str, Any], standing: Sequence[Mapping[str, Any]], today: dt.date
) -> Statements:
    """An edit that was not refused, as rows by kind.

    `asset` has namespace and source_id; `standing` are the statements that the desk makes of it now (kind, source_id).
    A row with `superseded` says that the desk no longer says what it said under that id.
    """
    prefix = f"{asset['namespace']}|{asset['source_id']}|"
    about = {"subject": asset["source_id"], "subject_namespace": asset["namespace"], "superseded": False}
    reason = (changes.get("reason") or "").strip() or None
    rows: Statements = defaultdict(list)
    for kind, field, told in _told(changes, today):
        rows[kind].append({"source_id": prefix + field, "reason": reason} | about | told)
    said = {(kind, row["source_id"]) for kind, told in rows.items() for row in told}
    for kind, field in _withdrawn(changes):
        for each in standing:
            here = each["kind"] == kind and each["source_id"].startswith(prefix + field)
            if here and (kind, each["source_id"]) not in said:
                rows[kind].append({"source_id": each["source_id"]} | about | {"superseded": True})
    return dict(rows)


def _told(changes: Changes, today: dt.date) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(kind, field, what is told) of each statement."""
    on_today = {"happened_on": today.isoformat()}
    years = [year for year in (changes.get("year_from"), changes.get("year_to")) if year is not None]
    if years:
        yield "corrections", "built", on_today | {"year_from": years[0], "year_to": years[-1]}
    if (code := changes.get("asset_type")) is not None:
        yield "corrections", "type", on_today | {"asset_type": code}
    if note := (changes.get("note") or "").strip():
        yield "corrections", "note", on_today | {"reason": note}
    if (condition := changes.get("condition")) is not None:
        day = (changes.get("inspected_on") or today).isoformat()
        yield "inspections", f"condition|{day}", {"happened_on": day, "condition": condition}
    if (year := changes.get("planned_end")) is not None:
        yield "planned_works", "planned", {"year_from": year, "year_to": year}
    if (year := changes.get("relined")) is not None:
        yield "corrections", "lining", on_today | {"layer": "lining", "year_from": year, "year_to": year}
    for line in changes.get("lines") or ():
        layer = line["layer"].strip()
        masses = dict(zip(("kg_low", "kg", "kg_high"), _masses(line), strict=True))
        told = on_today | {"layer": layer, "material": line["material"]} | masses
        yield "passports", f"line|{layer}|{line['material']}", told


def _withdrawn(changes: Changes) -> Iterator[tuple[str, str]]:
    """(kind, start of the field) of what the desk no longer says, unless it is said anew."""
    fields = {"asset_type": ("corrections", "type"), "condition": ("inspections", "condition|")}
    fields |= {"planned_end": ("planned_works", "planned"), "relined": ("corrections", "lining")}
    for name, place in fields.items():
        if name in changes and changes.get(name) is None:
            yield place
    if "note" in changes and not (changes["note"] or "").strip():
        yield "corrections", "note"
    if "lines" in changes:
        yield "passports", "line|"
    if {"year_from", "year_to"} & set(changes) and changes.get("year_from") is None and changes.get("year_to") is None:
        yield "corrections", "built"
