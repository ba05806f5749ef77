"""What an owner says it has in all, by kind: a small TOML file that mixes are raked to.

source = "Budget 2026, page 12"
confidence = "A"

[totals.G0164]
asphalt = 1_922_918
elements = 2_690_340

[kinds]                # only for kinds of one's own; see total_kinds.toml
cobbles = ["road_ornamental_paving"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assetregistry.catalogue.models import Confidence, Model, NotNegative, Text
from assetregistry.catalogue.problems import Place, Problems
from assetregistry.catalogue.whole import Catalogue

OUTCOME = "the totals were not read"


class Totals(Model):
    """By owner: kind → m² (m of lines, pieces). `kinds`: kind → patterns of asset types; the package's unless given."""

    source: Text
    confidence: Confidence
    totals: Mapping[str, Mapping[str, NotNegative]]
    kinds: Mapping[str, tuple[Text, ...]] = {}

    def kind_of(self, owner: str, catalogue: Catalogue) -> dict[str, str]:
        """The kind of each plain type that the owner's totals count; raises RegistryError where that is no answer."""
        problems = Problems()
        found: dict[str, str] = {}
        for kind in self.totals[owner]:
            place = Place("totals", f"totals.{owner}.{kind}")
            types = list(_types(self.kinds.get(kind, ()), catalogue))
            if not types:
                problems.add(
                    place, "no kind of ours, or no type fits it", f"define it under [kinds], or use {_names()}"
                )
            for code in types:
                if found.setdefault(code, kind) != kind:
                    problems.add(place, f"{code!r} is counted under {found[code]!r} too", "leave one of the two out")
            if len({catalogue.asset_types[code].geometry for code in types}) > 1:
                problems.add(place, "its types are measured in different units", "count them as kinds of their own")
        problems.raise_if_any(OUTCOME)
        return found


def load_totals(path: Path) -> Totals:
    """The totals of a file, with the package's kinds below its own. Raises RegistryError that lists every problem."""
    problems, place = Problems(), Place(str(path))
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        problems.add(place, f"not readable as TOML ({error})", "see docs/own-catalogue.md for its form")
        problems.raise_if_any(OUTCOME)
    try:
        found = Totals.model_validate(content)
    except ValidationError as error:
        problems.add_invalid(place, error)
        problems.raise_if_any(OUTCOME)
    return found.model_copy(update={"kinds": {**_built_in(), **found.kinds}})


def _types(patterns: tuple[str, ...], catalogue: Catalogue) -> Iterator[str]:
    """Plain types (no mixes) whose code fits one of the patterns."""
    for code, entry in catalogue.asset_types.items():
        if not entry.mix and any(fnmatchcase(code, pattern) for pattern in patterns):
            yield code


def _built_in() -> dict[str, tuple[str, ...]]:
    text = resources.files("assetregistry").joinpath("total_kinds.toml").read_text(encoding="utf-8")
    return {kind: tuple(patterns) for kind, patterns in tomllib.loads(text).items()}


def _names() -> str:
    return ", ".join(_built_in())
