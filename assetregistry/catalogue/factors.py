"""CO2 of materials, made new, used again or recycled: one TOML file, the package's or a user's own.

The factors stand apart from the catalogue: they change no mass, and so must not change the catalogue's version.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from assetregistry.catalogue.models import Code, Confidence, Model, NotNegative, Text
from assetregistry.catalogue.problems import Place, Problems
from assetregistry.catalogue.reading import FACTORS

FILE_NAME = FACTORS
BUILT_IN = Path(__file__).parent / FILE_NAME
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Factor(Model):
    """kg CO2-equivalent per kg of one material; wood may be negative when new (carbon that it holds).

    `reused_co2_kg_per_kg` None: not known, counted as 0. `recycled_into`: the material whose new making recycling
    saves; None: the same one.
    """

    primary_co2_kg_per_kg: Finite
    reused_co2_kg_per_kg: NotNegative | None = None
    recycled_co2_kg_per_kg: NotNegative | None = None
    recycled_into: Code | None = None
    source: Text
    confidence: Confidence


Factors = Mapping[str, Factor]


def load_factors(path: Path, materials: Collection[str]) -> Factors:
    """The factors of a TOML file by material code, whole: nothing is filled in from another file.

    Raises RegistryError that lists every problem: no such file, not TOML, unknown keys, materials that are not among
    `materials`, `recycled_into` that leads to no entry with `recycled_co2_kg_per_kg`.
    """
    problems = Problems()
    factors: dict[str, Factor] = {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        problems.add(Place(str(path)), f"not readable as TOML ({error})", "name a file of CO2 factors")
        content = {}
    for code, raw in content.items():
        place = Place(path.name, code)
        if code not in materials:
            problems.add(place, "the catalogue has no such material", "correct its code or add it to the catalogue")
        try:
            factors[code] = Factor.model_validate(raw)
        except ValidationError as error:
            problems.add_invalid(place, error)
    for code, factor in factors.items():
        _check_target(Place(path.name, code), factor, factors, problems)
    problems.raise_if_any("the CO2 factors were not loaded")
    return factors


def _check_target(place: Place, factor: Factor, factors: Factors, problems: Problems) -> None:
    if factor.recycled_into is None:
        return
    if factor.recycled_co2_kg_per_kg is not None:
        problems.add(place, "recycled_co2_kg_per_kg beside recycled_into", "keep one of the two")
    target = factors.get(factor.recycled_into)
    if target is None or target.recycled_co2_kg_per_kg is None:
        problems.add(
            place,
            f"recycled_into {factor.recycled_into!r} has no recycled_co2_kg_per_kg",
            "give that material one, or leave recycled_into out",
        )
