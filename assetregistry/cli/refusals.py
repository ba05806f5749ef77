"""Errors that their user can mend, as the one line that says what, where and what to do."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from importers.errors import SourceError


def told(error: Exception) -> str | None:
    """The line; None for an error that is ours."""
    if isinstance(error, RegistryError | SourceError):
        return str(error)
    if isinstance(error, DBAPIError):
        reason = str(error.orig).strip().splitlines()[0]
        return f"the database broke off: {reason}; nothing was changed, see `assetregistry doctor`"
    if isinstance(error, OSError):
        return f"{error.filename or 'the system'}: {error.strerror or error}; nothing was changed"
    return None
