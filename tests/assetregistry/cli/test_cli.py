"""The command line as people and scripts use it: what it prints, and how it refuses."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from sqlalchemy import Engine, text
from support import WriteStreets, square

from assetregistry import __version__
from assetregistry.cli import COMMANDS, Commands, main
from assetregistry.store.schema import head


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed with --json."""
        assert self.code == 0, self.err
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], database_url: str, tmp_path: Path) -> Run:
    """Run a command against a fresh database, as the shell would."""
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", database_url)
    monkeypatch.setenv("ASSETREGISTRY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["assetregistry", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return run


STREETS = [("a", "asfalt", 1990, square(0, 0)), ("b", "klinkers", 1960, square(20, 0))]


def _refused(outcome: Outcome, *words: str) -> None:
    """One clear line on stderr, exit code 1, nothing on stdout."""
    assert outcome.code == 1, outcome
    assert outcome.out == ""
    lines = [line for line in outcome.err.splitlines() if line.strip()]
    assert len(lines) == 1, outcome.err
    assert lines[0].startswith("refused: ")
    for word in words:
        assert word in lines[0], lines[0]


def test_the_walk_by_commands(run: Run, write_streets: WriteStreets, profile: str, tmp_path: Path) -> None:
    receipt = run("import", write_streets(STREETS), "--profile", profile, "--json").json()
    assert (receipt["read"], receipt["inserted"], receipt["owners"]) == (2, 2, {"G0153": 2})
    assert run("imports", "list", "--json").json()[0]["id"] == receipt["importId"]
    assert run("imports", "show", receipt["importId"], "--json").json()["receipt"] == receipt
    area = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"code": ["0153"], "naam": ["Stad"]}, geometry=[square(-5, -5, 100)], crs=28992).to_file(area)
    assert run("areas", "import", area, "--kind", "municipality", "--json").json()["inserted"] == 1
    listed = run("areas", "list", "--json").json()
    assert [(each["code"], each["assets"]) for each in listed] == [("GM0153", 2)]
    answer = run("supply", "--area", "GM0153", "--from", 2027, "--to", 2500, "--by", "material", "--json").json()
    assert answer["area"] == {"code": "GM0153", "name": "Stad"}
    offered = sum(row["expectedKg"] for row in answer["rows"])
    held = sum(row["expectedKg"] for row in answer["withheld"])
    this_year = run("supply", "--from", 2026, "--to", 2026, "--by", "", "--json").json()
    now = sum(row["expectedKg"] for row in this_year["rows"] + this_year["withheld"])
    beyond_2500 = 1e-4  # a foundation may outlast the years that can be asked for
    assert offered + held + now == pytest.approx(listed[0]["stock_kg"], rel=beyond_2500)


def test_a_filter_of_what_there_is_not_is_refused(run: Run, write_streets: WriteStreets, profile: str) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    years = ("--from", 2027, "--to", 2036)
    _refused(run("supply", *years, "--owner", "G0153,G0154"), "no organisation 'G0154'", "G0153")
    _refused(
        run("supply", *years, "--asset-type", "road_asfalt"), "no asset type 'road_asfalt'", "catalogue list types"
    )
    _refused(run("supply", *years, "--route", "sea"), "no such route: 'sea'", "reuse, recycle")
    _refused(run("assets", "export", "--out", "list.csv", "--material", "gold"), "no material 'gold'")
    _refused(run("offers", "list", "--material", "gold"), "no material 'gold'")
    _refused(run("areas", "list", "--kind", "county"), "no area is of kind 'county'")


def test_what_people_read(run: Run, write_streets: WriteStreets, profile: str) -> None:
    told = run("import", write_streets(STREETS), "--profile", profile)
    assert "2 read = 2 inserted + 0 updated" in told.out
    assert "organisation-registered" in told.err
    assert "streets" in run("imports", "list").out
    assert "asphalt" in run("supply", "--from", 2027, "--to", 2036, "--by", "material").out
    assert "asphalt" in run("assets", "show", 1).out
    assert "G0153" in run("organisations", "list").out
    assert "STREET_ID" in run("inspect", "streets.gpkg").out


def test_offers_are_listed_by_years_and_in_tonnes(run: Run, write_streets: WriteStreets, profile: str) -> None:
    many = [(str(number), "klinkers", 1970, square(30 * number, 0, 20)) for number in range(60)]
    run("import", write_streets(many), "--profile", profile)
    run("offers", "publish")
    offer = run("offers", "list", "--json").json()["offers"][0]
    line = run("offers", "list").out.splitlines()[2]
    assert f"{offer['windowFrom']}-{offer['windowTo']}" in line
    assert f"{offer['p90Kg'] / 1000:,.1f}" in line


def test_a_suggested_profile_is_saved_and_used(run: Run, sample_dir: Path, tmp_path: Path) -> None:
    source, profile = sample_dir / "delivery-2025" / "straatmeubilair.geojson", tmp_path / "mine.toml"
    assert "lichtmast" in run("inspect", source).out
    assert "written" in run("inspect", source, "--suggest", profile).err
    receipt = run("import", source, "--profile", profile, "--json").json()
    assert (receipt["read"], receipt["quarantined"]) == (receipt["inserted"], 0)
    sewers = sample_dir / "delivery-2025" / "riolering.gpkg"
    _refused(run("inspect", sewers, "--suggest", profile), "has a profile already")
    table = tmp_path / "poles.csv"
    table.write_text("ID;oost;noord\n1;155000;463000\n")
    _refused(run("inspect", table, "--suggest", profile), "no column in which coordinates were found")
    assert "no column in which coordinates were found" in run("inspect", table).out
    empty = tmp_path / "leeg.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    _refused(run("inspect", empty, "--suggest", profile), "leeg is empty: there is nothing to import")


def test_a_receipt_tells_why_rows_are_in_quarantine(run: Run, write_streets: WriteStreets, profile: str) -> None:
    source = write_streets([*STREETS, ("odd", "toverstof", 1990, square(40, 0))])
    assert "  in quarantine: unknown-value 1\n" in run("import", source, "--profile", profile, "--dry-run").out
    told = run("import", source, "--profile", profile).out
    assert "  in quarantine: unknown-value 1: see assetregistry imports show " in told


def test_quarantine_replay_and_undo_by_commands(
    run: Run, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    odd = ("odd", "toverstof", 1990, square(40, 0))
    source = write_streets([*STREETS, odd])
    receipt = run("import", source, "--profile", profile, "--dataset", "streets", "--json").json()
    assert receipt["reasons"] == {"unknown-value": 1}
    number, out = receipt["importId"], tmp_path / "quarantine.gpkg"
    assert "1 rows written" in run("imports", "quarantine", number, "--out", out).out
    frame = gpd.read_file(out)
    frame["SURFACE"] = "klinkers"
    frame.to_file(out, driver="GPKG", layer="streets")
    assert run("imports", "replay", number, out, "--json").json()["inserted"] == 1
    undone = run("imports", "undo", number, "--json").json()
    assert (undone["removed"], undone["conflicts"]) == (2, [])
    assert "undone by" in run("imports", "list").out
    _refused(run("imports", "undo", number), "undone already")
    assert "recorded from" in run("assets", "history", 1).out
    then = tmp_path / "then.gpkg"
    assert "1 assets written" in run("assets", "as-of", "--out", then).out
    assert gpd.read_file(then)["source_id"].tolist() == ["odd"]
    _refused(run("assets", "as-of", "--out", tmp_path / "then.doc"), "then.doc")


def test_assets_of_a_condition_that_is_none_are_refused(run: Run, tmp_path: Path) -> None:
    for wrong in ("9", "bad", "5;6"):
        _refused(run("assets", "export", "--condition", wrong, "--out", tmp_path / "worst.csv"), wrong)
    assert not (tmp_path / "worst.csv").exists()


def test_an_asset_is_edited_and_the_edit_undone_by_commands(
    run: Run, write_streets: WriteStreets, profile: str
) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    words = ("--year-built", "1995-1998", "--line", "surface:asphalt:900:800:1000", "--reason", "stamped on the kerb")
    receipt = run("assets", "edit", 1, *words, "--json").json()
    assert (receipt["rows"], receipt["inserted"]) == ("edits", 2)
    now = run("assets", "edits", 1, "--json").json()["now"]
    assert (now["built"]["from"], now["built"]["to"], now["lines"][0]["kgLow"]) == (1995, 1998, 800)
    assert run("assets", "edit", 1, "--withdraw", "lines").code == 0
    assert "taken back" in run("assets", "edits", 1).out
    wrong = run("assets", "edit", 1, "--year-built", "1598", "--condition", "9")
    assert wrong.code == 1
    assert "1598" in wrong.err
    assert "9 is no condition" in wrong.err
    for words in (("--year-built", "once"), ("--line", "surface:asphalt"), ("--withdraw", "colour")):
        assert run("assets", "edit", 1, *words).code == 2
    told = run("imports", "undo", receipt["importId"], "--dry-run").out
    assert "nothing changed" in told
    assert run("imports", "undo", receipt["importId"], "--json").json()["statements"] == 2
    assert run("assets", "edits", 1, "--json").json()["now"]["built"]["basis"] == "source"


def test_calibrate_proposes_reports_and_refuses(
    run: Run, write_streets: WriteStreets, profile: str, tmp_path: Path
) -> None:
    assert "nothing was watched yet" in run("calibrate").out
    first = ("--profile", profile, "--dataset", "streets", "--delivery", "full", "--delivered", "2022-05-01")
    assert run("import", write_streets([*STREETS, ("c", "asfalt", 2005, square(40, 0))]), *first).code == 0
    assert run("import", write_streets(STREETS), *first[:-1], "2024-05-01").code == 0
    assert "asphalt_wearing_course" in run("calibrate", "--backtest", 2023).out
    told = run("calibrate", "--report", "lives.md", "--json").json()
    assert (told["things"], told["removals"], told["accepted"]) == (3, 1, [])
    assert "asphalt_wearing_course" in (tmp_path / "lives.md").read_text()
    _refused(run("calibrate", "--accept", "own"), "own", "make it")
    (tmp_path / "own").mkdir()
    accepted = run("calibrate", "--accept", "own")
    assert "ASSETREGISTRY_CATALOGUE_DIR" in accepted.err
    (changed,) = run("catalogue", "diff", "own", "--json").json()["differences"]
    assert (changed["kind"], changed["code"]) == ("lifetimes", "asphalt_wearing_course")


@pytest.mark.parametrize(
    "command",
    [
        ("calibrate",),
        ("assets", "passport", 1),
        ("map", "--out", "map.html", "--all"),
        ("supply", "--from", 2027, "--to", 2030),
    ],
    ids=lambda command: command[0],
)
def test_a_language_that_there_is_not_is_refused_at_once(run: Run, command: tuple[object, ...]) -> None:
    refused = run(*command, "--language", "fr")
    assert refused.code == 2
    assert "'fr' is not one of 'nl', 'en'" in refused.err


def test_a_backup_brings_everything_back(run: Run, write_streets: WriteStreets, profile: str, tmp_path: Path) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    feed = run("offers", "list", "--json").json()["feed"]
    dump = tmp_path / "registry.dump"
    assert "MB" in run("db", "backup", dump).out
    run("import", write_streets([("c", "asfalt", 1990, square(60, 0))]), "--profile", profile)
    _refused(run("db", "restore", dump), "holds 3 assets", "--replace")
    assert "restored" in run("db", "restore", dump, "--replace").out
    assert len(run("imports", "list", "--json").json()) == 1
    assert run("offers", "list", "--json").json()["feed"] != feed
    broken = tmp_path / "broken.dump"
    broken.write_text("no backup")
    _refused(run("db", "restore", broken, "--replace"), "broken.dump", "nothing was changed")
    _refused(run("db", "restore", tmp_path / "nowhere.dump"), "no such file")
    assert len(run("imports", "list", "--json").json()) == 1


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "png", "svg"])
def test_supply_as_a_file(run: Run, write_streets: WriteStreets, profile: str, tmp_path: Path, suffix: str) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    out = tmp_path / f"supply.{suffix}"
    assert run("supply", "--from", 2027, "--to", 2030, "--out", out).code == 0
    assert out.stat().st_size > 100


def test_settings_mask_the_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", "postgresql://me:secret@host/db")
    shown = run("settings", "--json")
    assert "secret" not in shown.out
    assert {"name": "ASSETREGISTRY_PORT", "value": "8000", "source": "default"} in shown.json()


@pytest.mark.parametrize("command", ["demo", "doctor", "db", "inspect", "import", "imports", "areas", "organisations"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.code == 0
    assert "Usage" in outcome.out


def test_its_version_and_that_of_the_schema(run: Run) -> None:
    told = run("--version").out
    assert told == f"assetregistry {__version__}, database schema {head()}\n"


def test_wrong_usage_is_two(run: Run) -> None:
    assert run("supply", "--from", "soon").code == 2
    assert run("map", "--out", "x.html").code == 2


# -- bad input: one clear line, exit 1, nothing changed --------------------------------------------------------------


@pytest.fixture
def unchanged(engine: Engine) -> Callable[[], None]:
    """Asserts that no table of the registry gained or lost a row."""

    def counts() -> dict[str, int]:
        with engine.connect() as connection:
            tables = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'")
            ).scalars()
            return {
                name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608
                for name in list(tables)
            }

    before = counts()

    def check() -> None:
        assert counts() == before

    return check


def test_a_file_that_is_none(run: Run, tmp_path: Path, unchanged: Callable[[], None]) -> None:
    path = tmp_path / "roads.gpkg"
    path.write_text("no GeoPackage")
    _refused(run("import", path), "roads.gpkg")
    _refused(run("import", tmp_path / "nowhere.gml"), "nowhere.gml", "no such file")
    unchanged()


def test_an_empty_layer(run: Run, write_streets: WriteStreets, profile: str, unchanged: Callable[[], None]) -> None:
    _refused(run("import", write_streets([]), "--profile", profile), "streets")
    unchanged()


def test_no_crs(run: Run, tmp_path: Path, profile: str, unchanged: Callable[[], None]) -> None:
    path = tmp_path / "streets.shp"
    columns = {"STREET_ID": ["a"], "SURFACE": ["asfalt"], "BUILT": [1990], "OWNER": ["G0153"], "STREET": ["x"]}
    gpd.GeoDataFrame(columns, geometry=[square(0, 0)]).to_file(path)
    _refused(run("import", path, "--profile", profile), "--crs")
    unchanged()
    receipt = run("import", path, "--profile", profile, "--crs", "EPSG:28992", "--json").json()
    assert receipt["inserted"] == 1


def test_a_wrong_layer_name(run: Run, write_streets: WriteStreets, profile: str, unchanged: Callable[[], None]) -> None:
    _refused(run("import", write_streets(STREETS), "--profile", profile, "--layer", "roads"), "roads", "streets")
    unchanged()


def test_no_owner_and_an_owner_that_is_no_code(
    run: Run, write_streets: WriteStreets, profile: str, unchanged: Callable[[], None]
) -> None:
    source = write_streets(STREETS, owner=None)
    _refused(run("import", source, "--profile", profile), "--owner")
    _refused(run("import", source, "--profile", profile, "--owner", "Enschede"), "Enschede", "organisations add")
    unchanged()


def test_no_profile_and_an_unknown_profile(
    run: Run, write_streets: WriteStreets, unchanged: Callable[[], None]
) -> None:
    source = write_streets(STREETS)
    _refused(run("import", source), "profile")
    _refused(run("import", source, "--profile", "no-such-profile"), "no-such-profile")
    unchanged()


def test_a_port_in_use(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        _refused(run("serve", "--port", port), str(port), "--port")


def test_a_database_that_does_not_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    outcome = run("imports", "list")
    _refused(outcome, "does not answer", "ASSETREGISTRY_DATABASE_URL")
    assert "secret" not in outcome.err
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", "not a url")
    _refused(run("imports", "list"), "postgresql://")


def test_an_older_and_a_newer_schema(run: Run, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    _refused(run("imports", "list"), "newer", "upgrade assetregistry")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    _refused(run("imports", "list"), "older", "db upgrade")


def test_a_database_without_a_registry(run: Run, monkeypatch: pytest.MonkeyPatch, cluster: Any) -> None:
    cluster.create_database("bare")
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", cluster.url("bare"))
    _refused(run("imports", "list"), "db upgrade")
    assert "upgraded" in run("db", "upgrade").out
    assert run("imports", "list").code == 0
    assert "already" in run("db", "upgrade").out


def test_questions_without_sense(run: Run, unchanged: Callable[[], None]) -> None:
    _refused(run("supply", "--from", 2036, "--to", 2027), "upside down")
    _refused(run("supply", "--from", 2027, "--to", 2036, "--area", "nowhere"), "nowhere", "areas list")
    _refused(run("supply", "--from", 2027, "--to", 2036, "--by", "colour"), "colour")
    _refused(run("supply", "--from", 2027, "--to", 2036, "--out", "x.doc"), "x.doc")
    _refused(run("assets", "show", 12345), "12345")
    _refused(run("imports", "show", 12345), "12345")
    unchanged()


def test_a_folder_of_layers_is_imported_at_once(run: Run, write_streets: WriteStreets, profile: str) -> None:
    source = write_streets(STREETS)
    gpd.read_file(source, layer="streets").to_file(source, layer="lanes")
    gpd.read_file(source, layer="streets")[["BUILT", "geometry"]].to_file(source, layer="other")
    told = run("import", source, "--profile", profile, "--json").json()
    assert [(receipt["read"], receipt["inserted"]) for receipt in told["receipts"]] == [(2, 2), (2, 0)]
    assert told["left"] == [{"name": "other", "code": "no-profile", "reason": "no profile fits"}]
    _refused(run("import", source, "--profile", profile, "--delivery", "full"), "several layers go to one dataset")


def test_every_command_of_the_table_is_there() -> None:
    for name, (_, what) in COMMANDS.items():
        command = Commands(name="assetregistry").get_command(None, name)
        assert command is not None
        assert command.help or command.callback, name
        assert what.endswith("."), name
