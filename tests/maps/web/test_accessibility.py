"""Nothing that axe calls serious or critical, in any view, language and theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "maps" / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
PLACES = ("/stock", "/stock?colour=end", "/supply", "/offers", "/imports")


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and the first place where it fails."""
    if not AXE.is_file():
        pytest.skip("axe-core is a development dependency of the explorer: run npm ci in maps/web")
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
    page = visit(place)
    found = {}
    for theme in ("light", "dark"):
        for lang in ("nl", "en"):
            page.get_by_label(lang.upper(), exact=True).check()
            found[lang, theme] = faults(page)
        page.locator(".theme-switch").click()
    assert found == {each: [] for each in found}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_has_no_grave_fault(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]], theme: str
) -> None:
    asset = ask("/v1/assets", limit=1)["features"][0]["id"]
    assert faults(visit(f"/stock?sel={asset}&theme={theme}")) == []
    assert faults(visit(f"/supply?compare=scenario:longer-lives&show=why&theme={theme}")) == []
    page = visit(f"/supply?compare=scenario:longer-lives&theme={theme}")
    page.get_by_role("button", name="Als tabel").click()
    assert faults(page) == []


def test_a_phone_has_no_grave_fault(page: Page, visit: Callable[[str], Page]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for place in PLACES:
        assert faults(visit(place)) == [], place
