"""The list of assets as a file: all that the filter lets through, not only a page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from fastapi.responses import FileResponse
from pydantic import Field

from assetregistry.api.assets import AssetsFilter
from assetregistry.api.files import MEDIA_TYPES, sent_as_file
from assetregistry.api.parameters import TheRegistry
from assetregistry.registry.finding import MOST_ROWS

router = APIRouter(prefix="/v1/assets", tags=["assets"])
Form = Literal["csv", "xlsx", "geojson", "gpkg"]


class AssetFileQuery(AssetsFilter):
    """A filter and the form of the file."""

    format: Form = Field(description="geojson and gpkg hold the whole shapes, in WGS 84")


@router.get(
    "/file",
    response_class=FileResponse,
    responses={200: {"content": {MEDIA_TYPES[form]: {} for form in ("csv", "xlsx", "geojson", "gpkg")}}},
)
def asset_file(registry: TheRegistry, query: Annotated[AssetFileQuery, QueryParameter()]) -> FileResponse:
    """All assets that fit, as a table or a map layer: at most 200,000, more are refused with their number."""
    name = f"assets-{query.area_code or 'registry'}.{query.format}"
    return sent_as_file(
        name,
        lambda path: registry.write_assets(
            path, query.where(), area=query.area_code, language=query.language, most=MOST_ROWS
        ),
    )
