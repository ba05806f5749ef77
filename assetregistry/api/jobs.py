"""Jobs: how far they are, told as it happens; stopped; run again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from fastapi import Query as QueryParameter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import Field
from pydantic.alias_generators import to_camel

from assetregistry.api.answers import ShownAs
from assetregistry.api.answers.imports import JobsTold, JobTold
from assetregistry.api.parameters import JobId, Query, TheRegistry
from assetregistry.api.writing import own_pages_only
from assetregistry.registry import Registry

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

OPEN = ("waiting", "running")
LOOK_SECONDS = 0.3
ALIVE_EVERY = 50  # looks without news, after which a comment keeps proxies from hanging up


class JobsQuery(Query):
    """Which jobs."""

    kind: Literal["inspect", "import"] | None = Field(None, description="of one kind only")
    limit: int = Field(50, ge=1, le=1000, description="the most jobs in one answer, the newest first")
    cursor: int | None = Field(None, ge=1, description="jobs before this one")


def document(job: dict[str, Any]) -> dict[str, Any]:
    """A job as the API tells it: `receipts` of an import, `report` of an inspection, `error` in one line.

    `refusal`: a code with values, which says what `error` says. A receipt per layer, and in `left` the layers that were
    not taken in, and why; `receipt` is the one where there is one only.
    """
    result = job["result"]
    receipts, left = _imported(job)
    options = job["options"]
    return {
        "jobId": job["id"],
        "kind": job["kind"],
        "source": job["source"],
        "uploadId": None if job["upload_id"] is None else str(job["upload_id"]),
        "options": _told(options) if options else None,
        "state": job["state"],
        "progress": {"step": job["step"], "rows": job["rows"]},
        "receipts": receipts,
        "left": left,
        "receipt": receipts[0] if len(receipts) == 1 else None,
        "report": result if job["kind"] == "inspect" and job["state"] == "done" else None,
        "importId": receipts[0]["importId"] if len(receipts) == 1 else None,
        "error": job["error"],
        "refusal": (result or {}).get("refusal"),
        "createdAt": job["created_at"].isoformat(),
        "startedAt": job["started_at"] and job["started_at"].isoformat(),
        "endedAt": job["ended_at"] and job["ended_at"].isoformat(),
    }


def _imported(job: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    result = job["result"]
    if job["kind"] != "import" or job["state"] != "done" or not result:
        return [], []
    if "receipts" not in result:  # of a job that was done before jobs could take in several layers
        return [result], []
    return result["receipts"], result["left"]


def _told(options: dict[str, Any]) -> dict[str, Any]:
    delivery = "full" if options["full"] else "partial"
    return {to_camel(name): value for name, value in options.items() if name != "full"} | {"delivery": delivery}


def address(job: dict[str, Any]) -> str:
    """Where a job is told of."""
    return f"{router.prefix}/{job['id']}"


@router.get("")
def jobs(
    registry: TheRegistry, response: Response, query: Annotated[JobsQuery, QueryParameter()]
) -> Annotated[dict[str, Any], ShownAs(JobsTold)]:
    """Jobs, the newest first; `Link: rel="next"` leads to older ones."""
    found = registry.jobs(kind=query.kind, below=query.cursor, limit=query.limit)
    if len(found) == query.limit:
        kind = f"&kind={query.kind}" if query.kind else ""
        response.headers["Link"] = f'<{router.prefix}?limit={query.limit}&cursor={found[-1]["id"]}{kind}>; rel="next"'
    return {"jobs": [document(each) for each in found]}


@router.get("/{job_id}")
def job(registry: TheRegistry, job_id: JobId) -> Annotated[dict[str, Any], ShownAs(JobTold)]:
    """One job: state waiting, running, done, failed or cancelled."""
    return document(registry.job(job_id))


@router.get("/{job_id}/events", response_class=StreamingResponse)
def events(registry: TheRegistry, job_id: JobId) -> StreamingResponse:
    """Server-sent events: `progress` with the job whenever it has moved, `end` with it once, then the stream closes."""
    registry.job(job_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(registry, job_id), media_type="text/event-stream", headers=headers)


async def _events(registry: Registry, job_id: int) -> AsyncIterator[str]:
    told = ""
    silent = 0
    while True:
        now = document(await run_in_threadpool(registry.job, job_id))
        news = json.dumps(now, ensure_ascii=False)
        if now["state"] not in OPEN:
            yield f"event: end\ndata: {news}\n\n"
            return
        silent += 1
        if news != told:
            yield f"event: progress\ndata: {news}\n\n"
            told, silent = news, 0
        elif silent % ALIVE_EVERY == 0:
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_SECONDS)


@router.delete("/{job_id}", dependencies=[Depends(own_pages_only)])
def cancel(registry: TheRegistry, job_id: JobId) -> Annotated[dict[str, Any], ShownAs(JobTold)]:
    """Stop a job that waits or runs; nothing of it stays. 409 when it has ended."""
    return document(registry.cancel_job(job_id))


@router.post("/{job_id}/retry", status_code=202, dependencies=[Depends(own_pages_only)])
def run_again(registry: TheRegistry, response: Response, job_id: JobId) -> Annotated[dict[str, Any], ShownAs(JobTold)]:
    """Run a job that failed or was cancelled again, as a new job. 409 when it has not, or its file is gone."""
    again = registry.run_again(job_id)
    response.headers["Location"] = address(again)
    return document(again)
