"""Where the page lets a person go, and what it offers there: channels, people, pins, the app's shortcuts."""

from aiohttp import web

from bot.playground.asked import Asked
from bot.playground.finding import Finding
from bot.playground.page_api import answered
from bot.playground.shown import Shown
from bot.playground.slack import LocalSlack, places


class PagePlaces:
    """Handlers for one local Slack."""

    def __init__(self, slack: LocalSlack, shown: Shown) -> None:
        self._slack = slack
        self._workspace = slack.workspace
        self._find = Finding(slack)
        self._shown = shown

    async def join(self, request: web.Request) -> web.Response:
        """Become a member of a channel."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        places.join(self._workspace, me, self._find.seen(me, asked.text("channel")))
        return web.json_response({"ok": True})

    async def leave(self, request: web.Request) -> web.Response:
        """Leave a channel."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        places.leave(self._workspace, me, self._find.seen(me, asked.text("channel")))
        return web.json_response({"ok": True})

    async def meet(self, request: web.Request) -> web.Response:
        """The id of the direct conversation with the ``others``, opened if there was none."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        channel = places.meet(self._workspace, me, asked.texts("others"))
        return web.json_response({"channel": self._shown.channel(channel, me)})

    async def pins(self, request: web.Request) -> web.Response:
        """The messages pinned to a channel, the newest pin first."""
        me, channel = self._find.place(request)
        found = [
            self._workspace.messages.find(channel.id, pin.ts) for pin in self._workspace.pins.of(channel.id)
        ]
        shown = [self._shown.message(message, me) for message in found if message is not None]
        return web.json_response({"messages": shown})

    async def pin(self, request: web.Request) -> web.Response:
        """Pin a message for everybody, or with ``on`` false take the pin away."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        does = places.unpin if asked.fields.get("on") is False else places.pin
        does(self._workspace, me, self._find.message(me, asked))
        return web.json_response({"ok": True})

    async def shortcut(self, request: web.Request) -> web.Response:
        """Use a shortcut of the app: on the message ``ts``, or a global one from where the person is."""
        asked = await Asked.of(request)
        me = self._find.person(asked.text("person"))
        on = self._find.message(me, asked) if "ts" in asked.fields else None
        place = asked.optional("channel")
        viewing = self._find.seen(me, place).id if place else None
        answer = await self._slack.shortcut(me, asked.text("callback_id"), on, viewing=viewing)
        return web.json_response(answered(answer))
