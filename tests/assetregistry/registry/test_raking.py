"""Known totals: a proposal meets them, changes nothing by itself, and holds for their owner once in the folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from shapely import LineString
from sqlalchemy import text
from support import WriteStreets, square

from assetregistry.catalogue import load_catalogue
from assetregistry.catalogue.windows import Window
from assetregistry.cli import main
from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings

LENGTHS = """
SELECT asset.owner, layer.member, sum(layer.weight * asset.length_m)
FROM asset_layer AS layer JOIN asset ON asset.id = layer.asset_id
WHERE layer.position = 0
GROUP BY asset.owner, layer.member
"""
SEWERS = {
    "sewer_asbestos_cement": ["sewer_gravity_asbestos_cement"],
    "sewer_plastic": ["sewer_gravity_pvc", "sewer_gravity_pe", "sewer_gravity_pp", "sewer_gravity_grp"],
    "sewer_vitrified_clay": ["sewer_gravity_vitrified_clay"],
}
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
    for row in found.as_dict()["mixes"]:
        window = Window(owner, row["builtFrom"], row["builtTo"])
        assert raked.mix(row["assetType"], window).get(row["member"], 0.0) == pytest.approx(row["after"], abs=2e-6)
        said = raked.said_of(row["assetType"], window)
        assert said.source.startswith(f"Raked to the totals of {owner} (Count of 2026), from: ")
    assert raked.asset_types == town.catalogue.asset_types
    assert path == tmp_path / "own" / "variants" / f"raked-{owner}.toml"


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
        assert (folder / "variants" / f"raked-{owner}.toml").exists() is there


@pytest.fixture
def pipes(registry: Registry, write_streets: WriteStreets, profile: str) -> Registry:
    """Pipes of two owners, unknown but for one, of years before and after the end of asbestos cement and of none."""
    for shift, owner in enumerate(("G0153", "G0164")):
        rows = [
            (f"{owner} {number}", "riool" if number == 0 else "onbekend riool", year, line(100 * shift, 10 * number))
            for number, year in enumerate([1970, 1950, 1980, 1985, 2000, 2010, 2015, 0, 0])
        ]
        options = ImportOptions(profile=profile, dataset=owner)
        registry.import_source(write_streets(rows, owner), options)
    return registry


def line(east: float, north: float) -> LineString:
    start = square(east, north).bounds[:2]
    return LineString([start, (start[0] + 10, start[1])])


def lengths(registry: Registry) -> dict[str, dict[str, float]]:
    """Owner → plain type → m, as the registry counts them."""
    registry.refresh()
    found: dict[str, dict[str, float]] = {}
    with registry.engine.connect() as connection:
        for owner, member, length_m in connection.execute(text(LENGTHS)):
            found.setdefault(owner, {})[member] = length_m
    return found


def test_the_stock_meets_the_totals_and_other_owners_keep_theirs(
    pipes: Registry, settings: Settings, tmp_path: Path
) -> None:
    before = lengths(pipes)
    assert before["G0153"] == pytest.approx(before["G0164"])
    wanted = {"sewer_asbestos_cement": 3.0, "sewer_plastic": 40.0, "sewer_vitrified_clay": 4.0}
    said = "\n".join(f"{kind} = {total}" for kind, total in wanted.items())
    found = pipes.rake(written(tmp_path, "G0164", said))
    assert set(found.mixes["built_from"].dropna()) == {1930, 1970, 1994}, "each period is raked apart"
    found.write(tmp_path / "own")
    assert lengths(pipes) == before, "a proposal changes nothing"

    own = Registry.open(settings.model_copy(update={"catalogue_dir": tmp_path / "own"}), as_of=pipes.as_of)
    after = lengths(own)
    assert after["G0153"] == pytest.approx(before["G0153"])
    assert sum(after["G0164"].values()) == pytest.approx(sum(before["G0164"].values()))
    reached = {kind: sum(after["G0164"].get(code, 0) for code in codes) for kind, codes in SEWERS.items()}
    assert reached == pytest.approx(wanted, rel=1e-4)
    for year in (1994, 2010):
        mix = own.catalogue.mix("sewer_gravity_unknown", Window("G0164", year, year))
        assert "sewer_gravity_asbestos_cement" not in mix, "raking brings back nothing that its years exclude"
    assert own.catalogue.mix("sewer_gravity_unknown", Window("G0164", 1920, 1920)) == pytest.approx(
        pipes.catalogue.mix("sewer_gravity_unknown", Window(None, 1920, 1920))
    ), "of years in which the owner holds nothing there is nothing to learn"

    again = own.rake(tmp_path / "totals.toml")
    assert again.kinds["before"].to_list() == pytest.approx(list(wanted.values()), rel=1e-4)
    assert again.mixes["after"].to_numpy() == pytest.approx(again.mixes["before"].to_numpy(), abs=1e-4)
    own.rake(written(tmp_path, "G0153", "sewer_brick = 2.0")).write(tmp_path / "own")
    own.engine.dispose()
    both = Registry.open(settings.model_copy(update={"catalogue_dir": tmp_path / "own"}), as_of=pipes.as_of)
    last = lengths(both)
    assert last["G0164"] == pytest.approx(after["G0164"], rel=1e-4), "the file of one owner leaves that of another"
    assert last["G0153"]["sewer_gravity_brick"] == pytest.approx(2.0, rel=1e-4)
    both.engine.dispose()
