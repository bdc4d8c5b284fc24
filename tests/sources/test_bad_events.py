"""What cannot be used says why; what can be mended is."""

import json
from typing import Any

import pytest

from bot.sources.generic import parse
from bot.sources.values import Contact, Incoming, MalformedBody, NotUnderstood
from tests.sources.builders import HEADERS, NOW, a_review, an_event, read, refused, understood


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": None}, "id is missing"),
        ({"id": ""}, "id is missing"),
        ({"id": True}, "id must be text or a whole number"),
        ({"id": 1.5}, "id must be text or a whole number"),
        ({"id": ["rv"]}, "id must be text or a whole number"),
        ({"id": "x" * 201}, "id is longer than 200"),
        ({"id": "a\x00b"}, "id holds control characters"),
        ({"id": "a\ud800b"}, "id holds control characters"),
        ({"survey_type": None}, "survey_type must be"),
        ({"survey_type": "stars"}, "survey_type must be"),
        ({"survey_type": 5}, "survey_type must be"),
        ({"score": True}, "score must be a number"),
        ({"score": "great"}, "score must be a number"),
        ({"score": "nan"}, "score must be a number"),
        ({"score": " 1"}, "score must be a number"),
        ({"score": "\u0661"}, "score must be a number"),
        ({"score": [1]}, "score must be a number"),
        ({"score": 10**400}, "score must be a number"),
        ({"score": 2}, "score lies outside its scale, -1 to 1"),
        ({"score": -1.01}, "score lies outside its scale"),
        ({"scale": {"min": 1, "max": 1}}, "scale must have a min below its max"),
        ({"scale": {"min": 5, "max": 1}}, "scale must have a min below its max"),
        ({"scale": {"min": 0}}, "scale must have a min below its max"),
        ({"scale": [-1, 1]}, "scale must be an object"),
        ({"scale": {"min": -1, "max": False}}, "scale.max must be a number"),
        ({"survey_type": "nps", "score": 11, "scale": None}, "score lies outside its scale, 0 to 10"),
        ({"survey_type": "nps", "score": 4, "scale": {"min": 1, "max": 5}}, "scale must be 0 to 10 for nps"),
        ({"survey_type": "nps", "score": 8.5, "scale": None}, "score must be a whole number for nps"),
        ({"rated_at": "2026-01-02T03:04:00"}, "rated_at has no UTC offset"),
        ({"rated_at": "2026-01-02"}, "rated_at has no UTC offset"),
        ({"rated_at": "yesterday"}, "rated_at is not an ISO 8601 time"),
        ({"rated_at": "2026-02-30T00:00:00Z"}, "rated_at is not an ISO 8601 time"),
        ({"rated_at": "0001-01-01T00:00:00+23:59"}, "rated_at is not an ISO 8601 time"),
        ({"rated_at": "9999-12-31T23:59:59-23:59"}, "rated_at is not an ISO 8601 time"),
        ({"rated_at": "\ud800"}, "rated_at is not an ISO 8601 time"),
        ({"rated_at": 1767323045}, "rated_at must be an ISO 8601 time"),
        ({"rated_at": "1999-12-31T23:59:59Z"}, "rated_at lies before the year 2000"),
        ({"rated_at": "2026-01-03T03:04:31Z"}, "rated_at lies more than a day in the future"),
        ({"updated_at": "2027-01-01T00:00:00Z"}, "updated_at lies more than a day in the future"),
        ({"sent_at": {}}, "sent_at must be an ISO 8601 time"),
        ({"comment": 5}, "comment must be text"),
        ({"comment": ["a"]}, "comment must be text"),
        ({"comment": "x" * 100_001}, "comment is longer than 100,000"),
        ({"contact": 5}, "contact must be an object"),
        ({"contact": {"name": "x" * 301}}, "contact.name is longer than 300"),
        ({"contact": {"name": ["Jane"]}}, "contact.name must be text"),
        ({"contact": {"id": {}, "name": "Jane"}}, "contact.id must be text"),
        ({"company": []}, "company must be an object"),
        ({"company": {"name": "x" * 1_000_000}}, "company.name is longer than 300"),
        ({"company": {"name": "Acme", "kind": "planet"}}, "company.kind must be"),
        ({"company": {"name": " "}, "contact": None}, "neither a company nor a contact"),
        ({"ticket": []}, "ticket must be an object"),
        ({"ticket": {"subject": "x" * 1001}}, "ticket.subject is longer than 1,000"),
        ({"ticket": {"created_at": "soon"}}, "ticket.created_at is not"),
        ({"ticket": {"agents": {"0": "ashk"}}}, "ticket.agents must be a list"),
        ({"agents": [["ashk"]]}, "agents[] must be text"),
        ({"agents": [f"a{n}" for n in range(51)]}, "agents has more than 50"),
        ({"tags": 5}, "tags must be a list"),
        ({"tags": ["ok", "x" * 301]}, "tags[] is longer than 300"),
        ({"status": "later"}, "status must be open, done or deleted"),
        ({"status": 1}, "status must be open, done or deleted"),
    ],
)
def test_an_event_that_cannot_be_used_says_why(changes: dict[str, Any], sentence: str) -> None:
    document = an_event()
    document["data"] = {
        key: value for key, value in (document["data"] | changes).items() if value is not None
    }
    assert sentence in refused(document)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (5, "must be a JSON object"),
        ("text", "must be a JSON object"),
        (None, "must be a JSON object"),
        ({"type": "review.created", "data": [1]}, "data must be an object"),
        ({"type": "review.created", "data": None}, "data must be an object"),
        ({}, "survey_type must be"),
        (an_event("contact.created"), "type must be review.created"),
        (an_event("review.exploded"), "type must be review.created"),
        (an_event("created"), "type must be review.created"),
        ({"type": 5, "data": a_review()}, "type must be review.created"),
        ({"timestamp": "now", "data": a_review()}, "timestamp is not an ISO 8601 time"),
    ],
)
def test_an_envelope_that_cannot_be_used_says_why(document: Any, sentence: str) -> None:
    assert sentence in refused(document)


def test_a_reason_never_quotes_the_sender() -> None:
    for key in a_review():
        for value in (
            "<!channel> hunter2",
            ["hunter2"],
            {"hunter2": 1},
            {"name": ["hunter2"], "min": "hunter2"},
        ):
            changes: dict[str, Any] = {key: value}
            for event in read(an_event(**changes)):
                assert not isinstance(event, NotUnderstood) or "hunter2" not in event.reason


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not JSON"),
        (b"hello", "not JSON"),
        (b"score=1&id=2", "not JSON"),
        (b'{"id": 1', "not JSON"),
        (b'{"a": "\x00"}', "not JSON"),
        (b"{} {}", "more than one JSON value"),
        (b'{"a": "\xff"}', "not UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b'{"score": NaN}', "NaN"),
        (b'{"score": -Infinity}', "NaN or Infinity"),
        (b'{"score": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"id": "a", "id": "b"}', "twice"),
        (b"[" * 100_000, "levels deep"),
        (b"[" * 100_000 + b"]" * 100_000, "levels deep"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "levels deep"),
    ],
)
def test_a_body_that_is_not_json_is_malformed(body: bytes, sentence: str) -> None:
    with pytest.raises(MalformedBody, match=sentence):
        parse(HEADERS, body, NOW)


def test_depth_is_allowed_within_reason() -> None:
    nested: Any = 1
    for _ in range(50):
        nested = [nested, {"a": nested}] if nested == 1 else [nested]
    assert understood(an_event(extra=nested)).external_id == "rv_01"


def test_a_byte_order_mark_is_forgiven() -> None:
    (event,) = parse(HEADERS, b"\xef\xbb\xbf" + json.dumps(an_event()).encode(), NOW)
    assert isinstance(event, Incoming)


def test_text_that_no_database_can_hold_is_replaced_and_the_rest_kept() -> None:
    event = understood(
        an_event(
            comment="nul \x00, half \ud83d a pair, whole \U0001f621",
            contact={"name": "Ja\x00ne"},
            ticket={"subject": "\udfffPrinter"},
            tags=["a\x00"],
        )
    )
    assert event.comment == "nul \ufffd, half \ufffd a pair, whole \U0001f621"
    assert event.contact == Contact("", "Ja\ufffdne", "")
    assert event.ticket is not None
    assert (event.ticket.subject, event.tags) == ("\ufffdPrinter", ("a\ufffd",))


def test_a_comment_is_kept_as_typed() -> None:
    comment = "  <!channel> *bold* <https://evil|bank> &amp;\r\n\t" + "x" * 10_000
    assert understood(an_event(comment=comment)).comment == comment
    assert understood(an_event(comment=" \n ")).comment == ""


@pytest.mark.parametrize(
    "address", ["", "jane", "jane@", "@acme.example", "a@b@c.example", "a b@c.example", "j@a..b"]
)
def test_an_address_that_is_none_is_left_out(address: str) -> None:
    assert understood(an_event(contact={"name": "Jane", "email": address})).contact == Contact("", "Jane", "")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://", "http:///x", "https://a b", "//x", "https://a|b"]
)
def test_a_link_that_is_none_is_left_out(link: str) -> None:
    assert understood(an_event(permalink=link)).permalink == ""
