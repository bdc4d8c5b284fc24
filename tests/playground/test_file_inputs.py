"""The file field of a modal: what arrives in the state, what the app may read then, what is refused."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, View
from bot.playground.slack.file_inputs import FILE_BYTES
from tests.playground.conftest import Cast, Listener, the_error


def a_form(**element: Any) -> dict[str, Any]:
    field = {"type": "file_input", "action_id": "files", **element}
    label = {"type": "plain_text", "text": "Evidence"}
    block = {"type": "input", "block_id": "evidence", "label": label, "element": field}
    title, submit = {"type": "plain_text", "text": "A form"}, {"type": "plain_text", "text": "Send"}
    return {"type": "modal", "title": title, "submit": submit, "blocks": [block]}


async def opened(slack: LocalSlack, client: AsyncWebClient, cast: Cast, **element: Any) -> View:
    trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id)
    await client.views_open(trigger_id=trigger, view=a_form(**element))
    return await slack.wait_for_modal(cast.ana)


async def test_the_files_are_in_the_state_and_the_app_can_read_them(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient, listener: Listener
) -> None:
    view = await opened(slack, client, cast)
    file = slack.upload(cast.ana, "call.txt", b"They are unhappy.")
    assert await the_error(client.files_info(file=file.id)) == "file_not_found"
    assert (await slack.submit(cast.ana, view, {"evidence": [file.id]})).ok
    sent = slack.outgoing.sent[-1].payload["view"]["state"]["values"]["evidence"]["files"]
    assert sent["type"] == "file_input"
    [shown] = sent["files"]
    assert (shown["id"], shown["name"], shown["user"], shown["size"]) == (
        file.id,
        "call.txt",
        cast.ana.id,
        17,
    )
    known = (await client.files_info(file=file.id))["file"]
    assert known["channels"] == known["groups"] == known["ims"] == []
    headers = {"Authorization": f"Bearer {slack.app.bot_token}"}
    url = known["url_private_download"]
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert await response.read() == b"They are unhappy."


async def test_too_many_of_another_kind_and_too_large_are_named_beside_the_field(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient, listener: Listener
) -> None:
    view = await opened(slack, client, cast, max_files=2, filetypes=["pdf", "PNG"])
    upload = slack.workspace.files.find

    async def refused(*names: str, content: bytes = b"x") -> str:
        files = [slack.upload(cast.ana, name, content) for name in names]
        answer = await slack.submit(cast.ana, view, {"files": files})
        assert all((found := upload(file.id)) is not None and not found.handed_to for file in files)
        return answer.errors["evidence"]

    assert await refused("a.pdf", "b.pdf", "c.pdf") == "Please choose at most 2 files."
    assert await refused("a.docx") == "a.docx cannot be sent here. Please choose: pdf, png."
    large = await refused("a.png", content=bytes(FILE_BYTES + 1))
    assert large == "a.png is larger than 10 MB, the most that a form takes."
    assert (await slack.submit(cast.ana, view, {"evidence": None})).errors == {
        "evidence": "Please complete this required field."
    }
    files = [slack.upload(cast.ana, name, b"x") for name in ("A.PDF", "b.png")]
    assert (await slack.submit(cast.ana, view, {"files": files})).ok


async def test_nobody_sends_what_somebody_else_uploaded(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient, listener: Listener
) -> None:
    view = await opened(slack, client, cast)
    theirs = slack.upload(cast.ben, "secret.txt", b"x")
    for given in (theirs.id, {"id": theirs.id, "name": "mine.txt"}, "F404", 7):
        with pytest.raises(LookupError, match="not there any more"):
            await slack.submit(cast.ana, view, {"evidence": [given]})


async def test_an_app_that_may_not_read_files_gets_no_file_field(
    slack: LocalSlack, cast: Cast, client: AsyncWebClient
) -> None:
    slack.app.grant(slack.app.scopes - {"files:read"})
    trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id)
    assert await the_error(client.views_open(trigger_id=trigger, view=a_form())) == "missing_scope"
