"""Asking other machines: only public ones, patiently, and never for more than the limits allow."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from importers.errors import SourceError
from importers.remote import addresses
from importers.remote.reach import Limits

PASSING = frozenset({429, 500, 502, 503, 504})
PARTIAL, BEYOND = 206, 416
LONGEST_PAUSE_S = 120.0
REDIRECTS = 5
AGENT = "assetregistry"

T = TypeVar("T")


class RefusedError(SourceError):
    """The server does not want to answer this request, now or later."""


class Client:
    """HTTP with these limits. Every address is resolved once, checked, and connected to as it was checked.

    Raises SourceError, one line, for whatever keeps an answer away.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        timeout = httpx.Timeout(limits.read_s, connect=limits.connect_s)
        self._http = httpx.Client(
            transport=Pinned(allow_private=limits.allow_private),
            timeout=timeout,
            follow_redirects=True,
            max_redirects=REDIRECTS,
            trust_env=False,  # a proxy of the environment would connect to what was not checked
            headers={"User-Agent": AGENT},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def json(
        self, url: str, *, body: Any = None, accept: str = "application/json"
    ) -> tuple[dict[str, Any], httpx.Headers]:
        """A JSON object and the headers that came with it; with `body` it is posted."""

        def ask() -> tuple[dict[str, Any], httpx.Headers]:
            method = "GET" if body is None else "POST"
            with self._asked(method, url, {"Accept": accept}, body) as response:
                text = b"".join(self._limited(response, self.limits.page_bytes, url))
                return _object(text, response, url), response.headers

        return self._patiently(ask, url)

    def download(self, url: str, path: Path, told: Callable[[int], None]) -> None:
        """A file, continued where an earlier attempt broke off; `told` is called with the bytes that are there."""
        part = path.with_name(path.name + ".part")

        def ask() -> None:
            have = part.stat().st_size if part.exists() else 0
            headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {}
            with self._asked("GET", url, headers, ok=(BEYOND,)) as response:
                if response.status_code == BEYOND:
                    part.unlink()
                    raise httpx.ReadError("the part that was there does not fit", request=response.request)
                continued = response.status_code == PARTIAL
                with part.open("ab" if continued else "wb") as file:
                    for chunk in self._limited(response, self.limits.total_bytes, url):
                        file.write(chunk)
                        told(file.tell())

        self._patiently(ask, url)
        part.replace(path)

    def _patiently(self, ask: Callable[[], T], url: str) -> T:
        """Passing trouble is waited out, as the server says or twice as long every time."""
        for attempt in range(self.limits.attempts):
            last = attempt == self.limits.attempts - 1
            pause = self.limits.pause_s * 2**attempt
            try:
                return ask()
            except _Passing as trouble:
                if last:
                    raise SourceError(
                        f"{url}: answers {trouble.status}, also after some time: try again later"
                    ) from None
                pause = pause if trouble.pause_s is None else trouble.pause_s
            except httpx.TooManyRedirects:
                raise SourceError(f"{url}: leads from one address to the next without end") from None
            except (httpx.InvalidURL, httpx.UnsupportedProtocol):
                raise SourceError(f"{url}: is no http or https address") from None
            except httpx.HTTPError as error:
                if last:
                    raise SourceError(f"{url}: cannot be reached ({_reason(error)}): try again later") from None
            time.sleep(min(pause, LONGEST_PAUSE_S))
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def _asked(
        self, method: str, url: str, headers: dict[str, str], body: Any = None, ok: tuple[int, ...] = ()
    ) -> Iterator[httpx.Response]:
        with self._http.stream(method, url, headers=headers, json=body) as response:
            if response.status_code in PASSING:
                raise _Passing(response)
            if not response.is_success and response.status_code not in ok:
                raise RefusedError(f"{url}: answers {response.status_code} {response.reason_phrase}{_said(response)}")
            yield response

    def _limited(self, response: httpx.Response, most: int, url: str) -> Iterator[bytes]:
        """The body in chunks; ends with an error when it is too much or takes too long."""
        until, size = time.monotonic() + self.limits.answer_s, 0
        for chunk in response.iter_bytes():  # as they come: what is here already counts
            size += len(chunk)
            if size > most:
                raise SourceError(f"{url}: sends more than {most / 1e6:,.0f} MB: refused; ask for less")
            if time.monotonic() > until:
                raise httpx.ReadTimeout(f"not done after {self.limits.answer_s:,.0f} s", request=response.request)
            yield chunk


class Pinned(httpx.BaseTransport):
    """Connects to the very addresses that were checked; the name stays in the Host header and in TLS.

    Each host has connections of its own: two names at one address do not share what TLS proved for the first.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._hosts: dict[tuple[str, int], tuple[list[str], httpx.HTTPTransport]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Also for each redirect: these come here as requests of their own."""
        if request.url.scheme not in ("http", "https"):
            raise SourceError(f"{request.url}: only http and https are asked")
        if request.url.userinfo:
            raise SourceError(f"{request.url.host}: leave the user name and password out of the address")
        known, transport = self._host(request.url)
        for address in known:
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
            try:
                return transport.handle_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == known[-1]:
                    raise
        raise AssertionError("a host has at least one address")

    def _host(self, url: httpx.URL) -> tuple[list[str], httpx.HTTPTransport]:
        key = (url.host, url.port or (443 if url.scheme == "https" else 80))
        if key not in self._hosts:
            self._hosts[key] = (addresses.resolve(*key, allow_private=self._allow_private), httpx.HTTPTransport())
        return self._hosts[key]

    def close(self) -> None:
        """All connections."""
        for _, transport in self._hosts.values():
            transport.close()


class _Passing(Exception):  # noqa: N818  (trouble that is waited out)
    """The server asks for patience; `pause_s` is None where it does not say how long."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.status = response.status_code
        self.pause_s = _retry_after(response.headers.get("Retry-After", ""))


def _retry_after(text: str) -> float | None:
    """Seconds, from a number of seconds or a date (RFC 9110 10.2.3)."""
    if text.isdecimal():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def _object(text: bytes, response: httpx.Response, url: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        kind = response.headers.get("Content-Type", "something").split(";")[0]
        raise SourceError(f"{url}: answers with {kind} that is no JSON: is it the address of a collection?") from None
    if not isinstance(found, dict):
        raise SourceError(f"{url}: answers with JSON that is no object")
    return found


def _said(response: httpx.Response) -> str:
    """The server's own words on what is wrong, where it gives them as problem details (RFC 9457)."""
    try:
        problem = json.loads(response.read()[:10_000])
    except (ValueError, RecursionError, httpx.HTTPError):
        return ""
    words = problem.get("detail") or problem.get("title") if isinstance(problem, dict) else None
    return f" ({' '.join(str(words).split())[:200]})" if words else ""


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "it does not answer in time"
    return " ".join(str(error).split()) or type(error).__name__
