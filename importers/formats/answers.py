"""What was saved under the name of a file with data and is none: a refusal, a web page, JSON of another kind."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.errors import SourceError

HEAD = 1 << 16
MARKS = "\ufeff\ufffd"  # of the order of bytes, in UTF-8 and in UTF-16
MOST_LOOKED_AT = 1 << 26  # bytes
LONGEST = 200  # characters of what a service says
TABLES = frozenset({".csv", ".tsv"})
JSON = frozenset({".geojson", ".json"})
BEFORE_THE_ROOT = r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*"
ROOT = re.compile(rf"{BEFORE_THE_ROOT}<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", re.DOTALL | re.IGNORECASE)
REFUSALS = frozenset({"exceptionreport", "serviceexceptionreport", "serviceexception", "error", "exception"})
SAID_IN_XML = re.compile(
    r"<(?:[\w.-]+:)?(ExceptionText|ServiceException|Message|title)\b[^>]*>(?:<!\[CDATA\[)?([^<\]]*)", re.IGNORECASE
)
SAID_IN_JSON = ("message", "description", "detail", "text", "title")
REFUSED = frozenset({"error", "errors", "exceptions", "status", "code"})
KIND = re.compile(rb'"(Topology|CityJSON|CityObjects)"')
CITY = "is CityJSON, a model in 3D, which is not read: give the layers that it was made of"
KINDS = {
    b"Topology": "is TopoJSON, which is not read: write it as GeoJSON (mapshaper) or as a GeoPackage (QGIS)",
    b"CityJSON": CITY,
    b"CityObjects": CITY,
}


def refuse_answer(path: Path) -> None:
    """Raises SourceError for a file that holds a service's refusal, a web page, or XML under another name."""
    if not path.is_file():
        return
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(HEAD).replace(b"\0", b"").decode("utf-8", "replace").lstrip(MARKS)  # UTF-16 too
    if (root := ROOT.match(head)) is not None:
        _refuse_markup(root[1].lower(), head, suffix)
    if suffix in JSON | TABLES and len(head) < HEAD and head.lstrip().startswith("{"):
        _refuse_json(head)


def why_no_geojson(path: Path) -> str:
    """What is said of JSON in which GDAL finds no GeoJSON."""
    with path.open("rb") as file:
        ends = file.read(HEAD)
        file.seek(max(path.stat().st_size - HEAD, 0))
        ends += file.read()
    kind = KIND.search(ends)
    return "is JSON without features: give GeoJSON" if kind is None else KINDS[kind[1]]


def where_no_json(path: Path) -> str | None:
    """Where a file stops being JSON, and why; None where it is JSON, or too large to look at as a whole."""
    if path.stat().st_size > MOST_LOOKED_AT:
        return None
    try:
        json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        return f"it is no JSON from line {error.lineno}, column {error.colno} on: {error.msg}"
    except (ValueError, RecursionError):
        return None
    return None


def _refuse_markup(root: str, head: str, suffix: str) -> None:
    found = SAID_IN_XML.search(head)
    said = _quoted(html.unescape(found[2])) if found else ""
    if root == "html":
        raise SourceError(f"is no data but a web page{said}: download the file itself")
    if root in REFUSALS:
        raise SourceError(_refusal(said))
    if suffix in TABLES | JSON and ("<?xml" in head or "xmlns" in head):
        raise SourceError(
            f"is XML and not what its name says: call it .gml or .kml if it is, or fetch it anew as {suffix}"
        )


def _refuse_json(text: str) -> None:
    try:
        document = json.loads(text)
    except ValueError:
        return
    if "type" not in document or "features" not in document:
        said = next(_sentences(document), "")
        if said and REFUSED & {str(name).lower() for name in document}:
            raise SourceError(_refusal(_quoted(said)))


def _refusal(said: str) -> str:
    return f"is no data but the answer of a service that refused{said}: ask it for the data again"


def _quoted(said: str) -> str:
    said = " ".join(said.split())[:LONGEST]
    return f' ("{said}")' if said else ""


def _sentences(document: Any) -> Iterator[str]:
    """What a refusal says, from the outside in."""
    if isinstance(document, dict):
        yield from (document[name] for name in SAID_IN_JSON if isinstance(document.get(name), str) and document[name])
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from _sentences(each)
