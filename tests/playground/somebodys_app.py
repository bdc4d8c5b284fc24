"""A small Bolt app such as anybody writes: it knows Slack, not where it runs."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Body:
    return {"text": plain(text), "value": text.lower()}


def button(action_id: str) -> Body:
    return {"type": "actions", "elements": [{"type": "button", "action_id": action_id, "text": plain("Go")}]}


WHO = {"type": "external_select", "action_id": "who", "min_query_length": 1}
FORM: Body = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Form"),
    "submit": plain("Send"),
    "blocks": [{"type": "input", "block_id": "person", "label": plain("Who"), "element": WHO}],
}
SURE: Body = {**FORM, "callback_id": "sure", "blocks": [{"type": "section", "text": plain("Sure?")}]}


def listen(app: AsyncApp) -> None:
    """Register everything that the app does."""

    @app.command("/hello")
    async def hello(ack: Any, respond: Any) -> None:
        await ack(text="Hello", blocks=[button("open")])
        await respond(text="Hello all", response_type="in_channel")

    @app.action("open")
    @app.shortcut("ask")
    async def ask(ack: Any, body: Body, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.options("who")
    async def who(ack: Any, payload: Body) -> None:
        await ack(options=[option(name) for name in ("Ana", "Ben") if name.startswith(payload["value"])])

    @app.view("form")
    async def form(ack: Any, view: Body) -> None:
        chosen = view["state"]["values"]["person"]["who"]["selected_option"]["value"]
        if chosen == "ben":
            await ack(response_action="errors", errors={"person": "Not Ben."})
        else:
            await ack(response_action="push", view={**SURE, "private_metadata": chosen})

    @app.view("sure")
    async def sure(ack: Any, body: Body, view: Body, client: AsyncWebClient) -> None:
        await ack(response_action="clear")
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Done: {view['private_metadata']}")

    @app.event("app_home_opened")
    async def home(event: Body, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [button("open")]})

    @app.event("app_mention")
    async def mentioned(event: Body, say: Any, client: AsyncWebClient) -> None:
        await say(text="Here is a file", thread_ts=event["ts"])
        await client.files_upload_v2(channel=event["channel"], filename="a.txt", content="abc")

    @app.message_shortcut("keep")
    async def keep(ack: Any, shortcut: Body, respond: Any, client: AsyncWebClient) -> None:
        await ack()
        place = {"channel": shortcut["channel"]["id"], "timestamp": shortcut["message_ts"]}
        await client.pins_add(**place)
        await respond("Pinned")
