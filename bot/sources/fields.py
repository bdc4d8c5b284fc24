"""Reading one field of a stranger's JSON: the value in our type, or a FieldError that names the place.

Every reader takes None for "not given". Sentences name the place and the limit, never the value.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from bot.sources.values import FieldError

MAX_ID = 200
MAX_NAME = 300
MAX_SUBJECT = 1_000
MAX_COMMENT = 100_000
MAX_LINK = 2_000
MAX_LIST = 50
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LEEWAY = timedelta(days=1)  # how far ahead of ours the sender's clock may be

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # neither PostgreSQL nor UTF-8 can hold these
_NO_ID = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_LINK = re.compile(r"https?://[^\s/?#\\<>|\"\x00-\x1f\ufffd][^\s\\<>|\"\x00-\x1f\x7f\ufffd]*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;:\"]+@(?:[^@\s.<>,;:\"/\\]+\.)+[^@\s.<>,;:\"/\\]+")


def pick(data: Mapping[str, Any], *spellings: str) -> Any:
    """The first of these keys that is given and not null."""
    for spelling in spellings:
        value = data.get(spelling)
        if value is not None:
            return value
    return None


def free_text(value: Any, place: str, limit: int) -> str:
    """Text as typed; characters that cannot be stored become U+FFFD. Only blanks count as nothing."""
    if value is None:
        return ""
    if type(value) is not str:
        raise FieldError(f"{place} must be text.")
    if len(value) > limit:
        raise FieldError(f"{place} is longer than {limit:,} characters.")
    if "\x00" in value or not value.isascii():
        value = _NO_TEXT.sub("\ufffd", value)
    return "" if value.isspace() else value


def name(value: Any, place: str, limit: int = MAX_NAME) -> str:
    """Text on one line: runs of white space become one space."""
    if value is None:
        return ""
    if type(value) is int:
        value = identifier(value, place)
    elif type(value) is not str or len(value) > limit or not value.isprintable() or not value.isascii():
        value = free_text(value, place, limit)
    return " ".join(value.split())


def identifier(value: Any, place: str) -> str:
    """An id given as text or as a whole number; empty when not given."""
    if value is None:
        return ""
    if type(value) is int:
        value = str(value)
    elif type(value) is not str:
        raise FieldError(f"{place} must be text or a whole number.")
    value = value.strip()
    if len(value) > MAX_ID:
        raise FieldError(f"{place} is longer than {MAX_ID} characters.")
    if _NO_ID.search(value):
        raise FieldError(f"{place} holds control characters or broken Unicode.")
    return str(value)


def number(value: Any, place: str) -> float | None:
    """A finite number, given as such or as text ("10"); None when not given or empty."""
    kind = type(value)
    if value is None or value == "":
        return None
    if kind is str and _NUMBER.fullmatch(value):
        return float(value)
    # The comparison also refuses NaN, infinities, and integers too large for a float.
    if (kind is int or kind is float) and -1e15 <= value <= 1e15:
        return float(value)
    raise FieldError(f"{place} must be a number.")


class NoOffset(FieldError):
    """A time does not say where it is told."""


def moment(value: Any, place: str, latest: datetime, zone: tzinfo | None = None) -> datetime | None:
    """An ISO 8601 time, in UTC and not after ``latest``; None when not given or empty.

    A time without an offset is meant in ``zone``; NoOffset when there is none.
    """
    if value is None or value == "":
        return None
    if type(value) is not str:
        raise FieldError(f"{place} must be an ISO 8601 time as text.")
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            at = at.replace(tzinfo=zone)
        if at.tzinfo is None:
            raise NoOffset(f"{place} has no UTC offset (write 2026-01-02T03:04:05Z).")
        if at.tzinfo is not UTC:
            at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise FieldError(f"{place} is not an ISO 8601 time.") from None
    if at < EARLIEST:
        raise FieldError(f"{place} lies before the year 2000.")
    if at > latest:
        raise FieldError(f"{place} lies more than a day in the future.")
    return at


def names(value: Any, place: str) -> tuple[str, ...]:
    """A list of names: texts, or objects with a name; one text may hold several, split by semicolons."""
    if not value and (value is None or value == []):
        return ()
    items = value.split(";") if type(value) is str else value
    if type(items) is not list:
        raise FieldError(f"{place} must be a list.")
    if len(items) > MAX_LIST:
        raise FieldError(f"{place} has more than {MAX_LIST} entries.")
    entry = place + "[]"
    found = [name(item if type(item) is str else label(item), entry) for item in items]
    return tuple(dict.fromkeys(filter(None, found)))


def label(value: Any) -> Any:
    """What to call a thing that is given as its name or as an object."""
    return pick(value, "name", "email", "id") if type(value) is dict else value


def record(value: Any, place: str) -> Mapping[str, Any]:
    """An object; empty when not given."""
    if value is None:
        return {}
    if type(value) is not dict:
        raise FieldError(f"{place} must be an object.")
    return value


def email(value: Any, place: str) -> str:
    """An address, or nothing when it does not look like one: a typing error must not hold a survey up."""
    text = name(value, place)
    return text if len(text) <= 254 and _EMAIL.fullmatch(text) else ""


def link(value: Any, place: str) -> str:
    """An http or https address, or nothing when it is not one."""
    text = free_text(value, place, MAX_LINK).strip()
    return text if _LINK.fullmatch(text) else ""
