"""The catalogue by commands, and a folder of one's own that reaches the numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support import WriteStreets, square

from assetregistry.cli import main
from assetregistry.errors import RegistryError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings

OWN_TYPE = """
[road_trial]
number = 9001
name_nl = "Proefvak"
name_en = "Trial section"
group = "road"
geometry = "polygon"
source = "Weighed on a scale"
confidence = "A"
[[road_trial.layer]]
name = "surface"
material = "asphalt"
kg_per_m2 = [90, 100, 110]
lifetime = "asphalt_wearing_course"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one type of its own."""
    own = tmp_path / "own"
    (own / "asset_types").mkdir(parents=True)
    (own / "asset_types" / "trial.toml").write_text(OWN_TYPE)
    return own


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["assetregistry", "catalogue", *map(str, arguments)])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _json(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert _run(monkeypatch, *arguments, "--json") == 0
    return json.loads(capfd.readouterr().out)


def test_commands_agree(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    before = _json(monkeypatch, capfd, "check")
    after = _json(monkeypatch, capfd, "check", folder)
    assert after["entries"]["types"] == before["entries"]["types"] + 1
    changed = _json(monkeypatch, capfd, "diff", folder)
    assert (changed["before"], changed["after"]) == (before["version"], after["version"])
    assert [(each["code"], each["change"]) for each in changed["differences"]] == [("road_trial", "added")]
    monkeypatch.setenv("ASSETREGISTRY_CATALOGUE_DIR", str(folder))
    assert _json(monkeypatch, capfd, "diff") == changed
    assert len(_json(monkeypatch, capfd, "list")) == after["entries"]["types"]
    assert _json(monkeypatch, capfd, "show", "road_trial")["layers"][0]["kg"]["typical"] == 100
    variants = _json(monkeypatch, capfd, "list", "variants")
    assert len(variants) == after["entries"]["variants"]
    shown = _json(monkeypatch, capfd, "show", "sewer_gravity_unknown")["variants"]
    assert shown == [each for each in variants if each["asset_type"] == "sewer_gravity_unknown"]
    assert _json(monkeypatch, capfd, "show", shown[0]["code"])["mix"] == shown[0]["mix"]


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["list", "hazards"], ["list"], ["show", "road_asphalt_local"], ["show", "sewer_gravity_unknown"]],
)
def test_people_can_read_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert _run(monkeypatch, *arguments) == 0
    assert "tar" in capfd.readouterr().out or arguments != ["show", "road_asphalt_local"]


def test_a_bad_folder_is_refused_with_file_and_entry(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "asset_types" / "trial.toml").write_text(OWN_TYPE.replace('"asphalt"', '"gold"'))
    assert _run(monkeypatch, "check", folder) == 1
    told = capfd.readouterr()
    assert told.out == ""
    assert "trial.toml [road_trial, layer surface]: unknown material 'gold'" in told.err
    assert _run(monkeypatch, "diff") == 1
    assert "ASSETREGISTRY_CATALOGUE_DIR" in capfd.readouterr().err
    assert _run(monkeypatch, "list", "colours") == 1


def test_a_changed_catalogue_derives_anew_and_names_its_answers(
    settings: Settings, folder: Path, write_streets: WriteStreets, profile: str
) -> None:
    own = settings.model_copy(update={"catalogue_dir": folder})
    Path(profile).write_text(Path(profile).read_text().replace("road_asphalt_local", "road_trial"))
    first = Registry.open(own)
    first.import_source(write_streets([("a", "asfalt", 1990, square(0, 0))]), ImportOptions(profile=profile))
    version = first.refresh()
    assert first.stock()["kg"].sum() == pytest.approx(100 * 100)
    first.engine.dispose()

    own_file = folder / "asset_types" / "trial.toml"
    own_file.write_text(OWN_TYPE.replace("[90, 100, 110]", "[90, 105, 110]"))
    second = Registry.open(own)
    assert second.stock()["kg"].sum() == pytest.approx(100 * 105)
    assert second.refresh() != version
    second.engine.dispose()

    with pytest.raises(RegistryError, match=r"road_trial.*ASSETREGISTRY_CATALOGUE_DIR"):
        Registry.open(settings)


def test_what_is_neither_a_folder_nor_a_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "diff", "no-such-thing") == 1
    assert "neither a folder nor a version: see `assetregistry catalogue versions`" in capfd.readouterr().err
