"""The feed of offers in the database: what stands, what changed, and how it gets there."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text

from assetregistry.errors import NotFoundError, RegistryError
from assetregistry.offers import Event, Published
from assetregistry.questions import OfferFilter
from assetregistry.store.engine import run
from assetregistry.store.intake.import_models import Import
from assetregistry.store.offer_models import Offer, OfferFeed

PUBLISH_LOCK = 72_017_003

Difference = Callable[[Mapping[str, Published]], list[Event]]


@contextmanager
def publishing(engine: Engine) -> Iterator[None]:
    """A time in which nobody else publishes: what is to be told is worked out within it, so that of two publishers the
    later one tells the later state. Imports and consumers never wait for it.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": PUBLISH_LOCK})
        try:
            yield
        finally:
            connection.detach()  # closed, not given back: the lock goes with it


def newest_import(connection: Connection) -> int | None:
    """The number of the last import that there is."""
    return connection.execute(select(func.max(Import.id))).scalar_one()


def publish(engine: Engine, difference: Difference, *, data_version: str, newest_import: int | None) -> dict[str, Any]:
    """Append what `difference` finds against what was last told; returns counts by type and `upTo`.

    While `publishing`. `data_version` and `newest_import`: what the offers are made of.
    """
    with engine.begin() as connection:
        events = difference(_published(connection))
        known = connection.execute(select(OfferFeed.import_id)).scalar_one()
        reason = "import" if newest_import is not None and newest_import != known else "forecast-rerun"
        cause = {"importId": newest_import, "dataVersion": data_version}
        last = append(connection, events, reason=reason, cause=cause, newest_import=newest_import)
    counts = {kind: sum(event.type == kind for event in events) for kind in ("created", "changed", "withdrawn")}
    return {**counts, "upTo": last}


def append(
    connection: Connection, events: list[Event], *, reason: str, cause: Mapping[str, Any], newest_import: int | None
) -> int:
    """Append events as the last statement of a transaction; returns the last sequence number."""
    told = [
        {"offerId": event.offer_id, "version": event.version, "type": event.type, "state": event.state}
        for event in events
    ]
    found: int = connection.execute(
        text("SELECT append_offer_events(CAST(:events AS jsonb), :reason, CAST(:cause AS jsonb), :newest)"),
        {"events": json.dumps(told), "reason": reason, "cause": json.dumps(cause), "newest": newest_import},
    ).scalar_one()
    return found


def _published(connection: Connection) -> dict[str, Published]:
    rows = connection.execute(select(Offer.id, Offer.version, Offer.state))
    return {str(row.id): Published(row.version, row.state) for row in rows}


def last_seq(connection: Connection) -> int:
    """The last sequence number of the feed."""
    return int(connection.execute(select(OfferFeed.last_seq)).scalar_one())


def feed_place(connection: Connection) -> str:
    """The feed and its last sequence number, as one word."""
    feed, last = connection.execute(select(OfferFeed.feed, OfferFeed.last_seq)).one()
    return f"{feed}-{last}"


def current(connection: Connection, where: OfferFilter) -> dict[str, Any]:
    """`{feed, asOfSeq, offers}`: read `changes` after `asOfSeq` to stay up to date."""
    row = run(connection, "offers/current", **{**asdict(where), "owners": list(where.owners)}).one()
    return {"feed": str(row.feed), "asOfSeq": row.last_seq, "offers": row.offers}


def one(connection: Connection, offer_id: str) -> dict[str, Any]:
    """One offer; raises NotFoundError when there is none of this id, or it was withdrawn."""
    try:
        wanted = uuid.UUID(offer_id)
    except ValueError:
        raise NotFoundError(f"there is no offer '{offer_id}'") from None
    row = connection.execute(select(Offer.version, Offer.state).where(Offer.id == wanted)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no offer '{offer_id}'")
    if row.state is None:
        raise NotFoundError(f"offer '{offer_id}' was withdrawn")
    return {"id": str(wanted), "version": row.version, **row.state}


def changes(connection: Connection, *, after: int, limit: int) -> dict[str, Any]:
    """The events after a sequence number, in order and without a hole.

    Raises RegistryError for a number that the feed has not reached: it belongs to another feed.
    """
    feed = connection.execute(select(OfferFeed.feed, OfferFeed.last_seq)).one()
    if after > feed.last_seq:
        raise RegistryError(
            f"after={after} lies beyond the feed's {feed.last_seq}: start again from /v1/offers",
            code="beyond-feed",
            after=after,
            last=feed.last_seq,
        )
    rows = run(connection, "offers/changes", after=after, limit=limit).all()
    next_after = rows[-1].seq if rows else after
    up_to = max(feed.last_seq, next_after)
    return {
        "feed": str(feed.feed),
        "events": [
            {
                "seq": row.seq,
                "type": row.type,
                "offerId": str(row.offer_id),
                "version": row.version,
                "reason": row.reason,
                "causedBy": row.caused_by,
                "time": row.at.isoformat(),
                "offer": None if row.state is None else {"id": str(row.offer_id), "version": row.version, **row.state},
            }
            for row in rows
        ],
        "nextAfter": next_after,
        "upTo": up_to,
        "more": next_after < up_to,
        "floor": 0,
    }
