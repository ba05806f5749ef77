"""Refusals and failures."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from assetregistry.api.answers import Told


class FieldRefused(Told):
    """One thing that is wrong with a field of the request."""

    field: str = Field(description="its name; `lines.0.kg` in a body")
    code: str = Field(description="for programs; unfit where `message` says all")
    values: dict[str, Any] = Field(default={}, description="what goes into the words for the code, beside the field")
    message: str = Field(description="a sentence for people")


class Problem(Told):
    """Why a request was refused (RFC 9457), with everything that is wrong at once."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = Field(description="one line that says what, where and what to do")
    code: str | None = Field(None, description="the same for programs, where it has one")
    values: dict[str, Any] = Field(default={}, description="what goes into the words for the code")
    errors: list[FieldRefused] = Field(default=[], description="by field; absent where no field is wrong")
