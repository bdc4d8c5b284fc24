"""The one way in which a Slack method says no."""

from collections.abc import Mapping
from typing import Any


class SlackError(Exception):
    """Slack's refusal: its error code, further fields of the answer, and the HTTP status (200 as a rule)."""

    def __init__(
        self,
        error: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> None:
        self.error = error
        self.status = status
        self.headers = dict(headers or {})
        self.fields = dict(fields or {})
        super().__init__(error)

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"ok": False, "error": self.error, **self.fields}


def refused_blocks(error: str, problems: list[str]) -> SlackError:
    """Slack's answer to blocks or views it cannot take, with one sentence per problem."""
    listed = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(error, fields={"errors": problems, "response_metadata": {"messages": listed}})
