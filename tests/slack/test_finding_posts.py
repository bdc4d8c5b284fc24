"""Finding again what was posted, when the answer to posting it was lost."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import DeliveryFailed
from bot.ports import Posted
from bot.slack.messenger import SlackMessenger, delivery_of
from bot.views import AlertState
from tests.slack.cast import NOON, an_alert, an_entry
from tests.slack.stub import Stub
from tests.slack.world import world


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
