"""Bad folders give one error that lists everything; good ones add and override."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.errors import NotFoundError, RegistryError

GOOD_TYPE = """
[{code}]
number = {number}
name_nl = "Proef"
name_en = "Trial"
group = "furniture"
geometry = "point"
source = "Weighed on a scale"
confidence = "A"
"""
LAYER = """
[[{code}.layer]]
name = "body"
material = "steel"
kg_per_piece = [1, 2, 3]
lifetime = "bollard"
"""


def write(folder: Path, **files: str) -> Path:
    """Write files by stem; `types` becomes asset_types/types.toml."""
    (folder / "asset_types").mkdir(exist_ok=True)
    for stem, text in files.items():
        name = "asset_types/types.toml" if stem == "types" else f"{stem}.toml"
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def good_type(code: str = "trial", number: int = 9001, recipe: str = LAYER) -> str:
    return GOOD_TYPE.format(code=code, number=number) + recipe.replace("{code}", code)


def refusal(folder: Path) -> str:
    with pytest.raises(RegistryError) as error:
        load_catalogue(folder)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_extra_folder_adds_a_type(tmp_path: Path, catalogue: Catalogue) -> None:
    loaded = load_catalogue(write(tmp_path, types=good_type()))
    assert set(loaded.asset_types) - set(catalogue.asset_types) == {"trial"}
    layer = loaded.asset_types["trial"].layers[0]
    assert (layer.per, layer.kg.typical, layer.source, layer.confidence) == (
        "piece",
        2,
        "Weighed on a scale",
        "A",
    )
    assert layer.routes == catalogue.materials["steel"].routes
    assert loaded.asset_types["trial"].colour == catalogue.groups["asset_type", "furniture"].colour


def test_extra_folder_overrides_one_entry_everywhere(tmp_path: Path, catalogue: Catalogue) -> None:
    bed = """
    [bedding_sand]
    material = "sand"
    kg_per_m2 = [60, 70, 80]
    lifetime = "paving_bed"
    source = "Bore holes of our own"
    confidence = "A"
    """
    loaded = load_catalogue(write(tmp_path, layers=bed))
    for code in ("road_concrete_tiles", "road_clay_pavers_light"):
        assert catalogue.asset_types[code].layers[1].kg.typical == 85
        assert loaded.asset_types[code].layers[1].kg.typical == 70
    assert loaded.materials == catalogue.materials


def test_overridden_material_changes_the_default_routes(tmp_path: Path, catalogue: Catalogue) -> None:
    glass = """
    [glass]
    number = 22
    name_nl = "Glas"
    name_en = "Glass"
    group = "other"
    colour = "#c7c757"
    eural = "17 02 02"
    routes = { reuse = 0.5, recycle = 0.5 }
    source = "Own practice"
    confidence = "B"
    """
    loaded = load_catalogue(write(tmp_path, materials=glass))
    panes = {layer.name: layer for layer in loaded.asset_types["bus_shelter"].layers}["panes"]
    assert panes.routes.reuse == 0.5
    assert loaded.materials["glass"].density_kg_m3 is None


def test_version_is_that_of_the_content(tmp_path: Path, catalogue: Catalogue) -> None:
    assert load_catalogue().version == catalogue.version
    first = load_catalogue(write(tmp_path, types=good_type("one", 9001) + good_type("two", 9002))).version
    swapped = load_catalogue(write(tmp_path, types="# said\n" + good_type("two", 9002) + good_type("one", 9001)))
    changed = load_catalogue(write(tmp_path, types=good_type("one", 9001) + good_type("two", 9003)))
    assert swapped.version == first
    assert len({catalogue.version, first, changed.version}) == 3
    assert len(first) == 16


def test_mix_flattens_to_leaf_types(tmp_path: Path) -> None:
    inner = '\nmix = [{ type = "bench_concrete", weight = 0.5 }, { type = "bollard_steel", weight = 0.5 }]\n'
    outer = '\nmix = [{ type = "inner", weight = 0.4 }, { type = "bollard_steel", weight = 0.6 }]\n'
    folder = write(tmp_path, types=good_type("inner", 9001, inner) + good_type("outer", 9002, outer))
    loaded = load_catalogue(folder)
    assert loaded.mix("outer") == pytest.approx({"bench_concrete": 0.2, "bollard_steel": 0.8})
    assert loaded.mix("bollard_steel") == {"bollard_steel": 1.0}


def test_mix_of_an_unknown_code_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match="road_of_gold"):
        catalogue.mix("road_of_gold")


def test_entries_are_frozen(catalogue: Catalogue) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        catalogue.asset_types["bench_concrete"].number = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (good_type().replace("name_nl", "naam"), ["[trial]: unknown key 'naam'", "the key 'name_nl' is missing"]),
        (good_type().replace("steel", "gold"), ["unknown material 'gold'; correct it or add [gold] to materials.toml"]),
        (good_type().replace("bollard", "ages"), ["[trial, layer body]: unknown lifetime 'ages'"]),
        (good_type() + 'hazard = "bite"\n', ["unknown hazard 'bite'; correct it or add [bite] to hazards.toml"]),
        (good_type().replace("[1, 2, 3]", "[1, 3, 2]"), ["[1, 3, 2] is not in order"]),
        (good_type().replace("[1, 2, 3]", "[1, 2]"), ["write [low, typical, high]"]),
        (good_type().replace("[1, 2, 3]", '["a", 2, 3]'), ["kg.low = 'a'"]),
        (good_type().replace("kg_per_piece", "kg"), ["unknown key 'kg'", "it has 0 masses; give one of kg_per_m2"]),
        (good_type() + "kg_per_m = [1, 2, 3]\n", ["it has 2 masses"]),
        (good_type().replace("kg_per_piece", "kg_per_m2"), ["per area_m2 but the geometry is 'point'"]),
        (good_type() + "routes = { reuse = 0.5 }\n", ["the routes add to 0.5"]),
        (good_type() + 'source = "x"\n', ["the key 'confidence' is missing"]),
        (good_type().replace(".layer]", ".layers]"), ["unknown key 'layers'"]),
        (good_type(recipe="layer = 3\n"), ["'layer' has another form than expected; write it as [[trial.layer]]"]),
        (good_type(recipe=""), ["give exactly one of layers (layer, shared_layers), mix and no_recipe_reason"]),
        (good_type(recipe='shared_layers = ["lava"]\n'), ["unknown shared layer 'lava'"]),
        (good_type(recipe='no_recipe_reason = "odd"\n' + LAYER), ["give exactly one of"]),
        (good_type(recipe=LAYER + LAYER), ["two layers share one name"]),
        (good_type(recipe='wall = "jelly"\n'), ["unknown wall 'jelly'"]),
        (
            good_type().replace('"point"', '"line"').replace("kg_per_piece", "kg_per_wall_m3"),
            ["give wall, default_width_mm and default_shape"],
        ),
        (good_type().replace('"furniture"', '"toys"'), ["unknown group 'toys'; correct it or add [asset_type.toys]"]),
        (good_type(number=103), ["number 103 is that of 'road_asphalt_local' already"]),
        (good_type(recipe='mix = [{ type = "no_such", weight = 1 }]\n'), ["unknown asset type 'no_such'"]),
        (good_type(recipe='mix = [{ type = "bench_concrete", weight = 0.4 }]\n'), ["the mix add to 0.4"]),
        (good_type(recipe='mix = [{ type = "bench_concrete", wait = 1 }]\n'), ["has other keys than expected"]),
        (good_type(recipe='mix = [{ type = "kerb_concrete", weight = 1 }]\n'), ["mix types of one geometry"]),
        (good_type(recipe='mix = [{ type = "trial", weight = 1 }]\n'), ["the mix leads back to itself"]),
        ("lonely = 3\n", ["[lonely]: a value outside any table"]),
        ("= 3\n", ["not readable as TOML (Invalid statement"]),
    ],
)
def test_bad_type_says_what_and_what_to_do(tmp_path: Path, text: str, expected: list[str]) -> None:
    message = refusal(write(tmp_path, types=text))
    assert f"{tmp_path}/asset_types/types.toml" in message
    for part in expected:
        assert part in message
    assert f"{len(expected)} problem" in message


def test_cycle_over_several_types_is_found(tmp_path: Path) -> None:
    types = "".join(
        good_type(code, number, f'mix = [{{ type = "{other}", weight = 1 }}]\n')
        for code, number, other in (("one", 9001, "two"), ("two", 9002, "three"), ("three", 9003, "one"))
    )
    assert refusal(write(tmp_path, types=types)).count("leads back to itself") == 3


def test_all_problems_of_all_files_come_in_one_error(tmp_path: Path) -> None:
    message = refusal(
        write(
            tmp_path,
            types=good_type(number=103).replace("steel", "gold"),
            materials='[slag]\nnumber = 8\nname_nl = "s"\nname_en = "s"\ngroup = "mineral"\ncolour = "grey"\n'
            'eural = "100202"\nroutes = { recycle = 0.7 }\nsource = "s"\nconfidence = "E"\n',
            lifetimes='[ages]\ndistribution = "weibull"\nmean_years = 50\nlow_years = 60\nhigh_years = 70\ncv = 0.3\n'
            'source = "s"\nconfidence = "D"\n[stiff]\ndistribution = "fixed"\nmean_years = 5\nlow_years = 4\n'
            'high_years = 6\ncv = 0.3\nsource = "s"\nconfidence = "D"\n',
            hazards="= 3",
            walls='[foil]\nbase_mm = 0\nslope = 0\ndiameter = "inner"\nsource = "s"\nconfidence = "D"\n',
            groups='[material.x]\nname_nl = "x"\n',
            lifetime="",
        )
    )
    for part in (
        "types.toml [trial, layer body]: unknown material 'gold'",
        "types.toml [trial]: number 103 is that of",
        "materials.toml [slag]: colour = 'grey'",
        "materials.toml [slag]: eural = '100202'",
        "materials.toml [slag]: routes: the routes add to 0.7",
        "materials.toml [slag]: confidence = 'E'",
        "materials.toml [slag]: number 8 is that of 'granulate'",
        "lifetimes.toml [ages]: the mean of 50 years lies outside 60-70",
        "lifetimes.toml [stiff]: a fixed life has cv = 0.3",
        "hazards.toml: not readable as TOML",
        "walls.toml [foil]: the wall has no thickness",
        "groups.toml [material.x]: the key 'name_en' is missing",
        "lifetime.toml: no file of a catalogue",
    ):
        assert part in message
    assert "14 problems" in message  # and the colour that the group lacks


def test_a_broken_material_is_told_once(tmp_path: Path) -> None:
    message = refusal(write(tmp_path, materials="[steel]\nnumber = 17\n"))
    assert "steel" in message
    assert "asset_types" not in message


def test_one_code_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, types=good_type())
    (folder / "asset_types" / "again.toml").write_text(good_type(number=9002), encoding="utf-8")
    assert "types.toml [trial]: defined in" in refusal(folder)


def test_missing_and_empty_folders_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nowhere")
    assert "no catalogue file in it; give it one of groups.toml" in refusal(tmp_path)


def test_loads_fast() -> None:
    """Every door loads it on its way in. Processor time, so that a busy machine does not fail the test."""
    durations_s = []
    for _ in range(3):
        start = time.process_time()
        load_catalogue()
        durations_s.append(time.process_time() - start)
    assert min(durations_s) < 0.15
