"""Errors as `application/problem+json` (RFC 9457), with everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg.errors import CharacterNotInRepertoire, NumericValueOutOfRange, UntranslatableCharacter
from pydantic.alias_generators import to_camel
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from assetregistry.api.answers.problems import Problem
from assetregistry.api.misread import Misread, misread
from assetregistry.edits import Refusal, RefusedError
from assetregistry.errors import BusyError, ConflictError, NotFoundError, RegistryError
from assetregistry.registry.knowing import UnknownError
from assetregistry.store.intake.undoing import UndoConflictError
from importers.errors import SourceError

RETRY_SECONDS = "10"
MEDIA_TYPE = "application/problem+json"
SCHEMAS = "#/components/schemas/"
DESCRIBED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "refused, or failed: why",
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}{Problem.__name__}"}}},
    }
}
# Zero bytes in texts, numbers that are too large. (Without an SQLSTATE: the driver did not even send them.)
UNTAKABLE = (CharacterNotInRepertoire, UntranslatableCharacter, NumericValueOutOfRange)


def problem(status: int, detail: str, errors: Sequence[dict[str, Any]] = (), **more: Any) -> JSONResponse:
    """One problem document; `more` are members of its own."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def refusal(status: int, error: RegistryError, errors: Sequence[dict[str, Any]] = (), **more: Any) -> JSONResponse:
    """The problem document of a refusal: with its code and what goes into it, for who tells it in other words."""
    coded = {} if error.code is None else {"code": error.code, "values": error.values}
    return problem(status, str(error), errors, **coded, **more)


def problem_of(request: Request, error: HTTPException) -> JSONResponse:
    """The problem document of what the framework refuses, such as an address that there is not."""
    status, path = HTTPStatus(error.status_code), request.url.path
    unsaid = {
        HTTPStatus.NOT_FOUND: f"there is nothing at {path}: see /v1/docs",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{path} takes no {request.method}: see /v1/docs",
    }
    answer = problem(status, unsaid.get(status, status.phrase) if error.detail == status.phrase else str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def told(refusals: Sequence[Refusal]) -> list[dict[str, str]]:
    """What is wrong with an edit, by field."""
    return [
        {
            "field": ".".join(to_camel(part) for part in each.field.split(".")),
            "code": each.code,
            "message": each.message,
        }
        for each in refusals
    ]


def install(app: FastAPI) -> None:
    """Have the application answer every error as a problem."""
    _install_faults(app)
    _install_by_field(app)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        wrong = [misread(each) for each in error.errors()]
        detail = f"The request cannot be understood: {'; '.join(each.message for each in wrong)}"
        names = ", ".join(sorted({each.field for each in wrong}))
        refused = RegistryError(detail, code="not-understood", fields=names)
        return refusal(HTTPStatus.BAD_REQUEST, refused, [each.as_dict() for each in wrong])

    @app.exception_handler(NotFoundError)
    async def _missing(_request: Request, error: NotFoundError) -> JSONResponse:
        return refusal(HTTPStatus.NOT_FOUND, error)

    @app.exception_handler(UndoConflictError)
    async def _undo_conflict(_request: Request, error: UndoConflictError) -> JSONResponse:
        return refusal(HTTPStatus.CONFLICT, error, **error.receipt.as_dict())

    @app.exception_handler(BusyError)
    async def _busy(_request: Request, error: BusyError) -> JSONResponse:
        answer = refusal(HTTPStatus.SERVICE_UNAVAILABLE, error)
        answer.headers["Retry-After"] = RETRY_SECONDS
        return answer

    @app.exception_handler(ConflictError)
    async def _conflict(_request: Request, error: ConflictError) -> JSONResponse:
        return refusal(HTTPStatus.CONFLICT, error)

    @app.exception_handler(RegistryError)
    async def _refused(_request: Request, error: RegistryError) -> JSONResponse:
        return refusal(HTTPStatus.BAD_REQUEST, error)

    @app.exception_handler(SourceError)
    async def _unfit(_request: Request, error: SourceError) -> JSONResponse:
        """Files are read by jobs; what a request itself brings to be read is a polygon."""
        return refusal(HTTPStatus.BAD_REQUEST, RegistryError(str(error), code="unfit-polygon"))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        return problem_of(request, error)


def describe(app: FastAPI) -> None:
    """Give the application's description the schema that `DESCRIBED` refers to."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        found = plain()
        schema = Problem.model_json_schema(ref_template=f"{SCHEMAS}{{model}}")
        found["components"]["schemas"] |= {**schema.pop("$defs"), Problem.__name__: schema}
        return found

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way


def _install_by_field(app: FastAPI) -> None:
    """What is refused with a reason for each field."""

    @app.exception_handler(RefusedError)
    async def _refused_edit(_request: Request, error: RefusedError) -> JSONResponse:
        return refusal(HTTPStatus.BAD_REQUEST, error, told(error.refusals))

    @app.exception_handler(UnknownError)
    async def _unknown(_request: Request, error: UnknownError) -> JSONResponse:
        wrong = (Misread(to_camel(field), str(each.code), each.values, str(each)) for field, each in error.wrong)
        return refusal(HTTPStatus.BAD_REQUEST, error, [each.as_dict() for each in wrong])


def _install_faults(app: FastAPI) -> None:
    """What the database or the server itself stumbles over."""

    @app.exception_handler(DataError)
    async def _untakable(_request: Request, error: DataError) -> JSONResponse:
        if not isinstance(error.orig, UNTAKABLE) and getattr(error.orig, "sqlstate", None) is not None:
            raise error
        reason = str(error.orig).splitlines()[0]
        return problem(HTTPStatus.BAD_REQUEST, f"The request has a value that the database cannot take: {reason}")

    @app.exception_handler(Exception)
    async def _failed(_request: Request, _error: Exception) -> JSONResponse:
        """The server writes what it was to its log, and shows nobody else."""
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed at this request: its log tells why")
