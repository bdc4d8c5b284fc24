"""An ordinary Bolt app, used by a person over HTTP: commands, buttons, modals, the home tab."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, View
from tests.playground.conftest import Cast, a_bolt_app, cast_of

Body = dict[str, Any]

PLAIN = {"type": "plain_text", "text": "Text"}
BUTTON = {"type": "button", "action_id": "open", "value": "42", "text": PLAIN}
ACTIONS = {"type": "actions", "block_id": "row", "elements": [BUTTON]}
INPUT = {
    "type": "input",
    "block_id": "note_block",
    "label": PLAIN,
    "element": {"type": "plain_text_input", "action_id": "note"},
}


def a_modal(*blocks: Body, **more: Any) -> Body:
    body = {"type": "modal", "callback_id": "form", "title": PLAIN, "submit": PLAIN}
    return {**body, "blocks": list(blocks) or [INPUT], **more}


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """With the real clock, as in the demo."""
    async with LocalSlack.start(commands=["/hello"], retry_delays=(0, 0, 0)) as running:
        yield running


@pytest.fixture
def cast(slack: LocalSlack) -> Cast:
    return cast_of(slack)


@pytest.fixture
async def bolt(slack: LocalSlack) -> AsyncIterator[AsyncApp]:
    async with a_bolt_app(slack) as app:
        yield app


async def opened(slack: LocalSlack, cast: Cast, **more: Any) -> View:
    """A modal that Ana has before her."""
    client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
    trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id)
    await client.views_open(trigger_id=trigger, view=a_modal(**more))
    view = slack.modal(cast.ana)
    assert view is not None
    return view


async def test_from_a_command_through_a_button_and_a_modal_to_a_message(
    slack: LocalSlack, cast: Cast, bolt: AsyncApp
) -> None:
    @bolt.command("/hello")
    async def hello(ack: Any, body: Body) -> None:
        await ack(text=f"You said {body['text']}", blocks=[ACTIONS])

    @bolt.action("open")
    async def show(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        value = body["actions"][0]["value"]
        await client.views_open(trigger_id=body["trigger_id"], view=a_modal(private_metadata=value))

    @bolt.view("form")
    async def sent(ack: Any, view: Body, client: AsyncWebClient) -> None:
        note = view["state"]["values"]["note_block"]["note"]["value"]
        if note == "bad":
            await ack(response_action="errors", errors={"note_block": "Not this."})
            return
        await ack()
        await client.chat_postMessage(channel=cast.support.id, text=f"{view['private_metadata']}: {note}")

    assert (await slack.command(cast.ana, cast.support, "/hello", "<!channel> & more")).ok
    [shown] = slack.ephemeral(cast.ana, cast.support)
    assert shown.text == "You said <!channel> & more"
    assert (await slack.press(cast.ana, shown, "open")).ok
    modal = await slack.wait_for_modal(cast.ana)
    empty = await slack.submit(cast.ana, modal)
    assert empty.errors == {"note_block": "Please complete this required field."}
    refused = await slack.submit(cast.ana, modal, {"note": "bad"})
    assert refused.errors == {"note_block": "Not this."}
    assert slack.modal(cast.ana) is modal
    assert (await slack.submit(cast.ana, modal, {"note_block": "called"})).ok
    assert slack.modal(cast.ana) is None
    [posted] = await slack.wait_for_messages(cast.support)
    assert posted.text == "42: called"


class TestCommands:
    async def test_an_answer_for_all_is_seen_by_all(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        @bolt.command("/hello")
        async def hello(ack: Any) -> None:
            await ack(response_type="in_channel", text="Hello all")

        await slack.command(cast.ana, cast.support, "/hello")
        assert [message.text for message in slack.messages(cast.support)] == ["Hello all"]

    async def test_a_command_that_nobody_answers_is_reported_as_slack_would(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        @bolt.command("/hello")
        async def hello(ack: Any) -> None:
            await asyncio.sleep(0.5)
            await ack()

        slack.outgoing.ack_seconds = 0.1
        answer = await slack.command(cast.ana, cast.support, "/hello")
        assert answer.notice == '/hello failed with the error "operation_timeout"'
        assert slack.ephemeral(cast.ana, cast.support)[0].text == answer.notice

    async def test_an_app_that_fails_or_is_away_is_reported(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        answer = await slack.command(cast.ana, cast.support, "/hello")
        assert (answer.status, answer.error) == (404, "dispatch_failed")
        slack.app.request_url = "http://127.0.0.1:9/slack/events"
        assert (await slack.command(cast.ana, cast.support, "/hello")).error == "connection_failed"

    async def test_an_unknown_command_reaches_nobody(self, slack: LocalSlack, cast: Cast) -> None:
        answer = await slack.command(cast.ana, cast.support, "/helo")
        assert answer.notice == "/helo is not a valid command."
        assert not slack.outgoing.sent

    async def test_people_of_another_workspace_do_not_have_the_command(
        self, slack: LocalSlack, cast: Cast
    ) -> None:
        zoe = slack.workspace.add_person("zoe", team=slack.workspace.add_team("Partner", "partner"))
        slack.workspace.join(zoe, cast.support)
        assert (await slack.command(zoe, cast.support, "/hello")).error == "invalid_command"

    async def test_mentions_are_resolved_only_for_commands_that_ask_for_it(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        heard = []

        @bolt.command("/hello")
        async def hello(ack: Any, body: Body) -> None:
            heard.append(body["text"])
            await ack()

        await slack.command(cast.ana, cast.support, "/hello", "@ben & #support")
        slack.app.commands["/hello"].should_escape = True
        await slack.command(cast.ana, cast.support, "/hello", "@ben & #support")
        assert heard == ["@ben & #support", f"<@{cast.ben.id}|ben> &amp; <#{cast.support.id}|support>"]

    async def test_blocks_in_an_answer_are_judged_too(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        @bolt.command("/hello")
        async def hello(ack: Any) -> None:
            await ack(text="x", blocks=[{"type": "alert"}])

        answer = await slack.command(cast.ana, cast.support, "/hello")
        assert answer.notice == '/hello failed with the error "invalid_blocks"'


class TestModals:
    async def test_a_submission_can_update_push_and_clear(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        @bolt.view("form")
        async def sent(ack: Any, view: Body) -> None:
            wish = view["state"]["values"]["note_block"]["note"]["value"]
            new = a_modal(private_metadata=wish) if wish != "clear" else None
            await ack(response_action=wish, view=new)

        first = await opened(slack, cast)
        await slack.submit(cast.ana, first, {"note": "update"})
        assert first.as_json()["private_metadata"] == "update"
        await slack.submit(cast.ana, first, {"note": "push"})
        second = slack.modal(cast.ana)
        assert second is not None
        assert second.previous_view_id == first.id
        await slack.submit(cast.ana, second, {"note": "clear"})
        assert slack.workspace.views.stack(cast.ana.id) == []

    @pytest.mark.parametrize(
        "answer",
        [
            {"response_action": "errors", "errors": {"no_such_block": "x"}},
            {"response_action": "errors", "errors": {}},
            {"response_action": "update", "view": {"type": "modal"}},
            {"response_action": "dance"},
        ],
    )
    async def test_an_answer_that_makes_no_sense_is_trouble_and_the_modal_stays(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp, answer: Body
    ) -> None:
        @bolt.view("form")
        async def sent(ack: Any) -> None:
            await ack(**answer)

        view = await opened(slack, cast)
        result = await slack.submit(cast.ana, view, {"note": "x"})
        assert (result.ok, result.notice) == (False, "We had some trouble connecting. Try again?")
        assert slack.modal(cast.ana) is view

    async def test_slow_apps_are_trouble_and_the_modal_stays(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        @bolt.view("form")
        async def sent(ack: Any) -> None:
            await asyncio.sleep(0.5)
            await ack()

        view = await opened(slack, cast)
        slack.outgoing.ack_seconds = 0.1
        assert (await slack.submit(cast.ana, view, {"note": "x"})).error == "operation_timeout"
        assert slack.modal(cast.ana) is view

    async def test_a_closed_modal_is_told_of_when_it_asked(
        self, slack: LocalSlack, cast: Cast, bolt: AsyncApp
    ) -> None:
        heard = []

        @bolt.view_closed("form")
        async def closed(ack: Any, body: Body) -> None:
            heard.append(body["is_cleared"])
            await ack()

        await slack.close(cast.ana, await opened(slack, cast))
        await slack.close(cast.ana, await opened(slack, cast, notify_on_close=True))
        assert heard == [False]
        assert slack.modal(cast.ana) is None


async def test_the_home_tab_is_published_when_it_is_opened(
    slack: LocalSlack, cast: Cast, bolt: AsyncApp
) -> None:
    @bolt.event("app_home_opened")
    async def show(event: Body, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [ACTIONS]})

    @bolt.action("open")
    async def pressed(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=a_modal())

    assert (await slack.open_home(cast.ana)).ok
    home = await slack.wait_for_home(cast.ana)
    assert (await slack.press(cast.ana, home, "open")).ok
    assert (await slack.wait_for_modal(cast.ana, "form")).callback_id == "form"


async def test_an_answer_through_the_response_url_replaces_or_deletes_the_original(
    slack: LocalSlack, cast: Cast, bolt: AsyncApp
) -> None:
    @bolt.command("/hello")
    async def hello(ack: Any) -> None:
        await ack(blocks=[ACTIONS])

    @bolt.action("open")
    async def pressed(ack: Any, respond: Any) -> None:
        await ack()
        await respond(replace_original=True, text="replaced", blocks=[ACTIONS])

    await slack.command(cast.ana, cast.support, "/hello")
    [shown] = slack.ephemeral(cast.ana, cast.support)
    await slack.press(cast.ana, shown, "open")
    await slack.until(lambda: shown.text == "replaced")
    assert len(slack.ephemeral(cast.ana, cast.support)) == 1
