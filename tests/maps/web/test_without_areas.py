"""A registry into which no areas were imported: squares stand in for them in the supply view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from serving import served

from assetregistry.registry import ImportOptions, Registry

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
Visit = Callable[[str], Page]
YEARS = {"fromYear": 2028, "toYear": 2033}
PERIOD = "from=2028&to=2033"
GRAMS = 0.05


@pytest.fixture
def explorer_url(registry: Registry, sample_dir: Path) -> Iterator[str]:
    """A server of the sample town's roads alone."""
    registry.import_source(
        sample_dir / "delivery-2026" / "wegen.zip", ImportOptions(profile=str(sample_dir / "wegen.toml"))
    )
    with served(registry) as url:
        yield url


def kind_on_map(page: Page) -> str:
    return page.locator("[data-kind]").get_attribute("data-kind") or ""


def drawn(page: Page) -> set[int]:
    return set(page.evaluate("window.__explorer.queryVisible('area-fill')"))


def go(page: Page, view: str) -> None:
    page.locator(f".tabs a[href='/{view}']").click()
    page.wait_for_function("window.__explorer.ready()")


def test_squares_are_shaded_and_listed_and_the_hint_says_how_areas_come_in(visit: Visit, ask: Ask) -> None:
    page = visit(f"/supply?{PERIOD}")
    kind = kind_on_map(page)
    assert kind.startswith("square-")
    rows = ask("/v1/supply", by="", eachKind=kind, **YEARS)["rows"]
    assert rows
    for row in rows:
        listed = page.locator(f"[data-area='{row['area']}'] td data").first
        assert float(listed.get_attribute("value") or "nan") == pytest.approx(row["expectedKg"], abs=GRAMS)
    assert drawn(page) == {feature["id"] for feature in ask("/v1/areas", kind=kind)["features"]}
    expect(page.locator(".panel")).to_contain_text("assetregistry areas import cbs:areas --kind municipality")
    assert "kind=" not in page.url
    go(page, "stock")
    assert drawn(page) == set()
    go(page, "supply")
    assert drawn(page)


def test_of_few_assets_the_squares_are_seen_whole(page: Page, visit: Visit, ask: Ask) -> None:
    [west, south, *_] = ask("/v1/meta")["bounds"]

    def of_one_place(route: Route) -> None:
        answer = route.fetch()
        told = {**answer.json(), "bounds": [west, south, west, south]}
        route.fulfill(response=answer, json=told)

    page.route("**/v1/meta", of_one_place)
    visit(f"/supply?{PERIOD}")
    north = south + 250 / 111_000
    ends = [page.evaluate("y => window.__explorer.project(5, y)", y)["y"] for y in (south, north)]
    assert 100 < ends[0] - ends[1] < 250, "pixels that 250 m take"


def test_the_zoom_chooses_the_squares_unless_a_link_names_them(visit: Visit) -> None:
    page = visit(f"/supply?{PERIOD}&kind=neighbourhood")  # of another registry
    [west, south, east, north] = page.evaluate("fetch('/v1/meta').then(answer => answer.json())")["bounds"]
    place = f"{(south + north) / 2}/{(west + east) / 2}"
    for zoom, kind in ((8, "square-4000"), (12, "square-1000"), (15, "square-250")):
        assert kind_on_map(visit(f"/supply?{PERIOD}&view={zoom}/{place}")) == kind
        assert kind_on_map(visit(f"/supply?{PERIOD}&view={zoom}/{place}&kind=square-4000")) == "square-4000"
    page.locator("[data-kind]").select_option("square-1000")
    expect(page).to_have_url(re.compile("kind=square-1000"))
