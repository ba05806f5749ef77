"""Passports of the sample town: every form tells the same masses, and the linked ones fit our shapes."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

import lxml.html
import pandas as pd
import pyshacl
import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from rdflib import Graph
from support import WriteStreets, square

import assetregistry.passports
from assetregistry.api import create_app
from assetregistry.cli import main
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.passports.linked import NEN2660, WEIGHT_KG
from assetregistry.passports.printed import passport_print
from assetregistry.passports.telling import words
from assetregistry.questions import AssetFilter
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion
from assetregistry.registry.exporting import MOST_XLSX_ROWS, write_table
from assetregistry.store.lookup import assets

SHAPES = Path(assetregistry.passports.__file__).parent / "shapes.ttl"
TYPES = ["road_asphalt_local", "road_unknown_open_light", "lamp_post_unknown", "sewer_gravity_concrete", "traffic_sign"]


def _any_of(town: Registry, asset_type: str) -> int:
    found = town.find_assets(AssetFilter(asset_type=asset_type), limit=1)
    assert found, f"the town has no {asset_type}"
    return int(found[0]["id"])


@pytest.mark.parametrize("asset_type", TYPES)
def test_every_form_tells_the_same_masses(town: Registry, asset_type: str) -> None:
    asset = _any_of(town, asset_type)
    told = json.loads(town.passport(asset))
    assert sum(each["kg"]["typical"] for each in told["materials"]) == pytest.approx(told["kg"]["typical"])
    assert sum(each["massShare"] for each in told["materials"]) == pytest.approx(1)
    for form in ("ttl", "jsonld"):
        graph = Graph().parse(data=town.passport(asset, form), format={"ttl": "turtle", "jsonld": "json-ld"}[form])
        parts = list(graph.objects(predicate=NEN2660.consistsOf))
        masses = [float(str(graph.value(part, WEIGHT_KG))) for part in parts]
        assert len(parts) == len(told["materials"])
        assert sum(masses) == pytest.approx(told["kg"]["typical"], abs=1e-3)
        conforms, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))
        assert conforms, report


def test_the_newest_inspection_is_told_with_its_day_and_who_says_so(town: Registry) -> None:
    seen = town.find_assets(AssetFilter(condition="5"), limit=1)[0]
    condition = json.loads(town.passport(seen["id"]))["condition"]
    assert (condition["condition"], condition["on"]) == (5, seen["condition_on"])
    for language, name in (("nl", "slecht"), ("en", "poor")):
        page = lxml.html.fromstring(town.passport(seen["id"], "html", language=language)).text_content()
        assert f"5: {name} ({condition['on']}, {condition['basis']})" in page
    unseen = json.loads(town.passport(_any_of(town, "lamp_post_unknown")))
    assert unseen["condition"] is None


def test_the_shapes_refuse_a_broken_passport(town: Registry) -> None:
    graph = Graph().parse(data=town.passport(_any_of(town, "road_asphalt_local"), "ttl"), format="turtle")
    graph.remove((None, WEIGHT_KG, None))
    assert not pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))[0]


def test_an_unknown_surface_is_told_as_missing(town: Registry) -> None:
    assert "material" in json.loads(town.passport(_any_of(town, "road_unknown_open_light")))["missing"]
    with pytest.raises(RegistryError, match="choose from"):
        town.passport(1, "doc")


def test_the_form_is_negotiated(town: Registry) -> None:
    client, asset = TestClient(create_app(town)), _any_of(town, "road_asphalt_local")
    path = f"/v1/assets/{asset}/passport"
    assert client.get(path).headers["content-type"] == "application/json"
    assert client.get(path, headers={"Accept": "text/turtle"}).text == town.passport(asset, "ttl")
    assert client.get(f"{path}?format=jsonld").headers["content-type"] == "application/ld+json"
    assert client.get(f"{path}?format=doc").status_code == 400
    assert client.get("/v1/assets/99999999/passport").status_code == 404


@pytest.mark.parametrize("asset_type", TYPES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_stands_alone(town: Registry, asset_type: str, language: str) -> None:
    asset = _any_of(town, asset_type)
    page, told = town.passport(asset, "html", language=language), json.loads(town.passport(asset))
    tree = lxml.html.document_fromstring(page)
    assert tree.get("lang") == language
    assert not tree.xpath("//script | //img | //link | //*[@src] | //*[@href]")
    names = [row.xpath("string(td[2])") for row in tree.xpath("//tr[@class='material']")]
    assert names == [each["nameNl" if language == "nl" else "nameEn"] for each in told["materials"]]
    assert told["sourceId"] in tree.text_content()
    assert "None" not in tree.text_content()


def test_both_languages_say_the_same_things() -> None:
    dutch, english = (words()[language] for language in ("nl", "en"))
    assert list(dutch) == list(english)


def in_print(pdf: bytes) -> str:
    """The words of a PDF without any space between them: where its lines break does not matter."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("asset_type", TYPES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_print_says_what_the_page_says(town: Registry, asset_type: str, language: str) -> None:
    asset = _any_of(town, asset_type)
    pdf = town.passport_pdf(asset, language=language)
    tree = lxml.html.document_fromstring(town.passport(asset, "html", language=language))
    told = in_print(pdf)
    for element in tree.xpath("//h1 | //h2 | //dt | //dd | //th | //td | //li | //p"):
        assert "".join(element.text_content().split()) in told
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) <= 2
    assert [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("DejaVu" in font.get_object()["/BaseFont"] for font in fonts), "letters travel with the file"


def test_what_has_no_recipe_and_a_long_history_is_printed(town: Registry) -> None:
    document = json.loads(town.passport(_any_of(town, "road_unknown_open_light")))
    state = {
        "validTo": "2026-01-01T00:00:00",
        "change": "updated",
        "assetType": "x",
        "sourceMaterial": None,
        "builtFrom": 1987,
    }
    document |= {"materials": [], "history": [state] * 120}
    document["assetType"]["noRecipeReason"] = "Soil: ≤ nothing, Łódź → 東"
    pdf = passport_print(document, "en")
    assert len(PdfReader(BytesIO(pdf)).pages) > 2
    assert in_print(pdf).count("1987") >= 120
    assert "Łódź→" in in_print(pdf)


def test_the_print_by_http_and_command(
    town: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    client, asset = TestClient(create_app(town)), _any_of(town, "lamp_post_unknown")
    path = f"/v1/assets/{asset}/passport"
    for answer in (client.get(f"{path}?format=pdf"), client.get(path, headers={"Accept": "application/pdf"})):
        assert answer.headers["content-type"] == "application/pdf"
        assert f"passport-{asset}.pdf" in answer.headers["content-disposition"]
        assert in_print(answer.content) == in_print(town.passport_pdf(asset))
    assert client.get("/v1/assets/99999999/passport?format=pdf").status_code == 404
    monkeypatch.setattr("assetregistry.cli.assets.open_registry", lambda _: town)
    out = tmp_path / "p.pdf"
    for extra in (["--out", str(out)], []):
        monkeypatch.setattr(
            sys,
            "argv",
            ["assetregistry", "assets", "passport", str(asset), "--format", "pdf", "--language", "en", *extra],
        )
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
    assert in_print(capsysbinary.readouterr().out) == in_print(out.read_bytes())
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.passport_pdf(asset, language="fr")


def test_a_source_cannot_write_markup(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    evil = "<script>alert(1)</script>\"'"
    registry.import_source(
        write_streets([(evil, "asfalt", 1990, square(0, 0))]), ImportOptions(profile=profile, dataset=evil)
    )
    page = registry.passport(1, "html")
    assert "<script" not in page
    assert evil in lxml.html.document_fromstring(page).text_content()


def test_the_page_by_http(town: Registry) -> None:
    client, asset = TestClient(create_app(town)), _any_of(town, "lamp_post_unknown")
    path = f"/v1/assets/{asset}/passport"
    page = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.text == town.passport(asset, "html")
    assert client.get(f"{path}?format=html&language=en").text == town.passport(asset, "html", language="en")
    assert client.get(f"{path}?format=html&language=fr").status_code == 400
    with pytest.raises(RegistryError, match="choose nl or en"):
        town.passport(asset, "html", language="fr")


def test_the_table_of_an_area_tells_what_its_passports_tell(town: Registry) -> None:
    area = town.areas(kind="neighbourhood").iloc[0]
    rows = town.passports(area["code"])
    assert (rows["kg"] * rows["share_in_area"]).sum() == pytest.approx(area["stock_kg"])
    asset = _any_of(town, "road_unknown_open_light")
    told = json.loads(town.passport(asset))
    lines = town.passports().query(f"asset_id == {asset}")
    for column, values in {
        "layer": [each["layer"] for each in told["materials"]],
        "kg": [each["kg"]["typical"] for each in told["materials"]],
        "end_p50": [each["end"]["p50"] for each in told["materials"]],
        "recycle": [each["routes"]["recycle"] for each in told["materials"]],
        "source": [each["source"] for each in told["materials"]],
    }.items():
        assert lines[column].to_list() == (values if column in {"layer", "source"} else pytest.approx(values))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_formula_in_a_source_stays_text(
    registry: Registry, write_streets: WriteStreets, profile: str, tmp_path: Path, suffix: str
) -> None:
    rows = [("=1+1", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 0, square(20, 0))]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile))
    out = tmp_path / f"passports{suffix}"
    assert registry.write_passports(out) == len(registry.passports())
    read = pd.read_excel(out) if suffix == ".xlsx" else pd.read_csv(out)
    assert set(read["source_id"]) == {"'=1+1", "b"}
    assert set(read.loc[read["source_id"] == "'=1+1", "built_from"]) == {1990}
    assert read.loc[read["source_id"] == "b", "built_from"].isna().all()
    with pytest.raises(RegistryError, match="written as"):
        registry.write_passports(tmp_path / "passports.doc")


def test_a_table_in_parts_is_the_whole_table(town: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, parts = tmp_path / "one.csv", tmp_path / "parts.csv"
    count = town.write_passports(one)
    monkeypatch.setattr(assets, "PART_ROWS", 100)
    assert town.write_passports(parts) == count > 300
    pd.testing.assert_frame_equal(*(pd.read_csv(path, low_memory=False) for path in (parts, one)))
    before = one.read_text()
    with pytest.raises(NotFoundError):
        town.write_passports(one, area="nowhere")
    assert sorted(tmp_path.iterdir()) == [one, parts]
    assert one.read_text() == before


def test_a_sheet_that_cannot_hold_the_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="a sheet holds"):
        write_table(pd.DataFrame(index=range(MOST_XLSX_ROWS + 1)), tmp_path / "many.xlsx")


def test_what_has_no_recipe_is_still_told(registry: Registry, write_streets: WriteStreets, profile: str) -> None:
    Path(profile).write_text(Path(profile).read_text().replace("road_asphalt_local", "road_unpaved_sand"))
    rows = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 1990, square(20, 0))]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile))
    (row,) = registry.passports().query("source_id == 'a'").to_dict("records")
    assert pd.isna(row["kg"])
    assert json.loads(registry.passport(1))["assetType"]["noRecipeReason"] in registry.passport(1, "html")
    assert registry.circularity(SupplyQuestion(2027, 2030, ())).coverage["without_recipe"] == 1
