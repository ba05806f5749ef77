"""The feed under load: numbers without a hole in the order of commits, whatever writers and consumers do."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from assetregistry.offers import Event
from assetregistry.questions import EVERY_OFFER
from assetregistry.store import offers

WRITERS, ROUNDS = 8, 40
State = dict[str, Any]
Write = Callable[[int, random.Random], None]


def _append(engine: Engine, events: list[Event], *, before_commit: float = 0.0, fail: bool = False) -> None:
    with engine.begin() as connection:
        offers.append(connection, events, reason="import", cause={"importId": 1}, newest_import=None)
        time.sleep(before_commit)
        if fail:
            raise RuntimeError("rolled back")


def _created(offer_id: str, **state: Any) -> Event:
    return Event(offer_id, 1, "created", {"areaCode": "BU1", "material": "steel", "windowFrom": 2027, **state})


def _consume(engine: Engine, writing: threading.Event, page: int) -> tuple[list[int], dict[str, State]]:
    """Poll as a marketplace does, until the writers have stopped and nothing more comes."""
    seen: list[int] = []
    copy: dict[str, State] = {}
    after = 0
    while True:
        stopped = not writing.is_set()
        with engine.connect() as connection:
            answer = offers.changes(connection, after=after, limit=page)
        for event in answer["events"]:
            seen.append(event["seq"])
            if event["offer"] is None:
                copy.pop(event["offerId"])
            else:
                copy[event["offerId"]] = event["offer"]
        after = answer["nextAfter"]
        if stopped and not answer["more"]:
            return seen, copy


def _drill(engine: Engine, write: Write, consumers: list[Callable[[threading.Event], None]]) -> None:
    writing = threading.Event()
    writing.set()

    def work(number: int) -> None:
        luck = random.Random(number)  # noqa: S311  (a drill, no secret)
        for _ in range(ROUNDS):
            write(number, luck)

    readers = [threading.Thread(target=consumer, args=(writing,)) for consumer in consumers]
    writers = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    writing.clear()
    for thread in readers:
        thread.join()


def test_many_writers_and_consumers_lose_nothing(engine: Engine) -> None:
    versions: dict[int, tuple[str, int, bool]] = {}

    def write(number: int, luck: random.Random) -> None:
        offer_id, version, stands = versions.get(number, (str(uuid.uuid4()), 0, False))
        kind = "created" if not stands else luck.choice(["changed", "changed", "withdrawn"])
        state = None if kind == "withdrawn" else {"areaCode": "BU1", "material": "steel", "p50Kg": luck.random()}
        event = Event(offer_id, version + 1, kind, state)
        try:
            _append(engine, [event], before_commit=luck.uniform(0, 0.004), fail=luck.random() < 0.1)
        except RuntimeError:
            return
        versions[number] = (offer_id, version + 1, kind != "withdrawn")

    results: list[tuple[list[int], dict[str, State]]] = []
    pages = (1, 7, 500)
    _drill(
        engine, write, [lambda writing, page=page: results.append(_consume(engine, writing, page)) for page in pages]
    )
    with engine.connect() as connection:
        current = offers.current(connection, EVERY_OFFER)
    wanted = {offer["id"]: offer for offer in current["offers"]}
    assert len(results) == len(pages)
    for seen, copy in results:
        assert seen == list(range(1, current["asOfSeq"] + 1))
        assert copy == wanted


def test_the_same_drill_convicts_a_plain_sequence(engine: Engine) -> None:
    """So that the drill above is known to bite: numbers from a sequence are seen out of order and lost."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (seq bigserial PRIMARY KEY)"))

    def write(_number: int, luck: random.Random) -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO naive DEFAULT VALUES"))
            time.sleep(luck.uniform(0, 0.004))

    seen: list[int] = []

    def consume(writing: threading.Event) -> None:
        after = 0
        while True:
            stopped = not writing.is_set()
            with engine.connect() as connection:
                query = text("SELECT seq FROM naive WHERE seq > :after ORDER BY seq")
                rows = connection.execute(query, {"after": after}).scalars().all()
            seen.extend(rows)
            after = max([after, *rows])
            if stopped and not rows:
                return

    _drill(engine, write, [consume])
    assert len(seen) < WRITERS * ROUNDS


def test_an_open_import_does_not_stop_the_feed(engine: Engine) -> None:
    with engine.begin() as importing:
        importing.execute(text("INSERT INTO organisation (code, name) VALUES ('G0001', 'x')"))
        _append(engine, [_created(str(uuid.uuid4()))])
        with engine.connect() as connection:
            assert offers.changes(connection, after=0, limit=10)["upTo"] == 1


def test_a_stale_publisher_is_refused_and_leaves_no_hole(engine: Engine) -> None:
    offer_id = str(uuid.uuid4())
    _append(engine, [_created(offer_id)])
    with pytest.raises(DBAPIError, match=r"duplicate key|by somebody else"):
        _append(engine, [Event(offer_id, 1, "created", {"p50Kg": 2.0})])
    _append(engine, [Event(offer_id, 2, "changed", {"p50Kg": 3.0})])
    with engine.connect() as connection:
        assert [event["seq"] for event in offers.changes(connection, after=0, limit=10)["events"]] == [1, 2]


@pytest.fixture
def withdrawn(engine: Engine) -> str:
    """An offer that was created and withdrawn."""
    offer_id = str(uuid.uuid4())
    _append(engine, [_created(offer_id)])
    _append(engine, [Event(offer_id, 2, "withdrawn", None)])
    return offer_id


def test_what_was_withdrawn_may_come_back_under_its_name(engine: Engine, withdrawn: str) -> None:
    _append(engine, [Event(withdrawn, 3, "created", {"areaCode": "BU1", "material": "steel"})])
    with engine.connect() as connection:
        assert [offer["version"] for offer in offers.current(connection, EVERY_OFFER)["offers"]] == [3]


def test_a_number_of_another_feed_is_told(engine: Engine, withdrawn: str) -> None:
    with engine.connect() as connection, pytest.raises(Exception, match="start again from /v1/offers"):
        offers.changes(connection, after=99, limit=10)
