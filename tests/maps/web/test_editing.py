"""An asset edited in the browser: seen at once in card and API, taken back, by keyboard, through a lost connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from conftest import AS_OF, ROOT, MakeDatabase
from playwright.sync_api import Locator, Page, Route, expect
from serving import served

from assetregistry.cli.demo import DELIVERIES, import_areas, import_delivery
from assetregistry.registry import Registry
from assetregistry.settings import Settings

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
YEAR = AS_OF.year
WORDS = {
    "nl": {"open": "Bewerken", "from": "Jaar, of niet eerder dan", "save": "Opslaan", "back": "Terugnemen"},
    "en": {"open": "Edit", "from": "Year, or not before", "save": "Save", "back": "Take back"},
}


@pytest.fixture(scope="module")
def town_to_edit(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The sample town after its first delivery, for these tests to change."""
    settings = Settings(
        database_url=make_database(), data_dir=tmp_path_factory.mktemp("town"), basemap_url="none", port=0
    )
    registry = Registry.open(settings, as_of=AS_OF)
    import_areas(registry)
    import_delivery(registry, ROOT / "data" / "sample" / DELIVERIES[0])
    yield registry
    registry.engine.dispose()


@pytest.fixture(scope="module")
def explorer_url(town_to_edit: Registry) -> Iterator[str]:
    """A server of its own on it."""
    with served(town_to_edit) as url:
        yield url


@pytest.fixture
def road(ask: Ask) -> dict[str, Any]:
    """A road whose year is known."""
    found = ask("/v1/assets", assetType="road_clay_pavers_carriageway", limit=200)["features"]
    one = next(each for each in found if each["properties"]["builtFrom"])
    return ask(f"/v1/assets/{one['id']}")


def edits(ask: Ask, road: dict[str, Any]) -> dict[str, Any]:
    return ask(f"/v1/assets/{road['id']}/edits")


def field(page: Page, name: str) -> Locator:
    return page.locator(f'.edit [data-field="{name}"]').locator("input, select, textarea").first


def opened(visit: Callable[[str], Page], road: dict[str, Any], language: str = "en") -> Page:
    lon, lat = road["point"]
    page = visit(f"/stock?view=17/{lat:.5f}/{lon:.5f}&sel={road['id']}&lang={language}")
    page.get_by_role("button", name=WORDS[language]["open"], exact=True).click()
    expect(page.locator(".edit h1")).to_be_focused()
    return page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_year_is_edited_seen_everywhere_and_taken_back(
    visit: Callable[[str], Page], ask: Ask, road: dict[str, Any], language: str
) -> None:
    words = WORDS[language]
    before = ask("/v1/supply", fromYear=YEAR, toYear=YEAR + 40, by="year")["rows"]
    page = opened(visit, road, language)
    year = page.get_by_label(words["from"])
    expect(year).to_have_value(str(road["built"]["from"]))
    save = page.get_by_role("button", name=words["save"])
    expect(save).to_be_disabled()
    version = ask("/v1/meta")["dataVersion"]
    year.fill("2011")
    field(page, "yearTo").fill("")
    with page.expect_request(lambda sent: ".mvt" in sent.url and f"v={version}" not in sent.url):
        save.click()
    expect(page.locator(".edit")).to_have_count(0)
    page.wait_for_function("window.__explorer.ready()")
    expect(page.locator("[data-open-edit]")).to_be_focused()
    expect(page.locator(".facts dd").first).to_contain_text("2011")
    card = ask(f"/v1/assets/{road['id']}")
    assert (card["built"]["from"], card["built"]["to"], card["built"]["basis"]) == (2011, 2011, "correction")
    end = page.locator("#card-end ~ .headline data").first.get_attribute("value")
    assert float(end or 0) == pytest.approx(card["end"]["p50"])
    assert ask("/v1/supply", fromYear=YEAR, toYear=YEAR + 40, by="year")["rows"] != before
    page.locator(".said").get_by_role("button", name=words["back"]).first.click()
    expect(page.locator('[data-said][data-stands="true"]')).to_have_count(0)
    page.wait_for_function("window.__explorer.ready()")
    assert ask(f"/v1/assets/{road['id']}")["built"] == road["built"]
    assert ask("/v1/supply", fromYear=YEAR, toYear=YEAR + 40, by="year")["rows"] == before


def test_saved_is_not_up_to_date_before_the_card_is(
    page: Page, visit: Callable[[str], Page], ask: Ask, road: dict[str, Any]
) -> None:
    opened(visit, road)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/v1/assets/{road['id']}", hold)
    field(page, "yearFrom").fill("2010")
    field(page, "yearTo").fill("")
    page.get_by_role("button", name="Save").click()
    notice = page.locator(".notice")
    expect(notice).to_contain_text("Saved; map and numbers follow")
    expect(page.locator(".card [aria-busy=true]")).to_be_visible()
    expect(page.locator(".facts dd").first).not_to_contain_text("2010")
    held[0].continue_()
    page.unroute_all()
    expect(notice).to_contain_text("up to date")
    expect(page.locator(".facts dd").first).to_contain_text("2010")
    page.locator(".said").get_by_role("button", name="Take back").first.click()
    expect(page.locator('[data-said][data-stands="true"]')).to_have_count(0)


def test_what_is_wrong_is_told_while_it_is_typed(visit: Callable[[str], Page], ask: Ask, road: dict[str, Any]) -> None:
    page = opened(visit, road)
    field(page, "yearFrom").fill("1700")
    wrong = page.locator('[data-field="yearFrom"] .wrong')
    expect(wrong).to_contain_text(f"1800 to {YEAR + 1}")
    expect(field(page, "yearFrom")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Save").click()
    expect(field(page, "yearFrom")).to_be_focused()
    field(page, "yearFrom").fill("1999")
    expect(wrong).to_have_count(0)
    field(page, "yearTo").fill("1998")
    expect(page.locator('[data-field="yearTo"] .wrong')).to_contain_text("before the first")
    page.get_by_role("button", name="Discard").click()
    assert edits(ask, road)["now"]["built"]["byDesk"] is False


def test_everything_can_be_said_by_keyboard_alone(visit: Callable[[str], Page], ask: Ask, road: dict[str, Any]) -> None:
    lon, lat = road["point"]
    page = visit(f"/stock?view=17/{lat:.5f}/{lon:.5f}&sel={road['id']}&lang=en")
    page.locator("[data-open-edit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".edit h1")).to_be_focused()
    tab_to(page, field(page, "yearFrom"))
    page.keyboard.type("2003")
    tab_to(page, page.locator('[data-field="condition"] input:checked'))
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    tab_to(page, field(page, "plannedEnd"))
    page.keyboard.type(str(YEAR + 4))
    tab_to(page, page.get_by_role("button", name="Add a line"))
    page.keyboard.press("Enter")
    tab_to(page, field(page, "lines.0.kg"))
    page.keyboard.type("12500,5")
    tab_to(page, field(page, "note"))
    page.keyboard.type("Ask the contractor.")
    tab_to(page, field(page, "reason"))
    page.keyboard.type("Seen in the street")
    page.keyboard.press("Enter")
    expect(page.locator(".edit")).to_have_count(0)
    found = edits(ask, road)
    now = found["now"]
    assert (now["built"]["from"], now["condition"]["condition"], now["planned"]["to"]) == (2003, 4, YEAR + 4)
    assert now["condition"]["on"] == AS_OF.isoformat()
    assert [(line["kgLow"], line["kg"]) for line in now["lines"]] == [(12500.5, 12500.5)]
    assert now["note"]["text"] == "Ask the contractor."
    assert {word.get("reason") for word in found["edits"][0]["said"] if word["field"] != "note"} == {
        "Seen in the street"
    }
    tab_to(page, page.locator(".said").get_by_role("button", name="Take back").first)
    page.keyboard.press("Enter")
    expect(page.locator('[data-said][data-stands="true"]')).to_have_count(0)
    page.wait_for_function("window.__explorer.ready()")
    assert edits(ask, road)["now"]["note"] is None


def tab_to(page: Page, where: Locator, most: int = 80) -> None:
    for _ in range(most):
        if where.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {where}")


def test_a_lost_connection_keeps_what_was_typed(visit: Callable[[str], Page], ask: Ask, road: dict[str, Any]) -> None:
    page = opened(visit, road)
    field(page, "note").fill("Typed before the line broke.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edit footer")).to_contain_text("The server does not answer")
    expect(field(page, "note")).to_have_value("Typed before the line broke.")
    page.context.set_offline(False)
    lon, lat = road["point"]
    visit(f"/stock?view=17/{lat:.5f}/{lon:.5f}&sel={road['id']}&lang=en")
    page.locator("[data-open-edit]").click()
    expect(field(page, "note")).to_have_value("Typed before the line broke.")
    expect(page.locator(".edit header")).to_contain_text("still here")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edit footer")).to_contain_text("The server does not answer")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".edit")).to_have_count(0)
    assert edits(ask, road)["now"]["note"]["text"] == "Typed before the line broke."
    undo_last(page, ask, road)


def test_an_answer_that_was_lost_saves_once(visit: Callable[[str], Page], ask: Ask, road: dict[str, Any]) -> None:
    before = len(edits(ask, road)["edits"])
    page = opened(visit, road)
    field(page, "note").fill("Said once.")
    url = f"**/v1/assets/{road['id']}/edits"

    def lose(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(url, lose)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edit footer")).to_contain_text("The server does not answer")
    page.unroute(url)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".edit")).to_have_count(0)
    assert len(edits(ask, road)["edits"]) == before + 1
    undo_last(page, ask, road)


def test_somebody_elses_change_is_shown_before_anything_is_overwritten(
    visit: Callable[[str], Page], ask: Ask, road: dict[str, Any], town_to_edit: Registry
) -> None:
    page = opened(visit, road)
    field(page, "note").fill("Mine.")
    town_to_edit.edit_asset(road["id"], {"condition": 5, "inspected_on": dt.date(2026, 1, 2)})
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edit footer")).to_contain_text("changed meanwhile")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator('[data-field="condition"]')).to_contain_text("Now: 5")
    expect(field(page, "note")).to_have_value("Mine.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edit")).to_have_count(0)
    now = edits(ask, road)["now"]
    assert (now["note"]["text"], now["condition"]["condition"]) == ("Mine.", 5)
    undo_last(page, ask, road)
    undo_last(page, ask, road)


def test_an_asset_that_went_meanwhile_leaves_one_way_out(visit: Callable[[str], Page], road: dict[str, Any]) -> None:
    page = opened(visit, road)
    field(page, "note").fill("Too late.")
    refusal = {"status": 409, "detail": "it is no longer in the registry", "code": "asset-gone"}
    page.route(f"**/v1/assets/{road['id']}/edits", lambda route: route.fulfill(status=409, json=refusal))
    page.route(f"**/v1/assets/{road['id']}", lambda route: route.fulfill(status=404, json={"detail": "there is none"}))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".edit footer")).to_contain_text("no longer in the registry")
    expect(page.locator(".edit footer button")).to_have_count(1)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".card .message")).to_contain_text("This asset is not (or no longer)")


def test_an_import_is_undone_after_telling_what_that_changes(
    page: Page, visit: Callable[[str], Page], ask: Ask
) -> None:
    page.set_viewport_size({"width": 1280, "height": 600})
    one = next(each for each in ask("/v1/imports")["imports"] if each["receipt"].get("rows") == "assets")
    held = ask("/v1/meta")["assets"]
    visit("/imports?lang=en")
    entry = page.locator(f'[data-import="{one["importId"]}"]')
    entry.locator("summary").first.click()
    ask_what = entry.get_by_role("button", name="Undo")
    ask_what.evaluate("button => button.scrollIntoView({block: 'end'})")
    ask_what.click()
    expect(entry.locator(".undo")).to_be_in_viewport(ratio=1)
    removed = int(entry.locator('[data-undoes="removed"]').get_attribute("data-count") or 0)
    assert removed > 0
    assert ask("/v1/meta")["assets"] == held
    entry.get_by_role("button", name="Undo it").click()
    expect(entry.locator("summary").first).to_contain_text("undone by import")
    assert ask("/v1/meta")["assets"] == held - removed
    assert ask(f"/v1/imports/{one['importId']}")["undoneBy"] is not None


def undo_last(page: Page, ask: Ask, road: dict[str, Any]) -> None:
    """Leave the road as it was found."""
    last = next(each for each in edits(ask, road)["edits"] if each["undone"] is None)
    origin = page.evaluate("location.origin")
    undo = f"{origin}/v1/imports/{last['importId']}/undo"
    assert httpx.post(undo, json={"allowConflicts": True}, timeout=60).is_success
