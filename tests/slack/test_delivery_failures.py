"""What each way of failing means: whether it may have been done, and whether trying again can help."""

import asyncio
import socket

import aiohttp
import pytest
from aiohttp import web

from bot.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.client import web_client
from bot.slack.errors import REFUSALS
from bot.slack.messenger import SlackMessenger
from tests.slack.cast import an_alert
from tests.slack.stub import Answer, Stub, hangs_up, says, shouts

WHERE = Posted("C1", "1767355200.000100")


async def failure(messenger: SlackMessenger) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.post_alert("C1", an_alert(), "01D")
    return caught.value


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


def test_every_refusal_is_a_sentence() -> None:
    for code, (sentence, _permanent) in REFUSALS.items():
        assert sentence[0].isupper() or sentence.startswith("Slack"), code
        assert sentence.endswith("."), code
