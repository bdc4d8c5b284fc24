"""How far one survey has come, as the bot's own tables tell it.

The bot stores, scores and judges in one transaction and answers when that is durable, so these stations come
before the answer and share one moment.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.demo import tracks
from bot.demo.stations import delivered_step, judged_step, scored_step, stored_step, trail_of
from bot.demo.steps import Named, State, Step
from bot.demo.surveys import Sent
from bot.demo.tracks import Noted
from bot.storage import reviews
from bot.usecases.knowledge import Known


@dataclass(frozen=True, slots=True)
class Travel:
    """The stations in the order of time, as they were at ``at``."""

    sent: Sent
    steps: tuple[Step, ...]
    at: datetime

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of the request."""
        return not any(step.waits for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {
            "id": self.sent.id,
            "finished": self.finished,
            "steps": [step.as_json(self.at) for step in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Guide:
    """What the stations need to know of the playground: its source, names of places, and its database."""

    source_id: str
    named: Named
    database_url: str


def travel_of(tx: Connection, known: Known, guide: Guide, sent: Sent, now: datetime) -> Travel:
    """Look a request up in the tables."""
    return Travel(sent, _stations(tx, known, guide, sent, now), now)


def _stations(tx: Connection, known: Known, guide: Guide, sent: Sent, now: datetime) -> tuple[Step, ...]:
    workspace_id = known.workspace.id
    noted = tracks.noted(tx, workspace_id, guide.source_id, sent.event_id)
    if sent.status >= 300:
        return _refused(tx, workspace_id, guide, sent, noted)
    if noted is None or _word(sent) == "repeat":
        return (_known_already(noted), _answered(sent))
    if noted.outcome == "quarantined":
        return (_put_aside(noted, guide), _answered(sent))
    # An event that was replayed is not tied to its review in the inbox.
    review_id = noted.review_id or tracks.review_of(tx, workspace_id, guide.source_id, sent.external_id)
    review = reviews.get_stored(tx, workspace_id, review_id) if review_id else None
    if review is None:
        return (Step("stored", State.NOTHING, "The review is not there any more."), _answered(sent))
    trail = trail_of(tx, known, sent, noted, review, now)
    judged = judged_step(tx, trail)
    delivered = delivered_step(tx, trail, judged, guide.named)
    return (stored_step(trail), scored_step(tx, trail), judged, _answered(sent), delivered)


def _answered(sent: Sent) -> Step:
    means = "accepted; what stands above was durable by then."
    if _word(sent) == "repeat":
        means = "so the sender need not come again."
    if _word(sent) == "quarantined":
        means = "taken charge of; the sender need not come again."
    return Step("answered", State.DONE, f"{sent.status}: {means}", sent.milliseconds)


def _refused(
    tx: Connection, workspace_id: str, guide: Guide, sent: Sent, noted: Noted | None
) -> tuple[Step, ...]:
    reason = str(_document(sent).get("error") or "The webhook gave no reason.")
    first = Step("answered", State.REFUSED, f"{sent.status}: {reason}", sent.milliseconds)
    review = tracks.review_of(tx, workspace_id, guide.source_id, sent.external_id)
    if noted is None and review is None:
        text = "Nothing was kept: no row in the inbox, no review."
    else:
        text = "This request changed nothing; the survey had come before."
    return (first, Step("stored", State.NOTHING, text))


def _known_already(noted: Noted | None) -> Step:
    when = f" It came first at {noted.received_at:%H:%M:%S} UTC." if noted else ""
    return Step("stored", State.NOTHING, f"Known already, nothing changed.{when}")


def _put_aside(noted: Noted, guide: Guide) -> Step:
    ours = f"BELLWETHER_DATABASE_URL={guide.database_url} bellwether inbox"
    return Step(
        "stored",
        State.REFUSED,
        f"Put aside as it came, for a person to look at: {noted.reason} When that is mended, replay it:",
        commands=(f"{ours} show {noted.id}", f"{ours} replay {noted.id}"),
    )


def _word(sent: Sent) -> str:
    return str(_document(sent).get("status", ""))


def _document(sent: Sent) -> dict[str, Any]:
    """The answer's JSON object; an empty one when it is something else."""
    try:
        found = json.loads(sent.answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
