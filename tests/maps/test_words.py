"""What rooms that know nothing of one another call the same things, each in words of its own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def _toml(path: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_condition_is_called_the_same_in_passports_maps_and_the_explorer(language: str) -> None:
    files = sorted((ROOT / "maps/web/src/i18n").glob(f"{language}*.ts"))
    explorer = "".join(file.read_text(encoding="utf-8") for file in files)
    shown = dict(re.findall(r'"condition\.([1-6])": "(.*)"', explorer))
    maps = _toml("maps/templates/words.toml")["assets"]
    passports = _toml("assetregistry/passports/words.toml")[language]
    assert list(shown) == list("123456")
    for step, words in shown.items():
        assert maps[f"condition{step}"][language] == words
        assert f"{step}: {passports[f'condition{step}']}" == words


def test_words_for_a_condition_are_read_as_the_condition_that_they_are_for() -> None:
    read = _toml("importers/suggesting/synonyms.toml")["conditions"]
    told = _toml("assetregistry/passports/words.toml")["nl"]
    assert {told[f"condition{step}"]: step for step in range(1, 7)} == read
