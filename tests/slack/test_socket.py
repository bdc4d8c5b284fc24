"""Socket Mode: the same listeners over a connection that we open."""

import asyncio

import pytest

from bot.errors import DeliveryFailed
from bot.slack.ids import Action
from bot.slack.socket import socket_mode
from tests.slack.reading import shown
from tests.slack.world import WORKSPACE_ID, World, world


async def connected(here: World) -> None:
    async with asyncio.timeout(5):
        while not here.slack.sockets.connected(here.slack.app):
            await asyncio.sleep(0.01)


async def test_commands_and_buttons_come_over_the_socket() -> None:
    async with world(socket=True) as here, socket_mode(here.bolt, here.slack.app.app_token):
        await connected(here)
        assert "71 of 100" in shown((await here.ask("payload inc")).blocks)
        assert (await here.slack.press(here.bob, await here.an_alert(), Action.CLAIM)).ok
        assert here.cases.calls_of("claim_alert") == [(WORKSPACE_ID, "01ALERT", here.bob.id)]


async def test_after_slack_asks_for_a_fresh_connection_it_goes_on() -> None:
    async with world(socket=True) as here, socket_mode(here.bolt, here.slack.app.app_token):
        await connected(here)
        await here.slack.sockets.refresh(here.slack.app)
        async with asyncio.timeout(5):
            while len(here.slack.calls.of("apps.connections.open")) < 3:
                await asyncio.sleep(0.01)
        await connected(here)
        assert "71 of 100" in shown((await here.ask("acme")).blocks)


async def test_a_refused_app_token_is_told_at_once() -> None:
    async with world(socket=True) as here:
        with pytest.raises(DeliveryFailed, match="does not accept the token"):
            async with socket_mode(here.bolt, "xapp-wrong"):
                pass


async def test_while_slack_is_down_it_starts_and_stops_all_the_same() -> None:
    async with world(socket=True) as here:
        here.slack.faults.status("apps.connections.open", 503, times=None)
        async with asyncio.timeout(5), socket_mode(here.bolt, here.slack.app.app_token):
            await asyncio.sleep(0)
