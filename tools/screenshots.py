"""Screenshots of every view of the explorer on the sample town, into the ignored folder `screenshots/`.

Look at them: a browser test can tell that a number is right, not that a page is good.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import httpx
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from assetregistry.api import create_app
from assetregistry.cli.demo import DELIVERIES, SAMPLE, import_areas, import_delivery
from assetregistry.registry import Registry
from assetregistry.settings import Settings
from assetregistry.store.embedded import EmbeddedCluster

OUT = Path("screenshots")
FRONT = Path("docs/explorer.png")  # the picture of the README, with a polygon drawn over the middle of the town
FRONT_VIEW = "supply?from=2027&to=2036&kind=neighbourhood&drawn={drawn}&lang=en&theme=light"
FRONT_CORNERS = ((-0.011, -0.003), (-0.001, -0.007), (0.010, -0.002), (0.008, 0.005), (-0.006, 0.006))  # off the middle
FRONT_BYTES = 300_000
PATIENCE_MS = 120_000
SIZES = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
VIEWS = ("stock", "supply", "offers", "imports")
THEMES = ("light", "dark")
LANGS = ("nl", "en")
CHROMIUM = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--no-sandbox")


def main() -> None:
    """Import the sample town into a database of its own, serve it, and photograph what was asked for."""
    asked = _asked()
    OUT.mkdir(exist_ok=True)
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser_path is None:
        sys.exit("Chromium is needed: apt-get install chromium")
    with _served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(CHROMIUM))
        if asked.front:
            _photograph_front(browser, url)
            return
        for view, size, theme, lang in product(asked.view, asked.size, asked.theme, asked.lang):
            _photograph(browser, url, view, size, theme, lang)
        browser.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Without options: every view, size, theme and language.")
    for name, choices in (("view", VIEWS), ("size", tuple(SIZES)), ("theme", THEMES), ("lang", LANGS)):
        parser.add_argument(f"--{name}", nargs="+", choices=choices, default=choices)
    parser.add_argument("--front", action="store_true", help=f"only {FRONT}, the picture of the README")
    return parser.parse_args()


def _photograph(browser: Browser, url: str, view: str, size: str, theme: str, lang: str) -> None:
    _taken(browser, f"{url}/{view}?lang={lang}&theme={theme}", size, OUT / f"{view}-{size}-{theme}-{lang}.png")


def _photograph_front(browser: Browser, url: str) -> None:
    west, south, east, north = httpx.get(f"{url}/v1/meta", timeout=60).json()["bounds"]
    places = [((west + east) / 2 + right, (south + north) / 2 + up) for right, up in FRONT_CORNERS]
    drawn = ",".join(f"{value:.5f}" for place in places for value in place)
    _taken(browser, f"{url}/{FRONT_VIEW.format(drawn=drawn)}", "desk", FRONT)
    if FRONT.stat().st_size > FRONT_BYTES:
        sys.exit(f"{FRONT} has {FRONT.stat().st_size:,} bytes, more than {FRONT_BYTES:,}")


def _taken(browser: Browser, address: str, size: str, path: Path) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.wait_for_function("window.__explorer !== undefined")
    page.evaluate("window.__explorer.ready()")
    page.screenshot(path=path)
    page.close()
    print(path, flush=True)


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = EmbeddedCluster(Path(folder))
        try:
            registry = Registry.open(Settings(data_dir=Path(folder), basemap_url="none"))
            import_areas(registry)
            for delivery in DELIVERIES:
                import_delivery(registry, SAMPLE / delivery)
            registry.publish_offers()
            listener = socket.create_server(("127.0.0.1", 0))
            server = uvicorn.Server(uvicorn.Config(create_app(registry), log_level="warning"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            server.should_exit = True
            thread.join(timeout=10)
        finally:
            cluster.remove()


if __name__ == "__main__":
    main()
