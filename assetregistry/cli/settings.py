"""settings."""

from __future__ import annotations

import os
from typing import Any

from assetregistry.cli.options import Json
from assetregistry.cli.output import print_json, print_table
from assetregistry.settings import Settings, as_text

PREFIX = "ASSETREGISTRY_"


def show(as_json: Json = False) -> None:
    """Show all settings with their values and where these come from; passwords are masked.

    Example: ASSETREGISTRY_PORT=8080 assetregistry settings
    """
    settings = Settings()
    rows = [
        {
            "name": PREFIX + name.upper(),
            "value": _masked(name, getattr(settings, name)),
            "source": _origin(name, settings),
        }
        for name in Settings.model_fields
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(["setting", "value", "source"], [(row["name"], row["value"], row["source"]) for row in rows])


def _masked(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if name == "database_url":
        from sqlalchemy import make_url

        return make_url(str(value)).render_as_string(hide_password=True)
    return as_text(value)


def _origin(name: str, settings: Settings) -> str:
    if os.environ.get(PREFIX + name.upper()):
        return "environment"
    return ".env" if name in settings.model_fields_set else "default"
