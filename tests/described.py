"""A client that holds each answer of the API to its description in `/v1/openapi.json`."""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

import jsonschema
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from assetregistry.api import create_app
from assetregistry.registry import Registry

JSON = "application/json"
PROBLEM = "application/problem+json"


class DescribedClient(TestClient):
    """Every answer in JSON, refusals too, must have a schema, hold what that says, and hold nothing else."""

    def request(self, method: str, url: Any, **asked: Any) -> Response:
        """The answer. Raises jsonschema.ValidationError, and KeyError where no schema is."""
        answer = super().request(method, url, **asked)
        if answer.headers.get("content-type") in (JSON, PROBLEM):
            check(self.app, answer)
        return answer


def described_client(registry: Registry) -> DescribedClient:
    """A client of the API on a registry."""
    return DescribedClient(create_app(registry))


def check(app: Any, answer: Response) -> None:
    """Hold an answer to its description."""
    path, method = answer.request.url.path, answer.request.method.lower()
    description = _closed(app)
    found = next((each for each in description["paths"] if _pattern(each).fullmatch(path)), None)
    if found is None:  # the description itself, and addresses that are none
        return
    told = description["paths"][found][method]["responses"]
    content = (
        told[str(answer.status_code)]["content"][JSON] if answer.is_success else told["default"]["content"][PROBLEM]
    )
    schema = content["schema"]
    jsonschema.validate(answer.json(), {**schema, "components": description["components"]})


def operations(app: FastAPI) -> dict[str, Any]:
    """Paths of `/v1` and of TileJSON with their schema, where GET answers in JSON."""
    answers = {path: each["get"]["responses"]["200"].get("content", {}) for path, each in _gets(app)}
    return {path: content[JSON]["schema"] for path, content in answers.items() if JSON in content}


def _gets(app: FastAPI) -> list[tuple[str, Any]]:
    return [(path, each) for path, each in app.openapi()["paths"].items() if "get" in each and path != "/health"]


@cache
def _closed(app: FastAPI) -> Any:
    """The description, by which an answer may hold nothing that is not described."""
    description = copy.deepcopy(app.openapi())
    for schema in description["components"]["schemas"].values():
        if "properties" in schema and not schema.get("additionalProperties"):
            schema["additionalProperties"] = False
    return description


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{\w+}", "[^/]+", path))
