"""The command line as people and scripts use it: what it does and prints."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from cli_support import STREETS, Run, refused
from shapely import Point
from support import WriteStreets, square

from assetregistry import __version__
from assetregistry.cli import COMMANDS, Commands
from assetregistry.store.schema import head


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
    assert offered + held + now == pytest.approx(listed[0]["stockKg"], rel=beyond_2500)


def test_a_filter_of_what_there_is_not_isrefused(run: Run, write_streets: WriteStreets, profile: str) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    years = ("--from", 2027, "--to", 2036)
    refused(run("supply", *years, "--owner", "G0153,G0154"), "no organisation 'G0154'", "G0153")
    refused(run("supply", *years, "--asset-type", "road_asfalt"), "no asset type 'road_asfalt'", "catalogue list types")
    refused(run("supply", *years, "--route", "sea"), "no such route: 'sea'", "reuse, recycle")
    refused(run("assets", "export", "--out", "list.csv", "--material", "gold"), "no material 'gold'")
    refused(run("offers", "list", "--material", "gold"), "no material 'gold'")
    refused(run("areas", "list", "--kind", "county"), "no area is of kind 'county'")


def test_no_option_is_left_out_in_silence(run: Run, write_streets: WriteStreets, profile: str, tmp_path: Path) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    asked = ("supply", "--from", 2027, "--to", 2036, "--owner", "G0153 , G0153")
    table = tmp_path / "supply.csv"
    for other in (("--out", table), ("--compare", "baseline,longer-lives")):
        assert run(*asked, "--explain", *other).code == 2
    assert not table.exists()
    assert run(*asked, "--compare", " , ").code == 2
    assert run("map", "--all", "--year", 2030, "--out", tmp_path / "map.html").code == 2
    assert run("calibrate", "--only", "lamp_post").code == 2
    assert run(*asked, "--by", "year, material", "--out", table, "--json").json() == {"file": str(table)}
    assert list(pd.read_csv(table))[:2] == ["year", "material"]


def test_what_people_read(run: Run, write_streets: WriteStreets, profile: str) -> None:
    told = run("import", write_streets(STREETS), "--profile", profile)
    assert "2 read = 2 inserted + 0 updated" in told.out
    assert "organisation-registered" in told.err
    assert "streets" in run("imports", "list").out
    assert "asphalt" in run("supply", "--from", 2027, "--to", 2036, "--by", "material").out
    assert "asphalt" in run("assets", "show", 1).out
    assert "G0153" in run("organisations", "list").out
    assert "STREET_ID" in run("inspect", "streets.gpkg").out


def test_a_narrow_terminal_breaks_no_day(
    run: Run, write_streets: WriteStreets, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", write_streets(STREETS), "--profile", profile)
    day = run("imports", "list", "--json").json()[0]["at"][:10]
    monkeypatch.setenv("FORCE_COLOR", "1")
    for columns, whole in ((60, False), (200, True)):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = run("imports", "list").out.splitlines()
        assert any(f" {day} " in line for line in lines)
        assert any("quarantined" in line for line in lines) == whole


def test_offers_are_listed_by_years_and_in_tonnes(run: Run, write_streets: WriteStreets, profile: str) -> None:
    many = [(str(number), "klinkers", 1970, square(30 * number, 0, 20)) for number in range(60)]
    run("import", write_streets(many), "--profile", profile)
    run("offers", "publish")
    offer = run("offers", "list", "--json").json()["offers"][0]
    line = run("offers", "list").out.splitlines()[2]
    assert f"{offer['windowFrom']}-{offer['windowTo']}" in line
    assert f"{offer['p90Kg'] / 1000:,.1f}" in line


def test_offers_are_chosen_as_at_the_other_doors(run: Run, write_streets: WriteStreets, profile: str) -> None:
    many = [(str(number), "klinkers", 1970, square(30 * number, 0, 20)) for number in range(60)]
    run("import", write_streets(many), "--profile", profile)
    run("offers", "publish")
    every = run("offers", "list", "--json").json()["offers"]
    last = max(offer["windowTo"] for offer in every)
    chosen = {"owner": "G0153", "route": "reuse", "from": last, "to": last}
    options = [part for name, value in chosen.items() for part in (f"--{name}", str(value))]
    found = run("offers", "list", *options, "--json").json()["offers"]
    assert found == [each for each in every if each["route"] == "reuse" and each["windowTo"] == last]
    assert 0 < len(found) < len(every)
    run("offers", "export", "--out", "chosen.csv", *options)
    assert len(pd.read_csv("chosen.csv")) == len(found)
    refused(run("offers", "list", "--route", "sale"), "no such route: 'sale'; choose from reuse, recycle")


def test_a_suggested_profile_is_saved_and_used(run: Run, sample_dir: Path, tmp_path: Path) -> None:
    source, profile = sample_dir / "delivery-2025" / "straatmeubilair.geojson", tmp_path / "mine.toml"
    assert "lichtmast" in run("inspect", source).out
    assert "written" in run("inspect", source, "--suggest", profile).err
    receipt = run("import", source, "--profile", profile, "--json").json()
    assert (receipt["read"], receipt["quarantined"]) == (receipt["inserted"], 0)
    sewers = sample_dir / "delivery-2025" / "riolering.gpkg"
    refused(run("inspect", sewers, "--suggest", profile), "has a profile already")
    table = tmp_path / "poles.csv"
    table.write_text("ID;oost;noord\n1;155000;463000\n")
    refused(run("inspect", table, "--suggest", profile), "no column in which coordinates were found")
    assert "no column in which coordinates were found" in run("inspect", table).out
    areas = sample_dir / "delivery-2025" / "gebieden.gpkg"
    assert "none fits; the layer looks like areas: assetregistry areas import SOURCE" in run("inspect", areas).out
    refused(run("inspect", areas, "--suggest", profile), "looks like areas: assetregistry areas import SOURCE")
    empty = tmp_path / "leeg.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    refused(run("inspect", empty, "--suggest", profile), "leeg is empty: there is nothing to import")


def test_profiles_of_several_layers_are_suggested_as_one_file(run: Run, tmp_path: Path) -> None:
    source, profile = tmp_path / "inrichting.gpkg", tmp_path / "mine.toml"
    layers = {"Betonsteen": square(0, 0), "Trottoirkolk": Point(155_040, 463_010)}
    for name, shape in layers.items():
        row = {"Identificatie": [f"{name}-1"], "Jaar van aanleg": [1998], "Bronhouder": ["G0153"]}
        gpd.GeoDataFrame(row, geometry=[shape], crs=28992).to_file(source, layer=name)
    run("inspect", source, "--suggest", profile)
    receipts = run("import", source, "--profile", profile, "--owner", "G0153", "--json").json()["receipts"]
    assert {each["layer"]: each["inserted"] for each in receipts} == dict.fromkeys(layers, 1)


def test_inspect_tells_what_is_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "poles.csv").write_text("id;x;y\n1;155000;463000\n")
    for name in ("plan.dwg", "plan 2.dwg"):
        (tmp_path / name).write_bytes(b"AC1027")
    assert "left: plan 2.dwg (and 1 more) is " in run("inspect", tmp_path).err


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
    refused(run("imports", "undo", number), "undone already")
    assert "recorded from" in run("assets", "history", 1).out
    assert run("assets", "history", 1, "--json").json()["states"][0]["builtFrom"] == 1990
    then = tmp_path / "then.gpkg"
    assert run("assets", "as-of", "--out", then).err == f"written: {then}, 1 assets\n"
    assert gpd.read_file(then)["source_id"].tolist() == ["odd"]
    refused(run("assets", "as-of", "--out", tmp_path / "then.doc"), "then.doc")


def test_assets_of_a_condition_that_is_none_arerefused(run: Run, tmp_path: Path) -> None:
    for wrong in ("9", "bad", "5;6"):
        refused(run("assets", "export", "--condition", wrong, "--out", tmp_path / "worst.csv"), wrong)
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
    shown = run("assets", "edits", 1).out.splitlines()
    assert shown[0].split()[-1] == "status"
    assert [line.split()[-1] for line in shown[1:]] == ["stands", "stands"]
    withdrawn = run("assets", "edit", 1, "--withdraw", "lines", "--json").json()["importId"]
    assert "taken back" in run("assets", "edits", 1).out
    assert f"replaced by {withdrawn}" in run("assets", "edits", 1).out
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
    refused(run("calibrate", "--accept", "own"), "own", "make it")
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
    refused(run("db", "restore", dump), "holds 3 assets", "--replace")
    assert "restored" in run("db", "restore", dump, "--replace").out
    assert len(run("imports", "list", "--json").json()) == 1
    assert run("offers", "list", "--json").json()["feed"] != feed
    broken = tmp_path / "broken.dump"
    broken.write_text("no backup")
    refused(run("db", "restore", broken, "--replace"), "broken.dump", "nothing was changed")
    refused(run("db", "restore", tmp_path / "nowhere.dump"), "no such file")
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


@pytest.mark.parametrize("command", COMMANDS)
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
    assert run("serve", "--port", 99_999).code == 2
    assert "Did you mean 'supply'?" in run("suply").err


def test_a_folder_of_layers_is_imported_at_once(run: Run, write_streets: WriteStreets, profile: str) -> None:
    source = write_streets(STREETS)
    gpd.read_file(source, layer="streets").to_file(source, layer="lanes")
    gpd.read_file(source, layer="streets")[["BUILT", "geometry"]].to_file(source, layer="other")
    told = run("import", source, "--profile", profile, "--json").json()
    assert [(receipt["read"], receipt["inserted"]) for receipt in told["receipts"]] == [(2, 2), (2, 0)]
    assert told["left"] == [{"name": "other", "code": "no-profile", "reason": "no profile fits"}]
    refused(run("import", source, "--profile", profile, "--delivery", "full"), "several layers go to one dataset")


def test_every_command_of_the_table_is_there() -> None:
    for name, (_, what) in COMMANDS.items():
        command = Commands(name="assetregistry").get_command(None, name)
        assert command is not None
        assert command.help or command.callback, name
        assert what.endswith("."), name
