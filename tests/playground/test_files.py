"""Uploading in three steps, sharing and showing files, and reactions."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error

PNG = b"\x89PNG\r\n" + b"\0" * 200_000


async def test_a_file_is_uploaded_and_shared_in_a_thread(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    parent = (await client.chat_postMessage(channel=cast.support.id, text="parent"))["ts"]
    answer = await client.files_upload_v2(
        channel=cast.support.id,
        file=PNG,
        filename="chart.png",
        title="Chart",
        alt_txt="A line going up",
        thread_ts=parent,
        initial_comment="Here it is",
    )
    assert answer["file"]["title"] == "Chart"
    file = (await client.files_info(file=answer["file"]["id"]))["file"]
    assert (file["title"], file["mimetype"], file["size"]) == ("Chart", "image/png", len(PNG))
    [reply] = slack.messages(cast.support, thread_ts=parent)
    assert (reply.text, reply.files[0]["id"]) == ("Here it is", file["id"])
    assert file["alt_txt"] == "A line going up"
    headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(file["url_private"], headers=headers) as response:
            assert await response.read() == PNG
        async with session.get(file["url_private"]) as response:
            assert response.status == 403


async def test_a_completed_file_can_stand_in_a_block(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    file = (await client.files_upload_v2(file=PNG, filename="chart.png"))["file"]
    image = {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "Chart"}
    assert (await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[image]))["ok"]


async def test_steps_out_of_order_are_refused(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    unfinished = client.files_completeUploadExternal(files=[{"id": announced["file_id"]}])
    assert await the_error(unfinished) == "file_not_found"
    assert await the_error(client.files_info(file=announced["file_id"])) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        async with session.post(announced["upload_url"], data=b"too long") as response:
            assert response.status == 400
        async with session.post(f"{slack.base_url}/upload/v1/unknown", data=b"abc") as response:
            assert response.status == 404
    assert await the_error(client.files_getUploadURLExternal(filename="a.txt", length=0)) == (
        "invalid_arguments"
    )


async def test_a_file_is_not_shared_where_the_bot_is_not(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    public = slack.workspace.add_channel("random", [cast.ana])
    call = client.files_upload_v2(channel=public.id, file=b"abc", filename="a.txt")
    assert await the_error(call) == "not_in_channel"


async def test_a_reaction_is_added_once_and_taken_back(
    slack: LocalSlack, client: AsyncWebClient, cast: Cast
) -> None:
    message = slack.write(cast.ana, cast.support, "hello")
    place = {"channel": cast.support.id, "timestamp": message.ts}
    await client.reactions_add(name="eyes", **place)
    assert message.reactions == {"eyes": [cast.bot.id]}
    assert await the_error(client.reactions_add(name="eyes", **place)) == "already_reacted"
    await client.reactions_remove(name="eyes", **place)
    assert message.reactions == {}
    assert await the_error(client.reactions_remove(name="eyes", **place)) == "no_reaction"
