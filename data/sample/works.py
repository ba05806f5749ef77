"""Planned works: sewers replaced in Veldkamp, streets resurfaced in De Hagen, in programmes of the coming years."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from plan import NEIGHBOURHOODS, Street
from shapely import MultiPolygon, Polygon

HALF_WIDTH_M = 9.0  # of the ground that a work takes, from kerb to kerb and a little more


@dataclass(frozen=True)
class Work:
    """A work as a programme has it: one street, between two years."""

    code: str
    name: str
    reason: str
    neighbourhood: str
    street: str
    years: tuple[int, int]


PROGRAMME = (
    Work("RV-2027-1", "Riool Haverstraat", "rioolvervanging", "Veldkamp", "Haverstraat", (2027, 2027)),
    Work("RV-2028-1", "Riool Roggestraat", "rioolvervanging", "Veldkamp", "Roggestraat", (2028, 2028)),
    Work("RV-2029-1", "Riool Gerstestraat", "rioolvervanging", "Veldkamp", "Gerstestraat", (2029, 2030)),
    Work("RV-2030-1", "Riool Boekweitlaan", "rioolvervanging", "Veldkamp", "Boekweitlaan", (2030, 2031)),
    Work("WV-2027-1", "Meidoornhof", "vervanging verharding", "De Hagen", "Meidoornhof", (2027, 2028)),
    Work("WV-2028-1", "Sleedoornhof", "vervanging verharding", "De Hagen", "Sleedoornhof", (2028, 2028)),
    Work("WV-2029-1", "Hazelaarhof", "vervanging verharding", "De Hagen", "Hazelaarhof", (2029, 2029)),
    Work("WV-2031-1", "Beukenhaag", "vervanging verharding", "De Hagen", "Beukenhaag", (2031, 2032)),
)


def ground(work: Work, streets: list[Street]) -> Polygon | MultiPolygon:
    """Where a work is: its street, to a decimetre."""
    (code,) = (each.code for each in NEIGHBOURHOODS if each.name == work.neighbourhood)
    axes = [each.axis for each in streets if each.name == work.street and each.neighbourhood == code]
    covered = shapely.union_all(axes).buffer(HALF_WIDTH_M, cap_style="flat", join_style="mitre")
    return shapely.set_precision(covered, 0.1)
