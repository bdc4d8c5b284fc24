"""The main job, from the first command to the last click: real process, real sockets, on each database.

Once more through Socket Mode, where Slack's requests come over a connection that the process has opened.
"""

import json
import re
from collections.abc import AsyncIterator
from copy import deepcopy

import pytest
import pytest_asyncio
import yaml

from bot.slack.ids import Action, Block
from tests.processes import run
from tests.scenarios.scene import PATIENCE, a_scene, until
from tests.scenarios.surveys import a_review, ago, signed
from tests.scenarios.town import CUSTOMERS, Town, set_up_by_command_line
from tests.slack.reading import button_labels, mentions, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(
    scope="module", loop_scope="module", params=["sqlite", "postgresql", "sqlite, Socket Mode"]
)
async def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    url = f"sqlite:///{folder / 'bellwether.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create(folder.name)
    async with a_scene(url, folder, channels=len(CUSTOMERS), socket="Socket Mode" in request.param) as scene:
        await set_up_by_command_line(scene)
        async with scene.serving(measured=True) as server:
            await scene.connected()
            if "SLACK_APP_TOKEN" in scene.settings:
                await until(lambda: scene.slack.sockets.connected(scene.slack.app))
            yield Town(scene, server)
            assert await server.stop() == 0


async def test_a_signed_review_becomes_one_alert_that_says_what_a_manager_needs(town: Town) -> None:
    comment = "Still broken.\nThird time!"
    assert await town.review("first", "Acme", comment=comment, agents=["ashk"]) == 202
    alert = await town.scene.alert_about("Acme")
    said = text_of(alert)
    for words in [
        "🙁 Acme · negative CSAT, -1 (-1 to +1)",
        comment,
        "From Jane Doe",
        "Ticket T-1042 Printer",
        "Agent ashk",
        "Open in the survey tool",
        "Health ",
    ]:
        assert words in said
    assert button_labels(alert.blocks) == ["Claim", "Done", "Snooze", "Why"]
    assert alert.text == "Acme: negative CSAT (-1) from Jane Doe"
    assert mentions(alert.blocks) == []


async def test_the_same_review_again_changes_nothing(town: Town) -> None:
    scene, event = town.scene, a_review("again", "Twice Ltd")
    assert (await scene.vendor.send(town.server.url, event, "msg_again")).status == 202
    await scene.alert_about("Twice Ltd")
    for message_id, status in [("msg_again", 200), ("another id of the sender's", 200)]:
        reply = await scene.vendor.send(town.server.url, event, message_id)
        assert (reply.status, reply.said["status"]) == (status, "repeat")
    await town.alert("After Twice Ltd")
    assert len(scene.alerts_about("Twice Ltd")) == 2, "its own, and the one after it"
    assert await scene.column("SELECT count(*) FROM reviews WHERE external_id = 'again'") == [1]


async def test_a_review_without_a_comment_or_a_bad_word_rings_nobody(town: Town) -> None:
    assert await town.review("silent", "Silent Ltd", comment="") == 202
    assert await town.review("glad", "Glad Ltd", score=1, comment="Great") == 202
    await town.alert("After Silent and Glad")
    assert town.scene.alerts_about("Silent Ltd") + town.scene.alerts_about("Glad Ltd") == []


async def test_what_is_not_signed_right_is_refused_and_not_kept(town: Town) -> None:
    scene, event = town.scene, json.dumps(a_review("forged", "Forged Ltd")).encode()
    good = signed(scene.vendor.secret, event, "msg_forged")
    for path, headers in [
        (scene.vendor.path, {**good, "webhook-signature": "v1,aGVsbG8="}),
        (scene.vendor.path, {**good, "webhook-id": "another"}),
        (scene.vendor.path, {}),
        (scene.vendor.path + "x", good),
    ]:
        async with scene.session.post(town.server.url + path, data=event, headers=headers) as answer:
            assert answer.status == 401
    assert await scene.column("SELECT count(*) FROM reviews WHERE external_id = 'forged'") == [0]
    assert await scene.column("SELECT count(*) FROM inbox WHERE event_id = 'msg_forged'") == [0]


async def test_claiming_and_finishing_redraw_the_message_in_place(town: Town) -> None:
    alert = await town.alert("Claimed Ltd")
    await town.press(town.scene.ann, alert, Action.CLAIM)
    await town.redrawn(alert, f"✋ *Claimed* by <@{town.scene.ann.id}> · <!date^")
    assert button_labels(alert.blocks) == ["Done", "Give back", "Snooze", "Why"]
    await town.press(town.scene.bob, alert, Action.DONE)
    await town.redrawn(alert, f"✅ *Done* by <@{town.scene.bob.id}>")
    assert button_labels(alert.blocks) == ["Reopen", "Why"]
    await town.press(town.scene.ann, alert, Action.REOPEN)
    await town.redrawn(alert, f"*Open again* by <@{town.scene.ann.id}>")
    claimed, done, reopened = await town.thread(alert, 3)
    assert "Claimed by ann" in claimed
    assert "Done by bob" in done
    assert "Open again by ann" in reopened
    assert town.scene.alerts_about("Claimed Ltd") == [alert]


async def test_who_comes_second_is_told_and_sees_who_was_first(town: Town) -> None:
    scene = town.scene
    alert = await town.alert("Contested Ltd")
    as_bob_still_sees_it = deepcopy(alert)
    await town.press(scene.ann, alert, Action.CLAIM)
    await town.press(scene.bob, as_bob_still_sees_it, Action.CLAIM)
    channel = scene.slack.workspace.channels[alert.channel]
    told = await scene.whispered(scene.bob, channel)
    assert text_of(told[-1]).strip() == "Somebody else has claimed this alert already."
    await town.redrawn(alert, f"*Claimed* by <@{scene.ann.id}>")


async def test_snoozing_asks_how_long_and_says_until_when(town: Town) -> None:
    scene = town.scene
    alert = await town.alert("Snoozed Ltd")
    await town.press(scene.ann, alert, Action.SNOOZE)
    form = await scene.form(scene.ann)
    refused = await scene.slack.submit(
        scene.ann, form, {Block.SNOOZE_PRESET: "custom", Block.SNOOZE_UNTIL: 1}
    )
    assert refused.errors == {Block.SNOOZE_UNTIL: "Choose a time that has not passed."}
    values = {Block.SNOOZE_PRESET: "4h", Block.SNOOZE_REASON: "They call <!channel> back"}
    answer = await scene.slack.submit(scene.ann, form, values)
    assert answer.ok, answer
    await town.redrawn(alert, "*Snoozed* until")
    assert "They call <!channel> back" in text_of(alert)
    assert scene.slack.modal(scene.ann) is None
    [line] = await town.thread(alert, 1)
    assert "Snoozed by ann until" in line


async def test_why_names_the_rule_and_its_reasons(town: Town) -> None:
    alert = await town.alert("Curious Ltd")
    await town.press(town.scene.bob, alert, Action.WHY)
    slack, bob = town.scene.slack, town.scene.bob
    await slack.until(lambda: "Tell managers" in text_of(slack.modal(bob)), PATIENCE)
    said = text_of(slack.modal(bob))
    assert "fired" in said
    assert "negative" in said
    form = slack.modal(bob)
    assert form is not None
    await slack.close(bob, form)


async def test_health_is_told_in_spite_of_a_typing_error_and_only_to_who_asks(town: Town) -> None:
    assert await town.review("health 1", "Zephyr Robotics", score=1, comment="Good") == 202
    seen_by_all = len(town.scene.posted())
    for typed in ["zephyr robotics", "ZEPHYR", "zefyr robotics", "robotics"]:
        answer = await town.ask(typed)
        said = text_of(answer)
        assert "Zephyr Robotics" in said
        assert "CSAT" in said
        assert "+100" in said, "the native figure"
        assert "100 of 100" in said or "100" in said, "and the one that counts in health"
    assert "Nobody Inc" in text_of(await town.ask("Nobody Inc"))
    assert len(town.scene.posted()) == seen_by_all


async def turn_health_on(town: Town) -> None:
    """As an admin does, at the command line."""
    scene = town.scene
    exported = await run("scorecard", "export", settings=scene.settings, folder=scene.folder)
    card = yaml.safe_load(exported.out) | {"enabled": True}
    (scene.folder / "scorecard.yml").write_text(yaml.safe_dump(card))
    applied = await run("scorecard", "apply", "scorecard.yml", settings=scene.settings, folder=scene.folder)
    assert (applied.code, applied.err) == (0, "")


async def test_the_past_is_told_from_the_card_and_adds_up(town: Town) -> None:
    await turn_health_on(town)
    for number, score in enumerate([1, 1, -1]):
        assert await town.review(f"past {number}", "Vesper Ltd", score=score, comment="Well") == 202
    card, slack, bob = await town.ask("vesper"), town.scene.slack, town.scene.bob
    await town.press(bob, card, Action.WHAT_CHANGED)
    await slack.until(lambda: "new evidence" in text_of(slack.modal(bob)), PATIENCE)
    said = text_of(slack.modal(bob))
    summed = re.search(r"(\d+) then, (.*) = (\d+)", said)
    assert summed
    assert int(summed[1]) + sum(map(int, re.findall(r"[+-]\d+", summed[2]))) == int(summed[3])
    assert "🙁 negative CSAT" in said
    form = slack.modal(bob)
    assert form is not None
    await slack.close(bob, form)
    before = len(slack.ephemeral(bob, town.scene.support))
    await town.press(bob, card, Action.HISTORY)
    history = (await town.scene.whispered(bob, town.scene.support, before + 1))[-1]
    assert "Vesper Ltd" in text_of(history)


async def test_health_alone_shows_everybody_and_help_what_can_be_typed(town: Town) -> None:
    for number in range(8):
        assert await town.review(f"portfolio {number}", "Umbra Ltd", comment="") == 202
    overview = text_of(await town.ask(""))
    assert re.search(r"🔴 \d+ At Risk", overview)
    assert "Umbra Ltd" in overview.partition("Look at these first")[2]
    helped = text_of(await town.ask("help"))
    assert "/health acme" in helped
    assert "Snooze" in helped


async def test_app_home_shows_open_alerts_and_how_everybody_is(town: Town) -> None:
    await town.alert("Homely Ltd")
    slack, ann = town.scene.slack, town.scene.ann
    answer = await slack.open_home(ann)
    assert answer.ok, answer
    await slack.until(lambda: slack.home(ann) is not None, PATIENCE)
    said = text_of(slack.home(ann))
    assert "Homely Ltd" in said
    assert "Open alerts" in said
    assert re.search(r"\d+ customers?\n", said)


async def test_a_customer_who_thinks_again_edits_the_message_that_stands(town: Town) -> None:
    scene = town.scene
    alert = await town.alert("Fickle Ltd")
    assert (
        await town.review("rv Fickle Ltd", "Fickle Ltd", score=1, comment="Fixed", updated_at=ago(minutes=5))
        == 202
    )
    await town.redrawn(alert, "positive CSAT")
    assert "The customer changed the rating from negative to positive." in text_of(alert)
    assert "Fixed" in text_of(alert)
    [line] = await town.thread(alert, 1)
    assert "The customer changed the rating" in line
    older = await scene.vendor.send(
        town.server.url,
        a_review("rv Fickle Ltd", "Fickle Ltd", comment="Old news", updated_at=ago(minutes=50)),
    )
    assert (older.status, older.said["status"]) == (200, "repeat")
    assert scene.alerts_about("Fickle Ltd") == [alert]


async def test_a_deleted_review_takes_its_words_with_it(town: Town) -> None:
    alert = await town.alert("Gone Ltd")
    assert "Still broken" in text_of(alert)
    deletion = {"type": "review.deleted", "data": {"id": "rv Gone Ltd", "updated_at": ago(minutes=1)}}
    assert (await town.scene.vendor.send(town.server.url, deletion)).status == 202
    await town.redrawn(alert, "deleted")
    assert "Still broken" not in text_of(alert)
    assert town.scene.alerts_about("Gone Ltd") == [alert]


async def test_the_command_line_sees_the_same_customer_while_the_process_serves(town: Town) -> None:
    assert await town.review("cli 1", "Typed Ltd", score=1, comment="Good") == 202
    asked = await run("health", "typed", "--json", settings=town.scene.settings, folder=town.scene.folder)
    assert (asked.code, asked.err) == (0, "")
    told = json.loads(asked.out)
    assert told["customer"]["name"] == "Typed Ltd"
    points = sum(one["points"] for one in told["contributions"])
    assert told["score"] == pytest.approx(told["baseline"] + points, abs=1e-9)
