"""What a RibX file tells of inspections: one per object and day, however many times its inspector began.

RibX holds codes, no classes of NEN 3399 (riool.net, visuele inspectie nieuwe stijl). By the norm of 2004 an inspector
wrote the limits of the class as two quantities (D and E: 10 and 15), since 2020 what was measured (D). So what was seen
of the structure is told in words that a profile may translate: "BAA A 10-15".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importers.layers import Note

Observation = Mapping[str, str]

REFERENCE, DAY = "AA", "BF"
# Besides these: the norm and the one converted from, the method, purpose and phase of the inspection.
KEPT = (REFERENCE, DAY, "BA", "BB", "BE", "BP", "BT")
NOT_TREATED = ("XD", "ZD")  # why an object of the order was not inspected, since RibX 1.1 and in 1.0
OBSERVED, STRUCTURE, RUNS = "observed", "structure", "runs"
MAIN_CODE, CHARACTERS, LIMITS = "A", ("B", "C"), ("D", "E")
OBJECTS, OF_STRUCTURE = "BD", "A"  # letters of main codes: of a pipe or a manhole; how sound it is


@dataclass
class _Inspection:
    """What one object was seen to be on one day."""

    header: dict[str, str]
    codes: Counter[str] = field(default_factory=Counter)
    structure: set[str] = field(default_factory=set)
    runs: int = 0


@dataclass
class Inspections:
    """Of one kind of object: A of pipes, C of manholes."""

    kind: str
    found: dict[tuple[str, ...], _Inspection] = field(default_factory=dict)
    left: int = 0

    def add(self, header: Mapping[str, str], observations: Sequence[Observation]) -> None:
        """One header of the file. What was only ordered, or said not to be treated, was not inspected."""
        reference, day = (header.get(self.kind + code, "") for code in (REFERENCE, DAY))
        if any(self.kind + code in header for code in NOT_TREATED) or not (day or observations):
            self.left += 1
            return
        key = (reference, day) if reference else ("", day, str(len(self.found)))
        kept = {name: header[name] for code in KEPT if (name := self.kind + code) in header}
        inspection = self.found.setdefault(key, _Inspection(kept))
        inspection.codes.update(_codes(observations))
        inspection.structure |= set(filter(None, map(_word, observations)))
        inspection.runs += 1

    def fields(self) -> tuple[str, ...]:
        """The fields that are always there."""
        return (self.kind + REFERENCE, self.kind + DAY, STRUCTURE)

    def rows(self) -> list[dict[str, str]]:
        """A row per inspection, in the order of the file."""
        return [
            each.header
            | _told(each.codes)
            | ({STRUCTURE: "; ".join(sorted(each.structure))} if each.structure else {})
            | {RUNS: str(each.runs)}
            for each in self.found.values()
        ]

    def notes(self) -> list[Note]:
        """What is said of objects that were not inspected."""
        return [Note("not-inspected", "only ordered, or said not to be treated", self.left)] if self.left else []


def observed(observations: Sequence[Observation]) -> dict[str, str]:
    """How often each main code was observed, as a field."""
    return _told(Counter(_codes(observations)))


def _codes(observations: Sequence[Observation]) -> list[str]:
    return [each[MAIN_CODE] for each in observations if each.get(MAIN_CODE)]


def _told(codes: Counter[str]) -> dict[str, str]:
    return {OBSERVED: ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))} if codes else {}


def _word(observation: Observation) -> str | None:
    """Of what tells of the structure: main code, characters, and the two limits of a class where there are two."""
    code = observation.get(MAIN_CODE, "")
    if code[:1] not in OBJECTS or code[1:2] != OF_STRUCTURE:
        return None
    limits = [number for name in LIMITS if (number := _number(observation.get(name, "")))]
    words = [code, *(observation.get(name, "") for name in CHARACTERS)]
    return " ".join(filter(None, [*words, "-".join(limits) if len(limits) == len(LIMITS) else ""]))


def _number(text: str) -> str:
    """10.0 and 10,00 are 10; what is no number stays as it is."""
    try:
        return f"{float(text.replace(',', '.')):g}"
    except ValueError:
        return text
