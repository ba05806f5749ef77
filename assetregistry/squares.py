"""Squares of a grid in the registry's CRS: areas that nobody has to import. An asset lies in one of each size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assetregistry.errors import RegistryError

PREFIX = "square-"
# How a code begins, and the unit in which it tells the lower-left corner, in metres.
_CODES = {250: ("250m", 1), 1_000: ("", 1_000), 4_000: ("4km", 1_000)}
SIZES_M = tuple(_CODES)
_CODE = re.compile(r"(?P<size>250m|4km|)(?P<x>[EW])(?P<east>\d{1,9})(?P<y>[NS])(?P<north>\d{1,9})")


@dataclass(frozen=True)
class Square:
    """A square with its lower-left corner at (east, north) × size_m."""

    size_m: int
    east: int
    north: int

    @property
    def code(self) -> str:
        """Its lower-left corner in km, with the size before it where that is not 1 km: E246N480, 4kmE244N480.

        Of a square of 250 m in metres: 250mE246250N480500. West and south of the origin: W and S.
        """
        size, unit_m = _CODES[self.size_m]
        east, north = (corner * self.size_m // unit_m for corner in (self.east, self.north))
        return f"{size}{'W' if east < 0 else 'E'}{abs(east)}{'S' if north < 0 else 'N'}{abs(north)}"

    @property
    def kind(self) -> str:
        """What all squares of its size are asked for by."""
        return kind_of(self.size_m)

    def bounds(self) -> tuple[int, int, int, int]:
        """(west, south, east, north) in the registry's CRS, in metres."""
        west, south = self.east * self.size_m, self.north * self.size_m
        return (west, south, west + self.size_m, south + self.size_m)


def kind_of(size_m: int) -> str:
    """`square-1000`, as `size_of` takes it."""
    return f"{PREFIX}{size_m}"


def size_of(kind: str | None) -> int | None:
    """The side, in metres, of the squares that a kind of area stands for; None for a kind of area that is imported.

    Raises RegistryError for a size that there is no grid of.
    """
    if kind is None or not kind.startswith(PREFIX):
        return None
    known = {kind_of(size_m): size_m for size_m in SIZES_M}
    if kind not in known:
        raise RegistryError(f"there are no squares of kind '{kind}': choose {', '.join(known)}")
    return known[kind]


def square_of(code: str) -> Square | None:
    """The square of a code; None where it is no square's."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    size_m, unit_m = next((size_m, unit_m) for size_m, (start, unit_m) in _CODES.items() if start == found["size"])
    east, north = (
        int(found[name]) * unit_m * (-1 if found[sign] in "WS" else 1) for name, sign in (("east", "x"), ("north", "y"))
    )
    square = Square(size_m, east // size_m, north // size_m)
    return square if square.code == code else None  # no corner of the grid is there, or it is written otherwise
