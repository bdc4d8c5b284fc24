"""The Events API: which changes become events, for which apps, and their delivery with retries."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from bot.playground.slack.apps import App
from bot.playground.slack.changes import Change
from bot.playground.slack.channels import Channel, Kind
from bot.playground.slack.outgoing import EVENT, Answer, Outgoing
from bot.playground.slack.payloads import event_payload
from bot.playground.slack.workspace import Workspace

RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds before each repetition of an event that was not acknowledged."""

_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "http_error"}
_CHANNEL_EVENTS = {
    "channel.archived": ("channel_archive", "group_archive"),
    "channel.unarchived": ("channel_unarchive", "group_unarchive"),
    "channel.deleted": ("channel_deleted", "group_deleted"),
}


class AppEvents:
    """Turns the workspace's changes into events and delivers them in the background, with retries."""

    def __init__(
        self, workspace: Workspace, outgoing: Outgoing, retry_delays: Sequence[float] = RETRY_DELAYS
    ) -> None:
        self._workspace = workspace
        self._outgoing = outgoing
        self._retry_delays = retry_delays
        self._under_way: set[asyncio.Task[Answer]] = set()
        workspace.changes.listen(self._hear)

    def emit(
        self, app: App, event: dict[str, Any], channel: Channel | None = None
    ) -> asyncio.Task[Answer] | None:
        """Deliver one event in the background if the app has subscribed to it; the task ends with it."""
        if _subscription(event, channel) not in app.events or app.fault is not None:
            return None
        if app.request_url is None and not self._outgoing.sockets.connected(app):
            return None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return None  # the workspace is being set up; nobody runs yet who could hear
        workspace = self._workspace
        event.setdefault("event_ts", workspace.timestamps.next(workspace.clock()))
        payload = event_payload(workspace, app, event, workspace.ids.next("Ev"), channel=channel)
        task = loop.create_task(self._deliver(app, payload))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def settled(self) -> None:
        """Wait until every event under way was delivered or given up."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Drop what is still under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _deliver(self, app: App, payload: dict[str, Any]) -> Answer:
        answer = await self._outgoing.send(app, EVENT, payload)
        for retry, delay in enumerate(self._retry_delays, start=1):
            if answer.ok or answer.headers.get("X-Slack-No-Retry") == "1" or answer.error == "no_request_url":
                break
            await asyncio.sleep(delay)
            reason = _REASONS.get(str(answer.error), str(answer.error))
            answer = await self._outgoing.send(app, EVENT, payload, retry=retry, reason=reason)
        return answer

    def _hear(self, change: Change) -> None:
        if change.to is not None or change.channel is None:
            return
        channel = self._workspace.channels[change.channel]
        for app in self._workspace.apps.values():
            if channel.kind is Kind.PUBLIC or app.bot_user_id in channel.members:
                for event in self._events(change, app, channel):
                    self.emit(app, event, channel)

    def _events(self, change: Change, app: App, channel: Channel) -> Iterator[dict[str, Any]]:
        data, is_member = change.data, app.bot_user_id in channel.members
        if change.kind in _CHANNEL_EVENTS:
            public, private = _CHANNEL_EVENTS[change.kind]
            kind = public if channel.kind is Kind.PUBLIC else private
            yield {"type": kind, "channel": channel.id, "user": data["user"]}
        elif change.kind == "channel.renamed":
            kind = "channel_rename" if channel.kind is Kind.PUBLIC else "group_rename"
            about = {"id": channel.id, "name": channel.name, "created": channel.created}
            yield {"type": kind, "channel": {**about, "is_channel": True, "is_mpim": False}}
        elif change.kind in ("member.joined", "member.left") and (
            is_member or data["user"] == app.bot_user_id
        ):
            yield self._membership(change, channel)
        elif change.kind.startswith("message.") and is_member:
            yield from self._message_events(change, app, channel)
        elif change.kind.startswith("reaction.") and is_member:
            yield {"type": change.kind.replace(".", "_"), **data["reaction"]}

    def _membership(self, change: Change, channel: Channel) -> dict[str, Any]:
        event = {
            "type": change.kind.replace(".", "_") + "_channel",
            "user": change.data["user"],
            "channel": channel.id,
            "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
            "team": self._workspace.team.id,
        }
        if change.data.get("inviter"):
            event["inviter"] = change.data["inviter"]
        return event

    def _message_events(self, change: Change, app: App, channel: Channel) -> Iterator[dict[str, Any]]:
        message = change.data["message"]
        place = {"channel": channel.id, "channel_type": channel.kind.event_word}
        if change.kind == "message.posted":
            yield {**message, **place, "event_ts": message["ts"]}
            if f"<@{app.bot_user_id}>" in message["text"] and message["user"] != app.bot_user_id:
                yield {**message, "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}
            return
        stamp = self._workspace.timestamps.next(self._workspace.clock())
        about = {"type": "message", "hidden": True, "ts": stamp, "event_ts": stamp, **place}
        if change.kind == "message.changed":
            yield {
                **about,
                "subtype": "message_changed",
                "message": message,
                "previous_message": change.data["before"],
            }
        else:
            yield {
                **about,
                "subtype": "message_deleted",
                "deleted_ts": message["ts"],
                "previous_message": message,
            }


def _subscription(event: dict[str, Any], channel: Channel | None) -> str:
    if event["type"] != "message" or channel is None:
        return str(event["type"])
    plural = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups"}
    return f"message.{plural.get(channel.kind, channel.kind.value)}"
