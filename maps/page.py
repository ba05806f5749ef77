"""A folium map that carries its own data and a little script of ours: one HTML file.

Data come from registers and may hold anything. They travel as JSON in a script element of type application/json,
reach the page only as text nodes, and never meet the template language that folium renders its parts with.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import Element, MacroElement
from folium.map import FitBounds
from folium.template import Template

from maps import style

_MAX_ZOOM = 20
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class Page(folium.Map):
    """A map that loads Leaflet alone, unless parts were added that need the scripts folium loads by default.

    With `offline` Leaflet stands in the page itself: for mails and rooms without internet.
    """

    def __init__(self, *, offline: bool, **options: Any) -> None:
        super().__init__(**options)
        self.offline = offline

    def render(self, **kwargs: Any) -> Any:
        """Decide on the scripts when all parts are known, then render as folium does.

        Raises ValueError when an offline map was given parts that need more than Leaflet.
        """
        simple = all(isinstance(child, Picture | folium.TileLayer | FitBounds) for child in self._children.values())
        if simple:
            self.default_js = [link for link in folium.Map.default_js if link[0] == "leaflet"]
            self.default_css = [link for link in folium.Map.default_css if link[0] == "leaflet_css"]
        if self.offline:
            if not simple:
                raise ValueError("an offline map embeds Leaflet alone; save it without `offline` to add other parts")
            self.default_js, self.default_css = [], []
            # in the place where folium would put the links: before everything that needs them
            root: Any = self.get_root()
            root.header.add_child(Element(_leaflet()), name="leaflet", index=0)
        return super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium is typed in part


class Picture(MacroElement):
    """Our part of the page: style sheet, data and script."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>{{ this.css }}</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <p class="ar-waiting" id="waiting_{{ this.get_name() }}">{{ this.waiting }}</p>
        <script type="application/json" id="data_{{ this.get_name() }}">{{ this.data }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        (function (map, data) {
        document.getElementById("waiting_{{ this.get_name() }}").remove();
        {{ this.javascript }}
        })(
            {{ this._parent.get_name() }},
            JSON.parse(document.getElementById("data_{{ this.get_name() }}").textContent)
        );
        {% endmacro %}
        """
    )

    def __init__(self, script: str, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca is typed in part
        self._name = "Picture"
        self.css = _template_text("page.css")
        self.javascript = _template_text("page.js") + _template_text(script)
        self.waiting = html.escape(data["words"]["waiting"])
        self.data = embedded_json(data)


def draw(
    script: str,
    data: dict[str, Any],
    *,
    title: str,
    as_of: dt.date,
    language: style.Language,
    basemap_url: str | None,
    basemap_attribution: str | None,
    offline: bool = False,
) -> folium.Map:
    """A map whose page is drawn by `templates/<script>` from `data`; `words` must be in it already.

    `offline` embeds Leaflet and leaves out the basemap, so that the file asks nothing of any host.
    """
    if offline:
        basemap_url = None
    page = Page(
        offline=offline,
        tiles=None,
        zoom_control=False,
        zoom_snap=1 if basemap_url else 0.25,
        zoom_delta=1 if basemap_url else 0.5,
        max_zoom=_MAX_ZOOM,
    )
    root: Any = page.get_root()
    root.title = html.escape(title)
    if basemap_url:
        credit = basemap_attribution or urlsplit(basemap_url).hostname or basemap_url
        folium.TileLayer(
            basemap_url, attr=html.escape(credit), control=False, max_native_zoom=19, max_zoom=_MAX_ZOOM
        ).add_to(page)
    head = {
        "title": title,
        "language": language,
        "asOf": as_of.isoformat(),
        "asOfText": style.day(as_of, language),
        "basemap": basemap_url is not None,
    }
    Picture(script, head | data).add_to(page)
    return page


def embedded_json(data: dict[str, Any]) -> str:
    """JSON that can stand in a script element inside a Jinja template.

    "<" cannot end the element, and no brace can open an expression; both only ever occur inside strings, where
    JSON has an escape for them.
    """
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text.replace("<", r"\u003c"))


def _leaflet() -> str:
    """Leaflet's script and style sheet as elements of a page, untouched by the template language."""
    folder = resources.files("xstatic.pkg.leaflet").joinpath("data")
    script, style_sheet = (folder.joinpath(name).read_text(encoding="utf-8") for name in ("leaflet.js", "leaflet.css"))
    # a map of ours shows no markers and no layer switch: what the style sheet says of their images is left out
    plain = re.sub(r"url\(images/[^)]*\)", "none", style_sheet)
    return f"{{% raw %}}<script>{_SOURCE_MAP.sub('', script)}</script><style>{plain}</style>{{% endraw %}}"


def _template_text(name: str) -> str:
    return resources.files("maps").joinpath("templates", name).read_text(encoding="utf-8")
