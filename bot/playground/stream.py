"""Changes of the workspace as server-sent events, for one person's page."""

import json
import secrets
from contextlib import aclosing

from aiohttp import web

from bot.playground.shown import visible
from bot.playground.slack import LocalSlack
from bot.playground.slack.changes import Change

QUIET_S = 15.0


class Stream:
    """``GET`` gives every change that the person may see; a page that was away gets what it missed.

    The event ``alive`` comes when nothing else did for a while, so that a page knows its line is not dead.
    An event's id is ``run:number``. When the changes since then are forgotten, or the process is another one,
    the event ``reset`` tells the page to load everything anew.
    """

    def __init__(self, slack: LocalSlack, quiet_s: float = QUIET_S) -> None:
        self._workspace = slack.workspace
        self.run = secrets.token_hex(4)
        self._quiet_s = quiet_s

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Stream until the page leaves or the playground closes."""
        person = request.query.get("person", "")
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        try:
            after = self._known_to(request)
            if after is None:
                after = self._workspace.changes.number
                await response.write(self._reset(after))
            async with aclosing(self._workspace.changes.follow(after, self._quiet_s)) as changes:
                async for change in changes:
                    if change is None:
                        await response.write(b"event: alive\ndata: {}\n\n")
                    elif self._visible(change, person):
                        await response.write(self._event(change))
        except ConnectionError:
            pass  # the page went away
        return response

    def _known_to(self, request: web.Request) -> int | None:
        """The number of the last change that the page knows of; None when it must start anew."""
        given = request.headers.get("Last-Event-ID") or request.query.get("since", "")
        run, _, number = given.rpartition(":")
        if run not in ("", self.run) or not (number.isascii() and number.isdigit()):
            return None
        return int(number) if self._workspace.changes.since(int(number)) is not None else None

    def _reset(self, number: int) -> bytes:
        return f"retry: 1000\nid: {self.run}:{number}\nevent: reset\ndata: {{}}\n\n".encode()

    def _event(self, change: Change) -> bytes:
        data = json.dumps({"kind": change.kind, "to": change.to, **change.data})
        return f"id: {self.run}:{change.number}\nevent: change\ndata: {data}\n\n".encode()

    def _visible(self, change: Change, person: str) -> bool:
        if change.to not in (None, person):
            return False
        channel = self._workspace.channels.get(change.channel or "")
        who = self._workspace.people.get(person)
        if channel is None or change.kind == "member.left":
            return True
        return who is not None and visible(self._workspace, channel, who)
