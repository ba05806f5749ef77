"""Uploads: files that are sent first, looked at, and imported when somebody has confirmed what they are."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from assetregistry.api import jobs
from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.imports import UploadTold
from assetregistry.api.parameters import TheRegistry
from assetregistry.api.writing import TheForm, described, files, own_pages_only

router = APIRouter(prefix="/v1/uploads", tags=["imports"])


def document(upload: dict[str, Any]) -> dict[str, Any]:
    """An upload with the job that looks at it; its `report` tells layers, profiles, CRS, counts."""
    return {**upload, "job": None if upload["job"] is None else jobs.document(upload["job"])}


@router.post(
    "",
    status_code=201,
    openapi_extra=described({}, required=["file"]),
    dependencies=[Depends(own_pages_only)],
)
def send(registry: TheRegistry, response: Response, form: TheForm) -> Annotated[dict[str, Any], ShownAs(UploadTold)]:
    """Send a file (a zip, or several that belong together; a profile's TOML beside it), to be looked at by a job."""
    kept = registry.keep_upload(files(form))
    response.headers["Location"] = f"{router.prefix}/{kept['uploadId']}"
    return document(kept)


@router.get("/{upload_id}")
def upload(
    registry: TheRegistry,
    upload_id: Annotated[uuid.UUID, Path(description="as the answer to POST /v1/uploads told it")],
) -> Annotated[dict[str, Any], ShownAs(UploadTold)]:
    """One upload."""
    return document(registry.upload(upload_id))
