"""Places as SQL: which assets count there, and which share of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import TextClause

from assetregistry.squares import Square
from assetregistry.store.engine import composed


@dataclass(frozen=True)
class Place:
    """`rows`: a statement that gives asset_id and share, with its parameters; everywhere, it is not looked at."""

    rows: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    everywhere: bool = False

    def statement(self, name: str) -> TextClause:
        """The statement `sql/<name>.sql`, in which `{place}` stands for `rows`."""
        return composed(name, place=self.rows)

    def given(self, **others: Any) -> dict[str, Any]:
        """The parameters of such a statement."""
        return {"everywhere": self.everywhere, **self.parameters, **others}


EVERYWHERE = Place("forecast/place_area", {"area_id": 0}, everywhere=True)


def of_area(area_id: int) -> Place:
    """An area, with the shares that were worked out when it or its assets came in."""
    return Place("forecast/place_area", {"area_id": area_id})


def of_polygon(polygon: BaseGeometry, srid: int) -> Place:
    """A valid polygon in the registry's CRS: assets count with the share that lies inside."""
    return Place("forecast/place_polygon", {"wkb": shapely.to_wkb(polygon), "srid": srid})


def of_square(square: Square, srid: int) -> Place:
    """A square: assets count whole where the middle of their bounding box lies."""
    west, south, east, north = square.bounds()
    return Place("forecast/place_square", {"west": west, "south": south, "east": east, "north": north, "srid": srid})
