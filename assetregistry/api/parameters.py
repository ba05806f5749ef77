"""What the handlers share: the registry, and query parameters in camelCase of which unknown ones are refused."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, HTTPException, Path, Request
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from assetregistry.registry import Registry


def _registry(request: Request) -> Registry:
    return cast("Registry", request.app.state.registry)


MAX_BODY_BYTES = 8_000_000
TheRegistry = Annotated[Registry, Depends(_registry)]
AssetId = Annotated[int, Path(description="our id of the asset, as lists and search tell it")]
ImportId = Annotated[int, Path(description="number of the import, as its receipt tells it")]
JobId = Annotated[int, Path(description="number of the job, as /v1/imports and /v1/jobs tell it")]


def modest_body(request: Request) -> None:
    """Refuse a body that is larger than any sensible question, before it is worked on."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        raise HTTPException(413, f"the request has {int(length):,} bytes, {MAX_BODY_BYTES:,} is the most")


class Query(BaseModel):
    """Query parameters (or the JSON body) of one operation."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)
