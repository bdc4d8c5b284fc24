"""The messenger over real HTTP: what goes out, and what each way of failing means."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.client import open_session, web_client
from bot.slack.errors import REFUSALS
from bot.slack.messenger import SlackMessenger, delivery_of
from bot.views import AlertState, HistoryKind
from tests.slack.cast import HOSTILE, NOON, a_review, an_alert, an_entry
from tests.slack.stub import Answer, Stub, hangs_up, says, shouts, stub
from tests.slack.world import world

POSTED = {"ok": True, "channel": "C1", "ts": "1767355200.000100"}
INSIDE = {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}
WHERE = Posted("C1", "1767355200.000100")


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[Stub]:
    async with stub() as running:
        running.answer("conversations.info", INSIDE)
        running.answer("chat.postMessage", POSTED)
        running.answer("users.info", {"ok": True, "user": {"profile": {"display_name": "Ann Lee"}}})
        yield running


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session(1.0) as opened:
        yield opened


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def messenger(slack: Stub, session: aiohttp.ClientSession, seconds: Seconds) -> SlackMessenger:
    client = web_client("xoxb-1", session=session, base_url=slack.url)
    return SlackMessenger(client, timeout=1.0, clock=seconds)


async def failure(messenger: SlackMessenger) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.post_alert("C1", an_alert(), "01D")
    return caught.value


async def test_an_alert_carries_its_delivery_twice_and_rings_nobody(
    messenger: SlackMessenger, slack: Stub
) -> None:
    assert await messenger.post_alert("C1", an_alert(review=a_review(comment=HOSTILE)), "01D") == WHERE
    [sent] = slack.asked("chat.postMessage")
    assert sent["metadata"] == {"event_type": "bellwether_delivery", "event_payload": {"delivery_id": "01D"}}
    assert sent["blocks"][0]["block_id"] == "d:01D"
    assert sent["text"] == "Acme: negative CSAT (-1) from Jane Doe"
    assert (sent["link_names"], sent["parse"]) == (False, "none")
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


async def test_a_thread_line_hangs_on_the_message_and_names_the_actor(
    messenger: SlackMessenger, slack: Stub
) -> None:
    await messenger.post_history(WHERE, an_entry(), "01E")
    [sent] = slack.asked("chat.postMessage")
    assert (sent["channel"], sent["thread_ts"]) == ("C1", WHERE.ts)
    assert sent["text"] == "Claimed by Ann Lee"
    assert sent["blocks"][0]["block_id"] == "d:01E"


async def test_a_name_is_looked_up_once_and_missed_without_harm(
    messenger: SlackMessenger, slack: Stub
) -> None:
    slack.answer("users.info", {"ok": False, "error": "missing_scope"})
    for _ in range(2):
        await messenger.post_history(WHERE, an_entry(kind=HistoryKind.DONE), "01E")
    assert len(slack.asked("users.info")) == 1
    assert slack.asked("chat.postMessage")[0]["text"] == "Done"


async def test_an_update_draws_in_place_and_leaves_the_metadata_alone(
    messenger: SlackMessenger, slack: Stub
) -> None:
    slack.answer("chat.update", POSTED)
    await messenger.update_alert(WHERE, an_alert())
    [sent] = slack.asked("chat.update")
    assert (sent["channel"], sent["ts"]) == ("C1", WHERE.ts)
    assert "metadata" not in sent
    assert sent["blocks"]


async def test_customer_data_stays_out_of_channels_shared_with_outsiders(
    messenger: SlackMessenger, slack: Stub
) -> None:
    slack.answer("conversations.info", {"ok": True, "channel": {"id": "C1", "is_ext_shared": True}})
    error = await failure(messenger)
    assert (error.code, error.permanent) == ("external_channel", True)
    assert slack.asked("chat.postMessage") == []


async def test_whether_a_channel_is_shared_is_asked_every_ten_minutes(
    messenger: SlackMessenger, slack: Stub, seconds: Seconds
) -> None:
    for moment in (0, 1, 599, 601):
        seconds.now = moment
        await messenger.post_alert("C1", an_alert(), "01D")
    assert len(slack.asked("conversations.info")) == 2


async def test_an_alert_is_never_lost_for_its_looks(messenger: SlackMessenger, slack: Stub) -> None:
    slack.answer("chat.postMessage", {"ok": False, "error": "invalid_blocks"}, POSTED)
    assert await messenger.post_alert("C1", an_alert(), "01D") == WHERE
    plain = slack.asked("chat.postMessage")[1]
    assert plain["blocks"] == [
        {
            "type": "section",
            "text": {"type": "plain_text", "text": "Acme: negative CSAT (-1) from Jane Doe", "emoji": False},
            "block_id": "d:01D",
        }
    ]
    assert plain["metadata"]["event_payload"] == {"delivery_id": "01D"}


async def test_a_refusal_for_another_reason_is_not_tried_again(
    messenger: SlackMessenger, slack: Stub
) -> None:
    slack.answer("chat.postMessage", {"ok": False, "error": "is_archived"})
    error = await failure(messenger)
    assert (error.code, error.permanent, error.uncertain) == ("is_archived", True, False)
    assert len(slack.asked("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("code", "permanent", "uncertain"),
    [
        ("channel_not_found", True, False),
        ("not_in_channel", True, False),
        ("token_revoked", True, False),
        ("restricted_action_read_only_channel", True, False),
        ("internal_error", False, True),
        ("fatal_error", False, True),
        ("something_new", False, False),
    ],
)
async def test_each_code_says_whether_trying_again_can_help(
    messenger: SlackMessenger, slack: Stub, code: str, permanent: bool, uncertain: bool
) -> None:
    slack.answer("chat.postMessage", {"ok": False, "error": code})
    error = await failure(messenger)
    assert (error.code, error.permanent, error.uncertain) == (code, permanent, uncertain)
    assert str(error).endswith(".")


async def test_a_missing_scope_names_what_is_missing(messenger: SlackMessenger, slack: Stub) -> None:
    slack.answer("chat.postMessage", {"ok": False, "error": "missing_scope", "needed": "chat:write.public"})
    assert "Missing: chat:write.public." in str(await failure(messenger))


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("3", 3.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("999999", 3600.0),
        ("soon", 30.0),
        ("nan", 30.0),
        ("inf", 30.0),
        (None, 30.0),
    ],
)
async def test_slowing_down_is_obeyed_however_odd_the_header(
    messenger: SlackMessenger, slack: Stub, header: str | None, wait: float
) -> None:
    headers = {"Retry-After": header} if header else {}
    slack.answer("chat.postMessage", says({"ok": False, "error": "ratelimited"}, 429, headers))
    error = await failure(messenger)
    assert (error.retry_after, error.permanent, error.uncertain) == (wait, False, False)


async def hangs(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (hangs_up, "no_answer"),
        (hangs, "no_answer"),
        (says({"ok": False, "error": "service_unavailable"}, 503), "service_unavailable"),
        (shouts("<html>bad gateway</html>", 502), "internal_error"),
        (shouts("<html>log in</html>"), "not_slack"),
        (shouts("ok", content_type="text/plain"), "not_slack"),
        (shouts("[1]", content_type="application/json"), "not_slack"),
        (shouts("{broken", content_type="application/json"), "not_slack"),
        (says({"ok": True}), "not_slack"),
    ],
    ids=["hung up", "silence", "503", "HTML 502", "HTML", "text", "a list", "half of JSON", "no timestamp"],
)
async def test_a_lost_answer_leaves_a_post_uncertain(
    messenger: SlackMessenger, slack: Stub, answer: Answer, code: str
) -> None:
    slack.answer("chat.postMessage", answer)
    error = await failure(messenger)
    assert (error.code, error.uncertain, error.permanent) == (code, True, False)


async def test_a_lost_answer_to_an_update_leaves_nothing_uncertain(
    messenger: SlackMessenger, slack: Stub
) -> None:
    slack.answer("chat.update", hangs_up)
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.update_alert(WHERE, an_alert())
    assert not caught.value.uncertain
    assert not caught.value.permanent


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
async def test_what_was_never_sent_is_not_uncertain(session: aiohttp.ClientSession, host: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    client = web_client("xoxb-1", session=session, base_url=f"http://{host}:{port}/api/")
    client.proxy = None
    error = await failure(SlackMessenger(client, timeout=5.0))
    assert (error.code, error.uncertain, error.permanent) == ("unreachable", False, False)


async def test_an_owner_is_found_by_address_once(messenger: SlackMessenger, slack: Stub) -> None:
    slack.answer("users.lookupByEmail", {"ok": True, "user": {"id": "U0ANN"}})
    slack.answer("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    assert [
        await messenger.open_direct(who) for who in ("ann@acme.example", "Ann@Acme.example ", "U0ANN")
    ] == ["D1"] * 3
    assert len(slack.asked("users.lookupByEmail")) == 1
    assert len(slack.asked("conversations.open")) == 1


async def test_an_owner_nobody_knows_is_asked_for_once_in_ten_minutes(
    messenger: SlackMessenger, slack: Stub, seconds: Seconds
) -> None:
    slack.answer("users.lookupByEmail", {"ok": False, "error": "users_not_found"})
    for moment in (0, 599, 601):
        seconds.now = moment
        with pytest.raises(DeliveryFailed) as caught:
            await messenger.open_direct("gone@acme.example")
        assert (caught.value.code, caught.value.permanent) == ("users_not_found", True)
    assert len(slack.asked("users.lookupByEmail")) == 2


async def test_an_owner_that_is_only_a_name_is_refused_without_asking(
    messenger: SlackMessenger, slack: Stub
) -> None:
    with pytest.raises(DeliveryFailed, match="neither a Slack user id nor an e-mail"):
        await messenger.open_direct("Ann Lee")
    assert slack.calls == []


def a_message(ts: str, delivery_id: str, *, by_block: bool = False) -> dict[str, object]:
    if by_block:
        return {"ts": ts, "blocks": [{"type": "rich_text", "block_id": f"d:{delivery_id}"}]}
    payload = {"delivery_id": delivery_id}
    return {"ts": ts, "metadata": {"event_type": "bellwether_delivery", "event_payload": payload}}


async def test_posted_deliveries_are_found_by_metadata_or_by_block_over_pages(
    messenger: SlackMessenger, slack: Stub
) -> None:
    first = {"ok": True, "messages": [a_message("1.1", "01A"), {"ts": "1.2"}]}
    first["response_metadata"] = {"next_cursor": "more"}
    second = {"ok": True, "messages": [a_message("1.3", "01B", by_block=True), a_message("1.4", "01X")]}
    slack.answer("conversations.history", first, second)
    found = await messenger.find_posted("C1", None, NOON, {"01A", "01B", "01C"})
    assert found == {"01A": Posted("C1", "1.1"), "01B": Posted("C1", "1.3")}
    asked = slack.asked("conversations.history")
    assert asked[0]["oldest"] == f"{(NOON - timedelta(minutes=1)).timestamp():.6f}"
    assert asked[1]["cursor"] == "more"


async def test_a_thread_is_searched_where_it_hangs(messenger: SlackMessenger, slack: Stub) -> None:
    slack.answer("conversations.replies", {"ok": True, "messages": [a_message("1.1", "01A")]})
    assert await messenger.find_posted("C1", "1.0", NOON, ["01A"]) == {"01A": Posted("C1", "1.1")}
    assert slack.asked("conversations.replies")[0]["ts"] == "1.0"


async def test_a_channel_that_may_not_be_read_says_so_for_good(
    messenger: SlackMessenger, slack: Stub
) -> None:
    slack.answer(
        "conversations.history", {"ok": False, "error": "missing_scope", "needed": "channels:history"}
    )
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.find_posted("C1", None, NOON, ["01A"])
    assert (caught.value.code, caught.value.permanent) == ("missing_scope", True)


async def test_the_search_ends(messenger: SlackMessenger, slack: Stub) -> None:
    endless = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "more"}}
    slack.answer("conversations.history", endless)
    with pytest.raises(DeliveryFailed, match="too many messages"):
        await messenger.find_posted("C1", None, NOON, ["01A"])


def test_other_peoples_messages_are_no_deliveries() -> None:
    assert delivery_of({"ts": "1.1", "text": "hello", "metadata": {"event_type": "other"}}) is None


def test_every_refusal_is_a_sentence() -> None:
    for code, (sentence, _permanent) in REFUSALS.items():
        assert sentence[0].isupper() or sentence.startswith("Slack"), code
        assert sentence.endswith("."), code


async def test_what_reached_slack_is_found_again_although_its_answer_was_lost() -> None:
    async with world() as here:
        await here.an_alert()
        [root] = here.slack.messages(here.support)
        here.slack.faults.drop_after("chat.postMessage", times=2)
        for post in (
            here.messenger.post_alert(here.support.id, an_alert(), "01LOST"),
            here.messenger.post_history(Posted(here.support.id, root.ts), an_entry(), "01LINE"),
        ):
            with pytest.raises(DeliveryFailed) as caught:
                await post
            assert caught.value.uncertain
        since = datetime.now(UTC) - timedelta(minutes=1)
        in_channel = await here.messenger.find_posted(
            here.support.id, None, since, ["01D", "01LOST", "01NEVER"]
        )
        in_thread = await here.messenger.find_posted(here.support.id, root.ts, since, ["01LINE", "01NEVER"])
        assert set(in_channel) == {"01D", "01LOST"}
        assert in_channel["01D"].ts == root.ts
        assert set(in_thread) == {"01LINE"}


async def test_an_update_keeps_the_message_findable() -> None:
    async with world() as here:
        root = await here.an_alert()
        await here.messenger.update_alert(Posted(here.support.id, root.ts), an_alert(state=AlertState.DONE))
        since = datetime.now(UTC) - timedelta(minutes=1)
        assert set(await here.messenger.find_posted(here.support.id, None, since, ["01D"])) == {"01D"}
        assert here.slack.messages(here.support)[0].text.startswith("Done: Acme")


async def test_a_person_gets_a_direct_message() -> None:
    async with world() as here:
        channel = await here.messenger.open_direct("bob@example.com")
        await here.messenger.post_alert(channel, an_alert(), "01D")
        [sent] = here.slack.messages(here.slack.workspace.direct(here.bob.id, here.slack.app.bot_user_id))
        assert sent.text == "Acme: negative CSAT (-1) from Jane Doe"
