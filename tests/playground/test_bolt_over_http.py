"""An ordinary Bolt app, used by a person over HTTP: commands, buttons, modals, the home tab."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.conftest import a_bolt_app, cast_of

PLAIN = {"type": "plain_text", "text": "Text"}
BUTTON = {"type": "button", "action_id": "open", "value": "42", "text": PLAIN}
ACTIONS = {"type": "actions", "block_id": "row", "elements": [BUTTON]}
INPUT = {
    "type": "input",
    "block_id": "note_block",
    "label": PLAIN,
    "element": {"type": "plain_text_input", "action_id": "note"},
}


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"type": "modal", "callback_id": "form", "title": PLAIN, "submit": PLAIN}
    return {**body, "blocks": list(blocks) or [INPUT], **more}


async def test_a_command_opens_the_way_through_a_button_and_a_modal_to_a_message() -> None:
    async with LocalSlack.start(commands=["/hello"]) as slack, a_bolt_app(slack) as bolt:
        cast = cast_of(slack)

        @bolt.command("/hello")
        async def hello(ack: Any, body: dict[str, Any]) -> None:
            await ack(text=f"You said {body['text']}", blocks=[ACTIONS])

        @bolt.action("open")
        async def show(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            value = body["actions"][0]["value"]
            await client.views_open(trigger_id=body["trigger_id"], view=a_modal(private_metadata=value))

        @bolt.view("form")
        async def sent(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
            note = view["state"]["values"]["note_block"]["note"]["value"]
            if note == "bad":
                await ack(response_action="errors", errors={"note_block": "Not this."})
                return
            await ack()
            text = f"{view['private_metadata']}: {note}"
            await client.chat_postMessage(channel=cast.support.id, text=text)

        answer = await slack.command(cast.ana, cast.support, "/hello", "<!channel> & more")
        assert answer.ok
        [shown] = slack.ephemeral(cast.ana, cast.support)
        assert shown.text == "You said <!channel> & more"
        assert (await slack.press(cast.ana, shown, "open")).ok
        modal = slack.modal(cast.ana)
        assert modal is not None
        empty = await slack.submit(cast.ana, modal)
        assert empty.errors == {"note_block": "Please complete this required field."}
        refused = await slack.submit(cast.ana, modal, {"note": "bad"})
        assert refused.errors == {"note_block": "Not this."}
        assert slack.modal(cast.ana) is modal
        assert (await slack.submit(cast.ana, modal, {"note_block": "called"})).ok
        assert slack.modal(cast.ana) is None
        assert [message.text for message in slack.messages(cast.support)] == ["42: called"]
