"""Search: how texts are compared, and which of what was found comes first.

Case and accents do not matter, several words must all be there, in any order. `store.lookup.finding` asks the database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

Kind = Literal["area", "name", "asset"]
KINDS: tuple[Kind, ...] = ("area", "name", "asset")
Box = tuple[float, float, float, float]
ENDS_OF_PATHS = "#/"  # what stands before the last part of a URI
_UUID = re.compile(r"\b([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\b", re.IGNORECASE)
# A thing's own id after the source holder that BGT puts before it; sql/finding/assets.sql has the twin of this.
_HELD = re.compile(r"[GLPW]\d{4}\.(?P<own>.+)", re.IGNORECASE)


class Nearness(IntEnum):
    """How well a query fits a text; the nearest comes first."""

    EXACT = 0
    PREFIX = 1
    WORD = 2  # every word begins a word of the text
    ANYWHERE = 3


@dataclass(frozen=True)
class Hit:
    """Something that can be gone to.

    `kind`: an area, a name that assets share (a street), or one asset. `id`: of an asset. `code`: an area's, or the
    source's id of an asset. `of`: the kind of area, or the type of asset. `assets`: how many have the name.
    `box`: west, south, east, north in WGS 84.
    """

    kind: Kind
    name: str | None
    box: Box
    id: int | None = None
    code: str | None = None
    namespace: str | None = None
    of: str | None = None
    assets: int | None = None

    def texts(self) -> tuple[str, ...]:
        """What it is found by; an asset by its source's id, as its name is a hit of its own."""
        if self.kind == "asset":
            code = self.code or ""
            held = _HELD.fullmatch(tail(code))
            return (code, tail(code), f"{self.namespace}.{code}", *([held["own"]] if held else []))
        return tuple(text for text in (self.name, self.code) if text)


def fold(text: str) -> str:
    """A text without case, accents and superfluous space."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.lower().split())


def tail(source_id: str) -> str:
    """The last part of an id that is a URI, else the whole id; the SQL function `id_tail` has the twin of this."""
    start = max(source_id.rfind(mark) for mark in ENDS_OF_PATHS) + 1
    return source_id[start:]


def id_beginnings(query: str) -> list[str]:
    """What the tail of an asset's id may begin with, in lower case: an id may be given with namespaces before it.

    A UUID in it is spelled without and with dashes.
    """
    plain = tail(query.strip()).lower()
    parts = plain.split(".")
    given = [each for start in range(len(parts)) if (each := ".".join(parts[start:]))]
    return list(dict.fromkeys(spelled for each in given for spelled in (each, without_dashes(each), with_dashes(each))))


def own_ids(query: str) -> list[str]:
    """The spellings, in lower case, of a query that is a UUID and nothing else; empty for others.

    BGT puts the code of a source holder before it, which other software leaves out.
    """
    own = query.strip().lower()
    return [without_dashes(own), with_dashes(own)] if _UUID.fullmatch(own) else []


def without_dashes(text: str) -> str:
    """A text with its UUIDs as 32 digits."""
    return _UUID.sub(r"\1\2\3\4\5", text)


def with_dashes(text: str) -> str:
    """A text with its UUIDs in five groups."""
    return _UUID.sub(r"\1-\2-\3-\4-\5", text)


def nearness(query: str, texts: Iterable[str]) -> Nearness | None:
    """How near a query is to the nearest of some texts; None when a word of it stands in none of them."""
    wanted = fold(query)
    words = wanted.split()
    folded = [fold(text) for text in texts]
    if not words or not all(any(word in text for text in folded) for word in words):
        return None
    if wanted in folded:
        return Nearness.EXACT
    if any(text.startswith(wanted) for text in folded):
        return Nearness.PREFIX
    beginnings = [part for text in folded for part in text.replace("-", " ").split()]
    begun = all(any(part.startswith(word) for part in beginnings) for word in words)
    return Nearness.WORD if begun else Nearness.ANYWHERE


def ranked(query: str, found: Iterable[Hit], limit: int) -> list[Hit]:
    """The best hits: the nearest first, of those areas before names before assets, of those the shortest name first."""
    wanted = without_dashes(query)

    def place(hit: Hit) -> tuple[int, int, int, str, int] | None:
        near = Nearness.EXACT if query.strip() == str(hit.id) else nearness(wanted, map(without_dashes, hit.texts()))
        if near is None or (hit.kind == "asset" and near > Nearness.PREFIX):
            return None
        name = fold(hit.name or hit.code or "")
        return (near, KINDS.index(hit.kind), len(name), name, hit.id or 0)

    placed = [(place(hit), hit) for hit in found]
    kept = sorted(((where, hit) for where, hit in placed if where is not None), key=lambda each: each[0])
    return [hit for _, hit in kept[:limit]]


def hit_document(hit: Hit) -> dict[str, Any]:
    """A hit as JSON: what tells it by its kind, and its `bbox` (west, south, east, north in WGS 84)."""
    told: dict[Kind, dict[str, Any]] = {
        "area": {"code": hit.code, "name": hit.name, "areaKind": hit.of},
        "name": {"name": hit.name, "assets": hit.assets},
        "asset": {
            "id": hit.id,
            "namespace": hit.namespace,
            "sourceId": hit.code,
            "name": hit.name,
            "assetType": hit.of,
        },
    }
    return {"kind": hit.kind, **told[hit.kind], "bbox": list(hit.box)}
