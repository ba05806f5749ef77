"""The forecast as files that other tools, and people in meetings, open."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from fastapi import Query as QueryParameter
from fastapi.responses import FileResponse
from pydantic import Field

from assetregistry.api.files import MEDIA_TYPES, sent_as_file
from assetregistry.api.parameters import TheRegistry
from assetregistry.api.supply import SupplyQuery, question_of

router = APIRouter(prefix="/v1/supply", tags=["supply"])

# A page of data is no place for scripts.
PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


class FileQuery(SupplyQuery):
    """A question about supply and the form of its answer."""

    format: Literal["csv", "xlsx", "parquet", "geojson", "gpkg", "png", "svg"] = Field(
        description="a map layer (geojson, gpkg) needs areas or a polygon; a chart (png, svg) stacks materials, or "
        "routes where `by` has `route` and not `material`"
    )
    language: Literal["nl", "en"] = Field("nl", description="of what is written in a chart")


class ReportQuery(SupplyQuery):
    """A question about supply; `eachKind` lists the areas of a kind in the report.

    `by=route` tells of routes too, and stacks them in the chart.
    """

    language: Literal["nl", "en"] = Field("nl", description="of the report")
    compare_area_code: str | None = Field(None, description="the same of another area is told beside it")
    compare_scenario: str | None = Field(None, description="the same under another scenario is told beside it")

    def other(self) -> SupplyQuery | None:
        """The question whose answer is told beside; None for none."""
        if self.compare_area_code is not None:
            instead = {"area_code": self.compare_area_code, "polygon": None}
        elif self.compare_scenario is not None:
            instead = {"scenario": self.compare_scenario}
        else:
            return None
        return self.model_copy(update={**instead, "each_kind": None})


@router.get(
    "/file", response_class=FileResponse, responses={200: {"content": {kind: {} for kind in MEDIA_TYPES.values()}}}
)
def supply_file(registry: TheRegistry, query: Annotated[FileQuery, QueryParameter()]) -> FileResponse:
    """The same numbers as a table, a map layer or a chart."""
    question = question_of(registry, query)
    where = query.area_code or query.each_kind or ("polygon" if query.polygon else "registry")
    name = f"supply-{where}-{query.from_year}-{query.to_year}.{query.format}"
    return sent_as_file(name, lambda path: registry.write_supply(question, path, language=query.language))


@router.get("/report", response_class=Response, responses={200: {"content": {MEDIA_TYPES["html"]: {}}}})
def supply_report(registry: TheRegistry, query: Annotated[ReportQuery, QueryParameter()]) -> Response:
    """One page to print: the number, its range, the chart, the areas, and the lives that were assumed."""
    question = question_of(registry, query.model_copy(update={"each_kind": None}))
    beside = query.other()
    other = None if beside is None else question_of(registry, beside)
    page = registry.supply_report(question, kind=query.each_kind, other=other, language=query.language)
    return Response(page, media_type=MEDIA_TYPES["html"], headers=PAGE_HEADERS)
