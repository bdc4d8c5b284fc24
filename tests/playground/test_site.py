"""The page's own addresses: what it may see and do, live changes, and that nobody else can drive it."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.site import PAGE
from bot.playground.slack import LocalSlack
from bot.playground.stream import Stream
from tests.playground.conftest import Cast, an_app
from tests.playground.page import Browser, a_page

Body = dict[str, Any]
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
WHO = {"type": "external_select", "action_id": "who", "min_query_length": 0}
ROW = {"type": "actions", "block_id": "row", "elements": [BUTTON, WHO]}
NOTE = {
    "type": "input",
    "block_id": "note_block",
    "label": {"type": "plain_text", "text": "Note"},
    "element": {"type": "plain_text_input", "action_id": "note"},
}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [NOTE],
}


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with a_page() as slack:
        yield slack


@pytest.fixture
async def app(slack: LocalSlack) -> AsyncIterator[None]:
    """An app that acknowledges everything."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response({"options": [{"text": {"type": "plain_text", "text": "A"}, "value": "a"}]})

    async with an_app(handle) as url:
        slack.app.request_url = url
        yield


class TestLooking:
    async def test_the_page_and_its_files_are_served_and_ask_nobody_else(self, browser: Browser) -> None:
        async with browser.session.get(f"{browser.origin}/") as response:
            assert response.status == 200
            assert "script-src 'self'" in response.headers["Content-Security-Policy"]
            page = await response.text()
        for path in re.findall(r'(?:href|src)="(/[^"]+)"', page):
            async with browser.session.get(browser.origin + path) as response:
                assert response.status == 200

    @pytest.mark.parametrize("path", ["../site.py", "js/none.js", "..%2fsite.py", "js"])
    async def test_nothing_but_the_page_can_be_fetched(self, browser: Browser, path: str) -> None:
        async with browser.session.get(f"{browser.origin}/playground/page/{path}") as response:
            assert response.status == 404

    def test_every_module_that_the_page_imports_exists_and_none_is_left_over(self) -> None:
        modules = set((PAGE / "js").rglob("*.js"))
        page = (PAGE / "index.html").read_text()
        imported = {PAGE / path for path in re.findall(r'<script[^>]* src="/playground/page/([^"]+)"', page)}
        for module in modules:
            for name in re.findall(r'^import .*?"(\.[^"]+)"|^} from "(\.[^"]+)"', module.read_text(), re.M):
                imported.add((module.parent / (name[0] or name[1])).resolve())
        assert imported == modules

    def test_no_module_waits_for_the_one_that_imports_it(self) -> None:
        page = (PAGE / "index.html").read_text()
        modules = {path.name for path in (PAGE / "js").glob("*.js")} - {"main.js", "theme.js"}
        preloaded = set(re.findall(r'rel="modulepreload" href="/playground/page/js/([^"/]+)"', page))
        assert preloaded == modules

    def test_no_page_file_names_another_host_or_writes_html(self) -> None:
        for path in PAGE.rglob("*.*"):
            text = path.read_text().replace("http://www.w3.org/2000/svg", "the name of SVG")
            assert "://" not in text, path
            assert "innerHTML" not in text, path
            assert "style=" not in text, path

    async def test_a_person_sees_their_own_channels_and_everybody(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        state = await browser.get("state", person=cast.ben.id)
        assert [channel["name"] for channel in state["channels"]] == ["support"]
        assert {person["name"] for person in state["people"]} == {"ana", "ben", "bot"}
        assert state["app"]["commands"][0]["name"] == "/hello"
        unnamed = await browser.get("state")
        assert unnamed["me"] == cast.ana.id
        assert (await browser.get("state", person="U404"))["error"] == "There is no such person."

    async def test_messages_come_without_replies_and_what_was_whispered_is_not_kept(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        parent = slack.write(cast.ana, cast.support, "one")
        slack.write(cast.ben, cast.support, "reply", thread_ts=parent.ts)
        await client.chat_postEphemeral(channel=cast.support.id, user=cast.ana.id, text="psst")
        path = f"channels/{cast.support.id}/messages"
        for person in (cast.ana, cast.ben):
            answer = await browser.get(path, person=person.id)
            assert [message["text"] for message in answer["messages"]] == ["one"]
        thread = await browser.get(f"channels/{cast.support.id}/threads/{parent.ts}", person=cast.ana.id)
        assert [message["text"] for message in thread["messages"]] == ["one", "reply"]
        hidden = await browser.get(f"channels/{cast.board.id}/messages", person=cast.ben.id)
        assert hidden["status"] == 404

    async def test_long_channels_come_in_parts(self, slack: LocalSlack, cast: Cast, browser: Browser) -> None:
        for number in range(60):
            slack.write(cast.ana, cast.support, str(number))
        path = f"channels/{cast.support.id}/messages"
        latest = await browser.get(path, person=cast.ana.id)
        assert (len(latest["messages"]), latest["has_more"]) == (50, True)
        older = await browser.get(path, person=cast.ana.id, before=latest["messages"][0]["ts"])
        assert [message["text"] for message in older["messages"]] == [str(number) for number in range(10)]
        assert (await browser.get(path, person=cast.ana.id, before="x"))["status"] == 400
        assert (await browser.get(path, person=cast.ana.id, before="nan"))["status"] == 400

    async def test_a_permalink_opens_amid_its_neighbours_and_newer_ones_follow(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        sent = [slack.write(cast.ana, cast.support, str(number)) for number in range(120)]
        path = f"channels/{cast.support.id}/messages"
        around = await browser.get(path, person=cast.ana.id, around=sent[60].ts)
        texts = [message["text"] for message in around["messages"]]
        assert (texts[0], texts[-1], len(texts)) == ("36", "85", 50)
        assert (around["has_more"], around["has_newer"]) == (True, True)
        newer = await browser.get(path, person=cast.ana.id, after=around["messages"][-1]["ts"])
        assert [message["text"] for message in newer["messages"]][-1] == "119"
        assert newer["has_newer"] is False

        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        reply = slack.write(cast.ben, cast.support, "reply", thread_ts=sent[0].ts)
        for message, place in ((sent[1], sent[1].ts), (reply, f"{sent[0].ts}/{reply.ts}")):
            link = await client.chat_getPermalink(channel=cast.support.id, message_ts=message.ts)
            async with browser.session.get(link["permalink"], allow_redirects=False) as response:
                assert response.headers["Location"] == f"/#/{cast.support.id}/{place}"

    async def test_what_others_said_is_unread_until_the_person_has_read_it(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        async def unread(person: str) -> int:
            state = await browser.get("state", person=person)
            return int(state["channels"][0]["unread"])

        await browser.get("state", person=cast.ana.id)
        parent = slack.write(cast.ana, cast.support, "one")
        slack.write(cast.ana, cast.support, "reply", thread_ts=parent.ts)
        last = slack.write(cast.ana, cast.support, "two")
        assert (await unread(cast.ana.id), await unread(cast.ben.id)) == (0, 2)
        place = {"person": cast.ben.id, "channel": cast.support.id}
        assert (await browser.post("reads", **place, ts=parent.ts))["unread"] == 1
        assert (await browser.post("reads", **place, ts=last.ts))["unread"] == 0
        assert (await browser.post("reads", **place, ts=parent.ts))["unread"] == 0
        assert (await browser.post("reads", **place, ts="soon"))["status"] == 400

    async def test_a_guest_hears_nothing_of_channels_they_were_not_invited_to(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        acme = slack.workspace.add_team("Acme", "acme")
        eve = slack.workspace.add_person("eve", "Eve Park", team=acme)
        shared = slack.workspace.add_channel("shared", [cast.ana, eve], shared_with=acme)
        state = await browser.get("state", person=eve.id)
        assert [channel["name"] for channel in state["channels"]] == ["shared"]
        hidden = await browser.get(f"channels/{cast.support.id}/messages", person=eve.id)
        assert hidden["status"] == 404
        url = f"{browser.origin}/playground/api/events"
        async with browser.session.get(url, params={"person": eve.id, "since": state["change"]}) as response:
            slack.write(cast.ana, cast.support, "among us")
            slack.write(cast.ana, shared, "hello")
            _, _, change = await Events(response).next()
            assert change["message"]["text"] == "hello"

    async def test_everybody_is_told_what_they_may_do(self, cast: Cast, browser: Browser) -> None:
        people = (await browser.get("state"))["people"]
        may = {person["name"]: person["may"].partition(":")[0] for person in people}
        assert (may["ana"], may["ben"]) == ("Admin", "Member")


@pytest.mark.usefixtures("app")
class TestDoing:
    async def test_a_person_changes_and_deletes_only_what_they_wrote(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        message = slack.write(cast.ana, cast.support, "hello")
        place = {"channel": cast.support.id, "ts": message.ts}
        for path in ("edits", "deletions"):
            refused = await browser.post(path, person=cast.ben.id, **place, text="bye")
            assert (refused["status"], refused["error"]) == (404, "This message is somebody else's.")
        empty = await browser.post("edits", person=cast.ana.id, **place, text=" ")
        assert empty["error"] == "A message needs a text or a file."
        assert (await browser.post("edits", person=cast.ana.id, **place, text="bye"))["ok"]
        assert message.text == "bye"
        assert (await browser.post("deletions", person=cast.ana.id, **place))["ok"]
        gone = await browser.post("deletions", person=cast.ana.id, **place)
        assert (gone["status"], gone["error"]) == (404, "The message is gone.")

    async def test_a_person_writes_and_runs_commands(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        place = {"person": cast.ana.id, "channel": cast.support.id}
        assert (await browser.post("messages", **place, text="hello"))["ok"]
        parent = slack.messages(cast.support)[0].ts
        await browser.post("messages", **place, text="reply", thread_ts=parent)
        assert len(slack.messages(cast.support, thread_ts=parent)) == 1
        unknown = await browser.post("commands", **place, command="/helo", text="x")
        assert unknown["notice"] == "/helo is not a valid command."

    async def test_what_is_sent_again_for_want_of_an_answer_is_posted_once(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        order = {"person": cast.ana.id, "channel": cast.support.id, "text": "hello", "client_id": "1"}
        assert (await browser.post("messages", **order))["ok"]
        assert (await browser.post("messages", **order))["ok"]
        await browser.post("messages", **{**order, "client_id": "2"})
        assert len(slack.messages(cast.support)) == 2

    async def test_a_person_reacts_once_and_takes_it_back(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        message = slack.write(cast.ana, cast.support, "hello")
        eyes = {"person": cast.ben.id, "channel": cast.support.id, "ts": message.ts, "name": "eyes"}
        await browser.post("reactions", **eyes)
        await browser.post("reactions", **eyes)
        assert message.reactions == {"eyes": [cast.ben.id]}
        await browser.post("reactions", **eyes, on=False)
        await browser.post("reactions", **eyes, on=False)
        assert message.reactions == {}
        assert (await browser.post("reactions", **{**eyes, "name": "<b>"}))["status"] == 400
        assert (await browser.post("reactions", **{**eyes, "ts": "1.0"}))["status"] == 404

    async def test_a_person_presses_looks_up_and_fills_in(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        ts = (await client.chat_postMessage(channel=cast.support.id, text="x", blocks=[ROW]))["ts"]
        where = {"channel": cast.support.id, "ts": ts}
        press = {"person": cast.ana.id, "where": where, "action_id": "go", "block_id": "row"}
        assert (await browser.post("actions", **press))["ok"]
        assert slack.outgoing.sent[-1].payload["actions"][0]["action_id"] == "go"
        ask = {"person": cast.ana.id, "where": where, "action_id": "who", "typed": "x"}
        [group] = (await browser.post("suggestions", **ask))["groups"]
        assert group["options"][0]["value"] == "a"

        trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id)
        view_id = (await client.views_open(trigger_id=trigger, view=MODAL))["view"]["id"]
        assert (await browser.get("state", person=cast.ana.id))["views"][0]["id"] == view_id
        form = {"person": cast.ana.id, "view_id": view_id}
        empty = await browser.post("submissions", **form, values={"note_block": None})
        assert empty["errors"] == {"note_block": "Please complete this required field."}
        assert (await browser.post("submissions", **form, values={"note_block": "x"}))["ok"]
        assert (await browser.post("closings", **form))["error"] == "The view is closed."

    async def test_a_modal_is_dismissed(self, slack: LocalSlack, cast: Cast, browser: Browser) -> None:
        view = slack.workspace.views.open(slack.app, cast.ana.id, MODAL)
        foreign = await browser.post("closings", person=cast.ben.id, view_id=view.id)
        assert foreign["status"] == 404
        assert (await browser.post("closings", person=cast.ana.id, view_id=view.id))["ok"]
        assert slack.modal(cast.ana) is None

    async def test_the_home_tab_is_opened(self, slack: LocalSlack, cast: Cast, browser: Browser) -> None:
        view = {"type": "home", "blocks": [ROW]}
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        await client.views_publish(user_id=cast.ana.id, view=view)
        assert (await browser.post("home", person=cast.ana.id))["view"]["blocks"][0]["block_id"] == "row"

    @pytest.mark.parametrize(
        ("path", "body", "status", "sentence"),
        [
            ("messages", {}, 400, "The field person must be text."),
            ("messages", {"person": "U404"}, 404, "There is no such person."),
            ("actions", {"person": "ANA", "where": []}, 400, "The field where must be an object."),
            (
                "actions",
                {"person": "ANA", "where": {"channel": "C", "ts": "1"}, "action_id": "x"},
                404,
                "The message is gone.",
            ),
            ("messages", {"person": "BEN", "channel": "BOARD", "text": "x"}, 404, "ben is not in board."),
        ],
    )
    async def test_what_makes_no_sense_gets_a_sentence(
        self, cast: Cast, browser: Browser, path: str, body: Body, status: int, sentence: str
    ) -> None:
        ids = {"ANA": cast.ana.id, "BEN": cast.ben.id, "BOARD": cast.board.id}
        named = {key: ids.get(str(value), value) for key, value in body.items()}
        assert await browser.post(path, **named) == {"status": status, "error": sentence}

    @pytest.mark.parametrize(("data", "status"), [(b"{", 400), (b"[]", 400)])
    async def test_a_body_that_is_no_object_is_refused(
        self, browser: Browser, data: bytes, status: int
    ) -> None:
        url, headers = f"{browser.origin}/playground/api/messages", {"Content-Type": "application/json"}
        async with browser.session.post(url, data=data, headers=headers) as response:
            assert response.status == status


class TestControl:
    async def test_faults_are_ordered_and_cleared(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        order = {"failing": "rate_limit", "method": "chat.postMessage", "times": 2, "value": 30}
        [fault] = (await browser.post("faults", **order))["faults"]
        assert (fault["failing"], fault["times"], fault["value"]) == ("rate_limit", 2, 30)
        down = (await browser.post("faults", failing="status", seconds=60))["faults"][1]
        assert (down["times"], down["until"] is not None) == (None, True)
        assert len((await browser.get("faults"))["faults"]) == 2
        async with browser.session.delete(f"{browser.origin}/playground/api/faults") as response:
            assert (await response.json())["faults"] == []
        assert (await browser.post("faults", failing="dance"))["status"] == 400

    async def test_the_calls_can_be_looked_at_without_tokens(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        await client.auth_test()
        await client.chat_postMessage(channel=cast.support.id, text="x")
        answer = await browser.get("calls", method="chat.postMessage")
        [call] = answer["calls"]
        assert (call["args"]["text"], call["ok"]) == ("x", True)
        assert len((await browser.get("calls"))["calls"]) == 2
        assert slack.app.bot_token not in json.dumps(answer)


class Events:
    """Reads server-sent events one by one."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self) -> tuple[str, str, Body]:
        fields: dict[str, str] = {}
        while True:
            line = (await self.response.content.readline()).decode().rstrip("\n")
            if line.startswith(":"):
                continue
            if not line and "event" in fields:
                return fields["id"], fields["event"], json.loads(fields["data"])
            name, _, value = line.partition(": ")
            fields[name] = value


class TestStream:
    async def test_changes_arrive_live_and_only_for_those_who_may_see_them(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        since = str((await browser.get("state", person=cast.ben.id))["change"])
        url = f"{browser.origin}/playground/api/events"
        async with browser.session.get(url, params={"person": cast.ben.id, "since": since}) as response:
            assert response.content_type == "text/event-stream"
            events = Events(response)
            await client.chat_postEphemeral(channel=cast.support.id, user=cast.ana.id, text="psst")
            slack.write(cast.ana, cast.board, "secret")
            slack.write(cast.ana, cast.support, "hello")
            _, kind, change = await events.next()
            assert (kind, change["kind"], change["message"]["text"]) == ("change", "message.posted", "hello")

    async def test_a_quiet_stream_says_now_and_then_that_it_lives(self, slack: LocalSlack) -> None:
        application = web.Application()
        application.router.add_get("/events", Stream(slack, quiet_s=0.01).serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/events?since=0"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert await response.content.readline() == b"event: alive\n"
        await runner.cleanup()

    async def test_a_page_that_was_away_gets_what_it_missed(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        since = str(slack.workspace.changes.number)
        url = f"{browser.origin}/playground/api/events?person={cast.ana.id}"
        slack.write(cast.ana, cast.support, "one")
        async with browser.session.get(f"{url}&since={since}") as response:
            first_id, _, _ = await Events(response).next()
        slack.write(cast.ana, cast.support, "two")
        async with browser.session.get(url, headers={"Last-Event-ID": first_id}) as response:
            _, kind, change = await Events(response).next()
            assert (kind, change["message"]["text"]) == ("change", "two")

    @pytest.mark.parametrize("known", ["", "other:1", "999999", "x"])
    async def test_a_page_from_another_life_starts_anew(
        self, slack: LocalSlack, cast: Cast, browser: Browser, known: str
    ) -> None:
        url = f"{browser.origin}/playground/api/events?person={cast.ana.id}&since={known}"
        async with browser.session.get(url) as response:
            _, kind, _ = await Events(response).next()
            assert kind == "reset"

    async def test_an_open_stream_does_not_hold_up_the_end(
        self, slack: LocalSlack, cast: Cast, browser: Browser
    ) -> None:
        url = f"{browser.origin}/playground/api/events?person={cast.ana.id}"
        async with browser.session.get(url) as response:
            await Events(response).next()
            started = monotonic()
            await slack.hang_up()
            assert await response.content.read() == b""
            assert monotonic() - started < 2


class TestForeigners:
    @pytest.mark.parametrize("path", ["/", "/playground/api/state"])
    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", ""])
    async def test_a_foreign_name_for_this_machine_is_not_answered(
        self, browser: Browser, path: str, host: str
    ) -> None:
        async with browser.session.get(browser.origin + path, headers={"Host": host}) as response:
            assert response.status in (400, 403)

    @pytest.mark.parametrize("host", ["localhost:1234", "127.0.0.1", "[::1]:80", "playground.test:8000"])
    async def test_loopback_names_and_the_given_host_are_answered(
        self, cast: Cast, browser: Browser, host: str
    ) -> None:
        url = f"{browser.origin}/playground/api/state"
        async with browser.session.get(url, headers={"Host": host}) as response:
            assert response.status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    async def test_another_page_can_neither_read_nor_press(
        self, cast: Cast, browser: Browser, headers: dict[str, str]
    ) -> None:
        url = f"{browser.origin}/playground/api/"
        async with browser.session.get(url + "state", headers=headers) as response:
            assert response.status == 403
        async with browser.session.post(url + "home", json={}, headers=headers) as response:
            assert response.status == 403

    async def test_a_form_of_another_page_can_not_post(self, browser: Browser) -> None:
        url = f"{browser.origin}/playground/api/messages"
        async with browser.session.post(url, data={"person": "U1"}) as response:
            assert response.status == 415


def test_the_local_slack_knows_nothing_of_the_product() -> None:
    """Its modules import nothing of ours but themselves, Block Kit's facts and the clock."""
    allowed = ("bot.playground.slack", "bot.blockkit", "bot.clock")
    for path in (Path(PAGE).parent / "slack").rglob("*.py"):
        for name in re.findall(r"^(?:from|import) (bot[\w.]*)", path.read_text(), re.M):
            assert name.startswith(allowed), f"{path}: {name}"
