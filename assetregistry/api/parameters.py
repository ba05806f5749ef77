"""What the handlers share: the registry, and query parameters in camelCase of which unknown ones are refused."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from assetregistry.registry import Registry


def _registry(request: Request) -> Registry:
    return cast("Registry", request.app.state.registry)


TheRegistry = Annotated[Registry, Depends(_registry)]


class Query(BaseModel):
    """Query parameters of one operation."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)
