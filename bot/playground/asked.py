"""Reading what the page asks for, with a sentence for what is not of the needed form."""

import json
import re
from typing import Any

from aiohttp import web


class Misasked(Exception):
    """The request is not of the form that the address needs; ``str(error)`` says how."""


def moment(given: str) -> float:
    """A timestamp of Slack's as seconds; Misasked when it is none."""
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", given, re.ASCII):
        raise Misasked("The time must be a number.")
    return float(given)


class Asked:
    """The JSON object of a request."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    @classmethod
    async def of(cls, request: web.Request) -> "Asked":
        """Read the body; Misasked when it is no JSON object."""
        try:
            fields = json.loads(await request.read())
        except ValueError:
            raise Misasked("The body is no JSON.") from None
        if not isinstance(fields, dict):
            raise Misasked("The body must be a JSON object.")
        return cls(fields)

    def text(self, name: str) -> str:
        """A field that must be there and hold text."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise Misasked(f"The field {name} must be text.")
        return value

    def texts(self, name: str) -> list[str]:
        """A field that must be there and be a list of texts."""
        value = self.fields.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise Misasked(f"The field {name} must be a list of texts.")
        return value

    def optional(self, name: str) -> str | None:
        """A text field that may be missing or null."""
        return None if self.fields.get(name) is None else self.text(name)

    def inside(self, name: str) -> "Asked":
        """A field that is an object itself; an empty one when it is missing."""
        value = self.fields.get(name, {})
        if not isinstance(value, dict):
            raise Misasked(f"The field {name} must be an object.")
        return Asked(value)
