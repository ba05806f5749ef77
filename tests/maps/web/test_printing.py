"""The page on paper: what is looked at, a picture of the map, numbers and keys, and nothing to press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

A4_WIDTH_PX = 687  # upright, within its margins
CONTROLS = (".tabs", ".tools", ".map-buttons", ".brush", ".only summary", ".windows", ".downloads", ".draw-start")


@pytest.fixture
def on_paper(visit: Callable[[str], Page]) -> Callable[[str], Page]:
    """A view as a sheet shows it."""

    def go(path: str) -> Page:
        page = visit(path)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": A4_WIDTH_PX, "height": 1000})
        return page

    return go


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/stock?material=asphalt&lang=en", (".headline", "[data-chip=material]", ".legend")),
        ("/supply?lang=en&theme=dark", (".headline", ".chart svg", ".keys", ".shading", ".areas")),
        ("/offers?lang=en", (".headline", ".shading", ".lots")),
    ],
)
def test_a_sheet_has_what_is_read_and_nothing_to_press(
    on_paper: Callable[[str], Page], path: str, shown: tuple[str, ...]
) -> None:
    page = on_paper(path)
    for part in ("h1", *shown):
        expect(page.locator(part).first).to_be_visible()
    for control in CONTROLS:
        expect(page.locator(control).locator("visible=true")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH_PX
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(23, 33, 31)", "dark on white"


def test_the_map_is_on_the_sheet_as_it_was_on_the_screen(on_paper: Callable[[str], Page]) -> None:
    page = on_paper("/supply?lang=en")
    picture = page.locator(".map").bounding_box()
    assert picture is not None
    assert picture["height"] > 200
    colours = page.evaluate(
        """() => {
          const copy = document.querySelector(".map-copy");
          const { data } = copy.getContext("2d").getImageData(0, 0, copy.width, copy.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    assert colours > 5, "shades of areas"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".map-copy")).to_have_count(0)


def test_a_sheet_tells_of_which_day_and_data_it_is_and_where_to_look_again(
    on_paper: Callable[[str], Page], ask: Callable[..., dict[str, Any]]
) -> None:
    page = on_paper("/supply?lang=en&from=2028&to=2032")
    stand = page.locator(".head [data-stand]")
    expect(stand).to_contain_text("As of 24 November 2026")
    expect(stand).to_contain_text(ask("/v1/meta")["dataVersion"])
    expect(stand).to_contain_text("/supply?from=2028&lang=en&to=2032")
    expect(page.locator("[data-compare]").locator("visible=true")).to_have_count(0)
    page.emulate_media(media="screen")
    expect(stand).to_be_hidden()


def test_paper_is_no_phone(on_paper: Callable[[str], Page]) -> None:
    expect(on_paper("/stock?show=list&lang=en").locator("table.assets")).to_be_visible()
