"""Events that are valid by default, and what becomes of them."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.sources.generic import parse
from bot.sources.values import Incoming, NotUnderstood, Parsed

NOW = datetime(2026, 1, 2, 3, 4, 30, tzinfo=UTC)
HEADERS = {"webhook-id": "msg_1", "content-type": "application/json"}


BINARY = HEADERS | {
    "ce-specversion": "1.0",
    "ce-type": "review.updated",
    "ce-source": "https://survey.example/a%20b",
    "ce-id": "ev_01",
    "ce-time": "2026-01-02T03:04:06Z",
}


def a_review(**changes: Any) -> dict[str, Any]:
    """The data of one valid event; ``None`` as a change leaves the key out."""
    data = {
        "id": "rv_01",
        "source": "generic",
        "survey_type": "csat",
        "scale": {"min": -1, "max": 1},
        "score": -1,
        "comment": "Still broken",
        "language": "en",
        "rated_at": "2026-01-02T03:04:00Z",
        "contact": {"id": "2522", "name": "Jane Doe", "email": "jane@acme.example"},
        "company": {"id": "500", "name": "Acme"},
        "ticket": {
            "id": "2864851",
            "number": "T-1042",
            "subject": "Printer",
            "board": "Service Desk",
            "agents": ["ashk"],
            "type": "Incident",
            "priority": "High",
            "created_at": "2026-01-01T09:00:00Z",
            "resolved_at": "2026-01-01T16:20:00Z",
        },
        "tags": ["printer"],
        "permalink": "https://survey.example/r/rv_01",
    }
    return {key: value for key, value in (data | changes).items() if value is not None}


def an_event(kind: str = "review.created", **changes: Any) -> dict[str, Any]:
    return {"type": kind, "timestamp": "2026-01-02T03:04:05Z", "data": a_review(**changes)}


def a_cloud_event(**changes: Any) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "type": "com.example.review.created",
        "source": "https://survey.example/acme",
        "id": "ev_01",
        "time": "2026-01-02T03:04:05Z",
        "subject": "ticket/T-1042",
        "datacontenttype": "application/json",
        "data": a_review(),
    }
    return {key: value for key, value in (event | changes).items() if value is not None}


def read(document: Any, headers: dict[str, str] = HEADERS) -> Parsed:
    return parse(headers, json.dumps(document).encode(), NOW)


def understood(document: Any, headers: dict[str, str] = HEADERS) -> Incoming:
    (event,) = read(document, headers)
    assert isinstance(event, Incoming), event
    return event


def refused(document: Any, headers: dict[str, str] = HEADERS) -> str:
    (event,) = read(document, headers)
    assert isinstance(event, NotUnderstood), event
    return event.reason
