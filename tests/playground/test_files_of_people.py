"""People share files: what the app hears of them, what it may read, and what stays theirs."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, Listener, the_error

CSV = b"customer,score\nAcme,9\n"


async def bytes_of(slack: LocalSlack, url: str) -> bytes | int:
    """What the app's token gets there: the bytes, or the status that refuses them."""
    headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return await response.read() if response.status == 200 else response.status


async def test_a_shared_file_is_heard_as_file_share_and_can_be_read(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient, listener: Listener
) -> None:
    parent = slack.write(cast.ana, cast.support, "scores?")
    file = slack.upload(cast.ben, "scores.csv", CSV)
    slack.write(cast.ben, cast.support, "for @ana", thread_ts=parent.ts, files=[file])
    await slack.settled()
    [said] = [event for event in listener.events if event.get("subtype") == "file_share"]
    assert (said["user"], said["text"], said["thread_ts"]) == (
        cast.ben.id,
        f"for <@{cast.ana.id}>",
        parent.ts,
    )
    assert (said["upload"], said["display_as_bot"], said["files"][0]["name"]) == (True, False, "scores.csv")
    [shared] = [event for event in listener.events if event["type"] == "file_shared"]
    assert (shared["file_id"], shared["user_id"], shared["channel_id"]) == (
        file.id,
        cast.ben.id,
        cast.support.id,
    )
    known = (await client.files_info(file=file.id))["file"]
    assert (known["user"], known["size"], known["channels"]) == (cast.ben.id, len(CSV), [cast.support.id])
    assert known["shares"]["public"][cast.support.id][0]["ts"] == said["ts"]
    assert await bytes_of(slack, known["url_private_download"]) == CSV


async def test_files_need_no_words(slack: LocalSlack, cast: Cast) -> None:
    files = [slack.upload(cast.ana, name, CSV) for name in ("a.csv", "b.csv")]
    message = slack.write(cast.ana, cast.support, "", files=files)
    assert (message.text, message.blocks, len(message.files)) == ("", [], 2)
    slack.edit(cast.ana, message, "both of them")
    slack.edit(cast.ana, message, "")
    assert (message.text, message.blocks) == ("", [])


async def test_the_app_sees_no_file_that_was_not_shared_with_it(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient
) -> None:
    kept = slack.upload(cast.ana, "kept.csv", CSV)
    elsewhere = slack.upload(cast.ana, "elsewhere.csv", CSV)
    slack.write(cast.ana, cast.board, "", files=[elsewhere])
    for file in (kept, elsewhere):
        assert await the_error(client.files_info(file=file.id)) == "file_not_found"
        url = file.as_json(slack.base_url, slack.workspace.team.id)["url_private_download"]
        assert await bytes_of(slack, url) == 404
    stolen = client.files_completeUploadExternal(files=[{"id": kept.id}], channel_id=cast.support.id)
    assert await the_error(stolen) == "file_not_found"


async def test_a_deleted_message_takes_its_share_along(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient
) -> None:
    file = slack.upload(cast.ana, "once.csv", CSV)
    first = slack.write(cast.ana, cast.support, "", files=[file])
    second = slack.write(cast.ana, cast.support, "once more", files=[file])
    slack.delete(cast.ana, first)
    assert (await client.files_info(file=file.id))["file"]["channels"] == [cast.support.id]
    slack.delete(cast.ana, second)
    assert await the_error(client.files_info(file=file.id)) == "file_not_found"
    assert file.channels == []


async def test_what_cannot_be_shared_is_refused_in_a_sentence(slack: LocalSlack, cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"empty\.csv is empty"):
        slack.upload(cast.ana, "empty.csv", b"")
    theirs = slack.upload(cast.ben, "theirs.csv", CSV)
    with pytest.raises(LookupError, match="no such file"):
        slack.write(cast.ana, cast.support, "look", files=[theirs])
    many = [slack.upload(cast.ana, f"{number}.csv", CSV) for number in range(11)]
    with pytest.raises(LookupError, match="at most 10 files"):
        slack.write(cast.ana, cast.support, "look", files=many)
    with pytest.raises(LookupError, match="not in"):
        slack.write(cast.ben, cast.board, "look", files=[theirs])
    assert slack.messages(cast.support) == slack.messages(cast.board) == []
