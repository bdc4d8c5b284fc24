"""What the page asks and does on behalf of the person it shows: JSON in, JSON out."""

import re
from typing import Any

from aiohttp import web

from bot.playground.asked import Asked, Misasked, moment
from bot.playground.files_seen import file_of
from bot.playground.finding import Finding
from bot.playground.marks import Marks
from bot.playground.parts import part_of
from bot.playground.shown import Shown
from bot.playground.slack import Answer, LocalSlack

_EMOJI = re.compile(r"[a-z0-9_+-]{1,100}")
_KEPT = 1_000


class PageApi:
    """Handlers for one local Slack; ``run`` names this process in the ids of changes.

    A LookupError inside means that the person does not see such a thing.
    """

    def __init__(self, slack: LocalSlack, run: str, shown: Shown, marks: Marks) -> None:
        self._slack = slack
        self._run = run
        self._workspace = slack.workspace
        self._find = Finding(slack)
        self._marks = marks
        self._shown = shown
        self._sent: dict[tuple[str, str], None] = {}

    # Looking

    async def state(self, request: web.Request) -> web.Response:
        """The workspace as the person sees it, and where the stream of changes goes on from here."""
        me = self._find.person(request.query.get("person"))
        change = f"{self._run}:{self._workspace.changes.number}"
        return web.json_response(self._shown.state(me, change))

    async def messages(self, request: web.Request) -> web.Response:
        """A part of a channel's messages, oldest first: the latest, or those asked for."""
        me, channel = self._find.place(request)
        part = part_of(self._slack.messages(channel), request.query)
        return web.json_response(
            {
                "messages": [self._shown.message(message, me) for message in part.messages],
                "has_more": part.has_more,
                "has_newer": part.has_newer,
            }
        )

    async def thread(self, request: web.Request) -> web.Response:
        """A thread: the parent and its replies."""
        me, channel = self._find.place(request)
        ts = request.match_info["ts"]
        parent = self._workspace.messages.find(channel.id, ts)
        if parent is None:
            raise LookupError("There is no such message.")
        thread = [parent, *self._slack.messages(channel, thread_ts=ts)]
        return web.json_response({"messages": [self._shown.message(message, me) for message in thread]})

    async def home(self, request: web.Request) -> web.Response:
        """The person's home tab, opened: the app hears of it."""
        me = self._find.person((await Asked.of(request)).text("person"))
        answer = await self._slack.open_home(me)
        view = self._slack.home(me)
        return web.json_response({**answered(answer), "view": view.as_json() if view else None})

    # Doing

    async def write(self, request: web.Request) -> web.Response:
        """Post a message as the person, with ``files`` of theirs.

        The same ``client_id`` once more is the same message, not another.
        """
        asked = await Asked.of(request)
        me, channel = self._find.person(asked.text("person")), self._find.channel(asked.text("channel"))
        text, thread_ts, sent_as = (
            asked.text("text"),
            asked.optional("thread_ts"),
            asked.optional("client_id"),
        )
        named = asked.texts("files") if "files" in asked.fields else []
        files = [file_of(self._workspace, me, file_id) for file_id in named]
        if sent_as is None or (me.id, sent_as) not in self._sent:
            self._slack.write(me, channel, text, thread_ts=thread_ts, files=files)
        if sent_as is not None:
            self._sent[me.id, sent_as] = None
            while len(self._sent) > _KEPT:
                del self._sent[next(iter(self._sent))]
        return web.json_response({"ok": True})

    async def edit(self, request: web.Request) -> web.Response:
        """Let a message of the person say something else."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        self._slack.edit(me, self._find.message(me, asked), asked.text("text"))
        return web.json_response({"ok": True})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a message of the person."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        self._slack.delete(me, self._find.message(me, asked))
        return web.json_response({"ok": True})

    async def react(self, request: web.Request) -> web.Response:
        """Add the person's reaction to a message, or with ``on`` false take it back."""
        asked = await Asked.of(request)
        me, channel = self._find.person(asked.text("person")), self._find.channel(asked.text("channel"))
        name, adding = asked.text("name"), asked.fields.get("on") is not False
        message = self._workspace.messages.find(channel.id, asked.text("ts"))
        if message is None or me.id not in channel.members:
            raise LookupError("The message is gone.")
        if not _EMOJI.fullmatch(name):
            raise Misasked("The name of an emoji has small letters, digits, _, + and - only.")
        if adding and me.id not in message.reactions.get(name, ()):
            self._slack.react(me, message, name)
        elif not adding and me.id in message.reactions.get(name, ()):
            self._workspace.take_reaction_back(me.id, message, name)
        return web.json_response({"ok": True})

    async def read(self, request: web.Request) -> web.Response:
        """Note up to which message the person has read a channel; their other windows hear of it."""
        asked = await Asked.of(request)
        me, channel = self._find.person(asked.text("person")), self._find.channel(asked.text("channel"))
        ts = moment(asked.text("ts"))
        if self._marks.move(me, channel, ts):
            read = {"channel": channel.id, "ts": ts}
            self._workspace.changes.publish("read", read, to=me.id, channel=channel.id)
        return web.json_response({"unread": self._marks.unread(me, channel)})

    async def command(self, request: web.Request) -> web.Response:
        """Run a slash command as the person."""
        asked = await Asked.of(request)
        me, channel = self._find.person(asked.text("person")), self._find.channel(asked.text("channel"))
        answer = await self._slack.command(me, channel, asked.text("command"), asked.optional("text") or "")
        return web.json_response(answered(answer))

    async def act(self, request: web.Request) -> web.Response:
        """Press or choose as the person, in a message or a view."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        where = self._find.where(me, asked.inside("where"))
        value, block_id = asked.fields.get("value"), asked.optional("block_id")
        answer = await self._slack.select(me, where, asked.text("action_id"), value, block_id=block_id)
        return web.json_response(answered(answer))

    async def suggest(self, request: web.Request) -> web.Response:
        """The options of an external select for what the person typed, in their groups."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        where = self._find.where(me, asked.inside("where"))
        action_id, block_id = asked.text("action_id"), asked.optional("block_id")
        typed = asked.text("typed")
        groups = await self._slack.suggest_groups(me, where, action_id, typed, block_id=block_id)
        return web.json_response({"groups": groups})

    async def submit(self, request: web.Request) -> web.Response:
        """Send a modal with the ``values`` of its inputs by block_id."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        view = self._find.view(me, asked.text("view_id"))
        answer = await self._slack.submit(me, view, asked.inside("values").fields)
        return web.json_response(answered(answer))

    async def close(self, request: web.Request) -> web.Response:
        """Dismiss a modal."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        view = self._find.view(me, asked.text("view_id"))
        answer = await self._slack.close(me, view, whole_stack=asked.fields.get("whole_stack") is True)
        return web.json_response(answered(answer))


def answered(answer: Answer) -> dict[str, Any]:
    """What came of a request to the app, for the page."""
    return {
        "ok": answer.ok,
        "status": answer.status,
        "error": answer.error,
        "errors": dict(answer.errors),
        "notice": answer.notice,
    }
