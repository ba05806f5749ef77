"""A file imported in the browser: dropped or chosen, recognised, confirmed, followed, and its receipt read."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import support
from conftest import AS_OF, ROOT, MakeDatabase
from playwright.sync_api import Page, Route, expect
from serving import served
from shapely import Point

from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.worker.beside import worker_beside

SAMPLE = ROOT / "data" / "sample"
FURNITURE = SAMPLE / "delivery-2025" / "straatmeubilair.geojson"
PROFILE = SAMPLE / "straatmeubilair.toml"
ROWS = len(json.loads(FURNITURE.read_text(encoding="utf-8"))["features"])
DUTCH_ROWS = f"{ROWS:,}".replace(",", ".")
FATES = ("inserted", "updated", "unchanged", "superseded", "quarantined")
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  const event = { dataTransfer: carried, bubbles: true, cancelable: true };
  document.querySelector(".drop").dispatchEvent(new DragEvent("dragover", event));
  document.querySelector(".drop").dispatchEvent(new DragEvent("drop", event));
}"""
RECEIPT = """(receipt) => [
  ["read", receipt.dataset.read],
  ...[...receipt.querySelectorAll(".counts [data-fate]")].map(({ dataset }) => [dataset.fate, dataset.count]),
]"""


@pytest.fixture(scope="module")
def explorer_url(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty registry with a worker of its own."""
    settings = Settings(
        database_url=make_database(), data_dir=tmp_path_factory.mktemp("data"), basemap_url="none", port=0
    )
    registry = Registry.open(settings, as_of=AS_OF)
    with served(registry) as url, worker_beside(settings):
        yield url


def _choose(page: Page, *files: Path | dict[str, Any]) -> None:
    page.locator(".drop input").set_input_files(list(files))


def _shown(page: Page) -> dict[str, int]:
    """The receipt as the page tells it."""
    found = page.locator(".step .receipt").first.evaluate(RECEIPT)
    return {name: int(count) for name, count in found}


def _told(ask: Callable[..., dict[str, Any]]) -> dict[str, int]:
    """The newest receipt as the API tells it, without what did not occur."""
    receipt = ask("/v1/imports")["imports"][0]["receipt"]
    return {key: receipt[key] for key in ("read", *FATES) if receipt[key]}


def test_an_empty_registry_leads_to_imports(visit: Callable[[str], Page]) -> None:
    page = visit("/stock")
    expect(page.locator(".map-zoom-in")).to_have_count(0)
    page.get_by_role("button", name="Een bestand inlezen").click()
    page.wait_for_url("**/imports*")
    expect(page.locator(".drop")).to_be_visible()


def test_a_file_is_recognised_tried_imported_and_told(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]]
) -> None:
    page = visit("/imports")
    _choose(page, FURNITURE, PROFILE)
    layer = page.locator("[data-step=review] [data-layer=straatmeubilair]")
    layer.wait_for()
    expect(layer).to_contain_text(f"{DUTCH_ROWS} rijen")
    expect(layer).to_contain_text("EPSG:28992")
    expect(layer).to_contain_text("wolderkamp-straatmeubilair")

    page.get_by_role("button", name="Proefdraaien").click()
    expect(page.locator(".job")).to_contain_text("er is niets gewijzigd")
    assert _shown(page) == {"read": ROWS, "inserted": ROWS}
    assert ask("/v1/imports")["imports"] == []

    page.locator("[data-step=working]").get_by_role("button", name="Inlezen").click()
    expect(page.locator(".job header")).to_contain_text("ingelezen")
    assert _shown(page) == _told(ask) == {"read": ROWS, "inserted": ROWS}
    (past,) = page.locator(".past [data-import]").all()
    expect(past.locator("summary").first).to_contain_text(re.compile(r"\d{4} om \d{1,2}:\d\d"))
    page.get_by_role("link", name="Voorraad").click()
    expect(page.locator(".headline.pair")).to_contain_text(DUTCH_ROWS)


def test_a_receipt_leads_to_what_came_in(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    rows: list[support.Street] = [("shown", "asfalt", 1990, support.square(-40_000, 0))]  # far from all else
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE)
    page = visit("/imports?lang=en")
    _choose(page, support.write_streets(tmp_path / "far.gpkg", rows), profile)
    page.locator("[data-step=review] button[type=submit]").click()
    page.locator(".step [data-show]").click()
    page.wait_for_function("window.__explorer.ready().then(() => location.pathname === '/stock')")
    newest = ask("/v1/imports")["imports"][0]["importId"]
    west, south, east, north = ask(f"/v1/imports/{newest}")["bbox"]
    (found,) = ask("/v1/assets", bbox=f"{west},{south},{east},{north}")["features"]
    assert page.evaluate("window.__explorer.queryVisible('asset-polygon')") == [found["id"]]
    expect(page.get_by_role("link", name="Stock")).to_be_focused()
    page = visit("/imports?lang=en")
    past = page.locator(f"[data-import='{newest}']")
    past.locator("summary").first.click()
    ask_undo = httpx.post(page.url.split("/imports")[0] + f"/v1/imports/{newest}/undo", timeout=60)
    assert ask_undo.status_code == 201
    past.get_by_role("button", name="Show on the map").click()
    expect(page.locator(".notice")).to_contain_text("Nothing of this import lies on the map")


def test_quarantine_is_shown_fetched_and_given_back(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    far = Point(5_000_000, 5_000_000).buffer(5)
    rows: list[support.Street] = [
        (f"s{i}", "asfalt", 1990, far if i % 3 == 0 else support.square(i * 12, 0)) for i in range(9)
    ]
    source = support.write_streets(tmp_path / "straten.gpkg", rows)
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE)
    page = visit("/imports")
    _choose(page, source, profile)
    page.locator("[data-step=review] button[type=submit]").click()
    assert _shown(page) == _told(ask) == {"read": 9, "inserted": 6, "quarantined": 3}

    expect(page.locator(".step .reasons li")).to_have_count(1)
    reason = page.locator(".step .reasons [data-reason='outside-crs-area']")
    expect(reason).to_contain_text("buiten het gebied van het coördinatenstelsel")
    expect(reason.locator("data")).to_have_text("3")

    page.locator(".step .quarantine summary").click()
    expect(page.locator(".step .quarantine .noticed li")).to_have_count(3)
    expect(page.locator(".step .quarantine .noticed")).to_contain_text("buiten het gebied van het coördinatenstelsel")
    with page.expect_download() as download:
        page.locator(".step .quarantine").get_by_text("GeoPackage").click()
    corrected = tmp_path / "corrected.gpkg"
    download.value.save_as(corrected)
    frame = support.gpd.read_file(corrected)
    assert len(frame) == 3
    frame.geometry = [support.square(i * 12, 500) for i in range(3)]
    corrected.unlink()
    frame.to_file(corrected, driver="GPKG", layer="streets")
    page.locator(".step .quarantine input[type=file]").set_input_files(corrected)
    page.locator(".step .receipt[data-read='3']").wait_for()
    assert _shown(page) == _told(ask) == {"read": 3, "inserted": 3}

    newest, mended = [each["importId"] for each in ask("/v1/imports")["imports"]][:2]
    page.locator(f"[data-import='{mended}'] summary").first.click()
    page.locator(f"[data-import='{mended}'] .quarantine summary").click()
    rows = page.locator(f"[data-import='{mended}'] .quarantine .noticed li")
    expect(rows).to_contain_text([f"verbeterd ingelezen door import {newest}"] * 3)


def test_of_what_no_profile_fits_one_is_suggested_and_the_file_fits_it(
    visit: Callable[[str], Page], tmp_path: Path
) -> None:
    rows: list[support.Street] = [(f"n{i}", "klinkers", 1970, support.square(i * 12, 900)) for i in range(20)]
    source = support.write_streets(tmp_path / "unknown.gpkg", rows)
    page = visit("/imports?lang=en")
    _choose(page, source)
    layer = page.locator("[data-layer]")
    expect(layer).to_contain_text("No profile fits this")
    expect(layer.get_by_role("checkbox")).to_be_disabled()
    with page.expect_download() as arriving:
        layer.get_by_role("link", name="Suggested profile").click()
    profile = tmp_path / arriving.value.suggested_filename
    arriving.value.save_as(profile)
    assert profile.suffix == ".toml"
    page.get_by_role("button", name="Another file").click()
    _choose(page, source, profile)
    expect(layer).to_contain_text("profile streets")
    page.get_by_role("button", name="Dry run").click()
    page.locator(".step .receipt").first.wait_for()
    assert _shown(page) == {"read": 20, "inserted": 20}


def test_a_job_is_followed_further_when_its_news_were_refused(visit: Callable[[str], Page]) -> None:
    page = visit("/imports")
    refused: list[str] = []

    def refuse_first(route: Route) -> None:
        if len(refused) < 2:
            refused.append(route.request.url)
            route.fulfill(status=502, body="bad gateway")
        else:
            route.continue_()

    page.route("**/v1/jobs/*/events", refuse_first)
    _choose(page, FURNITURE, PROFILE)
    page.locator("[data-step=review] [data-layer=straatmeubilair]").wait_for()
    assert len(refused) == 2


def test_a_job_that_is_gone_is_not_asked_for_for_ever(page: Page, visit: Callable[[str], Page]) -> None:
    page.clock.install()
    visit("/imports")
    asked: list[str] = []

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404, json={"status": 404, "title": "Not Found", "detail": "there is no such job"})

    page.route(re.compile("/v1/jobs/[0-9]+"), lose)
    _choose(page, FURNITURE, PROFILE)
    expect(page.locator(".step progress")).to_be_visible()
    page.wait_for_function("window.__explorer.ready()")
    page.clock.run_for(4_000)
    expect(page.locator(".notice")).to_contain_text("kent deze opdracht niet meer")
    expect(page.locator(".drop")).to_be_visible()
    asked.clear()
    page.clock.run_for(30_000)
    page.wait_for_timeout(100)
    assert asked == []


def test_several_layers_are_one_job_with_a_receipt_each(visit: Callable[[str], Page], tmp_path: Path) -> None:
    source = tmp_path / "sewers.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.write(SAMPLE / "delivery-2025" / "riolering.gpkg", "riolering.gpkg")
        archive.writestr("notes.csv", "")
    page = visit("/imports?lang=en")
    _choose(page, source)
    review = page.locator("[data-step=review]")
    expect(review.locator("[data-layer]", has_text="gwsw-pdok")).to_have_count(2)
    left = review.locator("[data-left='notes.csv']")
    expect(left).to_contain_text("left: cannot be read (is empty: there is nothing to import)")
    review.get_by_label("Owner of rows that name none").fill("G9999")
    review.locator("button[type=submit]").click()
    receipts = page.locator(".step .job [data-receipt]")
    expect(receipts).to_have_count(2)
    expect(page.locator(".step .job")).to_have_count(1)
    expect(receipts.locator("h3").first).to_contain_text("gwsw-pdok")


@pytest.mark.parametrize(
    ("lang", "words", "other"),
    [
        ("nl", "Dit bestand kan niet worden ingelezen:", "Ander bestand"),
        ("en", "This file cannot be imported:", "Another file"),
    ],
)
def test_a_dropped_file_that_is_none_says_why(visit: Callable[[str], Page], lang: str, words: str, other: str) -> None:
    page = visit(f"/imports?lang={lang}")
    page.evaluate(DROP, ["broken.gml", base64.b64encode(b"this is no GML").decode()])
    failed = page.locator("[data-step=failed]")
    expect(failed).to_contain_text(words)
    expect(failed.locator("[lang=en]")).to_contain_text("broken.gml: cannot be read as a GIS file")
    failed.get_by_role("button", name=other).click()
    expect(page.locator(".drop")).to_be_visible()


def test_what_the_file_does_not_say_is_asked_for(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    source = support.write_streets(
        tmp_path / "ownerless.gpkg", [("x", "asfalt", 1990, support.square(0, 900))], owner=None
    )
    profile = tmp_path / "streets.toml"
    profile.write_text(support.PROFILE)
    page = visit("/imports")
    _choose(page, source, profile)
    page.locator("[data-step=review] button[type=submit]").click()
    expect(page.locator(".job [role=alert]")).to_contain_text("vul de eigenaar in")
    expect(page.locator(".job [role=alert]")).to_contain_text("In 1 van de rijen staat geen eigenaar.")
    expect(page.locator(".job [role=alert] [lang=en]")).to_have_count(0)
    page.get_by_role("button", name="Aanpassen").click()
    page.get_by_label("Eigenaar van rijen die er geen noemen").fill("W0663")
    page.locator("[data-step=review] button[type=submit]").click()
    assert _shown(page)["read"] == 1
    assert ask("/v1/imports")["imports"][0]["receipt"]["owners"] == {"W0663": 1}


def test_the_whole_way_goes_by_keyboard(page: Page, visit: Callable[[str], Page]) -> None:
    # Listened for from the start: a busy page takes a key before it hears that somebody waits for the chooser.
    page.on("filechooser", lambda _: None)
    visit("/imports?lang=en")
    field = page.locator(".drop input")
    field.focus()
    expect(field).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files([FURNITURE, PROFILE])
    heading = page.get_by_role("heading", name="This is in it")
    expect(heading).to_be_focused()
    submit = page.get_by_role("button", name="Import", exact=True)
    for _ in range(20):
        if submit.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(submit).to_be_focused()
    page.keyboard.press("Enter")
    shown = _shown(page)
    assert shown["read"] == ROWS == shown.get("inserted", 0) + shown.get("unchanged", 0)
