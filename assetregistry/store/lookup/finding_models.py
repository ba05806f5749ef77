"""What can be searched by name, derived from areas and assets; see `store.lookup.finding`."""

from __future__ import annotations

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from assetregistry.store.models import Base


class PlaceName(Base):
    """A name and where it is: of an area (`kind` as there), or one that assets share (`kind` is name, as is its code).

    `folded` is what is searched: name and code without case and accents. `assets`: how many have the name; null for
    areas. West, south, east and north (WGS 84) are the box around all of them.
    """

    __tablename__ = "place_name"
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str]
    assets: Mapped[int | None] = mapped_column(Integer)
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
