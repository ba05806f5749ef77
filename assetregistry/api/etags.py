"""Versions by which a client asks whether what it holds still stands (`ETag`, `If-None-Match`)."""

from __future__ import annotations

from fastapi import Request


def etag(version: str) -> str:
    """The version as a header says it."""
    return f'"{version}"'


def is_held(request: Request, version: str) -> bool:
    """Whether the client holds this version. A proxy that compresses answers may have made its tag a weak one."""
    held = request.headers.get("if-none-match", "").split(",")
    return etag(version) in (each.strip().removeprefix("W/") for each in held)
