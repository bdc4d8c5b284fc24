"""CloudEvents 1.0 over HTTP: the binary mode turned into the structured one, and what makes an event valid.

https://github.com/cloudevents/spec, http-protocol-binding.md and json-format.md.
"""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from bot.sources.fields import name
from bot.sources.jsonbody import decode_json
from bot.sources.values import FieldError, Headers, MalformedBody

_ATTRIBUTES = ("id", "source", "type", "time")


def is_binary(headers: Headers) -> bool:
    """Whether the attributes of the event travel as ce-* headers, and the body is its data."""
    return "ce-specversion" in headers or "ce-id" in headers


def from_binary(headers: Headers, data: Any) -> dict[str, Any]:
    """The same event as one JSON document. Header values are percent-encoded."""
    event: dict[str, Any] = {"specversion": headers.get("ce-specversion", "")}
    for attribute in _ATTRIBUTES:
        value = headers.get(f"ce-{attribute}")
        if value is not None:
            event[attribute] = unquote(value)
    event["data"] = data
    return event


def is_event(document: Any) -> bool:
    """Whether a JSON value claims to be a CloudEvent in structured form."""
    return type(document) is dict and "specversion" in document


def event_key(event: Mapping[str, Any]) -> str | None:
    """Source and id, which together name an event once and for all; None when they do not."""
    source, event_id = event.get("source"), event.get("id")
    if type(source) is str and type(event_id) is str and source and event_id:
        return f"{source} {event_id}"
    return None


def check(event: Mapping[str, Any]) -> None:
    """Raise FieldError unless the event has what CloudEvents 1.0 requires."""
    if event["specversion"] != "1.0":
        raise FieldError("specversion must be 1.0.")
    for attribute in ("id", "source", "type"):
        if not name(event.get(attribute), attribute, limit=2_000):
            raise FieldError(f"{attribute} is missing, which every CloudEvent has.")


def data_of(event: Mapping[str, Any]) -> Any:
    """What the event carries, as a JSON value. Raises FieldError when it is not JSON."""
    if "data_base64" not in event:
        return event.get("data")
    try:
        return decode_json(base64.b64decode(event["data_base64"], validate=True))
    except (TypeError, ValueError, MalformedBody):
        raise FieldError("data_base64 does not hold JSON.") from None
