"""The kinds of value that name something outside the rule: a channel, customers."""

import re
from dataclasses import dataclass
from typing import ClassVar

from automations.errors import Refused
from automations.fields import Field, FieldDescription, Kind, read_text, read_words
from automations.wording import named

_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{7,20}")
# What people paste: a link to the channel, or the way Slack writes a mention of it.
_ID_INSIDE = re.compile(r"(?:/archives/|<#)([CG][A-Z0-9]{7,20})\b")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ChannelField(Field[str]):
    """A Slack channel by its id: names change hands, ids do not."""

    kind: ClassVar = Kind.CHANNEL

    @property
    def allowed(self) -> str:
        return "the id of a Slack channel, such as C0123ABCD"

    def parse(self, value: object) -> str:
        if value is None:
            raise self.refusal(None, " (a word after # is a comment in YAML)")
        if not isinstance(value, str):
            raise self.refusal(value)
        text = value.strip()
        if not _CHANNEL_ID.fullmatch(text):
            raise self.refusal(value, self._advice(text))
        return text

    def _advice(self, text: str) -> str:
        inside = _ID_INSIDE.search(text)
        if inside is not None:
            return f" (did you mean {inside[1]}?)"
        if _CHANNEL_ID.fullmatch(text.upper()):
            return f" (did you mean {text.upper()}?)"
        return "; Slack shows the id at the foot of the channel's details"

    def dump(self, value: str) -> object:
        return value

    def describe(self, key: str, required: bool) -> FieldDescription:
        return FieldDescription(key, self.label, self.kind, required, self.allowed)


@dataclass(frozen=True, slots=True)
class CustomersField(Field[tuple[str, ...]]):
    """Customers by name or id; case and spacing make no difference when they are compared."""

    kind: ClassVar = Kind.CUSTOMERS
    at_most: int

    @property
    def allowed(self) -> str:
        return f"a list of 1 to {self.at_most} customer names or ids"

    def parse(self, value: object) -> tuple[str, ...]:
        names = tuple(read_text(name) for name in read_words(self, value))
        if len(names) > self.at_most:
            raise Refused(f"It must be {self.allowed}, not {len(names)} of them.")
        for name in names:
            if not 1 <= len(name) <= _LONGEST_NAME:
                raise Refused(
                    f"Each name or id must have 1 to {_LONGEST_NAME} characters, unlike {named(name)}."
                )
        return names

    def dump(self, value: tuple[str, ...]) -> object:
        return list(value)

    def describe(self, key: str, required: bool) -> FieldDescription:
        return FieldDescription(key, self.label, self.kind, required, self.allowed, (), 1, self.at_most)
