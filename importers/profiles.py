"""Profiles: how a source's fields become the registry's columns. Profiles are TOML; this reads and checks them.

A file holds one profile (`[fields]`, `[asset_type]`), several (`[[profile]]`), or a family: several spellings of the
same fields (`[spellings.<profile name>]`) times several kinds of layers (`[[kind]]`), as BGT has.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from importers.batch import ROWS
from importers.errors import SourceError
from importers.names import finder, words_of

COLUMNS = {
    "assets": frozenset(
        {
            "source_id", "namespace", "owner", "manager", "source_holder", "name", "source_material", "built_year",
            "built_from", "built_to", "width_mm", "height_mm", "wall_mm", "shape", "version_from", "version_to",
            "ended",
        }
    )
} | dict.fromkeys(
    ROWS[1:],
    frozenset(
        {
            "source_id", "namespace", "subject", "subject_namespace", "name", "happened_on", "year", "year_from",
            "year_to", "condition", "reason", "layer", "material", "kg_low", "kg", "kg_high", "asset_type",
            "version_from", "version_to", "ended",
        }
    ),
)  # fmt: skip
# What tells two statements apart that carry no id of their own.
STATEMENT = ("subject", "subject_namespace", "happened_on", "year", "year_from", "layer", "material", "name")
MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "inch": 25.4, "ft": 304.8}
KG = {"kg": 1.0, "g": 0.001, "t": 1000.0}
UNITS = {"width_mm": MM, "height_mm": MM, "wall_mm": MM, "kg_low": KG, "kg": KG, "kg_high": KG}
KEYS = frozenset(
    {
        "name", "title", "rows", "dataset", "apart", "about", "sightings", "namespace", "requires", "layers",
        "suffixes", "crs", "fields", "unknown", "shapes", "values", "ended_when", "asset_type", "last_segment",
    }
)  # fmt: skip


@dataclass(frozen=True)
class FieldRef:
    """A source field (the first of `names` that a layer has), and how its values are read.

    factor: what its numbers are multiplied by. separator: of lists, of which the first member counts; `worst`: the
    highest of their numbers. prefix: what is cut from the front.
    """

    names: tuple[str, ...]
    factor: float = 1.0
    separator: str | None = None
    prefix: str | None = None
    worst: bool = False


@dataclass(frozen=True)
class Rule:
    """Values of fields (in lower case) that decide for an asset type."""

    values: Mapping[str, frozenset[str]]
    asset_type: str

    def fits(self, row: Mapping[str, str]) -> bool:
        """Whether a row's values (in lower case; empty for none) are among the rule's."""
        return all(row[name] in allowed for name, allowed in self.values.items())


@dataclass(frozen=True)
class Home:
    """The dataset of a kind of assets, and what is added where somebody names another.

    `group`: of asset types, whose assets are meant by their name too where none has the id.
    """

    dataset: str
    apart: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Profile:
    """How one kind of layer is read.

    `requires`: fields that identify the layer, each as the names it may have. `layers`: names that the layer or its
    file must have, or have among their words, where fields do not tell; `suffixes` are endings that such a name may
    have besides (a dataset has those of parts, such as _vlak, too). `namespace`: of ids that carry none. `crs`: what
    the standard prescribes, for files that do not repeat it. `last_segment`: values are URIs of which only the last
    part counts. `values`: translations of a column's words (in lower case). `ended_when`: words of fields (both in
    lower case) that say that the object is gone.

    Of sources with ids that only tell apart what is of one kind: `apart` is added to a dataset that somebody names, and
    `about` is the dataset of the assets that statements mean first. `sightings`: inspections without a condition stay.
    """

    name: str
    title: str
    requires: tuple[FieldRef, ...]
    fields: Mapping[str, FieldRef]
    type_fields: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    rows: str = "assets"
    default_type: str | None = None
    dataset: str | None = None
    namespace: str | None = None
    layers: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    crs: str | None = None
    unknown_text: frozenset[str] = frozenset()
    unknown_years: frozenset[int] = frozenset()
    shapes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ended_when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    last_segment: bool = False
    apart: str | None = None
    about: Home | None = None
    sightings: bool = False

    def fits(self, layer: str, file_stem: str, fields: Iterable[str]) -> bool:
        """Whether a layer with these fields is of this kind."""
        find = finder(fields)
        called = words_of(layer) | words_of(file_stem)
        names = {each.removesuffix(end) for each in called for end in ("", *self.suffixes)}
        named = not self.layers or bool(names & set(self.layers))
        return named and all(any(find(name) is not None for name in each.names) for each in self.requires)

    def dataset_of(self, layer: str, owner: str | None, named: str | None = None) -> str:
        """The name of the series of deliveries that a layer belongs to; `named`: what somebody calls it."""
        if named is not None:
            return named if not self.apart or named.endswith(f"-{self.apart}") else f"{named}-{self.apart}"
        if self.dataset is None:
            return "-".join(filter(None, [self.name, owner and owner.lower()]))
        parts = (end for end in self.suffixes if end.startswith("_"))
        ending = next((end for end in parts if layer.lower().endswith(end)), "")
        return self.dataset + ending.replace("_", "-")

    def about_of(self, named: str | None) -> Home | None:
        """The assets that statements mean first, where several have the id; `named`: a dataset that somebody names."""
        if self.about is None or named is None or named == self.dataset:
            return self.about
        dataset = "-".join(filter(None, [named.removesuffix(f"-{self.apart}"), self.about.apart]))
        return replace(self.about, dataset=dataset)

    def identity(self, known: Iterable[str]) -> list[str]:
        """Of the columns that a layer has: those that tell its objects apart."""
        own = ("source_id", "namespace")
        return [name for name in (own if "source_id" in known else STATEMENT) if name in known]

    def asset_types(self) -> set[str]:
        """Every asset type that the profile can give."""
        return {rule.asset_type for rule in self.rules} | ({self.default_type} if self.default_type else set())


def built_in() -> list[Profile]:
    """The profiles that come with the registry."""
    folder = resources.files(__package__).joinpath("profiles")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return [profile for file in files for profile in parse(file.read_text(encoding="utf-8"), file.name)]


def of_any_layer(profile: Profile) -> Profile:
    """The profile for layers of any name: for who names it, which is the only one of its name."""
    return replace(profile, layers=())


def meant(layer: str, fields: Iterable[str]) -> Profile | None:
    """The profile that comes with the registry whose fields a layer has, though it is called otherwise."""
    every, known = built_in(), list(fields)
    alone = [each for each in every if sum(each.name == other.name for other in every) == 1]
    return next((each for each in alone if each.layers and of_any_layer(each).fits(layer, layer, known)), None)


def load(path: Path) -> list[Profile]:
    """The profiles of a file. Raises SourceError that names everything that is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as a profile ({error})") from None
    return parse(text, str(path))


def parse(text: str, where: str) -> list[Profile]:
    """The profiles of a text. Raises SourceError that names everything that is wrong with it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{where}: is no TOML ({error}); see docs/importing.md") from None
    problems: list[str] = []
    profiles = [profile for part in _parts(document) if (profile := _profile(part, problems)) is not None]
    if problems:
        raise SourceError(f"{where}: {'; '.join(dict.fromkeys(problems))}; see docs/importing.md")
    return profiles


def _parts(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Several profiles, each with what all of them share; a family as plain profiles: each kind in each spelling."""
    if isinstance(several := document.get("profile"), list) and all(isinstance(each, dict) for each in several):
        shared = {key: value for key, value in document.items() if key != "profile"}
        for each in several:
            yield from _parts({**shared, **each})
        return
    if "spellings" not in document:
        yield dict(document)
        return
    shared = {key: value for key, value in document.items() if key not in ("spellings", "kind")}
    for name, fields in document["spellings"].items():
        for kind in document["kind"]:
            wanted = {column: fields[column] for column in kind["uses"] if column in fields}
            requires = [fields[column] for column in kind["requires"]]
            rest = {key: value for key, value in kind.items() if key not in ("uses", "requires")}
            yield {**shared, **rest, "name": name, "fields": wanted, "requires": requires}


def _profile(part: dict[str, Any], problems: list[str]) -> Profile | None:
    found = len(problems)
    rows = str(part.get("rows", "assets"))
    if rows not in ROWS:
        problems.append(f"rows = '{rows}' is no kind of row: use {', '.join(ROWS)}")
        return None
    sections = ("fields", "asset_type") if rows == "assets" else ("fields",)
    problems += [f"'{key}' is no key of a profile" for key in part if key not in KEYS]
    problems += [f"[{key}] is missing" for key in sections if not isinstance(part.get(key), dict)]
    problems += [f"'{key}' is missing" for key in ("name", "requires") if not part.get(key)]
    if len(problems) > found:
        return None
    fields = {column: _field(column, value, problems) for column, value in part["fields"].items()}
    types = part.get("asset_type", {}) if rows == "assets" else {}
    type_fields = tuple(types.get("from", ()))
    problems += [
        f"[fields] '{column}' is no column of {rows}: use {', '.join(sorted(COLUMNS[rows]))}"
        for column in fields
        if column not in COLUMNS[rows] and column not in type_fields
    ]
    if rows == "assets" and "source_id" not in fields:
        problems.append("[fields] names no source_id: without one an asset cannot be followed through deliveries")
    if rows == "assets" and not types.get("default") and not (type_fields and types.get("rule")):
        problems.append("[asset_type] needs a default, or from and rules")
    if rows != "assets" and "source_id" not in fields and not set(STATEMENT) & set(fields):
        problems.append("[fields] names neither source_id nor subject: a statement must be told from the next")
    unknown = part.get("unknown", {})
    return Profile(
        name=part["name"],
        title=part.get("title", part["name"]),
        requires=tuple(_field("requires", value, problems) for value in part["requires"]),
        rows=rows,
        fields=fields | {name: FieldRef((name,)) for name in type_fields if name not in fields},
        type_fields=type_fields,
        rules=tuple(_rule(rule, type_fields, problems) for rule in types.get("rule", ())),
        default_type=types.get("default"),
        dataset=part.get("dataset"),
        namespace=part.get("namespace"),
        layers=tuple(str(name).lower() for name in part.get("layers", ())),
        suffixes=tuple(str(name).lower() for name in part.get("suffixes", ())),
        crs=part.get("crs"),
        unknown_text=frozenset(str(value).lower() for value in unknown.get("text", ())),
        unknown_years=frozenset(unknown.get("years", ())),
        shapes={str(key).lower(): value for key, value in part.get("shapes", {}).items()},
        values={
            column: {str(key).lower(): str(value) for key, value in table.items()}
            for column, table in part.get("values", {}).items()
        },
        ended_when={
            str(name).lower(): frozenset(str(value).lower() for value in words)
            for name, words in part.get("ended_when", {}).items()
        },
        last_segment=bool(part.get("last_segment", False)),
        apart=part.get("apart"),
        about=_home(part["about"], problems) if "about" in part else None,
        sightings=bool(part.get("sightings", False)),
    )


def _field(column: str, value: Any, problems: list[str]) -> FieldRef:
    options = value if isinstance(value, dict) else {"field": value}
    names, unit = options.get("field"), options.get("unit")
    problems += [
        f"{column}: '{key}' is no option of a field"
        for key in options
        if key not in ("field", "unit", "list", "worst", "prefix")
    ]
    units = UNITS.get(column, {})
    if unit is not None and unit not in units:
        usable = f"use {', '.join(units)}" if units else "it has none"
        problems.append(f"{column}: '{unit}' is no unit of it; {usable}")
    if isinstance(names, str):
        names = [names]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        problems.append(f"{column}: give the name of a field, or a list of names")
        names = []
    if options.get("worst") and not options.get("list"):
        problems.append(f"{column}: the worst of a list needs the sign between its members: list = …")
    factor, worst = units.get(str(unit), 1.0), bool(options.get("worst", False))
    return FieldRef(tuple(names), factor, options.get("list"), options.get("prefix"), worst)


def _home(value: Any, problems: list[str]) -> Home | None:
    if not isinstance(value, dict) or not {"dataset"} <= set(value) <= {"dataset", "apart", "group"}:
        problems.append("about: give { dataset = … }, apart = … where another dataset has that added, or group = …")
        return None
    return Home(**value)


def _rule(rule: Mapping[str, Any], type_fields: tuple[str, ...], problems: list[str]) -> Rule:
    values = {key: value for key, value in rule.items() if key != "type"}
    problems += [
        f"a rule asks for '{key}', which asset_type.from does not name" for key in values if key not in type_fields
    ]
    if not isinstance(rule.get("type"), str):
        problems.append(f"the rule {dict(rule)} gives no type")
    return Rule(
        {key: frozenset(str(each).lower() for each in (value if isinstance(value, list) else [value]))
         for key, value in values.items()},
        str(rule.get("type")),
    )  # fmt: skip
