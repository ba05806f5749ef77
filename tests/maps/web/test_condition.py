"""The stock by condition: what legend, map, card and list tell is what the API says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from browsing import settle
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Ask = Callable[..., dict[str, Any]]
Visit = Callable[[str], Page]
ASSETS = ("asset-polygon", "asset-line", "asset-point")


def on_map(page: Page) -> set[int]:
    return {
        asset for layer in ASSETS for asset in page.evaluate("layer => window.__explorer.queryVisible(layer)", layer)
    }


def conditions(ask: Ask, **only: str) -> dict[int, int | None]:
    """Of every asset, or of those that a filter lets through."""
    found: dict[int, int | None] = {}
    while rows := ask("/v1/assets", limit=1000, cursor=max(found, default=0), **only)["features"]:
        found |= {each["id"]: each["properties"]["condition"] for each in rows}
    return found


def counted(page: Page) -> dict[str, int]:
    entries = page.locator(".entry[data-class^=condition]").all()
    return {
        str(each.get_attribute("data-class")): int(re.sub(r"\D", "", each.locator(".count").inner_text()))
        for each in entries
    }


def of_class(condition: int | None) -> str:
    return f"condition-{condition or 'none'}"


def test_the_legend_counts_each_condition_and_what_was_not_inspected(visit: Visit, ask: Ask) -> None:
    page = visit("/stock?lang=en")
    page.get_by_role("radio", name="Condition").check()
    settle(page)
    expect(page).to_have_url(re.compile("colour=condition"))
    known = conditions(ask)
    shown = on_map(page)
    assert len(shown) > len(known) / 2
    expected = Counter(of_class(known[each]) for each in shown)
    assert counted(page) == expected
    assert len(expected) == 7
    page.locator(".entry[data-class=condition-none]").click()
    page.locator(".entry[data-class=condition-2]").click()
    settle(page)
    assert on_map(page) == {each for each in shown if known[each] not in (None, 2)}


def test_suspicion_is_hatched_whatever_the_condition(visit: Visit, ask: Ask) -> None:
    """One number of the tiles tells both: where patterns are drawn, the API knows of a hazard, and nowhere else."""
    known, suspect = conditions(ask), conditions(ask, hazard="suspect")
    inspected = next(each for each, condition in suspect.items() if condition)
    lon, lat = ask(f"/v1/assets/{inspected}")["point"]
    page = visit(f"/stock?view=16/{lat:.5f}/{lon:.5f}&colour=condition")
    surfaces, hatched = (
        set(page.evaluate("layer => window.__explorer.queryVisible(layer)", layer))
        for layer in ("asset-polygon", "asset-suspect")
    )
    assert hatched == surfaces & set(suspect)
    assert len({known[each] for each in hatched}) > 2
    dotted = set(page.evaluate("layer => window.__explorer.queryVisible(layer)", "asset-unknown"))
    assert dotted == {each for each in surfaces if known[each] is None}


def test_card_list_and_table_tell_the_condition(visit: Visit, ask: Ask) -> None:
    worst = ask("/v1/assets", sort="-condition", limit=1)["features"][0]
    card = ask(f"/v1/assets/{worst['id']}")
    lon, lat = card["point"]
    page = visit(f"/stock?view=17/{lat:.5f}/{lon:.5f}&sel={worst['id']}&lang=en&sort=-condition")
    fact = page.locator(".card .facts div").filter(has_text="Condition")
    expect(fact).to_contain_text("6: very poor")
    expect(fact).to_contain_text("by inspections")
    expect(page.locator(f".rows [data-asset='{worst['id']}']")).to_contain_text("condition 6")
    page.get_by_role("button", name="As a table").click()
    settle(page)
    expect(page.locator("table.assets th[aria-sort=descending]")).to_have_text("Condition")
    column = page.locator("table.assets thead th").all_inner_texts().index("Condition") + 1
    cells = page.locator(f"table.assets tbody td:nth-child({column})").all_inner_texts()
    told = [int(each) for each in cells if each]
    assert told[0] == 6
    assert told == sorted(told, reverse=True)
    none = next(one for one, condition in conditions(ask).items() if condition is None)
    page = visit(f"/stock?sel={none}&lang=en")
    expect(page.locator(".card .facts div").filter(has_text="Condition")).to_contain_text("not inspected")
