"""A suggested profile: it loads as it is, its names and units fit, and what nobody knows is listed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from support import Take

from importers import inspect, profiles
from importers.errors import SourceError
from importers.suggesting.profile import suggest


def _suggested(path: Path) -> str:
    (layer,) = inspect(path).layers
    assert layer.profile is None
    assert layer.suggested is not None
    return layer.suggested


def test_furniture_of_the_sample_town(sample_dir: Path, tmp_path: Path) -> None:
    text = _suggested(sample_dir / "delivery-2025" / "straatmeubilair.geojson")
    path = tmp_path / "suggested.toml"
    path.write_text(text, encoding="utf-8")
    (profile,) = profiles.load(path)
    fields = {column: ref.names[0] for column, ref in profile.fields.items()}
    assert {"source_id": "id", "owner": "eigenaar", "built_year": "jaar", "name": "straat"}.items() <= fields.items()
    assert profile.fields["height_mm"].factor == 1000
    meanings = {word: rule.asset_type for rule in profile.rules for word in rule.values["soort"]}
    assert meanings["lichtmast"] == "lamp_post_unknown"
    assert meanings["abri"] == "bus_shelter"
    assert meanings["nutskast"] == "cabinet"


def test_roads_of_the_sample_town(sample_dir: Path) -> None:
    document = tomllib.loads(_suggested(sample_dir / "delivery-2025" / "wegen.zip"))
    assert document["fields"]["source_id"] == "WEGVAKID"
    assert document["fields"]["width_mm"] == {"field": "BREEDTE", "unit": "m"}
    assert document["asset_type"]["from"] == ["VERHARDING", "WEGDEEL"]
    assert {"Asfalt"} <= {word for rule in document["asset_type"]["rule"] for word in rule.get("VERHARDING", [])}


def test_foreign_layers(shared_data: Path) -> None:
    mains = tomllib.loads(_suggested(shared_data / "water-mains-akron" / "data_400.shp"))
    assert mains["fields"]["source_id"] == "ASSET_ID"
    assert mains["fields"]["source_material"] == "MATERIAL"
    trees = _suggested(shared_data / "trees-leeuwarden" / "monumentale_en_waardevolle_bomen.shp")
    assert tomllib.loads(trees)["fields"]["built_year"] == "PLANTJAAR"
    assert "no field looks like an id" in trees


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        ([0.2, 1.5], "m"),
        (["4,5", "6"], "m"),
        ([8, 24], "inch"),
        ([30, 50], "cm"),
        ([110, 125], "mm"),
        ([250, 800], "mm"),
    ],
)
def test_units_by_range(values: list[object], unit: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b"], "diameter": values})
    assert tomllib.loads(suggest("x", rows))["fields"]["width_mm"]["unit"] == unit


@pytest.mark.parametrize(
    ("name", "unit"), [("DIAMETERMM", "mm"), ("diameter (cm)", "cm"), ("diameter_m", "m"), ("DIAM", "inch")]
)
def test_a_unit_in_the_name_of_a_field_counts(name: str, unit: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b"], name: [8, 24]})
    assert tomllib.loads(suggest("x", rows))["fields"]["width_mm"]["unit"] == unit


@pytest.mark.parametrize(("values", "unit"), [([4, 8], "m"), ([400, 800], "cm"), ([4000, 8000], "mm")])
def test_a_post_has_another_height_than_a_pipe(values: list[int], unit: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b"], "Lichtpunthoogte": values})
    assert tomllib.loads(suggest("masten", rows, "Point"))["fields"]["height_mm"]["unit"] == unit


@pytest.mark.parametrize(
    ("geometry", "words", "types"),
    [
        (
            "Polygon",
            ["Asfalt dicht", "Beton", "Tegels 30x30"],
            ["asphalt_local", "concrete_carriageway", "concrete_tiles"],
        ),
        ("LineString Z", ["Beton", "Gres", "PVC"], ["gravity_concrete", "gravity_vitrified_clay", "gravity_pvc"]),
        (
            "Point",
            ["Zitbank", "Lichtmast conisch", "Paal met bord"],
            ["bench_unknown", "lamp_post_unknown", "bollard_unknown"],
        ),
    ],
)
def test_words_of_management_systems_mean_what_the_geometry_allows(
    geometry: str, words: list[str], types: list[str]
) -> None:
    rows = pd.DataFrame({"id": list("abcd"), "soort": [*words, words[0]]})
    rules = tomllib.loads(suggest("x", rows, geometry))["asset_type"]["rule"]
    found = {word: rule["type"] for rule in rules for word in rule["soort"]}
    assert all(found[word].endswith(asset_type) for word, asset_type in zip(words, types, strict=True))


@pytest.mark.parametrize(
    ("layer", "geometry", "field", "words", "default"),
    [
        ("lichtmasten", "Point", "materiaal", ["staal", "staal", "x"], "lamp_post_unknown"),
        ("Wegvakonderdelen vlak", "Polygon", "opm", ["x", "x", "y"], "road_unknown_surface_local"),
        ("laag 1", "Polygon", "soort", ["asfalt", "tegels", "asfalt", "gekkigheid"], "road_unknown_surface_local"),
        ("laag 1", "LineString", "materiaal", ["gres", "pvc", "gres", "gekkigheid"], "sewer_gravity_unknown"),
        ("laag 1", "Point", "soort", ["bank", "bank", "gekkigheid"], "furniture_other"),
        ("laag 1", "Point", "soort", ["bank", "bank", "bank"], "furniture_other"),  # later rows may say anything
    ],
)
def test_what_is_not_known_counts_as_the_layer_is_called_or_most_of_it_is(
    layer: str, geometry: str, field: str, words: list[str], default: str
) -> None:
    rows = pd.DataFrame({"id": [str(number) for number in range(len(words))], field: words})
    assert tomllib.loads(suggest(layer, rows, geometry))["asset_type"]["default"] == default


def test_known_kinds_by_another_name_are_pointed_out() -> None:
    buildings = pd.DataFrame({"identificatie": ["1", "2"], "bouwjaar": [1930, 1950]})
    assert "import it with --profile bag-pand" in suggest("BAG panden Amersfoort", buildings, "Polygon")
    furniture = pd.DataFrame({"id": ["1", "2"], "soort": ["bank", "bank"]})
    assert "if it is" not in suggest("meubilair", furniture, "Point")


@pytest.mark.parametrize(("field", "street"), [("type", "straat"), ("name", "straat"), ("Type", "straat")])
def test_a_field_that_is_called_as_the_profiles_own_words_can_decide(tmp_path: Path, field: str, street: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b", "c"], street: ["x", "y", "z"], field: ["bank", "bank", "abri"]})
    path = tmp_path / "suggested.toml"
    path.write_text(suggest("x", rows), encoding="utf-8")
    (profile,) = profiles.load(path)
    assert profile.fields[profile.type_fields[0]].names == (field,)
    assert [rule.asset_type for rule in profile.rules] == ["bench_unknown", "bus_shelter"]


@pytest.mark.parametrize(
    ("ids", "chosen"),
    [
        (["OBJECTID", "GlobalID"], "GlobalID"),
        (["gml_id", "Lichtmastnr"], "gml_id"),
        (["Lichtpuntnr", "stadsdeel"], "Lichtpuntnr"),
        (["OBJ_ID", "opmerking"], "OBJ_ID"),
    ],
)
def test_of_several_ids_the_one_that_stays_counts_and_any_name_of_an_id_will_do(ids: list[str], chosen: str) -> None:
    rows = pd.DataFrame({name: ["1", "2", "3"] for name in ids})
    assert tomllib.loads(suggest("x", rows))["fields"]["source_id"] == chosen


@pytest.mark.parametrize(
    "values", [["01-01-1900", "12-05-1985", "0"], [1900.0, 1985.0, None], ["19000101", "1985", ""]]
)
def test_years_that_stand_for_unknown_are_pointed_out(values: list[object]) -> None:
    text = suggest("x", pd.DataFrame({"id": ["a", "b", "c"], "Plaatsingsdatum": values}))
    assert tomllib.loads(text)["fields"]["built_year"] == "Plaatsingsdatum"
    assert "years = [0, 1900, 9999]   # 1900 (1 rows): leave out what is really meant" in text


def test_a_field_of_ends_that_no_row_tells_is_taken_all_the_same() -> None:
    rows = pd.DataFrame({"id": ["a", "b"], "terminationdate": ["", ""], "einddatum": ["", None]})
    assert tomllib.loads(suggest("x", rows))["fields"]["ended"] == "einddatum"


def test_a_layer_of_unknown_names_is_recognised_by_its_first_fields() -> None:
    rows = pd.DataFrame({"oms": ["a", "a"], "opm": ["b", "b"]})
    assert tomllib.loads(suggest("x", rows))["requires"] == ["oms", "opm"]


@pytest.mark.parametrize("rows", [pd.DataFrame(), pd.DataFrame({'we"ird': ["x\ny", None]}), pd.DataFrame({"id": []})])
def test_odd_layers_still_give_toml(rows: pd.DataFrame) -> None:
    assert tomllib.loads(suggest('la"yer', rows))["title"] == 'la"yer'


def test_owners_told_by_name_are_put_aside_with_a_table_for_their_codes(tmp_path: Path, take: Take) -> None:
    owners = ["Gemeente X", "Provincie Y", "onbekend"]
    rows = pd.DataFrame({"id": ["a", "b", "c"], "eigenaar": owners, "beheerder": "G0153", "x": 155_000, "y": 463_000})
    text = suggest("banken", rows)
    document = tomllib.loads(text)
    assert "owner" not in document["fields"]
    assert document["fields"]["manager"] == "beheerder"
    filled = text.replace("# owner = ", "owner = ").replace("# [values.owner]", "[values.owner]")
    for name, code in (("Gemeente X", "G0153"), ("Provincie Y", "P0023")):
        filled = filled.replace(f'# "{name}" = "G…"', f'"{name}" = "{code}"')
    (tmp_path / "x.toml").write_text(filled, encoding="utf-8")
    rows.to_csv(tmp_path / "x.csv", index=False)
    taken, _ = take(tmp_path / "x.csv", profile=tmp_path / "x.toml", crs="EPSG:28992")
    assert list(taken["owner"].fillna("")) == ["G0153", "P0023", ""]


def test_owners_some_of_which_are_codes_stay() -> None:
    text = suggest("x", pd.DataFrame({"id": ["a", "b"], "eigenaar": ["Gemeente X", "G0153"]}))
    assert tomllib.loads(text)["fields"]["owner"] == "eigenaar"
    assert '# "Gemeente X" = "G…"   # 1 rows' in text


def test_profiles_of_pipes_are_shapes(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": list("abcdef"), "PROFIEL": ["Rond", "EI", "rechthoekig", "rond", "ei", "ZZ"]})
    path = tmp_path / "pipes.toml"
    path.write_text(suggest("leidingen", rows), encoding="utf-8")
    (profile,) = profiles.load(path)
    assert profile.fields["shape"].names == ("PROFIEL",)
    assert profile.shapes == {"rond": "round", "ei": "egg", "rechthoekig": "rectangular"}
    assert '# "zz" = "…"' in path.read_text(encoding="utf-8")
    of_roads = pd.DataFrame({"id": list("abc"), "PROFIEL": ["A50", "A51", "A52"]})
    assert "shape" not in tomllib.loads(suggest("wegen", of_roads))["fields"]


def test_an_unnamed_sheet_is_called_as_its_file(tmp_path: Path) -> None:
    """Else the things of two files would be of one dataset, and take each other's ids."""
    rows = pd.DataFrame({"id": ["a", "b"], "x": [155_000, 155_010], "y": [463_000, 463_010]})
    for sheet, name in (("Sheet1", "banken-2025"), ("Blad1", "banken-2025"), ("Zuid", "zuid")):
        rows.to_excel(tmp_path / "Banken 2025.xlsx", index=False, sheet_name=sheet)
        assert tomllib.loads(_suggested(tmp_path / "Banken 2025.xlsx"))["name"] == name


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        ("waterleidingen", "is of the drinking water network"),
        ("Gasleiding LD", "is of the gas network"),
        ("MS kabels", "is of cables"),
        ("hemelwaterleidingen", None),
        ("rioolleiding", None),
    ],
)
def test_mains_of_which_the_catalogue_has_no_types_are_no_sewers(tmp_path: Path, layer: str, why: str | None) -> None:
    rows = pd.DataFrame({"id": ["a", "b", "c"], "materiaal": ["PVC", "PE", "PVC"]})
    (tmp_path / "x.toml").write_text(text := suggest(layer, rows, "LineString"), encoding="utf-8")
    assert (why or "of which the catalogue") in text or why is None
    if why is None:
        assert {rule.asset_type for rule in profiles.load(tmp_path / "x.toml")[0].rules} == {
            "sewer_gravity_pvc", "sewer_gravity_pe",
        }  # fmt: skip
        return
    with pytest.raises(SourceError, match=r"\[asset_type\] needs a default"):
        profiles.load(tmp_path / "x.toml")


def test_mains_among_sewers_are_left_to_quarantine() -> None:
    soort = ["riool", "drinkwater", "gas", "riool"]
    text = suggest("leidingen", pd.DataFrame({"id": list("abcd"), "soort": soort, "materiaal": "PVC"}), "LineString")
    types = tomllib.loads(text)["asset_type"]
    assert types == {"from": ["soort"], "rule": [{"soort": ["riool"], "type": "sewer_gravity_unknown"}]}
    assert '# { "soort" = ["gas"], type = "…" },   # 1 rows: it is of the gas network' in text


def test_pipes_under_pressure_are_told_apart_by_another_field(tmp_path: Path) -> None:
    rows = {
        "id": list("abcd"),
        "MATERIAAL": ["PVC", "HPE", "GRE", "PVC"],
        "type": ["pers", "pers", "vrijverval", "vrijverval"],
    }
    (tmp_path / "x.toml").write_text(suggest("leidingen", pd.DataFrame(rows), "LineString"), encoding="utf-8")
    (profile,) = profiles.load(tmp_path / "x.toml")
    assert profile.type_fields == ("MATERIAAL", "service")
    assert profile.fields["service"].names == ("type",)
    told = [({field: sorted(words) for field, words in rule.values.items()}, rule.asset_type) for rule in profile.rules]
    assert ({"service": ["pers"], "MATERIAAL": ["hpe"]}, "sewer_pressure_pe") in told
    assert ({"service": ["pers"]}, "sewer_pressure_unknown") in told
    assert ({"MATERIAAL": ["pvc"]}, "sewer_gravity_pvc") in told


@pytest.mark.parametrize(
    ("layer", "field", "words", "types"),
    [
        ("lichtmasten", "Mastmateriaal", ["Staal verzinkt", "Aluminium"], ["lamp_post_steel", "lamp_post_aluminium"]),
        ("paaltjes", "materiaal", ["Hardhout", "Gietijzer"], ["bollard_hardwood", "bollard_cast_iron"]),
        ("putten", "MATERIAAL", ["BET", "Metselwerk"], ["manhole_concrete", "manhole_brick"]),
    ],
)
def test_materials_mean_what_the_layer_is_called_after(
    layer: str, field: str, words: list[str], types: list[str]
) -> None:
    rows = pd.DataFrame({"id": list("abcd"), field: words * 2})
    document = tomllib.loads(suggest(layer, rows, "Point"))
    assert document["fields"]["source_material"] == field
    assert {word: rule["type"] for rule in document["asset_type"]["rule"] for word in rule[field]} == dict(
        zip(words, types, strict=True)
    )


@pytest.mark.parametrize(
    ("field", "column"),
    [("jr_aanleg", "built_year"), ("jaar_aanleg_verharding", "built_year"), ("bouwjr", "built_year"),
     ("Datum verwijderd", "ended"), ("type_materiaal", "source_material")],
)  # fmt: skip
def test_names_that_have_a_known_one_in_them(field: str, column: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b"], field: ["1985", "01-02-1990"]})
    assert tomllib.loads(suggest("x", rows))["fields"][column] == field


@pytest.mark.parametrize(
    ("fields", "chosen"),
    [
        (["BOUWJAAR_ARMATUUR", "BOUWJAAR_MAST"], "BOUWJAAR_MAST"),
        (["Plaatsingsdatum armatuur"], "Plaatsingsdatum armatuur"),
        (["PLANJAAR", "JAARDEKLAAG", "DATUMPLAAT"], "DATUMPLAAT"),
        (["JAARDEKLAAG", "Jaar herstrating", "Jaar conservering", "PLANJAAR", "VERVANGINGSJAAR"], None),
        (["Begin garantieperiode", "Opleverdatum"], "Opleverdatum"),
    ],
)
def test_a_year_of_something_else_is_no_year_of_building(fields: list[str], chosen: str | None) -> None:
    rows = pd.DataFrame({"id": ["a", "b"]} | {name: ["1985", "1990"] for name in fields})
    assert tomllib.loads(suggest("lichtmasten", rows, "Point"))["fields"].get("built_year") == chosen


@pytest.mark.parametrize(("field", "geometry", "said"), [
    ("x", "LineString", True), ("breedte", "MultiLineString", False), ("x", "Polygon", False),
])  # fmt: skip
def test_of_roads_drawn_as_lines_a_width_is_asked_for(field: str, geometry: str, said: bool) -> None:
    text = suggest("wegvakken", pd.DataFrame({"WVK_ID": ["a", "b"], field: [3.5, 4.0]}), geometry)
    assert ("roads drawn as lines weigh nothing" in text) is said


def test_words_that_say_that_a_thing_is_gone_are_pointed_out(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": list("abcd"), "Status": ["in gebruik", "Vervallen", "buiten gebruik", "Gepland"]})
    assert tomllib.loads(suggest("x", rows))["ended_when"] == {"Status": ["Vervallen", "Gepland"]}


def test_a_few_rows_that_all_differ_are_kinds_if_their_words_are_known() -> None:
    rows = pd.DataFrame({"id": list("abc"), "straat": ["A", "B", "C"], "soort": ["DAB", "ZOAB", "gebakken klinkers"]})
    document = tomllib.loads(suggest("x", rows, "Polygon"))
    assert document["asset_type"]["from"] == ["soort"]


def test_a_number_of_its_own_is_an_id_before_the_number_of_a_row() -> None:
    rows = pd.DataFrame({"OBJECTID": [1, 2], "MASTNUMMER": ["LM1", "LM2"]})
    assert tomllib.loads(suggest("masten", rows))["fields"]["source_id"] == "MASTNUMMER"
    assert tomllib.loads(suggest("masten", rows[["OBJECTID"]]))["fields"]["source_id"] == "OBJECTID"
