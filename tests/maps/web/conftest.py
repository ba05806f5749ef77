"""The explorer's server, as other clients and as people see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import ConsoleMessage, Page


@pytest.fixture
def ask(explorer_url: str) -> Callable[..., dict[str, Any]]:
    """The API, as any other client sees it."""

    def get(path: str, **query: str | int) -> dict[str, Any]:
        answer = httpx.get(explorer_url + path, params=query, timeout=60)
        answer.raise_for_status()
        return dict(answer.json())

    return get


def is_fault(said: ConsoleMessage) -> bool:
    """An error that the page tells of itself; that a lost connection or a refusal cost a file, the browser tells."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


@pytest.fixture
def visit(page: Page, explorer_url: str) -> Callable[[str], Page]:
    """Opens a view and waits until nothing is awaited and the map is drawn."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if is_fault(said) else None)

    def go(path: str) -> Page:
        response = page.goto(explorer_url + path)
        assert response is not None
        assert response.ok, f"build the explorer first ({response.status}: {response.text()})"
        page.wait_for_function("window.__explorer?.ready()")
        assert errors == []
        return page

    return go
