"""The generic source: what is understood, and under which key."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sources.generic import MAX_EVENTS, parse, verify
from bot.sources.signatures import STANDARD_WEBHOOKS, new_secret, sign
from bot.sources.table import SOURCES, new_hook_token
from bot.sources.values import Company, Contact, Incoming, NotAuthentic, NotUnderstood, Ticket
from tests.sources.builders import (
    BINARY,
    HEADERS,
    NOW,
    a_cloud_event,
    a_review,
    an_event,
    read,
    refused,
    understood,
)


def test_the_documented_event_is_understood_whole() -> None:
    assert understood(an_event()) == Incoming(
        event_id="msg_1",
        action="upsert",
        external_id="rv_01",
        survey_type="csat",
        score=-1.0,
        scale_min=-1.0,
        scale_max=1.0,
        polarity="negative",
        comment="Still broken",
        language="en",
        sent_at=None,
        rated_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        changed_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        contact=Contact("2522", "Jane Doe", "jane@acme.example"),
        company=Company("500", "Acme", "", "", "", "", ""),
        ticket=Ticket(
            id="2864851",
            number="T-1042",
            subject="Printer",
            board="Service Desk",
            type="Incident",
            priority="High",
            status="",
            agents=("ashk",),
            created_at=datetime(2026, 1, 1, 9, tzinfo=UTC),
            resolved_at=datetime(2026, 1, 1, 16, 20, tzinfo=UTC),
            url="",
        ),
        agents=("ashk",),
        tags=("printer",),
        status="open",
        permalink="https://survey.example/r/rv_01",
    )


def test_a_bare_object_without_an_envelope_is_the_data() -> None:
    event = understood(a_review())
    assert event.external_id == "rv_01"
    assert event.changed_at == event.rated_at


def test_a_flat_object_as_form_tools_send_it_is_understood() -> None:
    event = understood(
        {
            "id": 17,
            "survey_type": "NPS",
            "score": "10",
            "customer": "Acme",
            "customer_id": 500,
            "population": "client",
            "site": "North",
            "owner": "priya@bellwether.example",
            "contact_name": "Jane  Doe",
            "contact_email": "jane@acme.example",
            "ticket_id": 2864851,
            "agents": "ashk; niamhf",
            "tags": "printer",
        }
    )
    assert (event.external_id, event.score, event.polarity) == ("17", 10.0, "positive")
    assert event.company == Company("500", "Acme", "", "", "client", "North", "priya@bellwether.example")
    assert event.contact == Contact("", "Jane Doe", "jane@acme.example")
    assert event.ticket is not None
    assert event.ticket.id == "2864851"
    assert (event.agents, event.tags) == (("ashk", "niamhf"), ("printer",))
    assert event.rated_at == event.changed_at == NOW


def test_a_review_in_the_words_of_a_survey_tool_is_understood() -> None:
    event = understood(
        {
            "id": 35929235,
            "survey_type": "csat",
            "rating": 1,
            "comment": "quick fix, thanks",
            "ticket": {
                "id": "2864851",
                "title": "SL report issue",
                "segment": {"id": "1", "name": "Engineering"},
                "agents": ["AshK", "NiamhF"],
                "closed_on": "2024-12-12T01:32:42Z",
            },
            "contact": {"id": "2522", "name": "John Doe", "email": "johndoe@missing.example"},
            "company": {"id": "500", "name": "Missing NZ", "territory_name": "New Zealand"},
            "status": "open",
            "tags": [],
            "viewed_on": None,
            "rated_on": "2024-12-12T01:48:29.627972Z",
            "permalink": "https://app.example/reviews/2864851/",
            "last_modified": "2024-12-12T01:48:58.533361Z",
        }
    )
    assert event.polarity == "positive"
    assert event.changed_at == datetime(2024, 12, 12, 1, 48, 58, 533361, tzinfo=UTC)
    assert event.ticket is not None
    assert (event.ticket.subject, event.ticket.board) == ("SL report issue", "Engineering")
    assert event.ticket.resolved_at == datetime(2024, 12, 12, 1, 32, 42, tzinfo=UTC)
    assert event.agents == ("AshK", "NiamhF")


@pytest.mark.parametrize("field", ["company", "customer", "organization", "organisation", "account"])
def test_a_company_goes_by_several_names(field: str) -> None:
    for value in ("Acme", {"name": "Acme"}):
        changes: dict[str, Any] = {"company": None, field: value}
        company = understood(an_event(**changes)).company
        assert company is not None
        assert company.name == "Acme"


def test_a_contact_may_be_one_text() -> None:
    assert understood(an_event(contact="Jane Doe")).contact == Contact("", "Jane Doe", "")
    assert understood(an_event(contact=None, person="j@acme.example")).contact == Contact(
        "", "", "j@acme.example"
    )


def test_a_survey_that_nobody_answered_is_unrated_and_counts_from_when_it_was_sent() -> None:
    for score in (None, ""):
        event = understood(an_event(score=score, rated_at=None, sent_at="2026-01-01T00:00:00+02:00"))
        assert (event.score, event.polarity, event.rated_at) == (None, None, None)
        assert event.sent_at == datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert understood(an_event(score=None, rated_at=None)).sent_at == datetime(
        2026, 1, 2, 3, 4, 5, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("survey_type", "scale", "score", "polarity"),
    [
        ("csat", {"min": 1, "max": 5}, 2, "negative"),
        ("csat", {"min": 1, "max": 5}, 3, "neutral"),
        ("csat", {"min": "1", "max": "5"}, "4", "positive"),
        ("csat", None, 0, "neutral"),
        ("ces", None, 7, "positive"),
        ("nps", None, 6, "negative"),
        ("nps", {"min": 0, "max": 10}, 8, "neutral"),
        ("nps", None, "10", "positive"),
    ],
)
def test_a_score_is_read_on_its_scale(survey_type: str, scale: Any, score: Any, polarity: str) -> None:
    assert understood(an_event(survey_type=survey_type, scale=scale, score=score)).polarity == polarity


@pytest.mark.parametrize("key", ["updated_at", "changed_at", "last_modified", "modified_at"])
def test_the_change_time_of_the_review_itself_counts_before_that_of_the_envelope(key: str) -> None:
    event = understood(an_event("review.updated", **{key: "2026-01-02T03:04:01Z"}))
    assert event.changed_at == datetime(2026, 1, 2, 3, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "document",
    [
        {"type": "review.deleted", "timestamp": "2026-01-02T03:04:05Z", "data": {"id": "rv_01"}},
        {"type": "com.example.review.deleted", "data": {"id": "rv_01", "score": "nonsense"}},
        an_event(status="Deleted"),
        an_event(deleted=True),
        {"id": "rv_01", "status": "deleted"},
    ],
)
def test_a_deletion_needs_no_more_than_the_id(document: Any) -> None:
    event = understood(document)
    assert (event.action, event.status, event.external_id) == ("delete", "deleted", "rv_01")


def test_without_a_message_id_the_body_is_its_own_key() -> None:
    first, again = understood(an_event(), {}), understood(an_event(), {})
    other = understood(an_event(score=1), {})
    assert first.event_id == again.event_id != other.event_id
    assert len(first.event_id) == 64


def test_every_event_of_a_list_has_its_own_key_and_its_own_fate() -> None:
    bad = an_event(id=None)
    events = read([an_event(), bad, an_event(id="rv_02")])
    assert [event.event_id for event in events] == ["msg_1#0", "msg_1#1", "msg_1#2"]
    assert isinstance(events[1], NotUnderstood)
    assert json.loads(events[1].raw) == bad


def test_a_list_has_an_end() -> None:
    assert read([]) == []
    assert len(read([{}] * MAX_EVENTS)) == MAX_EVENTS
    assert "more than 1,000 events" in refused([{}] * (MAX_EVENTS + 1))


@pytest.mark.parametrize(
    ("document", "headers"),
    [
        (an_event(survey_type="later"), HEADERS),
        (an_event(survey_type="later", comment="\x00 \ud800"), {}),
        (a_cloud_event(data=a_review(survey_type="later")), HEADERS),
        (a_cloud_event(id=None), HEADERS),
        (a_review(survey_type="later"), BINARY),
        ([1, an_event(survey_type="later")], HEADERS),
    ],
)
def test_what_was_not_understood_can_be_read_again_by_itself(document: Any, headers: dict[str, str]) -> None:
    for event in read(document, headers):
        assert isinstance(event, NotUnderstood)
        assert parse({"webhook-id": event.event_id}, event.raw, NOW) == [event]


def test_a_replayed_event_that_is_understood_by_then_keeps_its_key() -> None:
    (event,) = read(a_review(rated_at="2026-01-09T00:00:00Z"), BINARY)
    assert isinstance(event, NotUnderstood)
    (later,) = parse({"webhook-id": event.event_id}, event.raw, datetime(2026, 1, 10, tzinfo=UTC))
    assert isinstance(later, Incoming)
    assert later.event_id == event.event_id


def test_the_generic_source_verifies_what_its_own_secret_signed() -> None:
    kind = SOURCES["generic"]
    secret = kind.new_secret()
    body = json.dumps(an_event()).encode()
    headers = sign(STANDARD_WEBHOOKS, body, secret, NOW, message_id="msg_1")
    kind.verify(headers, body, (secret,), NOW)
    assert kind.parse(headers, body, NOW)[0].event_id == "msg_1"
    with pytest.raises(NotAuthentic):
        verify(headers, body, (new_secret(),), NOW)


def test_the_table_is_keyed_by_each_kinds_own_key() -> None:
    assert all(kind.key == key for key, kind in SOURCES.items())
    assert len({new_hook_token() for _ in range(100)}) == 100
