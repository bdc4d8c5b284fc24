"""The generic source: our own JSON of a response or a reading, by Standard Webhooks or in a CloudEvent.

The format with every field is in docs/sources.md. Other products' spellings of the same field are accepted.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.sources import cloudevents, signatures
from bot.sources.fields import LEEWAY, MAX_ID, moment, pick
from bot.sources.jsonbody import decode_json
from bot.sources.readings import read_reading
from bot.sources.reviews import read_deletion, read_review
from bot.sources.values import FieldError, Headers, Incoming, Measurement, NotUnderstood, Parsed

MAX_EVENTS = 1_000

# The last words of an event type: what it is about, and what happened to it.
_NOUNS = frozenset({"review", "survey", "response", "survey_response", "rating", "feedback"})
_VERBS = {
    "created": "upsert",
    "received": "upsert",
    "submitted": "upsert",
    "completed": "upsert",
    "rated": "upsert",
    "sent": "upsert",
    "updated": "upsert",
    "changed": "upsert",
    "deleted": "delete",
    "removed": "delete",
}


def verify(headers: Headers, body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Raise NotAuthentic unless the body is signed the Standard Webhooks way with one of the secrets."""
    signatures.verify(signatures.STANDARD_WEBHOOKS, headers, body, secrets, now)


def parse(headers: Headers, body: bytes, now: datetime) -> Parsed:
    """The events of one authentic request, in order; each is understood or not on its own.

    Raises MalformedBody when the body is not JSON. ``now`` bounds the times and stands in for missing ones.
    """
    document = decode_json(body)
    delivery = headers.get("webhook-id") or sha256(body).hexdigest()
    if cloudevents.is_binary(headers):
        event = cloudevents.from_binary(headers, document)
        return [_event(event, delivery, _written(event), now)]
    if type(document) is not list:
        return [_event(document, delivery, body, now)]
    if len(document) > MAX_EVENTS:
        return [
            NotUnderstood(f"The request holds more than {MAX_EVENTS:,} events.", _event_id(delivery), body)
        ]
    return [_event(item, f"{delivery}#{index}", None, now) for index, item in enumerate(document)]


def _event(
    document: Any, delivery: str, raw: bytes | None, now: datetime
) -> Incoming | Measurement | NotUnderstood:
    """``raw`` is the event's own JSON when there is one already."""
    key = cloudevents.event_key(document) if cloudevents.is_event(document) else None
    event_id = _event_id(key or delivery)
    try:
        return _understood(document, event_id, now)
    except FieldError as error:
        return NotUnderstood(str(error), event_id, _written(document) if raw is None else raw)


def _understood(document: Any, event_id: str, now: datetime) -> Incoming | Measurement:
    if type(document) is not dict:
        raise FieldError("The event must be a JSON object.")
    data = document
    if cloudevents.is_event(document):
        cloudevents.check(document)
        data = cloudevents.data_of(document)
    elif "data" in document:
        data = document["data"]
    if type(data) is not dict:
        raise FieldError("data must be an object.")
    sent = moment(pick(document, "timestamp", "time"), "timestamp", now + LEEWAY)
    if _is_reading(document):
        return read_reading(data, event_id, sent, now)
    if _action(document) == "delete" or data.get("deleted") is True or _is_deleted(data.get("status")):
        return read_deletion(data, event_id, sent, now)
    return read_review(data, event_id, sent, now)


def _is_reading(document: dict[str, Any]) -> bool:
    kind = pick(document, "type", "event_type", "event")
    words = kind.lower().split(".")[-2:] if type(kind) is str else []
    return len(words) == 2 and words[0] == "reading" and _VERBS.get(words[1]) == "upsert"


def _action(document: dict[str, Any]) -> str:
    kind = pick(document, "type", "event_type", "event")
    if kind is None:
        return "upsert"
    if type(kind) is str:
        rest, _, verb = kind.lower().rpartition(".")
        if rest.rpartition(".")[2] in _NOUNS and verb in _VERBS:
            return _VERBS[verb]
    raise FieldError("type must be review.created, review.updated, review.deleted or reading.created.")


def _is_deleted(status: Any) -> bool:
    return type(status) is str and status.strip().lower() == "deleted"


def _event_id(key: str) -> str:
    return (
        key
        if len(key) <= MAX_ID and key.isascii() and key.isprintable()
        else sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    )


def _written(document: Any) -> bytes:
    # Escapes keep what UTF-8 cannot hold.
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
