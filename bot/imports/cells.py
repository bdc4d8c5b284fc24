"""The cells of one row, read one by one; what is wrong with each is gathered."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, TypeVar

from bot.sources import fields
from bot.sources.values import Company, Contact, FieldError

T = TypeVar("T")

_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


class Cells:
    """Readers by column, as in ``bot.sources.fields``; a cell that cannot be read is as if it were empty."""

    def __init__(self, values: Mapping[str, Any], latest: datetime, zone: tzinfo | None) -> None:
        self.values = values
        self.problems: list[str] = []
        self._latest = latest
        self._zone = zone

    def complain(self, sentence: str) -> None:
        """Something is wrong with the row."""
        self.problems.append(sentence)

    def read(self, reader: Callable[..., T], column: str, *limits: Any) -> T:
        """What ``reader`` makes of the cell, or of an empty one when it cannot be read."""
        try:
            return reader(self.values.get(column), column, *limits)
        except FieldError as error:
            self.problems.append(str(error))
            return reader(None, column, *limits)

    def needed(self, reader: Callable[..., T], column: str, *limits: Any) -> T:
        """The same; a row where it is empty is refused."""
        before = len(self.problems)
        found = self.read(reader, column, *limits)
        if not found and len(self.problems) == before:
            self.complain(f"{column} is missing.")
        return found

    def id(self) -> str:
        """The sender's id; a row without one is refused."""
        return self.needed(fields.identifier, "id")

    def name(self, column: str) -> str:
        """Text on one line."""
        return self.read(fields.name, column)

    def text(self, column: str, limit: int = fields.MAX_COMMENT) -> str:
        """Text as typed."""
        return self.read(fields.free_text, column, limit)

    def moment(self, column: str, *, needed: bool = False) -> datetime | None:
        """A time; one without an offset is meant in the zone of ``--timezone``, and refused without it."""
        return self.needed(self._moment, column) if needed else self.read(self._moment, column)

    def day(self, column: str) -> date | None:
        """A date such as 2026-12-31."""
        return self.read(_day, column)

    def one_of(self, column: str, words: Mapping[str, str]) -> str:
        """Which of these words it is, or what it stands for; empty when not given."""
        return self.read(_word, column, words)

    def contact(self) -> Contact | None:
        """The person, by the columns contact_name and contact_email."""
        name = self.name("contact_name")
        email = self.read(fields.email, "contact_email")
        return Contact("", name, email) if name or email else None

    def company(self) -> Company | None:
        """The customer that the row is about, by the columns customer and customer_id."""
        found = self.read(fields.identifier, "customer_id"), self.name("customer")
        if not any(found):
            return None
        about = (self.name(column) for column in ("population", "site", "owner"))
        return Company(*found, "", "", *about)

    def _moment(self, value: Any, column: str) -> datetime | None:
        given = value.strip() if type(value) is str else value
        try:
            return fields.moment(given, column, self._latest, self._zone)
        except fields.NoOffset as error:
            raise FieldError(f"{str(error).rstrip('.')}, or give --timezone.") from None


def _day(value: Any, column: str) -> date | None:
    if value is None or value == "":
        return None
    try:
        found = date.fromisoformat(value.strip()) if type(value) is str else None
    except ValueError:
        found = None
    if found is None:
        raise FieldError(f"{column} is not a date such as 2026-12-31.")
    if not _EARLIEST <= found < _LATEST:
        raise FieldError(f"{column} must lie between 2000 and 2199.")
    return found


def _word(value: Any, column: str, words: Mapping[str, str]) -> str:
    found = fields.name(value, column).casefold()
    if found and found not in words:
        raise FieldError(f"{column} must be one of: {', '.join(words)}.")
    return words[found] if found else ""
