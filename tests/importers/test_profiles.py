"""Profiles: what is wrong with one is told all at once, and the built-in ones are sound."""

from __future__ import annotations

from pathlib import Path

import pytest
import support

from importers import profiles
from importers.errors import SourceError

BUILT_IN = profiles.built_in()


def load(tmp_path: Path, text: str) -> list[profiles.Profile]:
    path = tmp_path / "p.toml"
    path.write_text(text)
    return profiles.load(path)


@pytest.mark.parametrize("profile", BUILT_IN, ids=lambda each: f"{each.name}: {each.dataset}")
def test_a_built_in_profile_is_sound(profile: profiles.Profile) -> None:
    assert profile.title
    assert profile.dataset
    assert profile.requires
    assert "source_id" in profile.fields or profile.rows != "assets"
    known = {name.lower() for ref in profile.fields.values() for name in ref.names}
    assert profile.fits((*profile.layers, "layer")[0], "file", known | {r.names[0] for r in profile.requires})
    for rule in profile.rules:
        assert set(rule.values) <= set(profile.type_fields)
        assert all(value == value.strip().lower() for allowed in rule.values.values() for value in allowed)


@pytest.mark.parametrize("profile", BUILT_IN, ids=lambda each: f"{each.name}: {each.dataset}")
def test_no_rule_of_a_built_in_profile_is_hidden_by_an_earlier_one(profile: profiles.Profile) -> None:
    for number, rule in enumerate(profile.rules):
        for earlier in profile.rules[:number]:
            hides = all(
                name in rule.values and rule.values[name] <= allowed for name, allowed in earlier.values.items()
            )
            assert not hides, (earlier, rule)


def test_the_built_in_names_and_datasets_are_pairs_without_a_double() -> None:
    pairs = [(each.name, each.dataset) for each in BUILT_IN]
    assert len(set(pairs)) == len(pairs)


def test_a_family_is_each_kind_in_each_spelling() -> None:
    bgt = [each for each in BUILT_IN if each.name.startswith("bgt-")]
    assert len(bgt) == len({each.name for each in bgt}) * len({each.dataset for each in bgt})


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = """
    name = "x"
    requires = ["A"]
    colour = "red"
    [fields]
    width_mm = {field = "W", unit = "furlong"}
    [asset_type]
    from = ["A"]
    rule = [{B = "x", type = "y"}, {A = "x"}]
    """
    with pytest.raises(SourceError) as refused:
        load(tmp_path, text.replace('    colour = "red"\n', ""))
    for word in ("'furlong' is no unit", "names no source_id", "asks for 'B'", "gives no type", "docs/importing.md"):
        assert word in str(refused.value)
    with pytest.raises(SourceError, match="'colour' is no key of a profile"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no toml at all", "is no TOML"),
        ("name = 'x'", r"\[fields\] is missing; \[asset_type\] is missing; 'requires' is missing"),
        (
            "name = 'x'\nrequires = ['A']\n[fields]\nsource_id = 3\n[asset_type]\ndefault = 'y'",
            "give the name of a field",
        ),
        (
            "name = 'x'\nrequires = ['A']\nrows = 'inspections'\nabout = 'pipes'\n[fields]\nsubject = 'A'\n"
            "condition = { field = 'B', worst = true }",
            "condition: the worst of a list needs the sign.*about: give { dataset",
        ),
    ],
)
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        load(tmp_path, text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="cannot be read as a profile"):
        profiles.load(tmp_path / "p.toml")


def test_a_profile_fits_by_its_fields_without_case_and_by_the_layers_name(tmp_path: Path) -> None:
    (plain,) = load(tmp_path, support.PROFILE)
    assert plain.fits("any", "any", ["street_id", "Surface", "more"])
    assert not plain.fits("any", "any", ["STREET_ID"])
    (named,) = load(tmp_path, 'layers = ["Wegen"]\n' + support.PROFILE)
    assert named.fits("wegen", "file", ["STREET_ID", "SURFACE"])
    assert named.fits("layer1", "WEGEN", ["STREET_ID", "SURFACE"])
    assert not named.fits("paden", "file", ["STREET_ID", "SURFACE"])


def test_the_first_rule_that_fits_decides() -> None:
    rule = profiles.Rule({"a": frozenset({"x", "y"})}, "t")
    assert rule.fits({"a": "x", "b": "any"})
    assert not rule.fits({"a": "z"})
    assert profiles.Rule({}, "t").fits({"a": "z"})


@pytest.mark.parametrize("ending", ["", "_vlak", "_lijn", "_punt"])
def test_a_bgt_class_split_by_geometry_is_known_and_each_part_has_a_dataset_of_its_own(ending: str) -> None:
    fields = ("lokaal_id", "bronhouder", "tijdstip_registratie", "type", "plus_type")
    (found,) = [each for each in BUILT_IN if each.fits(f"kunstwerkdeel{ending}", "bgt", fields)]
    assert found.dataset_of(f"kunstwerkdeel{ending}", None) == "bgt-kunstwerkdeel" + ending.replace("_", "-")
