"""Nothing that axe calls serious or critical, in any view, language and theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "maps" / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
THEMES: tuple[Literal["dark"], Literal["light"]] = ("dark", "light")
PLACES = ("/stock", "/stock?colour=end", "/supply", "/offers", "/imports")


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and the first place where it fails."""
    assert AXE.is_file(), "axe-core is a development dependency of the explorer: run npm ci in maps/web"
    if page.evaluate("window.axe === undefined"):
        page.add_script_tag(path=AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"][:3]
    ]


@pytest.mark.parametrize("place", PLACES)
def test_no_view_has_a_grave_fault_in_any_language_and_theme(visit: Callable[[str], Page], place: str) -> None:
    """Words do not change with the theme nor colours with the language, so two looks see all of both."""
    page = visit(place)
    assert faults(page) == []
    page.get_by_label("EN", exact=True).check()
    page.locator(".theme-switch").click()
    expect(page.locator('html[lang="en"][data-theme="dark"]')).to_have_count(1)
    assert faults(page) == []


def test_what_opens_has_no_grave_fault(visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]]) -> None:
    asset = ask("/v1/assets", limit=1)["features"][0]["id"]
    for place in (f"/stock?sel={asset}", "/supply?compare=scenario:longer-lives&show=why"):
        assert faults_by_theme(visit(place)) == {"light": [], "dark": []}
    page = visit("/supply?compare=scenario:longer-lives")
    page.get_by_role("button", name="Als tabel").click()
    assert faults_by_theme(page) == {"light": [], "dark": []}


def faults_by_theme(page: Page) -> dict[str, list[str]]:
    """In both themes: without a choice of their own, readers get their system's."""
    found: dict[str, list[str]] = {}
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        expect(page.locator(f'html[data-theme="{theme}"]')).to_have_count(1)
        found[theme] = faults(page)
    return found


def test_a_phone_has_no_grave_fault(page: Page, visit: Callable[[str], Page]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for place in PLACES:
        assert faults(visit(place)) == [], place
