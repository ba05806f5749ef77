"""Whether the registry can answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from assetregistry.api.parameters import TheRegistry
from assetregistry.api.problems import problem

router = APIRouter(tags=["health"])


@router.get("/health")
def health(registry: TheRegistry) -> JSONResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with registry.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return problem(503, "the database does not answer")
    return JSONResponse({"status": "ok"})
