"""Readings of a workspace's own metrics, as events."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sources.generic import parse
from bot.sources.values import Company, Measurement
from tests.sources.builders import HEADERS, NOW, refused


def a_reading(**changes: Any) -> dict[str, Any]:
    data = {
        "id": "s-1",
        "metric": "seats_used",
        "value": 41,
        "at": "2026-01-01T00:00:00Z",
        "company": {"id": "5"},
    }
    data = {key: value for key, value in (data | changes).items() if value is not None}
    return {"type": "reading.created", "timestamp": "2026-01-02T03:04:05Z", "data": data}


def read(event: dict[str, Any]) -> Any:
    import json

    (found,) = parse(HEADERS, json.dumps(event).encode(), NOW)
    return found


def test_a_reading_is_understood_whole() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    company = Company("5", "", "", "", "", "", "")
    assert read(a_reading()) == Measurement("msg_1", "s-1", "seats_used", 41.0, at, None, company)


def test_without_a_time_it_is_the_envelopes() -> None:
    assert read(a_reading(at=None)).at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "id is missing"),
        ({"metric": "Seats used"}, "metric must be a name such as seats_used"),
        ({"metric": None}, "metric must be a name such as seats_used"),
        ({"value": None}, "value is missing"),
        ({"value": "many"}, "value must be a number"),
        ({"at": "yesterday"}, "at "),
        ({"company": None}, "names neither a company nor a contact"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], reason: str) -> None:
    assert reason in refused(a_reading(**changes))
