"""What pages have sent with the survey tool in this run, and how far each had come when last looked at."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

from bot.demo.surveys import Fault, Sent, Survey
from bot.demo.travel import Travel
from bot.ids import new_id

KEPT = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One order of a page.

    ``batch`` names those that were ordered together; ``turn`` counts what its travel has been.
    """

    survey: Survey
    fault: Fault | None
    batch: str
    travel: Travel
    turn: int = 1

    @property
    def sent(self) -> Sent:
        """The request that went out."""
        return self.travel.sent

    def travel_json(self) -> dict[str, Any]:
        """How far it has come; what has a higher ``turn`` is newer."""
        return {**self.travel.as_json(), "turn": self.turn}

    def as_json(self) -> dict[str, Any]:
        """For the page, without the request, which can be long."""
        return {
            "id": self.sent.id,
            "at": self.sent.at.timestamp(),
            "batch": self.batch,
            "fault": self.fault,
            "customer": self.survey.customer,
            "survey_type": self.survey.survey_type,
            "score": self.survey.score,
            "answer": {"status": self.sent.status, "body": self.sent.answer},
            "ms": self.sent.milliseconds,
            "travel": self.travel_json(),
        }

    def request_json(self) -> dict[str, Any]:
        """The request as it went over the wire."""
        sent = self.sent
        return {"method": "POST", "url": sent.url, "headers": sent.headers, "body": sent.body}


class Logbook:
    """The last hundred entries, oldest first; ``run`` tells one process from the next."""

    def __init__(self) -> None:
        self.run = new_id()
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def add(self, entry: Entry) -> None:
        """Write it down; the oldest makes room."""
        self._entries[entry.sent.id] = entry
        while len(self._entries) > KEPT:
            self._entries.popitem(last=False)

    def get(self, id: str) -> Entry | None:
        """One of them, if it is still known."""
        return self._entries.get(id)

    def all(self) -> list[Entry]:
        """Every entry, oldest first."""
        return list(self._entries.values())

    def under_way(self) -> list[Entry]:
        """Those of which more will come."""
        return [entry for entry in self._entries.values() if not entry.travel.finished]

    def further(self, travel: Travel) -> Entry | None:
        """The entry brought up to date; None when it stands where it stood, or is forgotten."""
        entry = self._entries.get(travel.sent.id)
        if entry is None or entry.travel.steps == travel.steps:
            return None
        self._entries[travel.sent.id] = further = replace(entry, travel=travel, turn=entry.turn + 1)
        return further
