"""Settings from the environment or a `.env` file; made by a door and passed on."""

from __future__ import annotations

import json
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a registry needs to know of the machine that it runs on.

    Every field is read from `ASSETREGISTRY_<FIELD>`; without a database URL the registry runs its own PostGIS.
    """

    model_config = SettingsConfigDict(
        env_prefix="ASSETREGISTRY_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: str | None = Field(None, description="PostGIS to use; absent: the embedded one")
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("assetregistry", appauthor=False),
        description="folder of the embedded cluster and of caches",
    )
    catalogue_dir: Path | None = Field(
        None, description="folder of TOML files whose entries are added to the catalogue or take over"
    )
    srid: int = Field(28992, description="EPSG code of the registry's coordinate system; metres")
    host: str = Field("127.0.0.1", description="address that `serve` listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that `serve` listens on")
    basemap_url: str | None = Field(
        "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
        description="raster tiles under the explorer's maps; 'none' for no basemap",
    )
    upload_max_mb: int = Field(2048, ge=1, description="largest upload")
    upload_days: int = Field(7, ge=1, description="how long uploads are kept")
    job_memory_mb: int = Field(4096, ge=16, description="memory that one job may take; a larger one fails")
    job_minutes: float = Field(60, gt=0, description="time that one job may take; a longer one fails")

    allow_private_sources: bool = Field(
        False, description="whether sources may be on this machine or a private network; 'true' for an intranet"
    )
    service_urls: dict[str, str] = Field(
        default_factory=dict, description='other addresses of named services, as JSON: {"pdok:bgt": "https://…"}'
    )

    @property
    def shown_basemap_url(self) -> str | None:
        """The basemap, or None where 'none' was asked for."""
        return None if self.basemap_url == "none" else self.basemap_url

    def environment(self) -> dict[str, str]:
        """These settings as the environment of another process of ours; an empty value stands for none."""
        return {
            f"ASSETREGISTRY_{name.upper()}": "" if value is None else as_text(value)
            for name, value in self.model_dump().items()
        }


def as_text(value: object) -> str:
    """A setting's value as the environment holds it."""
    return json.dumps(value) if isinstance(value, dict) else str(value)
