"""Variants of mixes: whatever the owner and year, one recipe is the most specific, and it is whole."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetregistry.catalogue import Catalogue, Variant, load_catalogue
from assetregistry.catalogue.windows import EVERYTHING, Window, closed
from assetregistry.errors import RegistryError

CATALOGUE = load_catalogue()
ADDED = """
[[{asset_type}]]
{window}
mix = [{{ type = "{first}", weight = 0.9 }}, {{ type = "{second}", weight = 0.1 }}]
source = "Counted"
confidence = "A"
"""
# First and last year in which a material was laid, and what part of all length was laid when (variants/sewers.toml).
LAID = {
    "asbestos_cement": (1930, 1993),
    "pvc": (1955, 9999),
    "pe": (1970, 9999),
    "pp": (1975, 9999),
    "brick": (0, 1960),
}
LENGTH = {
    "sewer_gravity_unknown": {"-1929": 0.03, "1930-1959": 0.17, "1960-1969": 0.14, "1970-1993": 0.4, "1994-": 0.26},
    "sewer_pressure_unknown": {"-1959": 0.02, "1960-1974": 0.09, "1975-1993": 0.5, "1994-": 0.39},
}

years = st.none() | st.integers(1900, 2030)
windows = st.builds(Window, st.sampled_from([None, "G1", "G2"]), years, years).filter(lambda each: each.meet(each))


def added(folder: Path, *variants: str, name: str = "own") -> Path:
    (folder / "variants").mkdir(exist_ok=True)
    (folder / "variants" / f"{name}.toml").write_text("".join(variants))
    return folder


def lamps(
    window: str,
    first: str = "lamp_post_steel",
    second: str = "lamp_post_aluminium",
    asset_type: str = "lamp_post_unknown",
) -> str:
    """A variant of lamp posts, nine tenths of which are of the first type."""
    return ADDED.format(asset_type=asset_type, window=window, first=first, second=second)


def refusal(folder: Path) -> str:
    with pytest.raises(RegistryError) as error:
        load_catalogue(folder)
    return str(error.value)


@pytest.mark.parametrize("code", CATALOGUE.asset_types)
def test_every_recipe_is_whole_and_ends_in_plain_types(code: str) -> None:
    *narrow, own = CATALOGUE.recipes(code)
    assert (own.code, own.window, own.mix) == (code, EVERYTHING, CATALOGUE.mix(code))
    assert len({each.code for each in narrow}) == len(narrow)
    for recipe in narrow:
        assert math.isclose(sum(recipe.mix.values()), 1, abs_tol=1e-9)
        assert not any(CATALOGUE.asset_types[leaf].mix for leaf in recipe.mix)


@pytest.mark.parametrize("variant", CATALOGUE.variants.values(), ids=lambda each: each.code)
def test_a_variant_says_where_it_comes_from(variant: Variant) -> None:
    assert variant.confidence != "D" or "ssumption" in variant.source
    assert variant.code == f"{variant.asset_type}/{variant.window}"


@pytest.mark.parametrize("code", LENGTH)
def test_a_pipe_is_of_what_was_laid_in_its_years(code: str) -> None:
    for recipe in CATALOGUE.recipes(code)[:-1]:
        for leaf in recipe.mix:
            first, last = LAID.get(leaf.split("_", 2)[2], (0, 9999))
            assert recipe.window.meet(Window(None, first, last)), (recipe.code, leaf)
    since = CATALOGUE.mix(code, Window(None, 2010, 2010))
    assert not any("asbestos" in leaf for leaf in since)


@pytest.mark.parametrize("code", LENGTH)
def test_the_years_together_make_the_types_own_mix(code: str) -> None:
    together: dict[str, float] = {}
    for recipe in CATALOGUE.recipes(code)[:-1]:
        for leaf, weight in recipe.mix.items():
            together[leaf] = together.get(leaf, 0) + weight * LENGTH[code][recipe.window.years]
    assert {leaf: round(weight, 2) for leaf, weight in together.items()} == pytest.approx(
        CATALOGUE.mix(code), abs=0.001
    )


def test_the_years_of_a_window_both_belong_to_it() -> None:
    def share(built_from: int | None, built_to: int | None) -> float:
        mix = CATALOGUE.mix("sewer_gravity_unknown", Window(None, built_from, built_to))
        return mix.get("sewer_gravity_asbestos_cement", 0.0)

    own = share(None, None)
    assert own > 0
    assert (share(1993, 1993), share(1994, 1994)) == (0.01, 0)
    assert share(1993, 1994) == own, "an interval that lies in no window takes the type's own mix"
    assert share(1960, 1969) == share(1963, 1964) == 0.03


def test_a_mix_of_mixes_varies_as_its_members_do(catalogue: Catalogue) -> None:
    old, own = catalogue.recipes("road_unknown_surface_local")
    assert old.code == "road_unknown_surface_local/-1929"
    pavers = "road_concrete_pavers_carriageway"
    assert own.mix[pavers] == pytest.approx(0.43 * 0.65)
    assert old.mix[pavers] == pytest.approx(0.43 * 0.1)
    assert old.mix["road_asphalt_local"] == own.mix["road_asphalt_local"]


def test_an_owner_goes_first_and_then_the_narrowest(tmp_path: Path) -> None:
    folder = added(
        tmp_path,
        lamps('owner = "G1"'),
        lamps('owner = "G1"\nbuilt_from = 2000', "sign_post_steel"),
        lamps("built_from = 1990", "lamp_post_aluminium", "lamp_post_steel"),
    )
    loaded = load_catalogue(folder)

    def steel(owner: str | None, year: int | None) -> float:
        return loaded.mix("lamp_post_unknown", Window(owner, year, year)).get("lamp_post_steel", 0.0)

    assert (steel("G1", 1995), steel("G1", None), steel("G1", 2005)) == (0.9, 0.9, 0)
    assert (steel("G2", 1995), steel("G2", None), steel(None, 1980)) == (0.1, 0.6, 0.6)
    codes = [each.code.removeprefix("lamp_post_unknown") for each in loaded.recipes("lamp_post_unknown")]
    assert codes == ["/G1/2000-", "/G1/1990-", "/G1", "/1990-", ""]


@given(st.sets(windows, max_size=5), windows)
def test_of_the_windows_that_hold_a_thing_one_lies_in_all_others(found: set[Window], thing: Window) -> None:
    holding = [each for each in closed(found) if each.holds(thing)]
    if holding:
        best = min(holding, key=lambda each: each.specificity)
        assert all(each.holds(best) for each in holding)


@given(windows)
def test_a_recipe_says_what_its_variants_say(thing: Window) -> None:
    for code in ("sewer_gravity_unknown", "road_unknown_surface_local"):
        first = next(each for each in CATALOGUE.recipes(code) if each.window.holds(thing))
        assert first.mix == CATALOGUE.mix(code, thing)


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        ([lamps("")], "it is for all assets"),
        ([lamps("built_from = 2000\nbuilt_to = 1990")], "built_from 2000 is after built_to 1990"),
        ([lamps("built_from = 20000")], "built_from = 20000: input should be less than or equal to 2200"),
        ([lamps('built_from = "long ago"')], "should be a valid integer"),
        ([lamps("built_in = 2000")], "unknown key 'built_in'"),
        ([lamps("built_from = 2000", "lamp_post_gold")], "unknown asset type 'lamp_post_gold'"),
        ([lamps("built_from = 2000", "sewer_gravity_pvc")], "a mix of point geometry has the line type"),
        ([lamps("built_from = 2000", "lamp_post_unknown")], "the mix leads back to itself"),
        ([lamps("built_from = 2000", "lamp_post_aluminium")], "names one type twice"),
        ([lamps("built_from = 2000").replace("0.9", "0.8")], "the weights of the mix add to 0.9"),
        ([lamps("built_from = 2000", asset_type="lamp_post_gold")], "unknown asset type 'lamp_post_gold'"),
        ([lamps("built_from = 2000", asset_type="lamp_post_steel")], "has no mix that could vary"),
        ([lamps("built_from = 2000")] * 2, "defined in"),
        ([lamps("built_from = 1990"), lamps("built_to = 2000")], "overlaps with lamp_post_unknown/1990- in 1990-2000"),
        (["lamp_post_unknown = 1"], "a value outside any table"),
    ],
)
def test_what_is_unclear_is_refused_at_its_place(tmp_path: Path, variants: list[str], said: str) -> None:
    told = refusal(added(tmp_path, *variants))
    assert said in told
    assert "variants/own.toml [lamp_post_" in told or "leads back" in told


def test_windows_may_overlap_where_it_is_clear_what_holds(tmp_path: Path) -> None:
    both = [lamps("built_from = 1990"), lamps("built_to = 2000")]
    loaded = load_catalogue(added(tmp_path, *both, lamps("built_from = 1990\nbuilt_to = 2000", "sign_post_steel")))
    assert "sign_post_steel" in loaded.mix("lamp_post_unknown", Window(None, 1995, 1995))
    load_catalogue(added(tmp_path, lamps("built_from = 1990"), lamps("built_from = 2000"), lamps('owner = "G1"')))


def test_a_type_of_ones_own_takes_the_packages_variants_away(tmp_path: Path, catalogue: Catalogue) -> None:
    """What a folder said before there were variants still holds for every year."""
    own = (
        '[sewer_gravity_unknown]\nnumber = 213\nname_nl = "Riool"\nname_en = "Sewer"\ngroup = "sewer"\n'
        'geometry = "line"\nsource = "Counted"\nconfidence = "A"\n'
        'mix = [{ type = "sewer_gravity_pvc", weight = 1.0 }]\n'
    )
    (tmp_path / "asset_types").mkdir()
    (tmp_path / "asset_types" / "own.toml").write_text(own)
    loaded = load_catalogue(tmp_path)
    assert [each.code for each in loaded.recipes("sewer_gravity_unknown")] == ["sewer_gravity_unknown"]
    assert loaded.recipes("sewer_pressure_unknown") == catalogue.recipes("sewer_pressure_unknown")
    concrete = "[[sewer_gravity_unknown]]\nbuilt_from = 1994\nmix = [{ type = 'sewer_gravity_pvc', weight = 1.0 }]\n"
    said = "source = 'Counted'\nconfidence = 'A'\n"
    (tmp_path / "asset_types" / "own.toml").unlink()
    loaded = load_catalogue(added(tmp_path, concrete, said))
    assert loaded.mix("sewer_gravity_unknown", Window(None, 2000, 2000)) == {"sewer_gravity_pvc": 1.0}
    assert len(loaded.variants) == len(catalogue.variants)
