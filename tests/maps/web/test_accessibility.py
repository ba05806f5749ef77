"""Nothing that axe calls serious or critical, in any view, language and theme, on a desk or a phone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "maps" / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
LANGUAGES = ("nl", "en")
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
SIZES: dict[str, ViewportSize] = {"desk": {"width": 1280, "height": 720}, "phone": {"width": 390, "height": 844}}
PLACES = (
    "/stock",
    "/stock?colour=end",
    "/stock?show=list&sort=-kg",
    "/supply",
    "/supply?kind=square-1000",
    "/offers",
    "/imports",
)


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


def faults_by_look(
    page: Page, languages: Sequence[str] = LANGUAGES, sizes: Sequence[str] = tuple(SIZES)
) -> dict[str, list[str]]:
    """In every language, size and theme, switched in place; the theme is the system's, as for who chose none."""
    found: dict[str, list[str]] = {}
    for language, size, theme in itertools.product(languages, sizes, THEMES):
        if page.locator("html").get_attribute("lang") != language:
            page.get_by_label(language.upper(), exact=True).check()
        if page.viewport_size != SIZES[size]:
            page.set_viewport_size(SIZES[size])
            page.evaluate("window.__explorer.ready()")
        page.emulate_media(color_scheme=theme)
        expect(page.locator(f'html[lang="{language}"][data-theme="{theme}"]')).to_have_count(1)
        found[f"{language} {size} {theme}"] = faults(page)
    return {look: those for look, those in found.items() if those}


@pytest.mark.parametrize("place", PLACES)
def test_no_view_has_a_grave_fault_in_any_language_size_and_theme(visit: Callable[[str], Page], place: str) -> None:
    assert faults_by_look(visit(place)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_has_no_grave_fault(
    visit: Callable[[str], Page], ask: Callable[..., dict[str, Any]], language: str
) -> None:
    """A dialog covers the switch of languages, so that each is asked for by the address."""
    asset = ask("/v1/assets", limit=1)["features"][0]["id"]
    for place in (f"/stock?sel={asset}", "/supply?compare=scenario:longer-lives&show=why"):
        assert faults_by_look(visit(f"{place}&lang={language}"), [language], ["desk"]) == {}, place
    page = visit(f"/supply?compare=scenario:longer-lives&lang={language}")
    page.get_by_role("button", name={"nl": "Als tabel", "en": "As a table"}[language]).click()
    page.locator(".dock .numbers tbody tr").first.wait_for()
    assert faults_by_look(page, [language], ["desk"]) == {}


@pytest.mark.parametrize("place", [*PLACES, "/supply?compare=scenario:longer-lives"])
def test_four_times_as_large_nothing_is_out_of_reach_sideways(
    page: Page, visit: Callable[[str], Page], place: str
) -> None:
    """Reflow (WCAG 1.4.10): 1,280 pixels at 400 % are 320."""
    page.set_viewport_size({"width": 320, "height": 640})
    visit(place)
    assert page.locator(".sheet").evaluate("sheet => sheet.scrollWidth - sheet.clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_a_search_finds_has_no_grave_fault(page: Page, visit: Callable[[str], Page]) -> None:
    for size in SIZES.values():
        page.set_viewport_size(size)
        visit("/stock?lang=en")
        page.keyboard.press("/")
        expect(page.get_by_role("combobox", name="Search")).to_be_focused()
        page.keyboard.type("a")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert faults(page) == [], size


@pytest.mark.parametrize("theme", THEMES)
def test_a_palette_of_the_readers_own_hides_nothing(
    page: Page, visit: Callable[[str], Page], theme: Literal["light", "dark"]
) -> None:
    """High contrast of Windows: what is chosen stands out, the years have their track, names on the map can be read."""
    page.emulate_media(forced_colors="active", color_scheme=theme)
    visit("/supply?area=BU99010100&from=2027&to=2036&lang=en")
    looks = """selectors => selectors.map(each => {
      const { backgroundColor, color, borderTopWidth } = getComputedStyle(document.querySelector(each));
      return { backgroundColor, color, borderTopWidth };
    })"""

    def look(*selectors: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = page.evaluate(looks, list(selectors))
        return found

    for chosen, other in (
        (".tabs a[aria-current]", ".tabs a:not([aria-current])"),
        (".windows [aria-pressed=true]", ".windows [aria-pressed=false]"),
        (".segmented :checked + span", ".segmented :not(:checked) + span"),
        ("tr.chosen td", "tr:not(.chosen) td"),
    ):
        ours, theirs = look(chosen, other)
        assert ours["backgroundColor"] != theirs["backgroundColor"], chosen
        assert ours["color"] != ours["backgroundColor"], chosen
    panel, track, filled, button = look(".panel", ".brush .track", ".brush .filled", ".button.quiet")
    assert len({panel["backgroundColor"], track["backgroundColor"], filled["backgroundColor"]}) == 3
    assert button["borderTopWidth"] != "0px"
    labels = page.locator(".area-label").evaluate_all(
        """labels => labels.map(getComputedStyle).filter(each => each.webkitTextStrokeWidth !== "0px")
          .map(each => [each.color, each.webkitTextStrokeColor])"""
    )
    assert labels
    assert all(text != halo for text, halo in labels), "a name is lost in its own halo"
