"""What the page asks and does on behalf of the person it shows: JSON in, JSON out."""

from typing import Any

from aiohttp import web

from bot.playground.asked import Asked, Misasked
from bot.playground.slack import Answer, Channel, LocalSlack, Message, Person, View
from bot.playground.slack.channels import Kind

_PAGE_OF_MESSAGES = 50
_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp")


class PageApi:
    """Handlers for one local Slack. A LookupError inside means that the person does not see such a thing."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._workspace = slack.workspace

    # Looking

    async def state(self, request: web.Request) -> web.Response:
        """The workspace as the person sees it, and the number of the latest change."""
        me = self._person(request.query.get("person"))
        workspace, app = self._workspace, self._slack.app
        return web.json_response(
            {
                "change": workspace.changes.number,
                "me": me.id,
                "team": {"id": workspace.team.id, "name": workspace.team.name},
                "app": {
                    "id": app.id,
                    "name": app.name,
                    "bot_user_id": app.bot_user_id,
                    "commands": [
                        {"name": each.name, "description": each.description, "usage_hint": each.usage_hint}
                        for each in app.commands.values()
                    ],
                },
                "people": [self._shown_person(person) for person in workspace.people.values()],
                "usergroups": {key: group["handle"] for key, group in workspace.usergroups.items()},
                "channels": [
                    self._shown_channel(channel, me)
                    for channel in workspace.channels.values()
                    if channel.visible_to(me.id)
                ],
                "views": [view.as_json() for view in workspace.views.stack(me.id)],
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        """A part of a channel's messages, oldest first, ephemeral ones among them; older with ``before``."""
        me, channel = self._place(request)
        before = _moment(request.query.get("before", "inf"))
        kept = [
            message
            for message in [*self._slack.messages(channel), *self._slack.ephemeral(me, channel)]
            if float(message.ts) < before and not (message.ephemeral_to and message.is_reply)
        ]
        kept.sort(key=lambda message: float(message.ts))
        part = kept[-_PAGE_OF_MESSAGES:]
        return web.json_response(
            {"messages": [self._shown(message) for message in part], "has_more": len(kept) > len(part)}
        )

    async def thread(self, request: web.Request) -> web.Response:
        """A thread: the parent and its replies."""
        me, channel = self._place(request)
        ts = request.match_info["ts"]
        parent = self._workspace.messages.find(channel.id, ts)
        if parent is None:
            raise LookupError("There is no such message.")
        whispered = [each for each in self._slack.ephemeral(me, channel) if each.thread_ts == ts]
        replies = [*self._slack.messages(channel, thread_ts=ts), *whispered]
        replies.sort(key=lambda message: float(message.ts))
        return web.json_response({"messages": [self._shown(message) for message in [parent, *replies]]})

    async def home(self, request: web.Request) -> web.Response:
        """The person's home tab, opened: the app hears of it."""
        me = self._person((await Asked.of(request)).text("person"))
        answer = await self._slack.open_home(me)
        view = self._slack.home(me)
        return web.json_response({**_answered(answer), "view": view.as_json() if view else None})

    async def file(self, request: web.Request) -> web.Response:
        """An uploaded file: pictures to look at, anything else to save."""
        file = self._workspace.files.find(request.match_info["id"])
        if file is None or file.content is None:
            raise LookupError("There is no such file.")
        inline = file.mimetype in _SHOWN_INLINE
        headers = {
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if inline else _attachment(file.name),
        }
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)

    # Doing

    async def write(self, request: web.Request) -> web.Response:
        """Post a message as the person."""
        asked = await Asked.of(request)
        me, channel = self._person(asked.text("person")), self._channel(asked.text("channel"))
        self._slack.write(me, channel, asked.text("text"), thread_ts=asked.optional("thread_ts"))
        return web.json_response({"ok": True})

    async def command(self, request: web.Request) -> web.Response:
        """Run a slash command as the person."""
        asked = await Asked.of(request)
        me, channel = self._person(asked.text("person")), self._channel(asked.text("channel"))
        answer = await self._slack.command(me, channel, asked.text("command"), asked.optional("text") or "")
        return web.json_response(_answered(answer))

    async def act(self, request: web.Request) -> web.Response:
        """Press or choose as the person, in a message or a view."""
        asked = await Asked.of(request)
        me = self._person(asked.text("person"))
        where = self._where(me, asked.inside("where"))
        value, block_id = asked.fields.get("value"), asked.optional("block_id")
        answer = await self._slack.select(me, where, asked.text("action_id"), value, block_id=block_id)
        return web.json_response(_answered(answer))

    async def suggest(self, request: web.Request) -> web.Response:
        """The options of an external select for what the person typed."""
        asked = await Asked.of(request)
        me = self._person(asked.text("person"))
        where = self._where(me, asked.inside("where"))
        action_id, block_id = asked.text("action_id"), asked.optional("block_id")
        options = await self._slack.suggest(me, where, action_id, asked.text("typed"), block_id=block_id)
        return web.json_response({"options": options})

    async def submit(self, request: web.Request) -> web.Response:
        """Send a modal with the ``values`` of its inputs by block_id."""
        asked = await Asked.of(request)
        me = self._person(asked.text("person"))
        view = self._view(me, asked.text("view_id"))
        answer = await self._slack.submit(me, view, asked.inside("values").fields)
        return web.json_response(_answered(answer))

    async def close(self, request: web.Request) -> web.Response:
        """Dismiss a modal."""
        asked = await Asked.of(request)
        me = self._person(asked.text("person"))
        view = self._view(me, asked.text("view_id"))
        answer = await self._slack.close(me, view, whole_stack=asked.fields.get("whole_stack") is True)
        return web.json_response(_answered(answer))

    # Finding

    def _person(self, person_id: str | None) -> Person:
        people = [person for person in self._workspace.people.values() if not person.is_bot]
        if not person_id and people:
            return people[0]
        found = self._workspace.people.get(str(person_id))
        if found is None or found.is_bot:
            raise LookupError("There is no such person.")
        return found

    def _channel(self, channel_id: str) -> Channel:
        channel = self._workspace.channels.get(channel_id)
        if channel is None:
            raise LookupError("There is no such channel.")
        return channel

    def _place(self, request: web.Request) -> tuple[Person, Channel]:
        me = self._person(request.query.get("person"))
        channel = self._channel(request.match_info["channel"])
        if not channel.visible_to(me.id):
            raise LookupError("There is no such channel.")
        return me, channel

    def _view(self, me: Person, view_id: str) -> View:
        return self._workspace.views.find_for(me.id, view_id)

    def _where(self, me: Person, where: Asked) -> Message | View:
        if "view_id" in where.fields:
            return self._view(me, where.text("view_id"))
        message = self._workspace.messages.find_any(where.text("channel"), where.text("ts"))
        if message is None:
            raise LookupError("The message is gone.")
        return message

    # Showing

    def _shown(self, message: Message) -> dict[str, Any]:
        shown = self._workspace.messages.as_json(message)
        return {**shown, "is_ephemeral": message.ephemeral_to is not None, "broadcast": message.broadcast}

    def _shown_person(self, person: Person) -> dict[str, Any]:
        return {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "title": person.title,
            "is_bot": person.is_bot,
            "is_admin": person.is_admin,
            "deleted": person.deleted,
            "team": None if person.team is self._workspace.team else person.team.name,
        }

    def _shown_channel(self, channel: Channel, me: Person) -> dict[str, Any]:
        return {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind.value,
            "is_private": channel.kind is Kind.PRIVATE,
            "is_archived": channel.is_archived,
            "is_ext_shared": channel.is_ext_shared,
            "is_member": me.id in channel.members,
            "members": sorted(channel.members),
            "topic": channel.topic,
        }


def _answered(answer: Answer) -> dict[str, Any]:
    return {
        "ok": answer.ok,
        "status": answer.status,
        "error": answer.error,
        "errors": dict(answer.errors),
        "notice": answer.notice,
    }


def _moment(given: str) -> float:
    try:
        return float(given)
    except ValueError:
        raise Misasked("The time must be a number.") from None


def _attachment(name: str) -> str:
    safe = "".join(character for character in name if character.isalnum() or character in "-_. ")
    return f'attachment; filename="{safe or "file"}"'
