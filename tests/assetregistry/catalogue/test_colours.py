"""Groups are told apart by colour, by normal and by colour-blind eyes."""

from __future__ import annotations

import colorsys
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assetregistry.catalogue import ROUTES, Catalogue
from assetregistry.catalogue.colours import on_dark
from assetregistry.catalogue.models import GroupKind
from assetregistry.catalogue.routes import load_routes
from assetregistry.registry import Registry, SupplyQuestion
from maps.chart import MOST_PARTS as CHART_SERIES
from maps.style import OTHER

Vector = NDArray[np.float64]

MAX_GROUPS = 9
TOKENS = Path(__file__).parents[3] / "maps" / "web" / "src" / "css" / "tokens.css"
# Machado, Oliveira and Fernandes 2009, severity 1; for linear RGB.
VISIONS: dict[str, Vector] = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
SRGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE_D65 = np.array([0.95047, 1.0, 1.08883])


def rgb(colour: str) -> Vector:
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def lab(colour: str, vision: str = "normal") -> Vector:
    """CIE L*a*b* (D65) of an sRGB colour as that vision sees it."""
    srgb = rgb(colour)
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISIONS[vision] @ linear, 0, 1)
    ratio = SRGB_TO_XYZ @ seen / WHITE_D65
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(first: Vector, second: Vector) -> float:
    """Colour difference after Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean_c7 / (mean_c7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + turn / 2 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    r_c = 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25**7))
    r_t = -r_c * np.sin(np.radians(60 * np.exp(-((((mean_h % 360) - 275) / 25) ** 2))))
    parts = (l2 - l1) / s_l, (c2 - c1) / s_c, d_h / s_h
    return float(np.sqrt(sum(part**2 for part in parts) + r_t * parts[1] * parts[2]))


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_formula_gives_the_published_pairs(
    first: tuple[float, ...], second: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("kind", ["material", "asset_type"])
def test_groups_are_told_apart(catalogue: Catalogue, kind: GroupKind, vision: str) -> None:
    colours = {code: group.colour for (of, code), group in catalogue.groups.items() if of == kind}
    assert len(colours) <= MAX_GROUPS
    for first, second in itertools.combinations(colours, 2):
        assert ciede2000(lab(colours[first], vision), lab(colours[second], vision)) >= 10, (first, second)


def test_materials_keep_the_hue_of_their_group(catalogue: Catalogue) -> None:
    for material in catalogue.materials.values():
        group = catalogue.groups["material", material.group]
        hue, group_hue = (colorsys.rgb_to_hls(*rgb(colour))[0] for colour in (material.colour, group.colour))
        assert abs((hue - group_hue + 0.5) % 1 - 0.5) < 0.06, material.code


def test_materials_of_one_group_differ_in_lightness(catalogue: Catalogue) -> None:
    for first, second in itertools.combinations(catalogue.materials.values(), 2):
        assert ciede2000(lab(first.colour), lab(second.colour)) >= 2.3, (first.code, second.code)


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_what_one_chart_shows_is_told_apart(catalogue: Catalogue, town: Registry, vision: str, ground: str) -> None:
    """The materials that lead the chart of the town or of any of its areas, and the grey of the others."""
    found = set.union(*(leading(town, area) for area in (None, *town.areas()["code"])))
    assert len(found) > CHART_SERIES
    colours = {code: catalogue.materials[code].colour for code in found} | {"other": OTHER}
    if ground == "dark":
        colours = {code: on_dark(colour) for code, colour in colours.items()}
    for first, second in itertools.combinations(sorted(colours), 2):
        assert ciede2000(lab(colours[first], vision), lab(colours[second], vision)) >= 10, (first, second)


@pytest.mark.parametrize("vision", VISIONS)
def test_routes_are_told_apart_on_both_grounds(vision: str) -> None:
    routes = load_routes()
    assert tuple(routes) == ROUTES
    for look in (str, on_dark):
        colours = {code: lab(look(route.colour), vision) for code, route in routes.items()}
        for first, second in itertools.combinations(colours, 2):
            assert ciede2000(colours[first], colours[second]) >= 10, (first, second)
    ground = lab("#1a2120")[0]
    assert all(lab(on_dark(route.colour))[0] - ground >= 15 for route in routes.values())


def test_nothing_of_weight_sinks_into_a_dark_ground(catalogue: Catalogue, town: Registry) -> None:
    """Lightness apart from that of the darkest panel, for what leads the town's charts and for all its roads."""
    ground = lab("#1a2120")[0]
    shown = [catalogue.materials[code].colour for code in leading(town, None)]
    shown += [each.colour for each in catalogue.asset_types.values() if each.group == "road"]
    assert {colour: lightness for colour in shown if (lightness := lab(on_dark(colour))[0] - ground) < 15} == {}


def test_a_colour_on_dark_keeps_its_hue_and_is_used(catalogue: Catalogue) -> None:
    entries = [*catalogue.materials.values(), *catalogue.asset_types.values()]
    changed = {each.colour for each in entries if on_dark(each.colour) != each.colour}
    assert len(changed) == 5
    for colour in changed:
        hues = [colorsys.rgb_to_hls(*rgb(each))[0] for each in (colour, on_dark(colour))]
        assert abs(hues[0] - hues[1]) < 0.06, colour


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_conditions_are_told_apart_on_the_map(theme: str, vision: str) -> None:
    """From each other, from what was not inspected, and from the ground, which sinks what is as light as it is."""
    light, dark = TOKENS.read_text(encoding="utf-8").split(':root[data-theme="dark"]', maxsplit=1)
    tokens = dict(re.findall(r"--(map-[\w-]+): (#[0-9a-f]{6});", light if theme == "light" else dark))
    names = [f"map-condition-{condition}" for condition in range(1, 7)] + ["map-end-none", "map-area"]
    for first, second in itertools.combinations(names, 2):
        assert ciede2000(lab(tokens[first], vision), lab(tokens[second], vision)) >= 10, (first, second)


def leading(town: Registry, area: str | None) -> set[str]:
    rows = town.supply(SupplyQuestion(2026, 2075, ("material",), area=area)).rows
    return set(rows.nlargest(CHART_SERIES, "expected_kg")["material"])
