"""What tests of the explorer ask of its page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def settle(page: Page) -> None:
    """Wait until all that is shown has come."""
    page.wait_for_function("window.__explorer?.ready()")


def state(page: Page) -> dict[str, Any]:
    """What the reader has chosen, as the link holds it."""
    return dict(page.evaluate("window.__explorer.state"))
