"""A folium map with a script and data of our own in it."""

from __future__ import annotations

from importlib import resources
from typing import Any

import folium
from branca.element import Element, MacroElement
from jinja2 import Template

from maps.style import heading, script_json

CALL = Template(
    "{% macro script(this, kwargs) %}({{ this.code }})({{ this._parent.get_name() }}, {{ this.data }});{% endmacro %}"
)


class _Script(MacroElement):
    """Runs `templates/<name>.js` with the map and the data."""

    def __init__(self, name: str, data: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca carries hardly any types
        self._name = name
        self.code = resources.files(__package__).joinpath("templates", f"{name}.js").read_text(encoding="utf-8").strip()
        self.data = script_json(data)
        self._template = CALL


def scripted_map(name: str, data: Any, *, title: str, subtitle: str, basemap_url: str | None) -> folium.Map:
    """A map that fills the page; without a basemap the ground is plain."""
    page = folium.Map(location=[52.2, 6.8], zoom_start=12, tiles=None, control_scale=True, prefer_canvas=True)
    if basemap_url is not None:
        folium.TileLayer(basemap_url, attr="© Kadaster, BRT", name="basemap", control=False).add_to(page)
    root: Any = page.get_root()
    root.html.add_child(Element(heading(title, subtitle)))
    page.add_child(_Script(name, data))
    return page
