"""What tests of the command line share: how a command ended, and that it was refused as it should be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from support import square

STREETS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 1960, square(20, 0))]


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed with --json."""
        assert self.code == 0, self.err
        return json.loads(self.out)


Run = Callable[..., Outcome]


def refused(outcome: Outcome, *words: str) -> None:
    """One clear line on stderr, exit code 1, nothing on stdout."""
    assert outcome.code == 1, outcome
    assert outcome.out == ""
    lines = [line for line in outcome.err.splitlines() if line.strip()]
    assert len(lines) == 1, outcome.err
    assert lines[0].startswith("refused: ")
    for word in words:
        assert word in lines[0], lines[0]
