"""Patience and limits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.utils
import socket
from pathlib import Path

import pytest
from remote_support import QUICK, Answer, Server

from importers.errors import SourceError
from importers.remote import client as client_module
from importers.remote.client import Client


def test_passing_trouble_is_waited_out(client: Client, server: Server) -> None:
    answers = iter([Answer(status=503), Answer({"ok": 1}, cut=3), Answer({"ok": 1})])
    server.routes["/x"] = lambda _: next(answers)
    assert client.json(server.url + "/x")[0] == {"ok": 1}
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_that_stays_is_one_line(client: Client, server: Server, status: int) -> None:
    server.routes["/x"] = lambda _: Answer(status=status)
    with pytest.raises(SourceError, match=f"answers {status}, also after some time: try again later"):
        client.json(server.url + "/x")
    assert len(server.asked) == QUICK.attempts


def test_retry_after_is_honoured(monkeypatch: pytest.MonkeyPatch, client: Client, server: Server) -> None:
    slept: list[float] = []
    monkeypatch.setattr(client_module.time, "sleep", slept.append)
    soon = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    answers = iter(
        [Answer(status=429, headers={"Retry-After": "7"}), Answer(status=503, headers={"Retry-After": soon})]
    )
    server.routes["/x"] = lambda _: next(answers, Answer({"ok": 1}))
    client.json(server.url + "/x")
    assert slept[0] == 7
    assert 20 < slept[1] <= 30


def test_a_long_retry_after_is_cut(monkeypatch: pytest.MonkeyPatch, client: Client, server: Server) -> None:
    slept: list[float] = []
    monkeypatch.setattr(client_module.time, "sleep", slept.append)
    answers = iter([Answer(status=429, headers={"Retry-After": "999999"})])
    server.routes["/x"] = lambda _: next(answers, Answer({"ok": 1}))
    client.json(server.url + "/x")
    assert slept == [client_module.LONGEST_PAUSE_S]


def test_what_cannot_be_reached_is_one_line(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(
        SourceError, match=rf"^http://127\.0\.0\.1:{port}/x: cannot be reached \(.*\): try again later$"
    ):
        client.json(f"http://127.0.0.1:{port}/x")


def test_a_name_that_is_nowhere(client: Client) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.invalid: no such host"):
        client.json("http://nowhere.invalid/x")


@pytest.mark.parametrize("limits", [{"read_s": 0.1}, {"answer_s": 0.1}])
def test_a_slow_server(server: Server, limits: dict[str, float]) -> None:
    """Whether it says nothing for long, or something now and then."""
    server.routes["/x"] = lambda _: Answer({"some": "words" * 100}, slow=0.5 if "read_s" in limits else 0.01)
    impatient = dataclasses.replace(QUICK, attempts=1, **limits)
    late = r"cannot be reached \(it does not answer in time\)"
    with Client(impatient) as client, pytest.raises(SourceError, match=late):
        client.json(server.url + "/x")


def test_too_much_is_refused(server: Server) -> None:
    server.routes["/x"] = lambda _: Answer({"some": "words" * 1000})
    with (
        Client(dataclasses.replace(QUICK, page_bytes=1000)) as client,
        pytest.raises(SourceError, match="sends more than"),
    ):
        client.json(server.url + "/x")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            Answer(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}),
            "answers with text/html that is no JSON",
        ),
        (Answer(b"[" * 100_000), "no JSON"),
        (Answer([1]), "JSON that is no object"),
        (
            Answer({"title": "Bad Request", "detail": "unknown\nparameter"}, 400),
            r"answers 400 Bad Request \(unknown parameter\)",
        ),
        (Answer(b"\xff", 403), "answers 403 Forbidden"),
    ],
)
def test_other_answers(client: Client, server: Server, answer: Answer, words: str) -> None:
    server.routes["/x"] = lambda _: answer
    with pytest.raises(SourceError, match=words):
        client.json(server.url + "/x")
    assert len(server.asked) == 1


def test_a_download_goes_on_where_it_broke_off(client: Client, server: Server, tmp_path: Path) -> None:
    content = bytes(range(256)) * 40

    def file(asked: object) -> Answer:
        start = asked.headers.get("Range")
        if start is None:
            return Answer(content, cut=5000)
        first = int(start.removeprefix("bytes=").removesuffix("-"))
        return Answer(content[first:], 206)

    server.routes["/x.zip"] = file
    told: list[int] = []
    client.download(server.url + "/x.zip", tmp_path / "x.zip", told.append)
    assert (tmp_path / "x.zip").read_bytes() == content
    assert "Range" in server.asked[-1].headers
    assert told[-1] == len(content)


def test_a_download_from_a_server_that_knows_no_ranges(client: Client, server: Server, tmp_path: Path) -> None:
    answers = iter([Answer(b"a" * 5000, cut=100)])
    server.routes["/x.zip"] = lambda _: next(answers, Answer(b"a" * 5000))
    client.download(server.url + "/x.zip", tmp_path / "x.zip", lambda _: None)
    assert (tmp_path / "x.zip").read_bytes() == b"a" * 5000
