"""A suggested profile: it loads as it is, its names and units fit, and what nobody knows is listed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from importers import inspect, profiles
from importers.suggesting import suggest


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
    assert '# { "soort" = ["nutskast"], type = "…" }' in text


def test_roads_of_the_sample_town(sample_dir: Path) -> None:
    document = tomllib.loads(_suggested(sample_dir / "delivery-2025" / "wegen.zip"))
    assert document["fields"]["source_id"] == "WEGVAKID"
    assert document["fields"]["width_mm"] == {"field": "BREEDTE", "unit": "m"}
    assert document["asset_type"]["from"] == ["VERHARDING"]
    assert {"Asfalt"} <= {word for rule in document["asset_type"]["rule"] for word in rule["VERHARDING"]}


def test_foreign_layers(shared_data: Path) -> None:
    mains = tomllib.loads(_suggested(shared_data / "water-mains-akron" / "data_400.shp"))
    assert mains["fields"]["source_id"] == "ASSET_ID"
    assert mains["fields"]["source_material"] == "MATERIAL"
    trees = _suggested(shared_data / "trees-leeuwarden" / "monumentale_en_waardevolle_bomen.shp")
    assert tomllib.loads(trees)["fields"]["built_year"] == "PLANTJAAR"
    assert "no field looks like an id" in trees


@pytest.mark.parametrize(
    ("values", "unit"), [([0.2, 1.5], "m"), ([8, 24], "inch"), ([80, 120], "cm"), ([250, 800], "mm")]
)
def test_units_by_range(values: list[float], unit: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b"], "diameter": values})
    assert tomllib.loads(suggest("x", rows))["fields"]["width_mm"]["unit"] == unit


@pytest.mark.parametrize(("field", "street"), [("type", "straat"), ("name", "straat"), ("Type", "straat")])
def test_a_field_that_is_called_as_the_profiles_own_words_can_decide(tmp_path: Path, field: str, street: str) -> None:
    rows = pd.DataFrame({"id": ["a", "b", "c"], street: ["x", "y", "z"], field: ["bank", "bank", "abri"]})
    path = tmp_path / "suggested.toml"
    path.write_text(suggest("x", rows), encoding="utf-8")
    (profile,) = profiles.load(path)
    assert profile.fields[profile.type_fields[0]].names == (field,)
    assert [rule.asset_type for rule in profile.rules] == ["bench_unknown", "bus_shelter"]


@pytest.mark.parametrize("rows", [pd.DataFrame(), pd.DataFrame({'we"ird': ["x\ny", None]}), pd.DataFrame({"id": []})])
def test_odd_layers_still_give_toml(rows: pd.DataFrame) -> None:
    assert tomllib.loads(suggest('la"yer', rows))["title"] == 'la"yer'
