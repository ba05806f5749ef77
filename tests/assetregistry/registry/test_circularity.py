"""Circularity of the sample town and of two streets: by the registry, by command and by HTTP the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from support import WriteStreets, square

from assetregistry.api import create_app
from assetregistry.cli import main
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import ImportOptions, Registry, SupplyQuestion

QUESTION = SupplyQuestion(2027, 2046, ())


def test_the_town_adds_up(town: Registry) -> None:
    for code in (None, *town.areas(kind="neighbourhood")["code"]):
        question = SupplyQuestion(2027, 2046, ("material",), area=code)
        supply, told = town.supply(question), town.circularity(question).as_dict()
        routes = told["output"]["routes"]
        assert sum(each["expectedKg"] for each in routes) == pytest.approx(supply.rows["expected_kg"].sum())
        assert told["output"]["withheldKg"] == pytest.approx(supply.withheld["expected_kg"].sum(), abs=0.01)
        assert sum(each["share"] for each in routes) == pytest.approx(1)
        assert all(0 <= each["share"] <= 1 for each in (*routes, *told["stock"]["shares"]))
        saved = sum(each["expectedKg"] for each in routes if each["route"] in {"reuse", "recycle"})
        assert told["avoided"]["primaryKg"] == pytest.approx(saved)
        assert 0 < told["avoided"]["co2Kg"] < told["avoided"]["primaryKg"]
        assert told["input"]["primary"] is None
        assert told["input"]["reason"]


def test_http_tells_the_same_and_refuses(town: Registry) -> None:
    client = TestClient(create_app(town))
    told = client.get("/v1/circularity?fromYear=2027&toYear=2046")
    assert told.json() == town.circularity(QUESTION).as_dict()
    assert client.get("/v1/circularity?fromYear=2046&toYear=2027").status_code == 400
    assert client.get("/v1/circularity?fromYear=2027&toYear=2046&areaCode=none").status_code == 404
    with pytest.raises(NotFoundError):
        town.circularity(SupplyQuestion(2027, 2046, (), area="none"))


def test_a_passport_counts_until_it_is_undone(
    registry: Registry, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    rows = [("a", "asfalt", 1990, square(0, 0)), ("b", "onbekend", 0, square(20, 0))]
    registry.import_source(write_streets(rows), ImportOptions(profile=profile, dataset="streets"))
    of_a = _share_of_first(registry)
    passports = tmp_path / "passports.csv"
    line = {"subject": "a", "layer": "surface", "material": "asphalt", "kg": 11_500}
    pd.DataFrame([line]).to_csv(passports, index=False)
    receipt = registry.import_source(passports, ImportOptions())
    known, told = registry.circularity(QUESTION), _share_of_first(registry)
    assert told > of_a, "the passport's mass counts"
    assert known.stock["share"].to_list() == pytest.approx([told, 0, told, told])
    assert known.coverage == {"assets": 2, "with_passport": 1, "without_recipe": 0}
    registry.undo_import(receipt.import_id or 0)
    assert registry.circularity(QUESTION).stock["share"].to_list() == pytest.approx([of_a, 0, of_a, 0])


def _share_of_first(registry: Registry) -> float:
    weights = [float(registry.asset(number)["kg"]["typical"]) for number in (1, 2)]
    return weights[0] / sum(weights)


def test_factors_of_ones_own(registry: Registry, tmp_path: Path, town: Registry) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[clay_paver]\nprimary_co2_kg_per_kg = 1.0\nsource = "Kiln"\nconfidence = "B"\n')
    told = town.circularity(QUESTION, own)
    pavers = told.avoided.set_index("material").loc["clay_paver"]
    assert told.as_dict()["avoided"]["co2Kg"] == pytest.approx(pavers["reuse_kg"], rel=1e-6)
    assert told.as_dict()["avoided"]["factors"] == "own.toml"
    with pytest.raises(RegistryError, match="not readable"):
        town.circularity(QUESTION, tmp_path / "none.toml")
    assert registry.circularity(QUESTION).as_dict()["avoided"]["co2Kg"] is None


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_by_command(
    town: Registry, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], form: list[str]
) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", str(town.settings.database_url))
    arguments = ["circularity", "--from", "2027", "--to", "2046", "--as-of", town.as_of.isoformat(), *form]
    monkeypatch.setattr(sys, "argv", ["assetregistry", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    out = capfd.readouterr().out
    if form:
        assert json.loads(out) == town.circularity(QUESTION).as_dict()
    else:
        assert "for reuse" in out
        assert "year of building known" in out
