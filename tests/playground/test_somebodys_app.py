"""An app that is not ours, unchanged, over HTTP and over Socket Mode."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, Shortcut
from tests.playground.conftest import Cast, a_bolt_app, cast_of
from tests.playground.somebodys_app import listen


@pytest.fixture(params=["http", "socket"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[LocalSlack]:
    """With the app connected, and with the real clock as in the playground."""
    async with LocalSlack.start(commands=["/hello"], retry_delays=()) as slack:
        slack.app.declare_shortcuts(Shortcut("ask"), Shortcut("keep", kind="message"))
        if request.param == "http":
            async with a_bolt_app(slack) as app:
                listen(app)
                assert (await slack.verify_request_url()).ok
                yield slack
            return
        app = AsyncApp(client=AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url))
        listen(app)
        handler = AsyncSocketModeHandler(app, slack.app.app_token, web_client=app.client)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield slack
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
def cast(slack: LocalSlack) -> Cast:
    return cast_of(slack)


async def fill_in(slack: LocalSlack, cast: Cast) -> None:
    """The form, a wrong answer, the right one, the second view, and the message at the end."""
    form = await slack.wait_for_modal(cast.ana, "form")
    [ben] = await slack.suggest(cast.ana, form, "who", "B")
    refused = await slack.submit(cast.ana, form, {"who": ben})
    assert refused.errors == {"person": "Not Ben."}
    [ana] = await slack.suggest(cast.ana, form, "who", "A")
    assert (await slack.submit(cast.ana, form, {"who": ana})).ok
    sure = await slack.wait_for_modal(cast.ana, "sure")
    assert sure.previous_view_id == form.id
    assert (await slack.submit(cast.ana, sure)).ok
    assert slack.modal(cast.ana) is None
    direct = slack.workspace.direct(cast.bot.id, cast.ana.id)
    [told] = await slack.wait_for_messages(direct)
    assert told.text == "Done: ana"


async def test_a_command_a_button_an_external_select_and_a_stack_of_modals(
    slack: LocalSlack, cast: Cast
) -> None:
    assert (await slack.command(cast.ana, cast.support, "/hello")).ok
    [answered] = await slack.wait_for_ephemeral(cast.ana, cast.support)
    [said] = await slack.wait_for_messages(cast.support)
    assert (answered.text, said.text) == ("Hello", "Hello all")
    assert (await slack.press(cast.ana, answered, "open")).ok
    await fill_in(slack, cast)


async def test_a_global_shortcut(slack: LocalSlack, cast: Cast) -> None:
    assert (await slack.shortcut(cast.ana, "ask")).ok
    await fill_in(slack, cast)


async def test_a_message_shortcut_and_its_response_url(slack: LocalSlack, cast: Cast) -> None:
    message = slack.write(cast.ana, cast.support, "Keep this")
    assert (await slack.shortcut(cast.ben, "keep", message)).ok
    [told] = await slack.wait_for_ephemeral(cast.ben, cast.support)
    assert (told.text, message.pinned) == ("Pinned", True)


async def test_app_home(slack: LocalSlack, cast: Cast) -> None:
    assert (await slack.open_home(cast.ana)).ok
    home = await slack.wait_for_home(cast.ana)
    assert (await slack.press(cast.ana, home, "open")).ok
    await slack.wait_for_modal(cast.ana, "form")


async def test_a_mention_a_thread_and_a_file(slack: LocalSlack, cast: Cast) -> None:
    written = slack.write(cast.ana, cast.support, "@bot please")
    await slack.until(lambda: any(message.files for message in slack.messages(cast.support)))
    shared = slack.messages(cast.support)[-1].files[0]
    assert (shared["name"], shared["size"], shared["channels"]) == ("a.txt", 3, [cast.support.id])
    [reply] = slack.messages(cast.support, thread_ts=written.ts)
    assert reply.text == "Here is a file"


@pytest.mark.parametrize(("callback_id", "on_a_message"), [("nobody", False), ("keep", False), ("ask", True)])
async def test_a_shortcut_that_is_not_there_cannot_be_used(
    slack: LocalSlack, cast: Cast, callback_id: str, on_a_message: bool
) -> None:
    message = slack.write(cast.ana, cast.support, "x") if on_a_message else None
    with pytest.raises(LookupError):
        await slack.shortcut(cast.ana, callback_id, message)


async def test_what_one_person_chose_in_a_message_is_not_shown_to_another(
    slack: LocalSlack, cast: Cast
) -> None:
    pick = {"type": "static_select", "action_id": "pick", "options": [_option("a"), _option("b")]}
    client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
    await client.chat_postMessage(
        channel=cast.support.id,
        text="x",
        blocks=[{"type": "actions", "block_id": "row", "elements": [pick]}],
    )
    [message] = slack.messages(cast.support)
    slack.outgoing.ack_seconds = 0.1  # the app has no listener for it
    await slack.select(cast.ana, message, "pick", "a")
    await slack.select(cast.ben, message, "pick", "b")
    seen = [sent.payload for sent in slack.outgoing.sent if sent.kind == "interactive"]
    chosen = [each["state"]["values"]["row"]["pick"]["selected_option"]["value"] for each in seen]
    assert chosen == ["a", "b"]
    assert message.entered_by(cast.ana.id)["row"]["pick"]["selected_option"]["value"] == "a"


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}
