"""Assets as a list: those that a filter lets through, a page at a time, in order of what people want to see first."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self, get_args

from sqlalchemy import Connection

from assetregistry.errors import RegistryError
from assetregistry.questions import AssetFilter, listed
from assetregistry.store.engine import composed, run

SortKey = Literal["assetType", "name", "builtFrom", "condition", "endYear", "kg", "owner"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)
MOST_SORTED_BY_MASS = 20_000  # masses are worked out when they are asked for


@dataclass(frozen=True)
class Sort:
    """By what a list is sorted, and whether from high to low; what has no such value comes last either way."""

    key: SortKey
    falling: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """`name`, or `-name` from high to low; raises RegistryError for another key."""
        key = text.removeprefix("-")
        for known in SORT_KEYS:
            if key == known:
                return cls(known, falling=text.startswith("-"))
        raise RegistryError(
            f"'{text}' is nothing to sort by: choose from {', '.join(SORT_KEYS)}; -name turns it round",
            code="not-understood",
            fields="sort",
        )


@dataclass(frozen=True)
class Place:
    """Where a page of a sorted list ends: the keys of its last asset; the next begins there whatever changes."""

    number: float
    words: str
    id: int

    def cursor(self) -> str:
        """The place as one word of an address."""
        number = None if math.isinf(self.number) else self.number
        return base64.urlsafe_b64encode(json.dumps([number, self.words, self.id]).encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, cursor: str) -> Self:
        """The place that a cursor stands for; raises RegistryError when it is none."""
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            number, words, asset_id = json.loads(base64.urlsafe_b64decode(padded))
            return cls(math.inf if number is None else float(number), str(words), int(asset_id))
        except (binascii.Error, ValueError, TypeError):
            raise RegistryError(
                "the cursor is none of a sorted list: follow the link to the next page",
                code="not-understood",
                fields="cursor",
            ) from None


def page(connection: Connection, where: AssetFilter, *, srid: int, cursor: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` assets with an id above `cursor`, by id; columns of `sql/assets/rows.sql`."""
    if where.bbox is None:
        ids = _run(connection, "assets/search", where, srid, cursor=cursor, limit=limit).scalars()
    else:  # the assets of a box are found by their place; by id, most of the others would be looked at too
        ids = [each.id for each in _sorted(connection, where, "id", srid, Place(cursor, "", cursor), limit)]
    return rows(connection, list(ids))


def sorted_page(
    connection: Connection,
    where: AssetFilter,
    sort: Sort,
    order: Sequence[str],
    *,
    srid: int,
    after: Place | None,
    limit: int,
) -> tuple[list[dict[str, Any]], Place | None]:
    """At most `limit` assets after a place, sorted; and the place where they end (None: there are no more).

    `order`: the codes of types or owners as they are to stand. By name, the names must be fresh (`lookup.finding`).
    Raises RegistryError where masses of more than MOST_SORTED_BY_MASS assets would have to be compared.
    """
    if sort.key == "kg":
        found = _by_mass(connection, where, srid, after, limit, falling=sort.falling)
    else:
        found = _sorted(connection, where, sort.key, srid, after, limit, falling=sort.falling, order=order)
    return rows(connection, [each.id for each in found]), found[-1] if len(found) == limit else None


def _sorted(
    connection: Connection,
    where: AssetFilter,
    key: str,
    srid: int,
    after: Place | None,
    limit: int,
    *,
    falling: bool = False,
    order: Sequence[str] = (),
) -> list[Place]:
    found = _run(
        connection,
        "assets/sorted",
        where,
        srid,
        key=key,
        sign=-1.0 if falling else 1.0,
        order=list(order),
        begun=after is not None,
        **asdict(after or Place(0, "", 0)),
        limit=limit,
    )
    return [Place(row.number, row.words, row.id) for row in found]


def _by_mass(
    connection: Connection, where: AssetFilter, srid: int, after: Place | None, limit: int, *, falling: bool
) -> list[Place]:
    ids = _run(connection, "assets/fitting", where, srid, most=MOST_SORTED_BY_MASS + 1).scalars().all()
    if len(ids) > MOST_SORTED_BY_MASS:
        raise RegistryError(
            f"more than {MOST_SORTED_BY_MASS:,} assets fit: "
            "to sort by mass, ask for less (a smaller bbox, an area, a type)",
            code="too-many-to-sort",
            most=MOST_SORTED_BY_MASS,
        )
    masses: dict[int, float] = {row.asset_id: row.kg for row in run(connection, "assets/masses", ids=ids)}
    sign = -1 if falling else 1
    placed = [(sign * masses[each] if each in masses else math.inf, each) for each in ids]
    start = (after.number, after.id) if after else (-math.inf, 0)
    return [Place(number, "", each) for number, each in sorted(each for each in placed if each > start)[:limit]]


def count(connection: Connection, where: AssetFilter, *, srid: int, most: int) -> int:
    """How many assets fit; `most` when as many or more do."""
    return int(_run(connection, "assets/count", where, srid, most=most).scalar_one())


def rows(connection: Connection, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What a list shows of assets, in the order of their ids as given; geometry is GeoJSON text in WGS 84."""
    return [dict(row) for row in run(connection, "assets/rows", ids=list(ids)).mappings()]


def _run(connection: Connection, name: str, where: AssetFilter, srid: int, **parameters: Any) -> Any:
    """Execute a statement in which `{fits}` stands for the filter."""
    given = asdict(where) | {"owner": list(listed(where.owner)), "asset_type": list(listed(where.asset_type))}
    west, south, east, north = given.pop("bbox") or (None,) * 4
    box = {"west": west, "south": south, "east": east, "north": north, "srid": srid}
    return connection.execute(composed(name, row="asset", fits="assets/fits"), {**given, **box, **parameters})
