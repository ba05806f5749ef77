"""What a passport says to people, in their language: the same words and numbers for the page and for the print."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from assetregistry.errors import RegistryError

Value = str | None
"""A value as text; None where it is not known."""
NOT_ALWAYS_SO_NAMED = {"material": "missingMaterial", "manager": "missingManager"}
WHOLE_SHARE = 0.9995
COLUMNS = ("layer", "material", "chance", "mass", "share", "end", "hazard")
NUMBERS = range(2, 6)  # the columns that hold numbers


@dataclass(frozen=True)
class Part:
    """One layer: `cells` under `Told.columns`, and in one line where its numbers come from."""

    cells: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Told:
    """A passport in words. `identity`: (label, value), a label that is empty goes on with the one before it."""

    language: str
    title: str
    heading: str
    source_id: str
    identity: list[tuple[str, Value]]
    columns: tuple[str, ...]
    numbers: range
    parts: list[Part]
    no_parts: str
    hazards: list[tuple[str, str]]
    missing: list[str]
    history_columns: tuple[str, ...]
    history: list[tuple[Value, ...]]
    data_version: str
    say: Mapping[str, str]


def tell(document: Mapping[str, Any], language: str) -> Told:
    """The passport document in words. Raises RegistryError for a language that there are no words in."""
    if language not in words():
        raise RegistryError(f"language '{language}': choose {' or '.join(words())}")
    say, named = words()[language], "nameEn" if language == "en" else "nameNl"
    number = _numbers(language)
    suspicions = {hazard["code"]: hazard[named] for hazard in document["hazards"]}
    heading = document["assetType"][named] + (f" · {document['name']}" if document["name"] else "")
    return Told(
        language=language,
        title=say["title"],
        heading=heading,
        source_id=document["sourceId"],
        identity=list(_identity(document, language, say, number)),
        columns=tuple(say[name] for name in COLUMNS),
        numbers=NUMBERS,
        parts=[_part(each, say, named, number, suspicions) for each in document["materials"]],
        no_parts=document["assetType"]["noRecipeReason"] or say["unknown"],
        hazards=[(hazard[named], hazard["reason"]) for hazard in document["hazards"]],
        missing=[say[NOT_ALWAYS_SO_NAMED.get(name, name)] for name in document["missing"]],
        history_columns=tuple(say[name] for name in ("validTo", "change", "surface", "material", "built")),
        history=[_state(state) for state in document["history"]],
        data_version=document["dataVersion"],
        say=say,
    )


@cache
def words() -> dict[str, dict[str, str]]:
    """The words of every language."""
    content = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def _numbers(language: str) -> Callable[..., str]:
    def number(value: float, decimals: int = 0) -> str:
        """1234.5 → 1,235; in Dutch 1.235. What is below ten and not whole shows a digit more than asked for."""
        whole = abs(value) >= 10 or float(value).is_integer()  # noqa: PLR2004
        text = f"{value:,.{decimals if whole else decimals + 1}f}"
        return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text

    return number


def _identity(
    document: Mapping[str, Any], language: str, say: Mapping[str, str], number: Callable[..., str]
) -> Iterator[tuple[str, Value]]:
    for name in ("sourceId", "namespace", "dataset"):
        yield say[name], document[name]
    for name in ("owner", "manager"):
        yield say[name], _party(document[name])
    yield say["sourceHolder"], document["sourceHolder"]
    yield say["built"], _built(document["built"], say)
    yield say["condition"], _condition(document["condition"], say)
    if document["mix"]:
        mix, text = document["mix"], "textEn" if language == "en" else "textNl"
        yield say["mix"], f"{mix[text]} · {say['confidence']} {mix['confidence']} · {mix['source']}"
    yield say["end"], _years(document["end"]) if document["end"] else None
    yield say["mass"], _spread(document["kg"], number) if document["materials"] else None
    measures = {name: value for name, value in document["measures"].items() if value is not None}
    for place, (name, value) in enumerate(measures.items()):
        shown = number(value, 1) if isinstance(value, int | float) else value
        yield "" if place else say["measures"], f"{say[name]}: {shown}"
    yield say["areas"], ", ".join(_area(area, number) for area in document["areas"]) or None
    yield say["point"], f"{document['point'][1]:.6f}, {document['point'][0]:.6f} (WGS 84)"
    for place, (name, value) in enumerate(document["standards"].items()):
        yield "" if place else say["standards"], f"{name}: {value}"


def _part(
    layer: Mapping[str, Any],
    say: Mapping[str, str],
    named: str,
    number: Callable[..., str],
    suspicions: Mapping[str, str],
) -> Part:
    share = "–" if layer["massShare"] is None else _percent(layer["massShare"], number)
    suspicion = suspicions.get(layer["suspect"], layer["suspect"]) or ""
    routes = ", ".join(f"{say[name]} {_percent(each, number)}" for name, each in layer["routes"].items() if each > 0)
    basis = say.get(layer["basis"], layer["basis"])
    return Part(
        cells=(
            layer["layer"],
            layer[named],
            _percent(layer["chance"], number),
            _spread(layer["kg"], number),
            share,
            _years(layer["end"]),
            suspicion,
        ),
        source=f"{say['eural']} {layer['eural']} · {routes} · {basis} · {say['confidence']} {layer['confidence']} · "
        f"{layer['source']}",
    )


def _state(state: Mapping[str, Any]) -> tuple[Value, ...]:
    built = state["builtFrom"]
    return (
        state["validTo"][:10],
        state["change"],
        state["assetType"],
        state["sourceMaterial"],
        None if built is None else str(built),
    )


def _party(value: Mapping[str, str] | None) -> Value:
    if value is None:
        return None
    return value["code"] if value["name"] == value["code"] else f"{value['name']} ({value['code']})"


def _built(value: Mapping[str, Any], say: Mapping[str, str]) -> Value:
    basis = f" ({value['basis']})" if value["basis"] else ""
    if value["from"] is None:
        return None if not basis else say["unknown"] + basis
    if value["from"] == value["to"]:
        return f"{value['from']}{basis}"
    return f"{say['between']} {value['from']}–{value['to']}{basis}"


def _condition(value: Mapping[str, Any] | None, say: Mapping[str, str]) -> Value:
    if value is None:
        return None
    step = value["condition"]
    return f"{step}: {say[f'condition{step}']} ({value['on']}, {value['basis']})"


def _area(area: Mapping[str, Any], number: Callable[..., str]) -> str:
    part = f", {_percent(area['share'], number)}" if area["share"] < WHOLE_SHARE else ""
    return f"{area['name']} ({area['code']}{part})"


def _spread(kg: Mapping[str, float], number: Callable[..., str]) -> str:
    return f"{number(kg['typical'])} kg ({number(kg['low'])}–{number(kg['high'])})"


def _years(end: Mapping[str, float]) -> str:
    return f"{end['p50']:.0f} ({end['p10']:.0f}–{end['p90']:.0f})"


def _percent(share: float, number: Callable[..., str]) -> str:
    return f"{number(round(100 * share, 6))}\N{NO-BREAK SPACE}%"
