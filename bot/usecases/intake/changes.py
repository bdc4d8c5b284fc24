"""What an event changes: which review, of which customer, and the row that it becomes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ids import new_id
from bot.sources.values import Incoming
from bot.storage.customers import Customer
from bot.storage.reviews import StoredReview
from bot.usecases.intake.values import Arrival


@dataclass(frozen=True, slots=True)
class Change:
    """One accepted event. ``before`` is the stored review it revises; ``customer`` is None for an unknown
    deletion.
    """

    arrival: Arrival
    event: Incoming
    before: StoredReview | None
    after: StoredReview
    customer: Customer | None
    row: dict[str, Any]

    @property
    def deleted(self) -> bool:
        """Whether the review counts no more."""
        return self.after.status == "deleted"

    @property
    def forgets(self) -> bool:
        """Whether a review that counted counts no more."""
        return self.deleted and self.before is not None and self.before.status != "deleted"

    @property
    def revises(self) -> bool:
        """Whether a review that counted counts otherwise now."""
        old, new = self.before, self.after
        return (
            old is not None
            and old.customer_id is not None
            and old.status != "deleted"
            and (
                self.deleted
                or (old.customer_id, old.survey_type, old.score, old.polarity, old.counts_at, old.asked_at)
                != (new.customer_id, new.survey_type, new.score, new.polarity, new.counts_at, new.asked_at)
            )
        )

    @property
    def moved(self) -> bool:
        """Whether the review is another customer's now."""
        return self.before is not None and self.before.customer_id != self.after.customer_id

    @property
    def says_something_new(self) -> bool:
        """Whether rules should look: a first answer, or one that was changed, or one that is back."""
        if self.deleted or self.after.polarity is None:
            return False
        old = self.before
        return (
            old is None
            or old.status == "deleted"
            or (old.polarity, old.score, old.comment)
            != (
                self.after.polarity,
                self.after.score,
                self.after.comment,
            )
        )


def change_of(
    arrival: Arrival, event: Incoming, before: StoredReview | None, customer: Customer | None, now: datetime
) -> Change:
    """The review as it stands after the event."""
    received_at = before.received_at if before else now
    counts_at = min(event.rated_at or event.sent_at or received_at, now)
    if is_deletion(event) and before is not None:
        after = _deleted(before, event)
        return Change(arrival, event, before, after, customer, _revised_row(after, event))
    after = StoredReview(
        id=before.id if before else new_id(),
        source_id=arrival.source_id,
        external_id=event.external_id,
        customer_id=customer.id if customer else None,
        survey_type=event.survey_type,
        score=event.score,
        scale_min=event.scale_min,
        scale_max=event.scale_max,
        polarity=event.polarity,
        comment=event.comment,
        tags=event.tags,
        agents=event.agents,
        permalink=event.permalink,
        status="deleted" if is_deletion(event) else _status(event, before),
        changed_at=event.changed_at,
        received_at=received_at,
        counts_at=counts_at,
        asked_at=min(event.sent_at or counts_at, counts_at),
    )
    return Change(arrival, event, before, after, customer, _revised_row(after, event))


def is_deletion(event: Incoming) -> bool:
    """Whether the event says that the review is to be forgotten."""
    return event.action == "delete" or event.status == "deleted"


def _status(event: Incoming, before: StoredReview | None) -> str:
    """A review that was closed here stays closed when the survey tool merely says that it is open."""
    if before is not None and before.status == "done" and event.status == "open":
        return "done"
    return event.status


def _deleted(before: StoredReview, event: Incoming) -> StoredReview:
    values = {name: getattr(before, name) for name in StoredReview.__dataclass_fields__}
    return StoredReview(**{**values, "status": "deleted", "changed_at": event.changed_at})


def says_the_same(before: StoredReview, event: Incoming) -> bool:
    """Whether a review that comes again brings nothing that is not stored already."""
    if is_deletion(event):
        return before.status == "deleted"
    return before.status != "deleted" and (
        before.survey_type == event.survey_type
        and before.score == event.score
        and (before.scale_min, before.scale_max) == (event.scale_min, event.scale_max)
        and before.polarity == event.polarity
        and before.comment == event.comment
        and before.tags == event.tags
        and before.agents == event.agents
        and before.permalink == event.permalink
        and (event.status == "open" or before.status == event.status)
    )


def _revised_row(after: StoredReview, event: Incoming) -> dict[str, Any]:
    # What a customer has deleted is erased here too; the numbers stay for the alert that was raised about it.
    erased = after.status == "deleted"
    contact, ticket = (None, None) if erased else (event.contact, event.ticket)
    return {
        "id": after.id,
        "source_id": after.source_id,
        "external_id": after.external_id,
        "customer_id": after.customer_id,
        "survey_type": after.survey_type,
        "score": after.score,
        "scale_min": after.scale_min,
        "scale_max": after.scale_max,
        "polarity": after.polarity,
        "comment": "" if erased else after.comment,
        "language": event.language,
        "contact_name": contact.name if contact else "",
        "contact_email": contact.email if contact else "",
        "ticket_external_id": ticket.id if ticket else "",
        "ticket_number": ticket.number if ticket else "",
        "ticket_subject": ticket.subject if ticket else "",
        "agents": after.agents,
        "tags": after.tags,
        "status": after.status,
        "permalink": after.permalink,
        "sent_at": event.sent_at,
        "rated_at": event.rated_at,
        "changed_at": after.changed_at,
        "received_at": after.received_at,
        "counts_at": after.counts_at,
        "asked_at": after.asked_at,
    }
