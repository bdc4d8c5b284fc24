"""What the messenger sends, over real HTTP."""

import pytest

from bot.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.messenger import SlackMessenger
from bot.views import HistoryKind
from tests.slack.cast import HOSTILE, a_review, an_alert, an_entry
from tests.slack.conftest import Seconds
from tests.slack.stub import Stub
from tests.slack.world import world

POSTED = {"ok": True, "channel": "C1", "ts": "1767355200.000100"}
WHERE = Posted("C1", "1767355200.000100")


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
    with pytest.raises(DeliveryFailed) as caught:
        await messenger.post_alert("C1", an_alert(), "01D")
    assert (caught.value.code, caught.value.permanent) == ("external_channel", True)
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


async def test_a_person_gets_a_direct_message() -> None:
    async with world() as here:
        channel = await here.messenger.open_direct("bob@example.com")
        await here.messenger.post_alert(channel, an_alert(), "01D")
        [sent] = here.slack.messages(here.slack.workspace.direct(here.bob.id, here.slack.app.bot_user_id))
        assert sent.text == "Acme: negative CSAT (-1) from Jane Doe"
