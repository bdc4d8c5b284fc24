"""The kinds of value a rule can hold: each reads, checks, writes and describes; none knows who draws it."""

import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from automations.durations import format_duration, parse_duration
from automations.errors import Refused
from automations.wording import fold, listed, meant, named, shown, spelling_hint

T = TypeVar("T")


class Kind(StrEnum):
    """What a field holds; surfaces choose their input by it."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    SWITCH = "switch"
    DURATION = "duration"
    CHANNEL = "channel"
    CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen, and how people call it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """What a form needs to draw a field. Limits count characters of text, seconds, or members of a list."""

    key: str
    label: str
    kind: Kind
    required: bool
    allowed: str
    options: tuple[Option, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    default: object = None
    """What stands when the field is left out, as JSON holds it."""


@dataclass(frozen=True, slots=True)
class Field(ABC, Generic[T]):
    """A declaration of one field; ``T`` is the type its dataclass holds."""

    kind: ClassVar[Kind]
    label: str

    @property
    @abstractmethod
    def allowed(self) -> str:
        """What may be written, to complete the sentence "It must be ..."."""

    @abstractmethod
    def parse(self, value: object) -> T:
        """The typed value of what JSON, YAML or a form holds; Refused with a sentence when not allowed."""

    @abstractmethod
    def dump(self, value: T) -> object:
        """What JSON and YAML hold for the value: ``parse(dump(value)) == value``."""

    @abstractmethod
    def describe(self, key: str, required: bool) -> FieldDescription:
        """The field as a form draws it."""

    def refusal(self, value: object, hint: str = "") -> Refused:
        return Refused(f"It must be {self.allowed}, not {named(value)}{hint or spelling_hint(value)}.")


def read_text(value: str) -> str:
    """The text without white space around it; Refused when it holds line breaks, NUL or lone surrogates."""
    text = value.strip()
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            raise Refused(
                f"It must be one line of plain text, without the control character U+{ord(character):04X}."
            )
    return text


@dataclass(frozen=True, slots=True)
class Choice(Field[str]):
    """One of a few words."""

    kind: ClassVar = Kind.CHOICE
    options: tuple[Option, ...]

    @property
    def allowed(self) -> str:
        return listed(self.words) if len(self.words) == 1 else f"one of {listed(self.words, 'or')}"

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)

    def parse(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.refusal(value)
        if value not in self.words:
            raise self.refusal(value, meant(value, self.words))
        return value

    def dump(self, value: str) -> object:
        return value

    def describe(self, key: str, required: bool) -> FieldDescription:
        return FieldDescription(key, self.label, self.kind, required, self.allowed, self.options)


def read_words(field: Field[tuple[str, ...]], value: object) -> tuple[str, ...]:
    """The members of a list of text, none twice whatever its case; Refused in the field's words."""
    if isinstance(value, str) and value:
        raise field.refusal(value, f"; put brackets around it: [{shown(value)}]")
    if not isinstance(value, list | tuple) or not value:
        raise field.refusal(value)
    seen: set[str] = set()
    for item in value:
        if not isinstance(item, str):
            raise field.refusal(item)
        if fold(item) in seen:
            raise Refused(f"It must name each only once, and {named(item)} is there twice.")
        seen.add(fold(item))
    return tuple(value)


@dataclass(frozen=True, slots=True)
class MultiChoice(Field[tuple[str, ...]]):
    """One or more of a few words, each once, in the order written."""

    kind: ClassVar = Kind.CHOICES
    options: tuple[Option, ...]

    @property
    def allowed(self) -> str:
        return f"a list of one or more of {listed([option.value for option in self.options])}"

    def parse(self, value: object) -> tuple[str, ...]:
        words = [option.value for option in self.options]
        chosen = read_words(self, value)
        for word in chosen:
            if word not in words:
                raise self.refusal(word, meant(word, words))
        return chosen

    def dump(self, value: tuple[str, ...]) -> object:
        return list(value)

    def describe(self, key: str, required: bool) -> FieldDescription:
        most = len(self.options)
        return FieldDescription(key, self.label, self.kind, required, self.allowed, self.options, 1, most)


@dataclass(frozen=True, slots=True)
class TextField(Field[str]):
    """One line of text; white space around it is dropped."""

    kind: ClassVar = Kind.TEXT
    at_most: int

    @property
    def allowed(self) -> str:
        return f"text of 1 to {self.at_most} characters"

    def parse(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.refusal(value)
        text = read_text(value)
        if not 1 <= len(text) <= self.at_most:
            raise Refused(f"It must be {self.allowed}, not {len(text)} of them.")
        return text

    def dump(self, value: str) -> object:
        return value

    def describe(self, key: str, required: bool) -> FieldDescription:
        return FieldDescription(key, self.label, self.kind, required, self.allowed, (), 1, self.at_most)


@dataclass(frozen=True, slots=True)
class Switch(Field[bool]):
    """On or off."""

    kind: ClassVar = Kind.SWITCH

    @property
    def allowed(self) -> str:
        return "true or false"

    def parse(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.refusal(value, " in quotes" if value in ("true", "false") else "")
        return value

    def dump(self, value: bool) -> object:
        return value

    def describe(self, key: str, required: bool) -> FieldDescription:
        return FieldDescription(key, self.label, self.kind, required, self.allowed)


@dataclass(frozen=True, slots=True)
class DurationField(Field[timedelta]):
    """A span of time in whole seconds, written as one number and one unit."""

    kind: ClassVar = Kind.DURATION
    at_most: timedelta

    @property
    def allowed(self) -> str:
        return f"a duration such as 90s, 5m, 2h or 1d, and at most {format_duration(self.at_most)}"

    def parse(self, value: object) -> timedelta:
        if not isinstance(value, str):
            raise self.refusal(value, "; a number needs its unit" if isinstance(value, int | float) else "")
        try:
            span = parse_duration(value)
        except ValueError as error:
            raise self.refusal(value) from error
        if span > self.at_most:
            raise self.refusal(value)
        return span

    def dump(self, value: timedelta) -> object:
        return format_duration(value)

    def describe(self, key: str, required: bool) -> FieldDescription:
        most = int(self.at_most.total_seconds())
        return FieldDescription(key, self.label, self.kind, required, self.allowed, (), 0, most)
