"""Known totals of a town: the proposal meets them, changes nothing by itself, and holds once it lies in the folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assetregistry.catalogue import load_catalogue
from assetregistry.cli import main
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import Registry

TEXT = """
source = "Count of 2026"
confidence = "A"
[totals.{owner}]
{totals}
{more}
"""


@pytest.fixture
def owner(town: Registry) -> str:
    """Whoever owns most roads of the sample town."""
    held = town.assets_as_of()
    roads = held[held["asset_type"].str.startswith("road_")]
    return str(roads["owner"].value_counts().index[0])


def written(tmp_path: Path, owner: str, totals: str, more: str = "") -> Path:
    path = tmp_path / "totals.toml"
    path.write_text(TEXT.format(owner=owner, totals=totals, more=more))
    return path


def unknown_asphalt(town: Registry, tmp_path: Path, owner: str) -> float:
    """m2 that may yet be asphalt: the middle between none and all of it is a total that can be met."""
    told = town.rake(written(tmp_path, owner, "asphalt = 0")).kinds.iloc[0]
    return float(told["known"] + (told["before"] - told["known"]) * 0.8)


def test_a_proposal_meets_the_total_and_loads(town: Registry, tmp_path: Path, owner: str) -> None:
    total = unknown_asphalt(town, tmp_path, owner)
    found = town.rake(written(tmp_path, owner, f"asphalt = {total}"))
    assert found.kinds["after"].to_list() == pytest.approx([total], rel=1e-6)
    assert found.kinds["before"].iloc[0] != pytest.approx(total, rel=1e-3)
    path = found.write(tmp_path / "own")
    raked = load_catalogue(tmp_path / "own")
    assert raked.version != town.catalogue.version
    for row in found.mixes.itertuples():
        assert raked.mix(row.asset_type).get(row.member, 0.0) == pytest.approx(row.after, abs=2e-6)
    code = found.mixes["asset_type"].iloc[0]
    assert raked.asset_types[code].source.startswith(f"Raked to the totals of {owner} (Count of 2026), from: ")
    assert raked.asset_types[code].layers == town.catalogue.asset_types[code].layers
    assert path.name == "raked.toml"


def test_what_cannot_be_is_refused(town: Registry, tmp_path: Path, owner: str) -> None:
    for totals, more, said in (
        ("gold = 1", "", "define it under"),
        ("asphalt = 1\ncobbles = 1", '[kinds]\ncobbles = ["road_asphalt_local"]', "counted under 'asphalt' too"),
        ("mixed = 1", '[kinds]\nmixed = ["road_asphalt_local", "kerb_concrete"]', "different units"),
        ("asphalt = -1", "", "greater than or equal"),
        ("asphalt = ", "", "not readable as TOML"),
    ):
        with pytest.raises(RegistryError, match=said):
            town.rake(written(tmp_path, owner, totals, more))
    with pytest.raises(RegistryError, match="say --owner"):
        town.rake(written(tmp_path, owner, "asphalt = 1"), "G9999")
    with pytest.raises(NotFoundError, match="no asset of G9999"):
        town.rake(written(tmp_path, "G9999", "asphalt = 1"))


def test_the_command_writes_only_when_told(
    town: Registry, tmp_path: Path, owner: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("assetregistry.cli.catalogue.open_registry", lambda: town)
    path, folder = written(tmp_path, owner, "asphalt = 100"), tmp_path / "own"
    for extra, there in (([], False), (["--out", str(folder)], True)):
        monkeypatch.setattr(sys, "argv", ["assetregistry", "catalogue", "rake", str(path), *extra])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        told = capsys.readouterr()
        assert "with mixes raked" in told.out
        assert ("nothing is changed" in told.err) is not there
        assert (folder / "asset_types" / "raked.toml").exists() is there
