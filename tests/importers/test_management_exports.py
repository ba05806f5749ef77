"""Layouts as management systems export them: what a suggested profile makes of each."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

import pandas as pd
import pytest

from importers.suggesting import suggest


class Layout(NamedTuple):
    """A layer as a system writes it, and what is expected of its suggestion: fields, and the type of each word."""

    layer: str
    geometry: str
    fields: dict[str, list[Any]]
    columns: dict[str, str]
    types: dict[str, str]
    default: str | None


ROADS = Layout(
    "GBI_Wegvakonderdelen",
    "Polygon",
    {
        "OBJECTID": [1, 2, 3, 4],
        "WVONUMMER": ["1000-1", "1000-2", "1001-1", "1001-2"],
        "WVOTYPE": ["Rijbaan", "Voetpad", "Rijbaan", "Voetpad"],
        "VERHSOORT": ["Asfalt", "Elementen", "Asfalt", "Elementen"],
        "VERHTYPE": ["DAB 0/11", "Betontegels 30x30", "SMA 0/8", "BKK keiformaat"],
        "AANLEGJR": [1985, 1992, 0, 2005],
    },
    {"source_id": "WVONUMMER", "built_year": "AANLEGJR"},
    {
        "DAB 0/11": "road_asphalt_local",
        "SMA 0/8": "road_asphalt_local",
        "Betontegels 30x30": "road_concrete_tiles",
        "BKK keiformaat": "road_concrete_pavers_light",
    },
    "road_unknown_surface_local",
)
ROADS_BEGUN = Layout(
    "gisib_wegen",
    "Polygon",
    {
        "GUID": ["a", "b", "c"],
        "OBJECTBEGINTIJD": ["20150101", "20150101", "20150101"],
        "TYPE": ["Rijbaan lokale weg"] * 3,
        "TYPE_GEDETAILLEERD": ["betonstraatstenen", "asfalt", "asfalt"],
    },
    {"source_id": "GUID"},
    {"betonstraatstenen": "road_concrete_pavers_light", "asfalt": "road_asphalt_local"},
    "road_unknown_surface_local",
)
KERBS = Layout(
    "trottoirbanden",
    "LineString",
    {"BANDID": [1, 2, 3], "MATERIAAL": ["Beton", "Natuursteen", "Beton"], "JAAR_PLAAT": [1990, 2010, 2010]},
    {"source_id": "BANDID", "built_year": "JAAR_PLAAT", "source_material": "MATERIAAL"},
    {"Beton": "kerb_concrete", "Natuursteen": "kerb_natural_stone"},
    "kerb_concrete",
)
SIGNS = Layout(
    "verkeersborden",
    "Point",
    {"id": [1, 2, 3], "type_drager": ["Flespaal", "Lichtmast", "Flespaal"], "plaatsing": ["2010-01-01"] * 3},
    {"source_id": "id", "built_year": "plaatsing"},
    {},
    "traffic_sign",
)
FURNITURE = Layout(
    "GeoVisia_Meubilair",
    "Point",
    {
        "GUID": ["a", "b", "c", "d"],
        "OBJECTSOORT": ["Bank", "Paal - vast", "Bank", "Hondentoilet"],
        "AANSCHAFJAAR": [2001, 2014, 2014, 2001],
        "BEHEERNIVEAU": ["A", "B", "B", "B"],
    },
    {"source_id": "GUID", "built_year": "AANSCHAFJAAR"},
    {"Bank": "bench_unknown", "Paal - vast": "bollard_unknown"},
    "furniture_other",
)
TREES = Layout(
    "bomen",
    "Point",
    {"boomnummer": [1, 2, 3], "boomsoort": ["Tilia", "Tilia", "Quercus robur"], "plantjaar": [1990, 2010, 1990]},
    {"source_id": "boomnummer", "built_year": "plantjaar"},
    {},
    None,
)
NOTHING_KNOWN = Layout("laag 1", "Polygon", {"nr": ["a", "b"], "opm": ["x", "y"]}, {"source_id": "nr"}, {}, None)
LAYOUTS = [ROADS, ROADS_BEGUN, KERBS, SIGNS, FURNITURE, TREES, NOTHING_KNOWN]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.layer)
def test_a_layout_of_a_system_is_suggested_for_what_it_is(layout: Layout) -> None:
    document = tomllib.loads(suggest(layout.layer, pd.DataFrame(layout.fields), layout.geometry))
    types = document["asset_type"]
    told = {word: rule["type"] for rule in types.get("rule", []) for word in rule[types["from"][0]]}
    assert (document["fields"], told, types.get("default")) == (layout.columns, layout.types, layout.default)
