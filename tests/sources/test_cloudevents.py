"""CloudEvents in their three modes."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sources.values import Incoming
from tests.sources.builders import (
    BINARY,
    HEADERS,
    a_cloud_event,
    a_review,
    read,
    refused,
    understood,
)


def test_a_structured_cloud_event_is_keyed_by_source_and_id() -> None:
    event = understood(a_cloud_event(), HEADERS | {"content-type": "application/cloudevents+json"})
    assert event.event_id == "https://survey.example/acme ev_01"
    assert event.changed_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_batch_of_cloud_events_keeps_their_keys() -> None:
    batch = [a_cloud_event(), a_cloud_event(id="ev_02", data=a_review(id="rv_02"))]
    events = read(batch, HEADERS | {"content-type": "application/cloudevents-batch+json"})
    assert [event.event_id[-5:] for event in events] == ["ev_01", "ev_02"]
    assert all(isinstance(event, Incoming) for event in events)


def test_a_binary_cloud_event_has_its_attributes_in_headers() -> None:
    event = understood(a_review(), BINARY)
    assert event.event_id == "https://survey.example/a b ev_01"
    assert event.changed_at == datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)
    assert understood({"id": "rv_01"}, BINARY | {"ce-type": "review.deleted"}).action == "delete"


def test_a_cloud_event_may_carry_its_json_in_base64() -> None:
    data = base64.b64encode(json.dumps(a_review()).encode()).decode()
    assert understood(a_cloud_event(data=None, data_base64=data)).external_id == "rv_01"
    for bad in ("%%%", base64.b64encode(b"\xff").decode(), 5, "é"):
        assert "data_base64" in refused(a_cloud_event(data=None, data_base64=bad))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"specversion": "0.3"}, "specversion must be 1.0"),
        ({"id": None}, "id is missing"),
        ({"source": ""}, "source is missing"),
        ({"type": None}, "type is missing"),
        ({"id": ["x"]}, "id must be text"),
        ({"data": None}, "data must be an object"),
        ({"data": "<xml/>"}, "data must be an object"),
        ({"time": "late"}, "timestamp is not"),
    ],
)
def test_a_cloud_event_without_what_it_needs_says_so(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in refused(a_cloud_event(**changes))


def test_a_key_too_long_to_keep_is_replaced_by_its_hash() -> None:
    event = understood(a_cloud_event(source="https://survey.example/" + "x" * 500))
    assert len(event.event_id) == 64
