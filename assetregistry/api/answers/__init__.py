"""What answers hold, field by field, for `/v1/openapi.json`: a description that tests hold answers to.

An answer is sent as the registry made it, not read into these models first: that would cost time at each request and
tell its reader nothing. Fields may be added, so what is not described here is no error to a client; to the tests it is.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema


class Told(BaseModel):
    """A part of an answer; keys in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)


class ShownAs:
    """Beside the type of an answer, `Annotated[dict[str, Any], ShownAs(Model)]`: described as the model, sent as is."""

    def __init__(self, model: type[Told]) -> None:
        """`model`: what the answer holds."""
        self._model = model

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The model's schema around which every value passes unread."""
        return core_schema.no_info_wrap_validator_function(
            lambda value, _read: value,
            handler(self._model),
            serialization=core_schema.simple_ser_schema("any"),
        )


class Geometry(Told):
    """A GeoJSON geometry in WGS 84, longitude first."""

    type: Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


class AreaNamed(Told):
    """The area that was asked about; of a square the name is its code."""

    code: str
    name: str


class Masses(Told):
    """Kg that come out. Only `expectedKg` may be added up: the others are of the row's own total."""

    expected_kg: float = Field(description="kg; the mean")
    p10_kg: float = Field(description="kg that come with a chance of 90 %")
    p50_kg: float = Field(description="kg, the median")
    p90_kg: float = Field(description="kg that it exceeds with a chance of 10 %")


class Spread(Told):
    """Kg as low, typical and high."""

    low: float = Field(description="kg; less is unlikely")
    typical: float = Field(description="kg")
    high: float = Field(description="kg; more is unlikely")


class Ends(Told):
    """When it is expected to end, as decimal years: 2034.5 is the middle of 2034."""

    p10: float = Field(description="it ends before with a chance of 10 %")
    p50: float = Field(description="the median")
    p90: float = Field(description="it ends before with a chance of 90 %")


class RouteShares(Told):
    """Where mass goes at the end, as shares that add up to 1."""

    reuse: float = Field(description="again as the product that it is")
    recycle: float = Field(description="as a raw material")
    recover: float = Field(description="as energy")
    landfill: float = Field(description="lost")


class Organisation(Told):
    """Who owns or manages."""

    code: str = Field(description="G0228 a municipality, P0025 a province, W0663 a water authority, else one's own")
    name: str


class Sentences(Told):
    """The same in Dutch and English, for people."""

    text_nl: str
    text_en: str


class Names(Told):
    """What a code is called in Dutch and English."""

    code: str
    name_nl: str
    name_en: str
