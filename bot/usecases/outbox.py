"""Writing deliveries in the transaction of their cause, claimed at once by the process that sends them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.ids import new_id
from bot.storage import alerts, deliveries, house
from bot.storage.deliveries import Delivery
from bot.storage.types import from_micros, to_micros
from bot.views import HistoryEntry, HistoryKind

OWNER_PREFIX = "owner:"  # a destination that is a person, not a channel
NO_OWNER = "The customer has no owner to message. Set one, then retry."


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who writes deliveries: a process that sends them itself, or one (the command line) that leaves them to
    others.
    """

    process_id: str
    sends: bool


class Outbox:
    """Collects the deliveries of one transaction; ``write`` stores them and hands back the claimed ones."""

    def __init__(self, workspace_id: str, claimant: Claimant, now: datetime) -> None:
        self._workspace_id = workspace_id
        self._claimant = claimant
        self._now = now
        self._rows: dict[str, dict[str, Any]] = {}  # by dedupe key
        self._left = False

    def alert(self, alert_id: str, review_id: str, destination: str) -> None:
        """Show an alert somewhere: once for each review and place, whichever rules asked for it."""
        self._add("alert", destination, alert_id, f"alert:{review_id}:{destination}", {})

    def redraw(self, alert_id: str, channels: Iterable[str], entry: HistoryEntry | None = None) -> None:
        """Draw an alert's messages anew, and report what happened in their threads."""
        for channel in channels:
            self._add("update", channel, alert_id, f"update:{new_id()}", {})
            if entry is not None:
                self.tell(alert_id, channel, entry)

    def tell(self, alert_id: str, destination: str, entry: HistoryEntry) -> None:
        """Report what happened in the thread below an alert."""
        self._add("history", destination, alert_id, f"history:{new_id()}", entry_to_dict(entry))

    def notice(self, person: str, dedupe_key: str, payload: dict[str, Any]) -> None:
        """Tell a person something that is about no alert, once for each key."""
        self.announce(OWNER_PREFIX + person, dedupe_key, payload)

    def announce(self, destination: str, dedupe_key: str, payload: dict[str, Any]) -> None:
        """The same to a channel, or to ``owner:`` and a person."""
        self._add("notice", destination, "", f"notice:{dedupe_key}", payload)

    def refuse_notice(
        self, destination: str, dedupe_key: str, payload: dict[str, Any], code: str, sentence: str
    ) -> None:
        """Keep a notice that cannot work as a dead letter."""
        self.announce(destination, dedupe_key, payload)
        self._fail(f"notice:{dedupe_key}", code, sentence)

    def refuse(self, alert_id: str, review_id: str, destination: str, code: str, sentence: str) -> None:
        """Keep a delivery that cannot work as a dead letter, so that a person sees it and can retry."""
        key = f"alert:{review_id}:{destination}"
        self._add("alert", destination, alert_id, key, {})
        self._fail(key, code, sentence)

    def write(self, tx: Connection) -> list[Delivery]:
        """Store what was collected. Returns the rows claimed by this process, to be handed to the sender."""
        rows = list(self._rows.values())
        deliveries.add_deliveries(tx, rows)
        if self._left:
            house.wake_senders(tx)
        mine = [row for row in rows if row["state"] == "claimed"]
        # What an earlier transaction has queued for the same place was left out, and is not ours.
        queued = deliveries.present(tx, self._workspace_id, [row["id"] for row in mine if _once(row)])
        return [
            Delivery(
                **{name: row[name] for name in Delivery.__dataclass_fields__}
                | {"alert_id": row["alert_id"] or ""}
            )
            for row in mine
            if not _once(row) or row["id"] in queued
        ]

    def _fail(self, key: str, code: str, sentence: str) -> None:
        self._rows[key] |= {"state": "failed", "claimed_by": None, "error_code": code, "error": sentence}

    def _add(
        self, kind: str, destination: str, alert_id: str, dedupe_key: str, payload: dict[str, Any]
    ) -> None:
        if dedupe_key in self._rows:
            return
        claimed = self._claimant.sends
        self._left = self._left or not claimed
        self._rows[dedupe_key] = {
            "id": new_id(),
            "workspace_id": self._workspace_id,
            "kind": kind,
            "destination": destination,
            "alert_id": alert_id or None,
            "dedupe_key": dedupe_key,
            "payload": payload,
            "state": "claimed" if claimed else "pending",
            "claimed_by": self._claimant.process_id if claimed else None,
            "claimed_at": self._now if claimed else None,
            "attempts": 0,
            "due_at": self._now,
            "error_code": "",
            "error": "",
            "created_at": self._now,
            "finished_at": None,
        }


def _once(row: dict[str, Any]) -> bool:
    return row["kind"] in ("alert", "notice")


def redraw_alerts_of(
    tx: Connection, workspace_id: str, customer_id: str, claimant: Claimant, now: datetime
) -> list[Delivery]:
    """After a change of a customer that its cards show: the messages of all its alerts that are not done."""
    revised = alerts.revise_alerts_of(tx, workspace_id, customer_id)
    outbox = Outbox(workspace_id, claimant, now)
    for message in alerts.messages_of(tx, workspace_id, revised):
        outbox.redraw(message.alert_id, [message.channel])
    return outbox.write(tx)


def redraw_alert(
    tx: Connection, workspace_id: str, alert_id: str, entry: HistoryEntry, claimant: Claimant, now: datetime
) -> list[Delivery]:
    """After a change of an alert: all its messages drawn anew, one line in each thread."""
    outbox = Outbox(workspace_id, claimant, now)
    outbox.redraw(
        alert_id, [message.channel for message in alerts.messages_of(tx, workspace_id, [alert_id])], entry
    )
    # A message that people see, whose answer has not reached us: when it is known, it is drawn as it is then.
    for destination in deliveries.places_to_come(tx, workspace_id, alert_id):
        outbox.tell(alert_id, destination, entry)
    return outbox.write(tx)


def entry_to_dict(entry: HistoryEntry) -> dict[str, Any]:
    """The JSON form of a line in an alert's thread."""
    return {
        "kind": entry.kind.value,
        "at": to_micros(entry.at),
        "actor": entry.actor,
        "detail": entry.detail,
        "until": None if entry.until is None else to_micros(entry.until),
        "timezone": entry.timezone,
    }


def entry_from_dict(data: dict[str, Any]) -> HistoryEntry:
    """The line that ``entry_to_dict`` wrote."""
    until = data["until"]
    return HistoryEntry(
        HistoryKind(data["kind"]),
        from_micros(data["at"]),
        data["actor"],
        data["detail"],
        None if until is None else from_micros(until),
        data["timezone"],
    )
