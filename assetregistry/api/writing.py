"""What operations that change something share: files that are sent, within a limit, and from our own pages only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.types import Message

from assetregistry.api.parameters import TheRegistry
from assetregistry.store.uploads import Sent

MB = 1_000_000
MOST_FILES = 100
FILES = "file"
LISTS = frozenset({"layers"})


def own_pages_only(request: Request) -> None:
    """Refuse a write that another site's page had a browser send; programs send no Origin."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, f"{origin} may read here, but not write")


async def _form(request: Request, registry: TheRegistry) -> AsyncIterator[FormData]:
    """The form that was sent; files go to the disk as they come, and no further than the limit."""
    limited = _Limited(request, registry.settings.upload_max_mb)
    async with Request(request.scope, receive=limited).form(max_files=MOST_FILES) as form:
        yield form


TheForm = Annotated[FormData, Depends(_form)]


class _Limited:
    """The request's body, up to so many megabytes."""

    def __init__(self, request: Request, megabytes: int) -> None:
        self._receive = request.receive
        self._megabytes = megabytes
        self._left = megabytes * MB
        if int(request.headers.get("content-length", 0)) > self._left:
            raise self._too_large()

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise self._too_large()
        return message

    def _too_large(self) -> HTTPException:
        return HTTPException(
            413, f"more than {self._megabytes} MB: send it in parts, or raise ASSETREGISTRY_UPLOAD_MAX_MB"
        )


def files(form: FormData) -> Sequence[Sent]:
    """The files of a form, whatever their field is called."""
    return [Sent(each.filename or "", each.file) for _, each in form.multi_items() if isinstance(each, UploadFile)]


def fields(form: FormData) -> dict[str, Any]:
    """The form's texts by name, of LISTS all that come; empty ones count as not given."""
    found = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and value != ""]
    lists = {name: [value for each, value in found if each == name] for name in LISTS & {name for name, _ in found}}
    return {**dict(found), **lists}


def described(properties: dict[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    """The OpenAPI description of a form with files."""
    file = {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "one or several files"}
    schema = {"type": "object", "properties": {FILES: file, **properties}, "required": list(required)}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}
