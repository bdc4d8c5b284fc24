"""People change and delete what they wrote; the app hears of both, and nobody else may."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from bot.playground.slack.errors import SlackError
from tests.playground.conftest import Cast, Listener, the_error


async def test_an_edit_changes_the_words_and_the_app_hears_both_versions(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient, listener: Listener
) -> None:
    message = slack.write(cast.ana, cast.support, "Acme is happy")
    slack.edit(cast.ana, message, "Acme is *un*happy & so is @ben")
    [kept] = (await client.conversations_history(channel=cast.support.id))["messages"]
    assert kept["text"] == f"Acme is *un*happy &amp; so is <@{cast.ben.id}>"
    assert kept["blocks"][0]["elements"][0]["elements"][1] == {"type": "user", "user_id": cast.ben.id}
    assert (kept["edited"]["user"], kept["ts"]) == (cast.ana.id, message.ts)
    await slack.settled()
    [changed] = [event for event in listener.events if event.get("subtype") == "message_changed"]
    assert (changed["message"], changed["hidden"]) == (kept, True)
    assert changed["previous_message"]["text"] == "Acme is happy"


async def test_the_app_hears_what_was_deleted(slack: LocalSlack, cast: Cast, listener: Listener) -> None:
    message = slack.write(cast.ana, cast.support, "never mind")
    slack.delete(cast.ana, message)
    await slack.settled()
    [gone] = [event for event in listener.events if event.get("subtype") == "message_deleted"]
    assert gone["deleted_ts"] == message.ts
    assert gone["previous_message"]["text"] == "never mind"
    assert slack.messages(cast.support) == []


async def test_the_same_words_once_more_are_no_edit(slack: LocalSlack, cast: Cast) -> None:
    message = slack.write(cast.ana, cast.support, "hello")
    before = slack.workspace.changes.number
    slack.edit(cast.ana, message, "hello")
    assert message.edited is None
    assert slack.workspace.changes.number == before


async def test_nobody_edits_or_deletes_what_others_wrote(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient
) -> None:
    message = slack.write(cast.ana, cast.support, "hello")
    with pytest.raises(LookupError, match="somebody else's"):
        slack.edit(cast.ben, message, "bye")
    with pytest.raises(LookupError, match="somebody else's"):
        slack.delete(cast.ben, message)
    assert (
        await the_error(client.chat_delete(channel=cast.support.id, ts=message.ts)) == "cant_delete_message"
    )
    assert message.text == "hello"


async def test_nothing_is_changed_in_an_archived_channel(slack: LocalSlack, cast: Cast) -> None:
    message = slack.write(cast.ana, cast.support, "hello")
    slack.workspace.archive(cast.support, by=cast.ana)
    with pytest.raises(LookupError, match="archived"):
        slack.edit(cast.ana, message, "bye")
    with pytest.raises(LookupError, match="archived"):
        slack.delete(cast.ana, message)


async def test_words_without_anything_in_them_are_refused(slack: LocalSlack, cast: Cast) -> None:
    message = slack.write(cast.ana, cast.support, "hello")
    for empty in ("", " \n"):
        with pytest.raises(LookupError, match="needs a text"):
            slack.edit(cast.ana, message, empty)
        with pytest.raises(LookupError, match="needs a text"):
            slack.write(cast.ana, cast.support, empty)


async def test_a_message_with_replies_leaves_a_tombstone_until_its_last_reply_goes(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient
) -> None:
    parent = slack.write(cast.ana, cast.support, "who knows printers?")
    reply = slack.write(cast.ben, cast.support, "not me", thread_ts=parent.ts)
    slack.react(cast.ben, parent, "eyes")
    slack.delete(cast.ana, parent)
    [left] = (await client.conversations_history(channel=cast.support.id))["messages"]
    assert (left["subtype"], left["user"], left["hidden"]) == ("tombstone", "USLACKBOT", True)
    assert (left["text"], left["reply_count"]) == ("This message was deleted.", 1)
    assert "blocks" not in left
    assert "reactions" not in left
    with pytest.raises(LookupError):
        slack.delete(cast.ana, parent)
    slack.delete(cast.ben, reply)
    assert slack.messages(cast.support) == []


async def test_nobody_reacts_twice_with_the_same_emoji(slack: LocalSlack, cast: Cast) -> None:
    message = slack.write(cast.ana, cast.support, "hello")
    slack.react(cast.ben, message, "eyes")
    with pytest.raises(SlackError, match="already_reacted"):
        slack.react(cast.ben, message, "eyes")
    assert message.reactions == {"eyes": [cast.ben.id]}
    with pytest.raises(SlackError, match="no_reaction"):
        slack.workspace.take_reaction_back(cast.ana.id, message, "eyes")
