"""Strangers' words and bytes, from the webhook to the screen: shown as typed or refused, at nobody's cost."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.slack import Message
from tests.processes import Server
from tests.scenarios.conftest import Databases
from tests.scenarios.crowd import by_channel
from tests.scenarios.scene import Scene, a_scene, set_up
from tests.scenarios.surveys import Reply, a_review
from tests.slack.reading import mentions, parts, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = "<!channel> *bold* <https://evil|bank> &amp;"
# What stands in the place of text. Lone surrogates come as JSON escapes: UTF-8 cannot hold them.
ODD_TEXTS = [
    "a\x00b",
    "\ud800",
    "a\udfffb\ud800c",
    "\u202egnorw\u2066",
    "\x1b[31mred\x07",
    "=HYPERLINK(1)",
    "{{ 7 * 7 }} ${7*7} %s %(x)s {0}",
    "'; DROP TABLE reviews; --",
    "<@U0000000001> <!here> <#C0000000001> @channel",
    "\n\r\t \u2028",
    "👩‍👩‍👧‍👦" * 30,
    "Z̷̧͎a̵l̶g̷o̴",
]
WRONG_TYPES: list[Any] = [
    *(None, True, 0, -1, 1e308, 10**30, ""),
    *([], {}, [[]], [{}], {"name": {}}, {"id": [1]}, ["x"] * 60),
]
FIELDS = (
    "id survey_type scale score comment language rated_at updated_at contact company ticket agents tags"
    " permalink status"
).split()
NESTED = {
    "company": ["id", "name", "domain", "kind", "population", "site", "owner"],
    "contact": ["id", "name", "email"],
    "ticket": ["id", "number", "subject", "board", "type", "priority", "agents", "url", "created_at"],
    "scale": ["min", "max"],
}


@dataclass
class Town:
    """A scene and the process that serves it; six customers have a channel each."""

    scene: Scene
    server: Server

    async def send(self, event: Any, message_id: str = "", **headers: str) -> Reply:
        """Send a signed event or body."""
        return await self.scene.vendor.send(self.server.url, event, message_id, **headers)

    async def alert(self, channel: int, review: str, **changes: Any) -> Message:
        """A negative review of the channel's customer; the one message that the channel then has."""
        reply = await self.send(a_review(review, f"Customer {channel}", **changes))
        assert (reply.status, reply.said["status"]) == (202, "accepted"), reply
        [message] = await self.scene.seen(self.scene.channels[channel - 1])
        return message

    async def whole(self, channel: int) -> None:
        """The process lives, and an honest review still rings, in a channel that is quiet so far."""
        message = await self.alert(channel, f"honest {channel}", comment="Still honest")
        assert "Still honest" in text_of(message)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_scene(databases.make(), tmp_path_factory.mktemp("town"), channels=20) as scene:
        await set_up(scene, by_channel)
        async with scene.serving() as server:
            await scene.connected()
            yield Town(scene, server)


async def test_markup_in_a_comment_mentions_nobody_and_is_cut_with_a_mark(town: Town) -> None:
    alert = await town.alert(1, "evil", comment=EVIL + "x" * 10_000)
    said = text_of(alert)
    assert EVIL in said, "as typed"
    assert "… (" in said
    assert "more characters)" in said
    assert len(said) < 3_000
    assert mentions(alert.blocks) == []
    assert not [part for part in parts(alert.blocks) if "evil|bank" in str(part.get("url", ""))]
    assert "<!channel>" not in alert.text
    assert alert.metadata is not None
    assert EVIL not in json.dumps(alert.metadata)


@pytest.mark.parametrize("number", range(len(ODD_TEXTS)))
async def test_odd_text_everywhere_is_shown_without_harm(town: Town, number: int) -> None:
    odd, channel = ODD_TEXTS[number], number + 2
    alert = await town.alert(
        channel,
        f"odd {number}",
        comment=f"before {odd} after",
        contact={"name": odd},
        tags=[odd],
        agents=[odd],
        ticket={"number": "1", "subject": odd},
    )
    said = text_of(alert)
    assert "before" in said
    assert "after" in said
    assert mentions(alert.blocks) == []
    assert "<!here>" not in alert.text
    for hidden in "\x00\x1b\x07\ud800\udfff":
        assert hidden not in said + alert.text


async def test_customers_with_odd_names_are_found_and_shown(town: Town) -> None:
    slack, bob, support = town.scene.slack, town.scene.bob, town.scene.support
    for number, odd in enumerate(ODD_TEXTS):
        event = a_review(f"name {number}", score=1, company={"id": f"odd {number}", "name": f"Odd {odd}"})
        reply = await town.send(event)
        assert reply.status == 202, reply
    for typed in [
        "odd",
        "<!channel>",
        "x" * 3_000,
        "\x00\ud800".encode("utf-8", "replace").decode(),
        "' OR 1=1",
    ]:
        before = len(slack.ephemeral(bob, support))
        answer = await slack.command(bob, support, "/health", typed)
        assert answer.ok, answer
        shown = (await town.scene.whispered(bob, support, before + 1))[-1]
        assert mentions(shown.blocks) == []
        assert "<!channel>" not in shown.text
        assert "Something went wrong" not in text_of(shown)


async def test_whatever_stands_in_a_field_it_is_taken_or_put_aside_with_a_sentence(town: Town) -> None:
    events = list(_spoiled())
    honest = [a_review(f"between {number}", f"Quiet {number}", score=1) for number in range(40)]
    replies = await asyncio.gather(
        *(town.send(event, f"spoiled {number}") for number, event in enumerate(events)),
        *(town.send(event) for event in honest),
    )
    for event, reply in zip(events, replies, strict=False):
        assert reply.status in (200, 202), (event, reply)
        assert reply.said["status"] in ("accepted", "quarantined", "repeat"), (event, reply)
        if reply.said["status"] == "quarantined":
            assert reply.said["reason"].endswith(".")
    assert all(reply.said["status"] == "accepted" for reply in replies[len(events) :]), "none spoils another"
    stored = await town.scene.column("SELECT count(*) FROM reviews WHERE external_id LIKE 'between %'")
    assert stored == [len(honest)]
    put_aside = sum(reply.said["quarantined"] for reply in replies)
    kept = await town.scene.column(
        "SELECT count(*) FROM inbox WHERE event_id LIKE 'spoiled %' AND body IS NOT NULL"
    )
    assert kept == [put_aside], "nothing authentic is thrown away"
    await town.whole(16)


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        (b"", {400}),
        (b"\x00", {400}),
        (b"\xff\xfe{}", {400}),
        (b"{" * 100_000, {400}),
        (b"[" * 100_000 + b"]" * 100_000, {400}),
        (b'{"a":' * 70 + b"1" + b"}" * 70, {400}),
        (b'{"data": {"score": NaN}}', {400}),
        (b'{"data": {"id": ' + b"9" * 5_000 + b"}}", {400}),
        (b"null", {202}),
        (b'"text"', {202}),
        (b"[[], 1, null, {}]", {202}),
        (json.dumps(a_review("large name", "x" * 1_000_000)).encode(), {202, 413}),
        (json.dumps(a_review("large comment", comment="x" * 2_000_000)).encode(), {413}),
        (json.dumps([a_review("many", "Many")] * 1_001).encode(), {202, 413}),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)
async def test_a_body_out_of_the_ordinary_gets_a_clear_answer(
    town: Town, body: bytes, statuses: set[int]
) -> None:
    before = await town.scene.column("SELECT count(*) FROM reviews")
    reply = await town.send(body)
    assert reply.status in statuses, reply
    if reply.status == 202:
        assert reply.said["status"] == "quarantined"
        assert reply.said["reason"].endswith(".")
    else:
        assert reply.said["error"].endswith(".")
    assert await town.scene.column("SELECT count(*) FROM reviews") == before


async def test_senders_who_hang_up_leave_nothing_behind(town: Town) -> None:
    host, port = town.server.url.removeprefix("http://").split(":")
    for sent in [
        b"",
        b"POST ",
        b"POST /hooks/x HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{",
        b"\x16\x03\x01\x02",
    ]:
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    await town.whole(17)
    assert town.server.process.returncode is None


def _spoiled() -> Iterator[dict[str, Any]]:
    """Each field in turn with each thing that does not belong there."""
    number = 0
    for field in FIELDS:
        for value in [*WRONG_TYPES, *ODD_TEXTS]:
            number += 1
            event = a_review(f"spoiled {number}", "Spoiled", score=1)
            event["data"][field] = value
            yield event
    for field, keys in NESTED.items():
        for key in keys:
            for value in [*WRONG_TYPES, *ODD_TEXTS]:
                number += 1
                event = a_review(f"spoiled {number}", "Spoiled", score=1)
                event["data"][field] = {**event["data"][field], key: value}
                yield event
