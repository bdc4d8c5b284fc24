"""What stands in an element of a modal at first: the app's initial value, or where its user was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.inputs import STATE_KEYS
from bot.playground.slack.people import Person

_KINDS = {Kind.DIRECT: "im", Kind.GROUP: "mpim", Kind.PUBLIC: "public", Kind.PRIVATE: "private"}
_CONVERSATIONS = ("conversations_select", "multi_conversations_select")


@dataclass(frozen=True, slots=True)
class Presets:
    """First values, told from the workspace's conversations and people."""

    channels: Mapping[str, Channel]
    people: Mapping[str, Person]

    def of(self, element: dict[str, Any], viewing: str | None) -> Any:
        """The element's first value; a list where it holds several, None for nothing.

        An initial value goes before ``default_to_current_conversation``, as Slack documents it.
        """
        kind = element["type"]
        initial = element.get(STATE_KEYS[kind][1])
        wanted = kind in _CONVERSATIONS and element.get("default_to_current_conversation")
        channel = self.channels.get(viewing or "")
        if initial is not None or not wanted or channel is None or channel.is_archived:
            return initial
        if not self._passes(element.get("filter", {}), channel):
            return None
        return [channel.id] if kind.startswith("multi_") else channel.id

    def _passes(self, wanted: Mapping[str, Any], channel: Channel) -> bool:
        if _KINDS[channel.kind] not in wanted.get("include", _KINDS.values()):
            return False
        if channel.is_ext_shared and wanted.get("exclude_external_shared_channels"):
            return False
        with_bot = channel.kind is Kind.DIRECT and any(self.people[one].is_bot for one in channel.members)
        return not (with_bot and wanted.get("exclude_bot_users"))
