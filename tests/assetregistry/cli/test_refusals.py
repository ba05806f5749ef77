"""Bad input: one clear line, exit code 1, nothing changed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from cli_support import STREETS, Run, refused
from sqlalchemy import Engine, text
from support import WriteStreets, square


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
    refused(run("import", path), "roads.gpkg")
    refused(run("import", tmp_path / "nowhere.gml"), "nowhere.gml", "no such file")
    unchanged()


def test_an_empty_layer(run: Run, write_streets: WriteStreets, profile: str, unchanged: Callable[[], None]) -> None:
    refused(run("import", write_streets([]), "--profile", profile), "streets")
    unchanged()


def test_no_crs(run: Run, tmp_path: Path, profile: str, unchanged: Callable[[], None]) -> None:
    path = tmp_path / "streets.shp"
    columns = {"STREET_ID": ["a"], "SURFACE": ["asfalt"], "BUILT": [1990], "OWNER": ["G0153"], "STREET": ["x"]}
    gpd.GeoDataFrame(columns, geometry=[square(0, 0)]).to_file(path)
    refused(run("import", path, "--profile", profile), "--crs")
    unchanged()
    receipt = run("import", path, "--profile", profile, "--crs", "EPSG:28992", "--json").json()
    assert receipt["inserted"] == 1


def test_a_wrong_layer_name(run: Run, write_streets: WriteStreets, profile: str, unchanged: Callable[[], None]) -> None:
    refused(run("import", write_streets(STREETS), "--profile", profile, "--layer", "roads"), "roads", "streets")
    unchanged()


def test_no_owner_and_an_owner_that_is_no_code(
    run: Run, write_streets: WriteStreets, profile: str, unchanged: Callable[[], None]
) -> None:
    source = write_streets(STREETS, owner=None)
    refused(run("import", source, "--profile", profile), "--owner")
    refused(run("import", source, "--profile", profile, "--owner", "Enschede"), "Enschede", "organisations add")
    unchanged()


def test_no_profile_and_an_unknown_profile(
    run: Run, write_streets: WriteStreets, unchanged: Callable[[], None]
) -> None:
    source = write_streets(STREETS)
    refused(run("import", source), "profile")
    refused(run("import", source, "--profile", "no-such-profile"), "no-such-profile")
    unchanged()


def test_a_port_in_use(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run("serve", "--port", port), str(port), "--port")


def test_a_database_that_does_not_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    outcome = run("imports", "list")
    refused(outcome, "does not answer", "ASSETREGISTRY_DATABASE_URL")
    assert "secret" not in outcome.err
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", "not a url")
    refused(run("imports", "list"), "postgresql://")


def test_an_older_and_a_newer_schema(run: Run, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    refused(run("imports", "list"), "newer", "upgrade assetregistry")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    refused(run("imports", "list"), "older", "db upgrade")


def test_a_database_without_a_registry(run: Run, monkeypatch: pytest.MonkeyPatch, cluster: Any) -> None:
    cluster.create_database("bare")
    monkeypatch.setenv("ASSETREGISTRY_DATABASE_URL", cluster.url("bare"))
    refused(run("imports", "list"), "db upgrade")
    assert "upgraded" in run("db", "upgrade").out
    assert run("imports", "list").code == 0
    assert "already" in run("db", "upgrade").out


def test_questions_without_sense(run: Run, unchanged: Callable[[], None]) -> None:
    refused(run("supply", "--from", 2036, "--to", 2027), "upside down")
    refused(run("supply", "--from", 2027, "--to", 2036, "--area", "nowhere"), "nowhere", "areas list")
    refused(run("supply", "--from", 2027, "--to", 2036, "--by", "colour"), "colour")
    refused(run("supply", "--from", 2027, "--to", 2036, "--out", "x.doc"), "x.doc")
    refused(run("assets", "show", 12345), "12345")
    refused(run("imports", "show", 12345), "12345")
    refused(run("offers", "list", "--from", 2036, "--to", 2027), "upside down")
    refused(run("organisations", "add", "G0001", "--name", " "), "code and a name")
    unchanged()


@pytest.mark.parametrize(
    "command",
    [
        ("supply", "--from", 2027, "--to", 2030, "--out"),
        ("assets", "export", "--out"),
        ("assets", "as-of", "--out"),
        ("assets", "passport", 1, "--out"),
        ("offers", "export", "--out"),
        ("map", "--all", "--out"),
        ("calibrate", "--report"),
        ("imports", "quarantine", 1, "--out"),
        ("db", "backup"),
    ],
)
def test_a_file_in_no_folder_is_refused_before_anything_is_done_for_it(
    run: Run, tmp_path: Path, command: tuple[object, ...]
) -> None:
    file = tmp_path / "nowhere" / "file.gpkg"
    refused(run(*command, file), str(file), f"there is no folder {file.parent}")
    refused(run(*command, tmp_path), "this is a folder")


def test_settings_that_cannot_be_read_are_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PORT", "eighty"), ("JOB_MINUTES", "0"), ("SERVICE_URLS", "pdok")):
        with monkeypatch.context() as changed:
            changed.setenv(f"ASSETREGISTRY_{name}", value)
            refused(run("settings"), name if name != "SERVICE_URLS" else "service_urls")
