"""Understanding rows: every field by itself, and a sentence for each that cannot be what it says."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports.table import KINDS
from bot.imports.values import Fact, Refused
from bot.sources.fields import EARLIEST
from bot.sources.values import Company, Contact, Incoming
from tests.imports.reading import NOW, problems, understood

AT = "2026-01-02T03:04:05Z"
REVIEW = {
    "id": "1",
    "survey_type": "csat",
    "score": "-1",
    "customer": "Acme",
    "rated_at": "2026-01-02T03:04:05Z",
}
TICKET = {"id": "1", "customer": "Acme", "opened_at": "2026-01-02T03:04:05Z"}
CALL = {"id": "1", "customer": "Acme", "occurred_at": "2026-01-02T03:04:05Z"}
RATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_review_is_read_with_every_column() -> None:
    found = understood(
        "reviews",
        {
            **REVIEW, "survey_type": "CES", "score": " 2 ", "scale_min": "1", "scale_max": "5",
            "comment": "=cmd()", "sent_at": "2026-01-01T00:00:00+01:00", "customer_id": "500",
            "population": "resident", "site": "North",
            "owner": "U1", "contact_name": "Jane", "contact_email": "jane@acme.example", "ticket_id": "T1",
            "agents": "ashk; bo;ashk", "tags": ["a", "b"], "status": "Done", "permalink": "https://s.example/1",
        },
    )  # fmt: skip
    assert found.company == Company("500", "Acme", "", "", "resident", "North", "U1")
    assert found.contact == Contact("", "Jane", "jane@acme.example")
    assert (found.survey_type, found.score, found.scale_min, found.scale_max) == ("ces", 2.0, 1.0, 5.0)
    assert (found.comment, found.agents, found.tags) == ("=cmd()", ("ashk", "bo"), ("a", "b"))
    assert (found.rated_at, found.changed_at, found.status) == (RATED, RATED, "done")
    assert found.ticket.id == "T1"


def test_an_empty_score_is_a_survey_that_nobody_answered() -> None:
    sent = understood("reviews", {**REVIEW, "score": "", "rated_at": "", "sent_at": "2026-01-02T03:04:05Z"})
    assert (sent.score, sent.polarity, sent.rated_at, sent.sent_at) == (None, None, None, RATED)


def test_a_review_without_times_gives_way_to_every_version_that_has_one() -> None:
    found = understood("reviews", {**REVIEW, "rated_at": ""})
    assert (found.rated_at, found.changed_at) == (NOW, EARLIEST)


def test_a_deleted_review_needs_nothing_but_its_id() -> None:
    found = understood("reviews", {"id": "1", "survey_type": "", "status": "deleted", "rated_at": AT})
    assert (found.action, found.external_id, found.changed_at) == ("delete", "1", RATED)


def test_every_field_that_is_wrong_has_a_sentence() -> None:
    bad = {
        "id": "",
        "survey_type": "nps",
        "score": "11",
        "status": "x",
        "rated_at": "soon",
        "sent_at": "2026-01-01",
    }
    assert problems("reviews", bad) == (
        "id is missing.",
        "status must be one of: open, done, deleted.",
        "score lies outside its scale, 0 to 10.",
        "sent_at has no UTC offset (write 2026-01-02T03:04:05Z), or give --timezone.",
        "rated_at is not an ISO 8601 time.",
        "customer and customer_id are both missing.",
    )


def test_a_time_without_an_offset_is_told_in_the_zone_that_was_given() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = understood("reviews", {**REVIEW, "rated_at": "2026-01-02 04:04:05"}, berlin)
    assert found.rated_at == RATED
    found = understood("reviews", {**REVIEW, "rated_at": "2026-01-02T05:04:05+02:00"}, berlin)
    assert found.rated_at == RATED


@pytest.mark.parametrize(
    ("given", "reopened"), [("0", 0), ("3", 3), (" TRUE ", 1), (True, 1), (2, 2), ("no", 0)]
)
def test_reopened_is_a_number_or_yes_or_no(given: Any, reopened: int) -> None:
    assert understood("tickets", {**TICKET, "reopened": given}).values["reopened"] == reopened


@pytest.mark.parametrize("given", ["-1", "1.5", "often", "²", "9" * 30, [1]])
def test_anything_else_is_not(given: Any) -> None:
    assert problems("tickets", {**TICKET, "reopened": given})


def test_a_ticket_is_answered_and_resolved_after_it_was_opened() -> None:
    early = "2026-01-01T00:00:00Z"
    assert problems("tickets", {**TICKET, "first_response_at": early, "resolved_at": early}) == (
        "first_response_at lies before opened_at.",
        "resolved_at lies before opened_at.",
    )
    same = understood("tickets", {**TICKET, "resolved_at": TICKET["opened_at"]})
    assert same.values["resolved_at"] == RATED


@pytest.mark.parametrize(
    ("given", "tone"),
    [
        ("positive", "commendation"),
        ("Negative", "grievance"),
        ("grievance", "grievance"),
        ("neutral", "neutral"),
    ],
)
def test_tones_go_by_our_words(given: str, tone: str) -> None:
    assert understood("interactions", {**CALL, "tone": given}).values["tone"] == tone


def test_an_interaction_is_read_with_every_column() -> None:
    found = understood(
        "interactions", {**CALL, "channel": "Call", "direction": "inbound", "text": "a\nb", "topic": "x"}
    )
    assert found.values == {
        "channel": "call", "occurred_at": RATED, "direction": "in", "text": "a\nb", "topic": "x"
    }  # fmt: skip
    assert problems("interactions", {**CALL, "tone": "angry", "direction": "up", "occurred_at": ""}) == (
        "occurred_at is missing.",
        "direction must be one of: in, out, inbound, outbound.",
        "tone must be one of: grievance, neutral, commendation, negative, positive.",
    )


READING = {**CALL, "metric": "seats_used", "value": "41.5", "at": "2026-01-02T03:04:05Z"}


def test_a_reading_is_a_figure_of_a_metric() -> None:
    assert understood("readings", READING).values == {"metric": "seats_used", "value": 41.5, "at": RATED}
    assert understood("readings", {**READING, "value": 0}).values["value"] == 0.0


def test_a_reading_without_a_figure_or_with_an_odd_name_is_refused() -> None:
    assert problems("readings", {**READING, "metric": "Seats used", "value": ""}) == (
        "metric must be a name such as seats_used: small letters, digits and underscores.",
        "value is missing.",
    )
    assert problems("readings", {**READING, "metric": "", "value": "many", "at": ""}) == (
        "metric is missing.",
        "value must be a number.",
        "at is missing.",
    )


def test_a_customer_has_domains_and_aliases_as_keys() -> None:
    found = understood(
        "customers", {"id": "1", "name": "Acme", "domains": "ACME.example;@acme.test", "kind": "Company",
                      "aliases": "Acme Corp.; AC/ME", "renewal_on": "2026-12-31", "site": ""}
    )  # fmt: skip
    assert found.values["keys"] == ("domain:acme.example", "domain:acme.test", "name:acme", "name:ac me")
    assert (found.values["renewal_on"], found.emptied) == (date(2026, 12, 31), {"site"})


@pytest.mark.parametrize("domains", ["gmail.com", "not a domain", "acme", "a@b.example"])
def test_what_stands_for_no_company_is_no_domain(domains: str) -> None:
    assert problems("customers", {"name": "Acme", "domains": domains})


def test_whose_it_is_has_to_be_said() -> None:
    assert problems("customers", {"id": " "}) == ("id and name are both missing.",)
    for kind, row in (("tickets", TICKET), ("interactions", CALL)):
        assert problems(kind, {**row, "customer": ""}) == (
            "customer, customer_id and contact_email are all missing.",
        )
        assert understood(kind, {**row, "customer": "", "contact_email": "jane@acme.example"}).company is None


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.text(max_size=5)),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2), st.sampled_from([*REVIEW.values()]),
)  # fmt: skip


@given(st.data(), st.sampled_from([*KINDS]))
def test_whatever_is_in_a_row_it_is_understood_or_refused_in_sentences(
    data: st.DataObject, kind: str
) -> None:
    row = data.draw(st.dictionaries(st.sampled_from(KINDS[kind].columns), ANYTHING, max_size=8))
    found = understood(kind, row)
    if isinstance(found, Refused):
        assert found.problems
        assert all(one.endswith(".") and "\n" not in one for one in found.problems)
    else:
        assert isinstance(found, Incoming | Fact)
