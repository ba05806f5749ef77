"""Imports over HTTP with a real worker beside the server: sent, recognised, followed to their end."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import support
from conftest import AS_OF, ROOT, MakeDatabase
from described import described_client
from fastapi.testclient import TestClient
from shapely import Point

from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
from assetregistry.worker.beside import worker_beside

FURNITURE = ROOT / "data" / "sample" / "delivery-2025" / "straatmeubilair.geojson"
PROFILE = ROOT / "data" / "sample" / "straatmeubilair.toml"
ROWS = len(json.loads(FURNITURE.read_text(encoding="utf-8"))["features"])
FAR = Point(5_000_000, 5_000_000)
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def registry(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry with a worker process, for all tests of this module."""
    settings = Settings(
        database_url=make_database(), data_dir=tmp_path_factory.mktemp("data"), basemap_url="none", upload_max_mb=5
    )
    registry = Registry.open(settings, as_of=AS_OF)
    with worker_beside(settings):
        yield registry
    registry.engine.dispose()


@pytest.fixture(scope="module")
def client(registry: Registry) -> TestClient:
    return described_client(registry)


def _files(*paths: Path) -> list[tuple[str, tuple[str, bytes]]]:
    return [("file", (path.name, path.read_bytes())) for path in paths]


def _ended(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """The job when it has ended."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found: dict[str, Any] = client.get(f"/v1/jobs/{job['jobId']}").json()
        if found["state"] not in ("waiting", "running"):
            return found
        time.sleep(0.05)
    raise AssertionError(f"job {job['jobId']} does not end")


def _imported(client: TestClient, *paths: Path, **words: str) -> dict[str, Any]:
    """Files sent and imported in one step: the job when it has ended."""
    answer = client.post("/v1/imports", files=_files(*paths), data=words)
    assert answer.status_code == 202, answer.text
    return _ended(client, answer.json())


def _events(client: TestClient, job: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """All events of a job until the stream ends."""
    with client.stream("GET", f"/v1/jobs/{job['jobId']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(stream.iter_text()).strip().split("\n\n")
    lines = [block.split("\n") for block in blocks if not block.startswith(":")]
    return [(event.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for event, data in lines]


def test_a_file_is_sent_looked_at_confirmed_and_followed(client: TestClient, registry: Registry) -> None:
    sent = client.post("/v1/uploads", files=_files(FURNITURE, PROFILE))
    assert sent.status_code == 201, sent.text
    upload = sent.json()
    assert client.get(sent.headers["location"]).json()["uploadId"] == upload["uploadId"]
    (layer,) = _ended(client, upload["job"])["report"]["layers"]
    assert (layer["rows"], layer["crs"], layer["profileFile"]) == (ROWS, "EPSG:28992", PROFILE.name)

    order = {"uploadId": upload["uploadId"], "profile": PROFILE.name}
    dry = _ended(client, client.post("/v1/imports", json={**order, "dryRun": True}).json())
    assert (dry["state"], dry["receipt"]["inserted"], dry["importId"]) == ("done", ROWS, None)
    assert client.get("/v1/imports").json()["imports"] == []

    ordered = client.post("/v1/imports", json=order)
    assert ordered.status_code == 202
    job = ordered.json()
    assert ordered.headers["location"] == f"/v1/jobs/{job['jobId']}"
    *progress, (last, end) = _events(client, job)
    assert last == "end"
    assert {name for name, _ in progress} <= {"progress"}
    assert (end["state"], end["receipt"]["inserted"]) == ("done", ROWS)
    assert [each["receipt"] for each in client.get("/v1/imports").json()["imports"]] == [end["receipt"]]
    assert client.get(f"/v1/imports/{end['importId']}").json()["receipt"] == end["receipt"]
    assert registry.summary()["assets"] == ROWS


def test_the_receipt_is_the_one_that_the_command_line_prints(
    client: TestClient, make_database: MakeDatabase, tmp_path: Path
) -> None:
    job = _imported(client, FURNITURE, PROFILE, profile=PROFILE.name, dataset="twice")
    beside = Registry.open(Settings(database_url=make_database(), data_dir=tmp_path), as_of=AS_OF)
    try:
        beside.import_source(FURNITURE, ImportOptions(profile=str(PROFILE)))
        receipt = beside.import_source(FURNITURE, ImportOptions(profile=str(PROFILE), dataset="twice")).as_dict()
    finally:
        beside.engine.dispose()
    loose = {"seconds": 0, "importId": 0}
    assert {**job["receipt"], **loose} == {**receipt, **loose}


def test_rows_in_quarantine_are_told_paged_and_given_as_a_table(client: TestClient, tmp_path: Path) -> None:
    rows: list[support.Street] = [(f"=SUM({i})", "asfalt", 1990, FAR.buffer(10)) for i in range(5)]
    source = support.write_streets(tmp_path / "far.gpkg", rows)
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE)
    job = _imported(client, source, profile, profile=profile.name)
    assert (job["receipt"]["read"], job["receipt"]["quarantined"]) == (5, 5)
    assert client.get(f"/v1/imports/{job['importId']}").json()["quarantine"] == {"outside-crs-area": 5}
    seen: list[dict[str, Any]] = []
    path: str | None = f"/v1/imports/{job['importId']}/quarantine?limit=2"
    while path:
        answer = client.get(path)
        seen += answer.json()["rows"]
        link = answer.headers.get("link")
        path = link.split(";")[0].strip("<>") if link else None
    assert [row["sourceId"] for row in seen] == [f"=SUM({i})" for i in range(5)]
    assert all(row["attributes"]["SURFACE"] == "asfalt" and row["message"] for row in seen)
    table = client.get(f"/v1/imports/{job['importId']}/quarantine.csv")
    assert "attachment" in table.headers["content-disposition"]
    lines = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [line[1] for line in lines[1:]] == [f"'=SUM({i})" for i in range(5)]  # a spreadsheet must not count it


def _two_layers(folder: Path, *, second_is_sound: bool = True) -> Path:
    """Streets in two layers that the profile fits, one that none does, and one that is empty."""
    source = folder / "town.gpkg"
    streets = support.gpd.read_file(
        support.write_streets(folder / "s.gpkg", [(folder.name, "asfalt", 1990, support.square(700, 700))])
    )
    lanes = streets.assign(STREET_ID=f"lane-{folder.name}", OWNER=streets["OWNER"] if second_is_sound else None)
    for name, frame in (("streets", streets), ("lanes", lanes), ("notes", streets[["geometry"]]), ("old", lanes[:0])):
        frame.to_file(source, layer=name)
    return source


def test_all_layers_of_a_file_are_one_job_with_a_receipt_each(client: TestClient, tmp_path: Path) -> None:
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE.replace("name = ", 'dataset = "town"\nname = ', 1))
    source = _two_layers(tmp_path)
    before = len(client.get("/v1/imports").json()["imports"])
    dry = _imported(client, source, profile, profile=profile.name, dryRun="true")
    assert dry["error"] is None
    assert [each["importId"] for each in dry["receipts"]] == [None, None]
    job = _imported(client, source, profile, profile=profile.name)
    assert (job["state"], job["error"], job["receipt"], job["importId"]) == ("done", None, None, None)
    assert [(each["layer"], each["read"], each["inserted"]) for each in job["receipts"]] == [
        ("streets", 1, 1),
        ("lanes", 1, 1),
    ]
    assert {each["name"]: (each["code"], each["reason"]) for each in job["left"]} == {
        "notes": ("no-profile", "no profile fits"),
        "old": ("empty", "is empty"),
    }
    done = client.get("/v1/imports").json()["imports"][: len(job["receipts"])]
    assert [each["receipt"] for each in reversed(done)] == job["receipts"]
    assert len(client.get("/v1/imports").json()["imports"]) == before + 2
    chosen = client.post(
        "/v1/imports", json={"uploadId": job["uploadId"], "profile": profile.name, "layers": ["lanes"]}
    )
    assert [each["unchanged"] for each in _ended(client, chosen.json())["receipts"]] == [1]
    form = {"profile": profile.name, "layers": ["streets", "lanes"]}
    both = client.post("/v1/imports", files=_files(source, profile), data=form)
    assert [each["unchanged"] for each in _ended(client, both.json())["receipts"]] == [1, 1]
    missing = client.post("/v1/imports", json={"uploadId": job["uploadId"], "layers": ["streets", "trees"]})
    assert "has no layer 'trees'" in _ended(client, missing.json())["error"]


def test_when_a_later_layer_is_refused_none_is_taken_in(client: TestClient, tmp_path: Path) -> None:
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE)
    before = client.get("/v1/imports").json()["imports"]
    job = _imported(client, _two_layers(tmp_path, second_is_sound=False), profile, profile=profile.name)
    assert (job["state"], job["receipts"], "name no owner" in job["error"]) == ("failed", [], True)
    assert job["refusal"] == {"code": "no-owner", "values": {"rows": 1}}
    assert client.get("/v1/imports").json()["imports"] == before


def test_a_shapefile_comes_in_parts(client: TestClient, tmp_path: Path) -> None:
    source = support.write_streets(tmp_path / "in.gpkg", [("a", "asfalt", 1990, support.square(900, 900))])
    frame = support.gpd.read_file(source)
    frame.to_file(tmp_path / "straten.shp")
    parts = sorted(tmp_path.glob("straten.*"))
    upload = client.post("/v1/uploads", files=_files(*parts)).json()
    assert len(upload["files"]) >= 4
    (layer,) = _ended(client, upload["job"])["report"]["layers"]
    assert (layer["name"], layer["rows"], layer["driver"]) == ("straten", 1, "ESRI Shapefile")


def test_a_bad_file_ends_in_one_line_without_folders_of_the_server(client: TestClient, registry: Registry) -> None:
    sent = [("file", ("../../etc/wegen.gml", b"this is no GML"))]
    job = _ended(client, client.post("/v1/imports", files=sent).json())
    assert job["state"] == "failed"
    assert job["error"].startswith("wegen.gml: cannot be read")
    assert "\n" not in job["error"]
    assert str(registry.settings.data_dir) not in job["error"]
    assert (job["refusal"]["code"], job["report"]) == ("unreadable-source", None)
    again = client.post(f"/v1/jobs/{job['jobId']}/retry")
    assert again.status_code == 202
    assert _ended(client, again.json())["error"] == job["error"]


def test_rows_without_owner_ask_for_one(client: TestClient, tmp_path: Path) -> None:
    source = support.write_streets(tmp_path / "streets.gpkg", [("a", "asfalt", 1990, support.square(0, 0))], owner=None)
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE)
    job = _imported(client, source, profile, profile=profile.name, dataset="ownerless")
    assert "name no owner" in job["error"]
    job = _imported(client, source, profile, profile=profile.name, dataset="ownerless", owner="W0663")
    assert job["receipt"]["owners"] == {"W0663": 1}


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({}, 400, "uploadId"),
        ({"uploadId": "x"}, 400, "uploadId"),
        ({"uploadId": "00000000-0000-0000-0000-000000000000"}, 404, "send the file again"),
        ({"uploadId": "00000000-0000-0000-0000-000000000000", "delivery": "some", "colour": 1}, 400, "delivery"),
    ],
)
def test_a_wrong_order_is_refused(client: TestClient, body: dict[str, Any], status: int, says: str) -> None:
    answer = client.post("/v1/imports", json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.text


def test_a_profile_is_never_read_from_the_server(client: TestClient) -> None:
    for profile in ("/etc/passwd.toml", "../streets.toml", str(PROFILE)):
        answer = client.post("/v1/imports", files=_files(FURNITURE), data={"profile": profile})
        assert (answer.status_code, "did not come with the upload" in answer.text) == (400, True)


def test_what_is_too_large_is_refused(client: TestClient, registry: Registry) -> None:
    before = sorted((registry.settings.data_dir / "uploads").iterdir())
    answer = client.post("/v1/uploads", files=[("file", ("big.gpkg", b"0" * 6_000_000))])
    assert (answer.status_code, "5 MB" in answer.text) == (413, True)

    def trickle() -> Iterator[bytes]:  # no length is announced
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.gpkg"\r\n\r\n'
        yield from (b"0" * 1_000_000 for _ in range(6))

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/v1/uploads", content=trickle(), headers=headers).status_code == 413
    assert sorted((registry.settings.data_dir / "uploads").iterdir()) == before


def test_pages_of_other_sites_cannot_write(client: TestClient) -> None:
    for origin, status in (("https://elsewhere.example", 403), ("null", 403), ("http://testserver", 400)):
        assert client.post("/v1/imports", headers={"Origin": origin}).status_code == status
        assert client.get("/v1/imports", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/jobs/999999", "/v1/jobs/999999/events", "/v1/imports/999999", "/v1/imports/999999/quarantine"]
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_job_that_has_ended_cannot_be_cancelled_and_one_that_is_done_not_repeated(client: TestClient) -> None:
    job = next(each for each in client.get("/v1/jobs").json()["jobs"] if each["state"] == "done")
    assert client.delete(f"/v1/jobs/{job['jobId']}").status_code == 409
    assert client.post(f"/v1/jobs/{job['jobId']}/retry").status_code == 409


def test_jobs_page_without_loss(client: TestClient) -> None:
    seen: list[int] = []
    path: str | None = "/v1/jobs?limit=3&kind=import"
    while path:
        answer = client.get(path)
        seen += [each["jobId"] for each in answer.json()["jobs"]]
        link = answer.headers.get("link")
        path = link.split(";")[0].strip("<>") if link else None
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) > 5
