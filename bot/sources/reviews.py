"""From the data of one event to one review; for every source that speaks our field names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.sources.fields import (
    LEEWAY,
    MAX_COMMENT,
    MAX_SUBJECT,
    email,
    free_text,
    identifier,
    label,
    link,
    moment,
    name,
    names,
    number,
    pick,
    record,
)
from bot.sources.values import Company, Contact, FieldError, Incoming, Ticket
from scoring.polarity import polarity_of

# The scale that is meant when the sender gives none.
_SCALES = {"csat": (-1.0, 1.0), "nps": (0.0, 10.0), "ces": (1.0, 7.0)}
_STATUSES = frozenset({"open", "done"})
_KINDS = frozenset({"", "company", "individual"})

_Data = Mapping[str, Any]


def read_review(data: _Data, event_id: str, sent: datetime | None, now: datetime) -> Incoming:
    """The review that ``data`` describes. ``sent`` is the envelope's time. Raises FieldError."""
    latest = now + LEEWAY
    survey_type = survey_type_of(data)
    score, scale_min, scale_max = score_of(data, survey_type)
    rated_at = moment(pick(data, "rated_at", "rated_on", "responded_at"), "rated_at", latest)
    sent_at = moment(pick(data, "sent_at", "sent_on", "created_at", "created_on"), "sent_at", latest)
    changed_at = _changed_at(data, latest) or sent or (rated_at if score is not None else sent_at) or now
    contact, company, ticket = read_contact(data), read_company(data), _ticket(data, latest)
    if contact is None and company is None:
        raise FieldError(
            "The event names neither a company nor a contact, so no customer can be found for it."
        )
    agents = names(data.get("agents"), "agents")
    if ticket is not None and ticket.agents:
        agents = tuple(dict.fromkeys(agents + ticket.agents))
    return Incoming(
        event_id=event_id,
        action="upsert",
        external_id=_external_id(data),
        survey_type=survey_type,
        score=score,
        scale_min=scale_min,
        scale_max=scale_max,
        polarity=None if score is None else polarity_of(survey_type, score, scale_min, scale_max).value,
        comment=free_text(data.get("comment"), "comment", MAX_COMMENT),
        language=name(data.get("language"), "language"),
        sent_at=sent_at or (sent or now if score is None else None),
        rated_at=None if score is None else rated_at or sent or now,
        changed_at=changed_at,
        contact=contact,
        company=company,
        ticket=ticket,
        agents=agents,
        tags=names(data.get("tags"), "tags"),
        status=_status(data),
        permalink=link(data.get("permalink"), "permalink"),
    )


def read_deletion(data: _Data, event_id: str, sent: datetime | None, now: datetime) -> Incoming:
    """The order to forget a review: nothing but its id needs to be there. Raises FieldError."""
    return Incoming(
        event_id=event_id,
        action="delete",
        external_id=_external_id(data),
        survey_type="",
        score=None,
        scale_min=0.0,
        scale_max=0.0,
        polarity=None,
        comment="",
        language="",
        sent_at=None,
        rated_at=None,
        changed_at=_changed_at(data, now + LEEWAY) or sent or now,
        contact=None,
        company=None,
        ticket=None,
        agents=(),
        tags=(),
        status="deleted",
        permalink="",
    )


def _external_id(data: _Data) -> str:
    found = identifier(data.get("id"), "id")
    if not found:
        raise FieldError("id is missing: the sender's id of the review.")
    return found


def _changed_at(data: _Data, latest: datetime) -> datetime | None:
    given = pick(data, "updated_at", "changed_at", "last_modified", "modified_at")
    return moment(given, "updated_at", latest)


def survey_type_of(data: _Data) -> str:
    """One of csat, nps and ces. Raises FieldError."""
    given = data.get("survey_type")
    found = given.strip().lower() if type(given) is str else ""
    if found not in _SCALES:
        raise FieldError("survey_type must be csat, nps or ces.")
    return found


def score_of(data: _Data, survey_type: str) -> tuple[float | None, float, float]:
    """The score, None when not given, and the two ends of its scale. Raises FieldError."""
    scale = record(data.get("scale"), "scale")
    low = number(pick(scale, "min") if scale else data.get("scale_min"), "scale.min")
    high = number(pick(scale, "max") if scale else data.get("scale_max"), "scale.max")
    if low is None and high is None:
        low, high = _SCALES[survey_type]
    if low is None or high is None or low >= high:
        raise FieldError("scale must have a min below its max.")
    if survey_type == "nps" and (low, high) != _SCALES["nps"]:
        raise FieldError("scale must be 0 to 10 for nps.")
    score = number(pick(data, "score", "rating"), "score")
    if score is not None:
        if not low <= score <= high:
            raise FieldError(f"score lies outside its scale, {low:g} to {high:g}.")
        if survey_type == "nps" and not score.is_integer():
            raise FieldError("score must be a whole number for nps.")
    return score, low, high


def _status(data: _Data) -> str:
    given = data.get("status")
    if given is None or given == "":
        return "open"
    found = given.strip().lower() if type(given) is str else ""
    if found not in _STATUSES:
        raise FieldError("status must be open, done or deleted.")
    return found


def read_contact(data: _Data) -> Contact | None:
    """The person that an event names. Raises FieldError."""
    given = pick(data, "contact", "person")
    if type(given) is str:
        given = {"email" if "@" in given else "name": given}
    given = record(given, "contact")
    contact = Contact(
        id=identifier(_either(given, "id", data, "contact_id"), "contact.id"),
        name=name(_either(given, "name", data, "contact_name"), "contact.name"),
        email=email(_either(given, "email", data, "contact_email"), "contact.email"),
    )
    return contact if contact.id or contact.name or contact.email else None


def read_company(data: _Data) -> Company | None:
    """The customer that an event names. Raises FieldError."""
    given = pick(data, "company", "customer", "organization", "organisation", "account")
    if type(given) is str:
        given = {"name": given}
    given = record(given, "company")
    kind = name(given.get("kind"), "company.kind").lower()
    if kind not in _KINDS:
        raise FieldError("company.kind must be company or individual.")
    company = Company(
        id=identifier(_either(given, "id", data, "customer_id", "company_id"), "company.id"),
        name=name(given.get("name"), "company.name"),
        domain=name(given.get("domain"), "company.domain").lower(),
        kind=kind,
        population=name(_either(given, "population", data, "population"), "company.population"),
        site=name(_either(given, "site", data, "site"), "company.site"),
        owner=name(label(_either(given, "owner", data, "owner")), "company.owner"),
    )
    return company if company.id or company.name or company.domain else None


def _either(given: _Data, key: str, data: _Data, *flat: str) -> Any:
    value = given.get(key)
    return pick(data, *flat) if value is None else value


def _ticket(data: _Data, latest: datetime) -> Ticket | None:
    given = data.get("ticket")
    if given is None:
        given = {"id": pick(data, "ticket_id"), "number": pick(data, "ticket_number")}
    elif type(given) is str or type(given) is int:
        given = {"number": given}
    given = record(given, "ticket")
    if not any(value is not None for value in given.values()):
        return None
    return Ticket(
        id=identifier(given.get("id"), "ticket.id"),
        number=identifier(pick(given, "number", "reference"), "ticket.number"),
        subject=name(pick(given, "subject", "title"), "ticket.subject", MAX_SUBJECT),
        board=name(label(pick(given, "board", "queue", "segment")), "ticket.board"),
        type=name(label(given.get("type")), "ticket.type"),
        priority=name(label(given.get("priority")), "ticket.priority"),
        status=name(label(given.get("status")), "ticket.status"),
        agents=names(pick(given, "agents", "agent"), "ticket.agents"),
        created_at=moment(pick(given, "created_at", "created_on", "opened_at"), "ticket.created_at", latest),
        resolved_at=moment(
            pick(given, "resolved_at", "resolved_on", "closed_at", "closed_on"), "ticket.resolved_at", latest
        ),
        url=link(pick(given, "url", "permalink"), "ticket.url"),
    )
