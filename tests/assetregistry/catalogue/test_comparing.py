"""What a folder of one's own changes is told entry by entry; weak entries are named; the page is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetregistry.catalogue import Catalogue, load_catalogue
from assetregistry.catalogue.comparing import differences
from assetregistry.catalogue.listing import contents, find_entry, weak_entries
from assetregistry.catalogue.page import catalogue_page
from assetregistry.errors import NotFoundError

ROOT = Path(__file__).resolve().parents[3]
BED = """
[bedding_sand]
material = "sand"
kg_per_m2 = [55, 70, 115]
lifetime = "paving_bed"
source = "Bore holes of our own"
confidence = "A"
"""


def test_a_catalogue_does_not_differ_from_itself(catalogue: Catalogue) -> None:
    assert differences(contents(catalogue), contents(catalogue)) == []


def test_a_changed_shared_layer_shows_in_each_type_and_there_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "layers.toml").write_text(BED)
    found = differences(contents(catalogue), contents(load_catalogue(tmp_path)))
    users = [code for code, entry in catalogue.asset_types.items() if "bedding_sand" in {x.name for x in entry.layers}]
    assert [each.code for each in found] == sorted(users)
    for each in found:
        assert (each.kind, each.change) == ("types", "changed")
        assert {key: after for key, _, after in each.values} == {
            "layers.bedding_sand.kg.typical": 70,
            "layers.bedding_sand.source": "Bore holes of our own",
            "layers.bedding_sand.confidence": "A",
        }


def test_added_and_removed_mirror_each_other(catalogue: Catalogue) -> None:
    less = catalogue.model_copy(
        update={"hazards": {code: each for code, each in catalogue.hazards.items() if code != "tar-suspect"}}
    )
    (removed,) = differences(contents(catalogue), contents(less))
    (added,) = differences(contents(less), contents(catalogue))
    assert (removed.kind, removed.code, removed.change) == ("hazards", "tar-suspect", "removed")
    assert (added.kind, added.code, added.change) == ("hazards", "tar-suspect", "added")


def test_weak_entries_are_exactly_the_assumptions(tmp_path: Path, catalogue: Catalogue) -> None:
    weak = {row["code"] for row in weak_entries(catalogue)}
    assert {"road_clay_pavers_light", "road_clay_pavers_light.bedding_sand", "paving_bed", "steel"} <= weak
    assert not weak & {"clay_paver", "lamp_post", "tar-suspect"}
    (tmp_path / "layers.toml").write_text(BED)
    better = {row["code"] for row in weak_entries(load_catalogue(tmp_path))}
    assert {code.rpartition(".")[2] for code in weak - better} == {"bedding_sand"}


def test_an_entry_is_found_by_its_code(catalogue: Catalogue) -> None:
    assert find_entry(catalogue, "lamp_post_steel")[0] == "types"
    assert find_entry(catalogue, "lamp_post")[1]["mean_years"] == 40
    with pytest.raises(NotFoundError, match="catalogue list"):
        find_entry(catalogue, "road_of_gold")


def test_the_page_is_up_to_date(catalogue: Catalogue) -> None:
    written = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert written == catalogue_page(catalogue), "run `assetregistry catalogue document`"


def test_the_page_tells_every_entry(catalogue: Catalogue) -> None:
    page = catalogue_page(catalogue)
    for entries in contents(catalogue).values():
        for code, entry in entries.items():
            assert f"`{code}`" in page
            assert entry["source"] in page
