"""Errors that their user can mend, as the one line that says what, where and what to do."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import DBAPIError

from assetregistry.errors import RegistryError
from assetregistry.settings import Settings
from importers.errors import SourceError


def told(error: Exception) -> str | None:
    """The line; None for an error that is ours."""
    if isinstance(error, RegistryError | SourceError):
        return str(error)
    if isinstance(error, DBAPIError):
        reason = str(error.orig).strip().splitlines()[0]
        return f"the database broke off: {reason}; nothing was changed, see `assetregistry doctor`"
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        return "; ".join(_unfit(each["loc"], each["input"], each["msg"]) for each in error.errors())
    if isinstance(error, SettingsError):
        return f"a setting of the environment or of .env is no JSON: {error}"
    if isinstance(error, OSError):
        return f"{error.filename or 'the system'}: {error.strerror or error}; nothing was changed"
    return None


def _unfit(where: tuple[int | str, ...], value: object, why: str) -> str:
    """What is wrong with one setting."""
    return (
        f"ASSETREGISTRY_{str(where[0]).upper()} is '{value}' in the environment or in .env: {why[0].lower()}{why[1:]}"
    )
