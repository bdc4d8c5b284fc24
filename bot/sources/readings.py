"""From the data of one event to one reading of a metric that a workspace has of its own."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.sources.fields import LEEWAY, identifier, moment, name, number
from bot.sources.reviews import read_company, read_contact
from bot.sources.values import FieldError, Measurement

METRIC: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")  # as scorecards name their own metrics


def read_reading(data: Mapping[str, Any], event_id: str, sent: datetime | None, now: datetime) -> Measurement:
    """The reading that ``data`` describes; ``sent`` is the envelope's time. Raises FieldError."""
    external_id, metric = identifier(data.get("id"), "id"), name(data.get("metric"), "metric")
    if not external_id:
        raise FieldError("id is missing: the sender's id of the reading.")
    if not METRIC.fullmatch(metric):
        raise FieldError("metric must be a name such as seats_used: small letters, digits and underscores.")
    value = number(data.get("value"), "value")
    if value is None:
        raise FieldError("value is missing.")
    contact, company = read_contact(data), read_company(data)
    if contact is None and company is None:
        raise FieldError(
            "The event names neither a company nor a contact, so no customer can be found for it."
        )
    at = moment(data.get("at"), "at", now + LEEWAY) or sent or now
    return Measurement(event_id, external_id, metric, value, at, contact, company)
