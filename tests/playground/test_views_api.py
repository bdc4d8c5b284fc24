"""Modals and home tabs: triggers, the stack of three, hashes, and input that survives an update."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack, View
from tests.playground.conftest import AClock, Cast, the_error

PLAIN = {"type": "plain_text", "text": "Text"}


def an_input(block_id: str = "note_block", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "note", **more}
    return {"type": "input", "block_id": block_id, "label": PLAIN, "element": element}


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": list(blocks) or [an_input()], **more}


def a_home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [{"type": "divider"}], **more}


def a_trigger(slack: LocalSlack, cast: Cast) -> str:
    return slack.workspace.triggers.issue(slack.app, cast.ana.id)


@pytest.fixture
async def opened(slack: LocalSlack, client: AsyncWebClient, cast: Cast) -> View:
    await client.views_open(trigger_id=a_trigger(slack, cast), view=a_modal())
    view = slack.modal(cast.ana)
    assert view is not None
    return view


class TestTriggers:
    async def test_a_trigger_opens_one_modal(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        trigger = a_trigger(slack, cast)
        view = (await client.views_open(trigger_id=trigger, view=a_modal(callback_id="form")))["view"]
        assert (view["callback_id"], view["root_view_id"], view["previous_view_id"]) == (
            "form",
            view["id"],
            None,
        )
        assert view["state"] == {
            "values": {"note_block": {"note": {"type": "plain_text_input", "value": None}}}
        }
        assert (
            await the_error(client.views_open(trigger_id=trigger, view=a_modal())) == "exchanged_trigger_id"
        )

    async def test_a_trigger_lives_three_seconds(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast, clock: AClock
    ) -> None:
        late, in_time = a_trigger(slack, cast), a_trigger(slack, cast)
        clock.move(3)
        assert (await client.views_open(trigger_id=in_time, view=a_modal()))["ok"]
        clock.move(0.1)
        assert await the_error(client.views_open(trigger_id=late, view=a_modal())) == "expired_trigger_id"

    async def test_a_trigger_cannot_be_invented(self, client: AsyncWebClient) -> None:
        assert await the_error(client.views_open(trigger_id="1.2.3", view=a_modal())) == "invalid_trigger_id"


class TestModals:
    async def test_a_bad_view_is_refused_with_its_places(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        view = a_modal(title={"type": "plain_text", "text": "x" * 25})
        with pytest.raises(SlackApiError) as refused:
            await client.views_open(trigger_id=a_trigger(slack, cast), view=view)
        answer = refused.value.response
        assert answer["error"] == "invalid_arguments"
        expected = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
        assert answer["response_metadata"]["messages"] == [expected]

    async def test_a_view_too_large_has_its_own_error(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}
        call = client.views_open(trigger_id=a_trigger(slack, cast), view=a_modal(*[section] * 90))
        assert await the_error(call) == "view_too_large"

    async def test_three_views_stand_above_each_other_and_no_fourth(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast, opened: View
    ) -> None:
        for _ in range(2):
            pushed = await client.views_push(trigger_id=a_trigger(slack, cast), view=a_modal())
            assert pushed["view"]["root_view_id"] == opened.id
        call = client.views_push(trigger_id=a_trigger(slack, cast), view=a_modal())
        assert await the_error(call) == "push_limit_reached"

    async def test_nothing_can_be_pushed_where_nothing_is_open(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        call = client.views_push(trigger_id=a_trigger(slack, cast), view=a_modal())
        assert await the_error(call) == "not_found"

    async def test_an_external_id_is_unique(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        view = a_modal(external_id="mine")
        await client.views_open(trigger_id=a_trigger(slack, cast), view=view)
        call = client.views_push(trigger_id=a_trigger(slack, cast), view=view)
        assert await the_error(call) == "duplicate_external_id"
        assert (await client.views_update(external_id="mine", view=view))["ok"]


class TestUpdating:
    async def test_a_stale_hash_conflicts(self, client: AsyncWebClient, opened: View) -> None:
        old = opened.hash
        await client.views_update(view_id=opened.id, hash=old, view=a_modal())
        assert opened.hash != old
        call = client.views_update(view_id=opened.id, hash=old, view=a_modal())
        assert await the_error(call) == "hash_conflict"

    async def test_input_survives_under_the_same_ids_only(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast, opened: View
    ) -> None:
        await slack.select(cast.ana, opened, "note", "typed")
        await client.views_update(view_id=opened.id, view=a_modal(an_input(), an_input("other_block")))
        assert opened.state["note_block"]["note"]["value"] == "typed"
        assert opened.state["other_block"]["note"]["value"] is None
        await client.views_update(view_id=opened.id, view=a_modal(an_input("renamed", initial_value="new")))
        assert opened.state == {"renamed": {"note": {"type": "plain_text_input", "value": "new"}}}

    async def test_a_closed_view_is_not_found(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast, opened: View
    ) -> None:
        await slack.close(cast.ana, opened)
        assert await the_error(client.views_update(view_id=opened.id, view=a_modal())) == "not_found"


class TestHome:
    async def test_the_home_tab_is_published_per_person(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        first = (await client.views_publish(user_id=cast.ana.id, view=a_home()))["view"]
        again = (await client.views_publish(user_id=cast.ana.id, view=a_home(), hash=first["hash"]))["view"]
        assert again["id"] == first["id"]
        assert slack.home(cast.ana) is not None
        assert slack.home(cast.ben) is None
        stale = client.views_publish(user_id=cast.ana.id, view=a_home(), hash=first["hash"])
        assert await the_error(stale) == "hash_conflict"

    async def test_what_cannot_be_published_is_refused(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        modal = client.views_publish(user_id=cast.ana.id, view=a_modal())
        assert await the_error(modal) == "invalid_arguments"
        stranger = client.views_publish(user_id="U404", view=a_home())
        assert await the_error(stranger) == "invalid_arguments"
        slack.app.home_tab_enabled = False
        assert await the_error(client.views_publish(user_id=cast.ana.id, view=a_home())) == "not_enabled"


class TestTheCurrentConversation:
    """``default_to_current_conversation``: where the person was when they opened the modal."""

    @pytest.mark.parametrize(
        ("more", "place", "held"),
        [
            ({}, "support", "support"),
            ({"type": "multi_conversations_select"}, "support", ["support"]),
            ({"initial_conversation": "board"}, "support", "board"),
            ({"default_to_current_conversation": False}, "support", None),
            ({"filter": {"include": ["private"]}}, "support", None),
            ({"filter": {"include": ["private"]}}, "board", "board"),
            ({"filter": {"exclude_bot_users": True}}, "bot", None),
            ({"type": "channels_select"}, "support", None),
        ],
    )
    async def test_it_stands_in_the_state_unless_the_app_says_otherwise(
        self,
        slack: LocalSlack,
        client: AsyncWebClient,
        cast: Cast,
        more: dict[str, Any],
        place: str,
        held: Any,
    ) -> None:
        direct = slack.workspace.direct(cast.ana.id, cast.bot.id)
        ids = {"support": cast.support.id, "board": cast.board.id, "bot": direct.id}
        element = {"type": "conversations_select", "action_id": "where", **more}
        if element["type"] != "channels_select":
            element.setdefault("default_to_current_conversation", True)
        if "initial_conversation" in element:
            element["initial_conversation"] = ids[element["initial_conversation"]]
        block = {"type": "input", "block_id": "b", "label": PLAIN, "element": element}
        trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id, ids[place])
        view = (await client.views_open(trigger_id=trigger, view=a_modal(block)))["view"]
        state = view["state"]["values"]["b"]["where"]
        [value] = [value for key, value in state.items() if key != "type"]
        expected = [ids[each] for each in held] if isinstance(held, list) else ids.get(held)
        assert value == expected

    async def test_a_modal_above_or_in_place_of_it_knows_it_too(
        self, slack: LocalSlack, client: AsyncWebClient, cast: Cast
    ) -> None:
        trigger = slack.workspace.triggers.issue(slack.app, cast.ana.id, cast.support.id)
        await client.views_open(trigger_id=trigger, view=a_modal())
        where = {"type": "conversations_select", "action_id": "w", "default_to_current_conversation": True}
        block = {"type": "input", "block_id": "b", "label": PLAIN, "element": where}
        pushed = await client.views_push(trigger_id=a_trigger(slack, cast), view=a_modal(block))
        updated = await client.views_update(view_id=pushed["view"]["root_view_id"], view=a_modal(block))
        for answer in (pushed, updated):
            state = answer["view"]["state"]["values"]["b"]["w"]
            assert state["selected_conversation"] == cast.support.id
