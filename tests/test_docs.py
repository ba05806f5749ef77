"""What the documentation names is there: files of the house, and pages that it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PAGES = [
    HOUSE / "README.md",
    HOUSE / "CONTRIBUTING.md",
    *sorted((HOUSE / "docs").glob("*.md")),
    *HOUSE.glob("benchmarks/*.md"),
]
NAMED = re.compile(r"`([\w./{},*-]+/[\w./{},*-]*)`")  # `store/tiles.toml`, `sql/life/`, `state/{only,url}.ts`
BRACES = re.compile(r"\{([^}]*)\}")
# Not a folder of people's own (`uploads/`, `FOLDER/variants/…`).
OF_THE_HOUSE = re.compile(r"^(?!FOLDER).+/.*(/|\.(py|sql|ts|tsx|toml))$")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@cache
def _files() -> list[str]:
    """All files and folders of the house, folders with a slash at their end."""
    rooms = [HOUSE / name for name in ("assetregistry", "importers", "maps", "tests", "tools", "data", "benchmarks")]
    found = [path for room in rooms for path in room.rglob("*") if "node_modules" not in path.parts]
    return [f"/{path.relative_to(HOUSE)}{'/' if path.is_dir() else ''}" for path in [*rooms, *found]]


def _spelled_out(name: str) -> Iterator[str]:
    """`a/{b,c}.py` names `a/b.py` and `a/c.py`."""
    parts = BRACES.split(name)
    choices = [part.split(",") if place % 2 else [part] for place, part in enumerate(parts)]
    yield from ("".join(each) for each in product(*choices))


def _is_there(name: str) -> bool:
    pattern = re.compile("/" + re.escape(name.lstrip("/")).replace(r"\*", "[^/]*") + "$")
    return any(pattern.search(path) for path in _files())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    named = [name for name in NAMED.findall(page.read_text(encoding="utf-8")) if OF_THE_HOUSE.search(name)]
    assert [each for name in named for each in _spelled_out(name) if not _is_there(each)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
