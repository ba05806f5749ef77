"""What every picture shares: classes that people can read, numbers of a language, words in both."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib import resources

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import style

positive = st.floats(min_value=1e-3, max_value=1e9)


@given(st.lists(positive, min_size=1, max_size=50))
def test_class_limits_ascend_and_are_round(values: list[float]) -> None:
    limits = style.class_breaks(values)
    assert limits == sorted(set(limits))
    assert 1 <= len(limits) <= 5
    for limit in limits:
        digits = f"{limit:e}".split("e")[0].rstrip("0").rstrip(".")
        assert float(digits) in style._STEPS


@pytest.mark.parametrize("values", [[], [0.0, -1.0], [float("nan"), float("inf")]])
def test_nothing_positive_has_no_classes(values: list[float]) -> None:
    assert style.class_breaks(values) == []


@given(st.integers(0, 6))
def test_shades_reach_the_deepest(classes: int) -> None:
    colours = style.shades(classes)
    assert len(colours) == classes == len(set(colours))
    assert not classes or colours[-1] == style.RAMP[-1]


def test_both_ends_of_a_range_are_in_one_unit() -> None:
    assert style.mass_range(800, 2_500, "nl").replace("\u00a0", " ") == "0,8–2,5 t"
    assert style.mass_range(0.0282, 55_900, "en").replace("\u00a0", " ") == "0–55.9 t"
    assert style.mass_range(12, 34.56, "en").replace("\u00a0", " ") == "12–34.6 kg"
    assert style.mass_range(0.694, 82_200, "nl").replace("\u00a0", " ") == "0–82,2 t"
    assert style.mass_range(2_370, 34_500, "nl").replace("\u00a0", " ") == "2,4–34,5 t"


@pytest.mark.parametrize(
    ("kg", "dutch", "english"),
    [
        (0.0, "0 kg", "0 kg"),
        (1e-6, "< 0,1 kg", "< 0.1 kg"),
        (310.4, "310 kg", "310 kg"),
        (999.6, "1 t", "1 t"),
        (1_234_567.0, "1.230 t", "1,230 t"),
    ],
)
def test_masses_as_people_write_them(kg: float, dutch: str, english: str) -> None:
    assert style.mass(kg, "nl").replace("\u00a0", " ") == dutch
    assert style.mass(kg, "en").replace("\u00a0", " ") == english


def test_days_in_words_whatever_the_machines_locale() -> None:
    assert style.day(dt.date(2026, 11, 24), "nl") == "24 november 2026"
    assert style.day(dt.date(2026, 3, 1), "en") == "1 March 2026"


def test_every_text_is_there_in_both_languages() -> None:
    text = resources.files("maps").joinpath("templates/words.toml").read_text(encoding="utf-8")
    for table, entries in tomllib.loads(text).items():
        for key, said in entries.items():
            assert set(said) == {"nl", "en"}, f"{table}.{key}"
            assert all(said.values()), f"{table}.{key}"


def test_what_is_asked_wrongly_is_told() -> None:
    with pytest.raises(ValueError, match="choose nl or en"):
        style.check_language("fr")
    with pytest.raises(ValueError, match=r"supply: no column kg; needed: year, kg"):
        style.require_columns(pd.DataFrame({"year": []}), "supply", ("year", "kg"))


def test_an_unknown_code_shows_itself_in_grey() -> None:
    known = pd.DataFrame({"code": ["a"], "name": ["A"], "colour": ["#111111"]})
    assert style.lookup(known, ["a", "b"], ("name", "colour")) == [
        {"code": "a", "name": "A", "colour": "#111111"},
        {"code": "b", "name": "b", "colour": style.OTHER},
    ]
