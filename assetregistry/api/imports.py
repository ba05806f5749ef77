"""Imports: ordered as jobs, listed with their receipts, and the rows that they could not take in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Query as QueryParameter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import Field, ValidationError
from starlette.background import BackgroundTask

from assetregistry.api import jobs
from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.imports import ImportsTold, JobTold, OneImportTold, QuarantineTold, UndoneTold
from assetregistry.api.parameters import ImportId, Query, TheRegistry
from assetregistry.api.writing import TheForm, described, fields, files, own_pages_only
from assetregistry.errors import RegistryError
from assetregistry.registry import Registry
from assetregistry.registry.jobs import ImportOrder

router = APIRouter(prefix="/v1/imports", tags=["imports"])

PAGE = 1000
JSON = "application/json"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take for a formula


class Order(Query):
    """What an import may be told; the same words as `assetregistry import`."""

    upload_id: uuid.UUID | None = None
    owner: str | None = None
    dataset: str | None = None
    layer: str | None = None
    layers: tuple[str, ...] = Field((), description="several layers; none means all that a profile fits")
    profile: str | None = Field(None, description="a profile's name, or the TOML file that was sent along")
    crs: str | None = None
    delivery: Literal["partial", "full"] = "partial"
    within: str | None = Field(None, description="area that a full delivery covers")
    delivered_on: dt.date | None = Field(None, description="day that the delivery tells of (today)")
    confirm_closing: bool = Field(False, description="a full delivery may close more than a fifth")
    dry_run: bool = False
    replays: int | None = Field(None, description="import whose quarantine was corrected; it takes no other words")

    def order(self) -> ImportOrder:
        """As the registry takes it."""
        told = self.model_dump(exclude={"upload_id", "delivery"}, mode="json")
        return ImportOrder(**told, full=self.delivery == "full")


class PageQuery(Query):
    """A page."""

    limit: int = Field(100, ge=1, le=PAGE, description="the most in one answer")
    cursor: int | None = Field(None, ge=0, description="as given by the link to this page")


DESCRIBED = described({name: {"type": "string"} for name in Order.model_json_schema(by_alias=True)["properties"]})


async def _order(request: Request, form: TheForm) -> Order:
    """The order, as JSON or as a form; everything that is wrong with it at once."""
    try:
        is_json = request.headers.get("content-type", "").startswith(JSON)
        return Order.model_validate(await request.json() if is_json else fields(form))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None
    except json.JSONDecodeError:
        raise RegistryError("the body is no JSON") from None


@router.post("", status_code=202, openapi_extra=DESCRIBED, dependencies=[Depends(own_pages_only)])
def order_import(
    registry: TheRegistry, response: Response, form: TheForm, order: Annotated[Order, Depends(_order)]
) -> Annotated[dict[str, Any], ShownAs(JobTold)]:
    """Import files that are sent, or an upload (`uploadId`; also as JSON); answers with the job that does it.

    All layers that a profile fits are taken in, each as an import with a receipt of its own: all of them, or none.
    """
    sent = files(form)
    if (order.upload_id is None) == (not sent):
        raise RegistryError("send either the file (multipart, `file`) or the `uploadId` of one that was sent before")
    if order.upload_id is None:
        job = registry.keep_and_import(sent, order.order())
    else:
        job = registry.queue_import(order.upload_id, order.order())
    response.headers["Location"] = jobs.address(job)
    return jobs.document(job)


@router.get("")
def imports(
    registry: TheRegistry, response: Response, query: Annotated[PageQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(ImportsTold)]:
    """What was imported, the newest first; `Link: rel="next"` leads to older ones."""
    found = [each for each in registry.imports() if query.cursor is None or each["id"] < query.cursor][: query.limit]
    if len(found) == query.limit:
        response.headers["Link"] = f'<{router.prefix}?limit={query.limit}&cursor={found[-1]["id"]}>; rel="next"'
    return {"imports": [_document(each) for each in found]}


@router.get("/{import_id}")
def one_import(registry: TheRegistry, import_id: ImportId) -> Annotated[dict[str, Any], ShownAs(OneImportTold)]:
    """One import: its receipt, how many rows are in quarantine for which reason, and the `bbox` of what it brought."""
    found = registry.import_shown(import_id)
    return {**_document(found), "bbox": found["bbox"], "quarantine": found["quarantine"]["counts"]}


class UndoQuery(Query):
    """How an undo is meant."""

    dry_run: bool = Field(False, description="tell what it would do, change nothing")
    allow_conflicts: bool = Field(False, description="leave as it is what later imports decide; else that is a 409")


@router.post(
    "/{import_id}/undo",
    status_code=201,
    responses={200: {"model": UndoneTold, "description": "what it would do"}},
    dependencies=[Depends(own_pages_only)],
)
def undo(
    registry: TheRegistry, response: Response, import_id: ImportId, asked: UndoQuery | None = None
) -> Annotated[dict[str, Any], ShownAs(UndoneTold)]:
    """Put back what an import changed. 409 when it was undone already, or has conflicts: these are then listed."""
    asked = asked or UndoQuery()
    receipt = registry.undo_import(import_id, dry_run=asked.dry_run, allow_conflicts=asked.allow_conflicts)
    if receipt.import_id is None:
        response.status_code = 200
    else:
        response.headers["Location"] = f"{router.prefix}/{receipt.import_id}"
    return receipt.as_dict()


@router.get("/{import_id}/quarantine")
def quarantine(
    registry: TheRegistry, response: Response, import_id: ImportId, query: Annotated[PageQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(QuarantineTold)]:
    """The rows that could not be taken in, each with its reason and as it was delivered."""
    rows = registry.quarantine(import_id, after=-1 if query.cursor is None else query.cursor, limit=query.limit)
    if len(rows) == query.limit:
        here = f"{router.prefix}/{import_id}/quarantine"
        response.headers["Link"] = f'<{here}?limit={query.limit}&cursor={rows[-1]["rowNumber"]}>; rel="next"'
    return {"rows": rows}


@router.get("/{import_id}/quarantine.csv", response_class=StreamingResponse)
def quarantine_as_csv(registry: TheRegistry, import_id: ImportId) -> StreamingResponse:
    """All of these rows as a table to open in a spreadsheet."""
    registry.quarantine(import_id, limit=1)
    headers = {"Content-Disposition": f'attachment; filename="quarantine-{import_id}.csv"'}
    return StreamingResponse(_csv(registry, import_id), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{import_id}/quarantine.gpkg", response_class=FileResponse)
def quarantine_as_geopackage(registry: TheRegistry, import_id: ImportId) -> FileResponse:
    """Those still to be replayed as a GeoPackage: correct it in a GIS, and send it back with `replays`."""
    folder = tempfile.mkdtemp(prefix="assetregistry-")
    path = Path(folder) / f"quarantine-{import_id}.gpkg"
    try:
        registry.write_quarantine(import_id, path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    done = BackgroundTask(shutil.rmtree, folder)
    return FileResponse(path, media_type="application/geopackage+sqlite3", filename=path.name, background=done)


def _document(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "importId": row["id"],
        "at": row["at"].isoformat(),
        "source": row["source"],
        "layer": row["layer"],
        "crs": None if row["srid"] is None else f"EPSG:{row['srid']}",
        "deliveredOn": row["deliveredOn"].isoformat(),
        "undoes": row["undoes"],
        "undoneBy": row["undoneBy"],
        "receipt": row["receipt"],
    }


def _csv(registry: Registry, import_id: int) -> Iterator[str]:
    yield "\ufeff" + _line(["row", "id", "reason", "message", "attributes"])  # the mark that spreadsheets know UTF-8 by
    after = -1
    while rows := registry.quarantine(import_id, after=after, limit=PAGE):
        for row in rows:
            attributes = json.dumps(row["attributes"], ensure_ascii=False)
            yield _line([str(row["rowNumber"]), row["sourceId"] or "", row["code"], row["message"], attributes])
        after = rows[-1]["rowNumber"]


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return text.getvalue()
