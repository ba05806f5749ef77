"""Everything that is wrong with a catalogue, gathered, so that one run of the loader shows all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assetregistry.errors import RegistryError


@dataclass(frozen=True)
class Place:
    """A file, and the entry in it (empty: the file as a whole)."""

    file: str
    entry: str = ""

    def __str__(self) -> str:
        return f"{self.file} [{self.entry}]" if self.entry else self.file


@dataclass
class Problems:
    """Gathers problems; `raise_if_any` turns them into one error."""

    lines: list[str] = field(default_factory=list)

    def add(self, place: Place, what: str, remedy: str) -> None:
        self.lines.append(f"{place}: {what}; {remedy}")

    def add_unknown_key(self, place: Place, key: str) -> None:
        self.add(place, f"unknown key {key!r}", "remove it or correct its spelling")

    def add_invalid(self, place: Place, error: ValidationError, *, as_a_whole: bool = True) -> None:
        """Add what a model's check found; without `as_a_whole` only what is wrong with single keys."""
        for detail in error.errors(include_url=False):
            if detail["type"] == "extra_forbidden":
                self.add_unknown_key(place, _key(detail["loc"]))
            elif detail["loc"] or as_a_whole:
                self.lines.append(f"{place}: {_explained(dict(detail))}")

    def raise_if_any(self, outcome: str = "the catalogue was not loaded") -> None:
        """Raises RegistryError with every problem, numbered, on one line."""
        if not self.lines:
            return
        count = f"{len(self.lines)} problem" + ("s" if len(self.lines) > 1 else "")
        listed = " ".join(f"({number}) {line}." for number, line in enumerate(self.lines, start=1))
        raise RegistryError(f"{outcome}, {count}: {listed}")


def _key(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _explained(detail: dict[str, Any]) -> str:
    key = _key(detail["loc"])
    match detail["type"]:
        case "missing":
            return f"the key {key!r} is missing; add it"
        case "value_error":
            return f"{key + ': ' if key else ''}{detail['ctx']['error']}"
        case _:
            return f"{key} = {detail['input']!r}: {detail['msg'][0].lower()}{detail['msg'][1:]}; correct it"
