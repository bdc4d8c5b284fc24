"""The Events API: each event goes to the apps that subscribed to it, again when it was not acknowledged."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.playground.slack.apps import App
from bot.playground.slack.changes import Change
from bot.playground.slack.channels import Channel
from bot.playground.slack.happenings import events_of, scope_of, subscription
from bot.playground.slack.outgoing import EVENT, Answer, Outgoing
from bot.playground.slack.payloads import event_payload
from bot.playground.slack.workspace import Workspace

RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds before each repetition of an event that was not acknowledged."""

_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "http_error"}


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
        """Deliver one event in the background, if the app subscribed to it and has its scope."""
        if subscription(event, channel) not in app.events or app.fault is not None:
            return None
        if scope_of(event, channel) not in (None, *app.scopes):
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
            for event in events_of(self._workspace, change, app, channel):
                self.emit(app, event, channel)
