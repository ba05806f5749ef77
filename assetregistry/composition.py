"""What a thing weighs: the volume of pipe walls, and how surely a recipe is known."""

from __future__ import annotations

from math import expm1, log, pi, sqrt
from typing import Literal

from assetregistry.survival import Z90

EGG_PERIMETER = 3.965  # inner perimeter of an egg-shaped pipe of height 1.5 B, in widths B


def wall_volume_m3(
    shape: Literal["round", "egg", "rectangular"],
    width_mm: float,
    height_mm: float | None,
    wall_mm: float,
    diameter: Literal["inner", "outer"],
    length_m: float,
) -> float:
    """Volume of a pipe's wall in m³; the SQL function of the same name is its twin.

    round: π (D ± t) t L for an inner or outer diameter D; egg: (3.965 B + π t) t L; rectangular, inner B × H:
    (2 (B + H) + 4 t) t L.
    """
    if shape == "egg":
        middle_mm = EGG_PERIMETER * width_mm + pi * wall_mm
    elif shape == "rectangular":
        middle_mm = 2 * (width_mm + (width_mm if height_mm is None else height_mm)) + 4 * wall_mm
    else:
        middle_mm = pi * (width_mm - wall_mm if diameter == "outer" else width_mm + wall_mm)
    return length_m * wall_mm / 1e6 * middle_mm


def relative_spread(low: float, typical: float, high: float) -> float:
    """Coefficient of variation of a mass whose low and high are its 10th and 90th percentile.

    Log-normal where low is above zero: σ = ln(high / low) / (2 z90), cv = √(exp(σ²) - 1); else normal.
    """
    if low > 0:
        sigma = log(high / low) / (2 * Z90)
        return sqrt(expm1(sigma**2))
    return (high - low) / (2 * Z90 * typical)
