"""Edits of single assets: what is said of one, and saying something new."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Header, Response
from fastapi.encoders import jsonable_encoder
from pydantic import Field, StrictInt, ValidationError

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.edits import EditsTold
from assetregistry.api.answers.imports import ReceiptTold
from assetregistry.api.misread import misread
from assetregistry.api.parameters import AssetId, Query, TheRegistry, modest_body
from assetregistry.api.writing import own_pages_only
from assetregistry.edits import Changes, Refusal, RefusedError

router = APIRouter(prefix="/v1/assets/{asset_id}/edits", tags=["edits"])

Kilograms = Annotated[float, Field(allow_inf_nan=False)]


class LineBody(Query):
    """One line of a passport; a bound that is left out is the typical mass."""

    layer: str
    material: str
    kg: Kilograms
    kg_low: Kilograms | None = None
    kg_high: Kilograms | None = None


class EditBody(Query):
    """A field that is left out stays as it is; null takes back what was said of it here."""

    version: str | None = Field(None, description="as `GET` told it: refused when the asset was changed since")
    year_from: StrictInt | None = Field(None, description="first possible year of building")
    year_to: StrictInt | None = Field(None, description="last possible one; one of both alone stands for both")
    asset_type: str | None = Field(None, description="what it really is: a code of the catalogue")
    condition: StrictInt | None = Field(None, description="1 (excellent) to 6 (very poor), NEN 2767")
    inspected_on: dt.date | None = Field(None, description="day of the inspection (today)")
    planned_end: StrictInt | None = Field(None, description="year in which it is planned to go")
    relined: StrictInt | None = Field(None, description="year in which a pipe was relined")
    lines: list[LineBody] | None = Field(None, description="all lines of the passport that are said here")
    note: str | None = None
    reason: str | None = Field(None, description="how this is known")


def _schema() -> dict[str, Any]:
    """The body's description in one piece; FastAPI does not read the body itself, so that all errors come at once."""
    schema = EditBody.model_json_schema()
    schema["properties"]["lines"]["anyOf"][0]["items"] = schema.pop("$defs")["LineBody"]
    return schema


BODY = {"application/json": {"schema": _schema()}}


@router.get("")
def edits(registry: TheRegistry, asset_id: AssetId) -> Annotated[dict[str, Any], ShownAs(EditsTold)]:
    """What is said of the asset now and by whom, its `version`, and everything that was said, the newest first."""
    return cast("dict[str, Any]", jsonable_encoder(registry.asset_edits(asset_id)))


@router.post(
    "",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": BODY}},
    dependencies=[Depends(own_pages_only), Depends(modest_body)],
)
def edit(
    registry: TheRegistry,
    response: Response,
    asset_id: AssetId,
    body: dict[str, Any],
    idempotency_key: Annotated[
        str | None, Header(max_length=100, description="sent again with the same, an edit is done once")
    ] = None,
) -> Annotated[dict[str, Any], ShownAs(ReceiptTold)]:
    """Say something of the asset; answers with the receipt of the import that says it.

    400 with everything that is wrong; 409 when the asset was changed since `version`, or has gone. The same
    `Idempotency-Key` again gets the first receipt again.
    """
    read, wrong = _read(body)
    changes = cast("Changes", read.model_dump(exclude_unset=True, exclude={"version"}))
    if wrong:
        more = registry.refused_edit(asset_id, changes) if changes else []
        raise RefusedError([*wrong, *more])
    receipt = registry.edit_asset(asset_id, changes, seen=read.version, key=idempotency_key)
    response.headers["Location"] = f"/v1/imports/{receipt.import_id}"
    return receipt.as_dict()


def _read(body: dict[str, Any]) -> tuple[EditBody, list[Refusal]]:
    """What can be read of the body, and what cannot be."""
    try:
        return EditBody.model_validate(body), []
    except ValidationError as error:
        wrong = [Refusal(each.field, each.code, each.message) for each in map(misread, error.errors())]
        fields = {str(each["loc"][0]) for each in error.errors()}
        return EditBody.model_validate({name: value for name, value in body.items() if name not in fields}), wrong
