"""What an app holds on to in a channel: pins, bookmarks, reactions."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error


async def test_a_message_is_pinned_once_and_let_go(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    message = slack.write(cast.ana, cast.support, "Important")
    place = {"channel": cast.support.id, "timestamp": message.ts}
    await client.pins_add(**place)
    assert await the_error(client.pins_add(**place)) == "already_pinned"
    [item] = (await client.pins_list(channel=cast.support.id))["items"]
    assert (item["message"]["text"], item["message"]["pinned_to"]) == ("Important", [cast.support.id])
    assert (await client.conversations_history(channel=cast.support.id))["pin_count"] == 1
    await client.pins_remove(**place)
    assert await the_error(client.pins_remove(**place)) == "no_pin"
    assert (await client.pins_list(channel=cast.support.id))["items"] == []


async def test_a_deleted_message_is_pinned_no_longer(client: AsyncWebClient, cast: Cast) -> None:
    ts = str((await client.chat_postMessage(channel=cast.support.id, text="x"))["ts"])
    await client.pins_add(channel=cast.support.id, timestamp=ts)
    await client.chat_delete(channel=cast.support.id, ts=ts)
    assert (await client.pins_list(channel=cast.support.id))["items"] == []


async def test_a_bookmark_is_added_changed_and_taken_away(client: AsyncWebClient, cast: Cast) -> None:
    channel = cast.support.id
    link = {"channel_id": channel, "title": "Board", "type": "link", "link": "https://example.com/board"}
    mark = (await client.bookmarks_add(**link))["bookmark"]
    edited = await client.bookmarks_edit(bookmark_id=mark["id"], channel_id=channel, title="The board")
    assert (edited["bookmark"]["title"], edited["bookmark"]["link"]) == ("The board", link["link"])
    assert len((await client.bookmarks_list(channel_id=channel))["bookmarks"]) == 1
    await client.bookmarks_remove(bookmark_id=mark["id"], channel_id=channel)
    error = await the_error(client.bookmarks_remove(bookmark_id=mark["id"], channel_id=channel))
    assert error == "not_found"
    assert await the_error(client.bookmarks_add(**{**link, "link": "board"})) == "invalid_link"
    assert await the_error(client.bookmarks_add(**{**link, "type": "file"})) == "invalid_bookmark_type"


async def test_where_the_bot_is_not_nothing_can_be_pinned(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    random = slack.workspace.add_channel("random", [cast.ana])
    message = slack.write(cast.ana, random, "x")
    assert await the_error(client.pins_add(channel=random.id, timestamp=message.ts)) == "not_in_channel"


async def test_the_reactions_of_a_message_can_be_looked_at(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    message = slack.write(cast.ana, cast.support, "x")
    slack.react(cast.ben, message, "eyes")
    got = await client.reactions_get(channel=cast.support.id, timestamp=message.ts)
    [reaction] = got["message"]["reactions"]
    assert (reaction["name"], reaction["users"]) == ("eyes", [cast.ben.id])
    bad = client.reactions_add(channel=cast.support.id, timestamp=message.ts, name="not a name")
    assert await the_error(bad) == "invalid_name"
