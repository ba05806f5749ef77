"""What if: other lives, renewal programmes and routes than the catalogue's, one file each in `scenarios/`.

A file's stem is the scenario's name. Every key but the texts may be left out; `baseline` leaves out all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from assetregistry.catalogue.models import Code, Model, Positive, Share, Text
from assetregistry.errors import RegistryError

BASELINE = "baseline"
Year = Annotated[int, Field(ge=1900, le=2500)]
Route = Literal["reuse", "recycle", "recover", "landfill"]


class Programme(Model):
    """A `share` of what stands of these lifetime classes is renewed evenly from `from_year` up to and with `to_year`.

    What ends by itself before its turn has ended; the rest lives on as it would have.
    """

    lifetimes: tuple[Code, ...] = Field(min_length=1)
    from_year: Year
    to_year: Year
    share: Share

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.to_year < self.from_year:
            raise ValueError(f"the years are upside down: {self.from_year} to {self.to_year}")
        return self


class Ban(Model):
    """No mass takes `route` any more, it goes `instead`; of these materials, or of all when none is named."""

    route: Route
    instead: Route
    materials: tuple[Code, ...] = ()


class Scenario(Model):
    """A named set of assumptions. `life_factor` stretches all mean lives, `life_factors` those of one class more.

    `sewer_share`: of what renews sewers, the part that opens the street, in place of that of `clock_rules.toml`.
    """

    name_nl: Text
    name_en: Text
    description: Text
    life_factor: Positive = 1.0
    life_factors: Mapping[Code, Positive] = {}
    sewer_share: Share | None = None
    programme: tuple[Programme, ...] = ()
    ban: tuple[Ban, ...] = ()


@cache
def load_scenarios() -> Mapping[str, Scenario]:
    """All scenarios by name, the baseline first. Raises RegistryError that names the file and what is wrong with it."""
    folder = resources.files("assetregistry.catalogue").joinpath("scenarios")
    files = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    return {
        name: _read(f"scenarios/{name}.toml", files[name].read_text(encoding="utf-8"))
        for name in sorted(files, key=lambda name: (name != BASELINE, name))
    }


def _read(name: str, content: str) -> Scenario:
    try:
        return Scenario.model_validate(tomllib.loads(content))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RegistryError(f"{name}: {error}") from None
