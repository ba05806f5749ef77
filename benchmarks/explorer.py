"""The explorer in headless Chromium with software GL: when its first view is usable, and how long frames take.

Usable: everything asked of the server has been answered and the map has drawn its tiles. The longest frame is that
between two animation frames while the years are played over a map with 40,000 more polygons in sight.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from assetregistry.cli.demo import DELIVERIES, SAMPLE, import_areas, import_delivery
from assetregistry.registry import ImportOptions, Registry
from assetregistry.settings import Settings
from assetregistry.store import upgrading
from assetregistry.store.engine import make_engine
from benchmarks.import_roads import PROFILE, own_cluster, roads
from benchmarks.tiles import serve_registry, served

POLYGONS = 40_000
PLAY_SECONDS = 15
PLAYED_ZOOM = 13  # the first at which assets are drawn: the most of them in sight
WINDOW = {"width": 1440, "height": 900}
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
VIEWS = ("stock", "supply", "offers")

FRAMES = """seconds => new Promise(done => {
    const frames = []; let last = performance.now(); const end = last + 1000 * seconds;
    const next = now => {
        frames.push(now - last); last = now;
        if (now < end) requestAnimationFrame(next); else done(frames.slice(1));
    };
    requestAnimationFrame(next);
})"""


def table(runs: int, browser_path: str = "/usr/bin/chromium") -> str:
    """Each view of the sample town `runs` times without a cache, then the years played over a crowd of polygons."""
    lines = ["| explorer, headless Chromium, software GL | median | worst |", "|---|---|---|"]
    with own_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        cluster.create_database("explorer")
        url = cluster.url("explorer")
        registry = _town(url)
        with served(serve_registry, url) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
            _opened(browser, f"{address}/stock").close()  # the server derives its tables once
            for view in VIEWS:
                taken = [_first_view(browser, f"{address}/{view}") for _ in range(runs)]
                lines.append(f"| first view of {view} usable | {statistics.median(taken):.2f} s | {max(taken):.2f} s |")
            _crowd(registry, Path(folder))
            lines += _played(browser, f"{address}/supply?view={PLAYED_ZOOM}/{_middle(registry)}")
            browser.close()
    return "\n".join(lines)


def _town(url: str) -> Registry:
    engine = make_engine(url)
    upgrading.upgrade(engine, srid=28992)
    engine.dispose()
    registry = Registry.open(Settings(database_url=url, basemap_url="none"))
    import_areas(registry)
    for delivery in DELIVERIES:
        import_delivery(registry, SAMPLE / delivery)
    registry.publish_offers()
    return registry


def _crowd(registry: Registry, folder: Path) -> None:
    """Roads over the whole town."""
    west, south, east, north = (int(part) for part in registry.areas().to_crs(28992).total_bounds)
    profile = folder / "roads.toml"
    profile.write_text(PROFILE)
    registry.import_source(roads(POLYGONS, (west, south, east, north)), ImportOptions(profile=str(profile)))
    registry.refresh()


def _middle(registry: Registry) -> str:
    """Latitude and longitude, as in the explorer's address."""
    west, south, east, north = registry.areas().to_crs(4326).total_bounds
    return f"{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=WINDOW, locale="nl-NL", reduced_motion="reduce").new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.__explorer !== undefined")
    page.evaluate("window.__explorer.ready()")
    return page


def _first_view(browser: Browser, address: str) -> float:
    started = time.perf_counter()
    page = _opened(browser, address)
    seconds = time.perf_counter() - started
    page.context.close()
    return seconds


def _played(browser: Browser, address: str) -> list[str]:
    page = _opened(browser, address)
    shown = len(page.evaluate("window.__explorer.queryVisible('area-streets')"))
    page.locator(".play").click()
    frames = page.evaluate(FRAMES, PLAY_SECONDS)
    page.context.close()
    return [
        f"| frame while playing, {shown:,} of {POLYGONS:,} polygons drawn | {statistics.median(frames):.0f} ms "
        f"| {max(frames):.0f} ms |",
        f"| the same, 95th percentile of {len(frames)} frames | {np.percentile(frames, 95):.0f} ms | |",
    ]


if __name__ == "__main__":
    print(table(3))
