"""Why was I alerted, and why not by the other rules?"""

from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.storage.database import Database
from bot.usecases.explain_alert import explain_alert
from bot.views import WhyView
from tests.cast import CHANNEL, NOW, House, a_company, a_house, a_review


def document(*rules: str) -> str:
    return "rules:\n" + "\n".join(rules) if rules else "rules: []"


def a_rule(name: str, condition: str = "", **parts: str) -> str:
    lines = [f"  - name: {name}", "    when: {trigger: review_received, survey: [csat]}"]
    lines += [f"    conditions: {condition}"] if condition else []
    lines += [f"    {key}: {value}" for key, value in parts.items()]
    return "\n".join([*lines, f"    then: [{{type: post_to_channel, channel: {CHANNEL}}}]"])


NEGATIVE = "{type: polarity, is_one_of: [negative]}"
POSITIVE = "{type: polarity, is_one_of: [positive]}"
GLOBEX = "{all: [{type: customer, is_one_of: [Globex]}, {type: has_comment}]}"


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def why(house: House) -> WhyView:
    alert = str((await house.rows("SELECT id FROM alerts"))[0][0])
    return await house.database.read(lambda tx: explain_alert(tx, house.workspace_id, alert, NOW))


def told(view: WhyView) -> dict[str, str]:
    return {line.name: line.outcome for line in view.rules}


async def test_every_rule_says_what_it_decided_and_why(house: House) -> None:
    await house.apply_rules(
        document(
            a_rule("Unhappy", NEGATIVE),
            a_rule("Happy", POSITIVE),
            a_rule("Globex", GLOBEX),
            a_rule("Switched off", enabled="false"),
        )
    )
    await house.receive(a_review(score=-1))
    view = await why(house)
    assert told(view) == {
        "Unhappy": "fired",
        "Happy": "not_matched",
        "Globex": "not_matched",
        "Switched off": "disabled",
    }
    checks = {line.name: line.checks for line in view.rules}
    assert all(check.passed for check in checks["Unhappy"])
    assert [check.because for check in checks["Happy"] if not check.passed] != []
    assert view.alert.customer_name == "Acme"


async def test_the_rules_of_that_moment_are_asked_not_those_of_today(house: House) -> None:
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE), a_rule("Other", POSITIVE)))
    house.clock.move(minutes=1)
    await house.receive(a_review(score=-1))
    house.clock.move(minutes=1)
    await house.apply_rules(document(a_rule("Unhappy", POSITIVE), a_rule("Other", NEGATIVE)))
    assert told(await why(house)) == {"Unhappy": "fired", "Other": "not_matched"}


async def test_rules_that_have_gone_since_still_answer(house: House) -> None:
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE), a_rule("Other", POSITIVE)))
    await house.receive(a_review(score=-1))
    house.clock.move(minutes=1)
    await house.apply_rules(document())
    assert told(await why(house)) == {"Unhappy": "fired", "Other": "not_matched"}


async def test_rules_that_were_not_there_yet_or_not_any_more_say_nothing(house: House) -> None:
    await house.apply_rules(document(a_rule("Gone before", POSITIVE)))
    house.clock.move(minutes=1)
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE)))
    house.clock.move(minutes=1)
    await house.receive(a_review(score=-1))
    house.clock.move(minutes=1)
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE), a_rule("Later", POSITIVE)))
    assert told(await why(house)) == {"Unhappy": "fired"}


async def test_a_rating_that_was_changed_since_does_not_rewrite_why_it_fired(house: House) -> None:
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE)))
    await house.receive(a_review(score=-1))
    await house.receive(a_review(score=1, changed_at=NOW))
    view = await why(house)
    assert told(view) == {"Unhappy": "fired"}
    assert view.alert.review.polarity == "positive"


async def test_a_rule_keeps_the_name_that_it_has_now(house: House) -> None:
    await house.apply_rules(document(a_rule("unhappy", NEGATIVE)))
    await house.receive(a_review(score=-1))
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE)))
    assert told(await why(house)) == {"Unhappy": "fired"}


async def test_an_alert_of_another_workspace_does_not_exist(house: House) -> None:
    await house.apply_rules()
    await house.receive(a_review())
    alert = str((await house.rows("SELECT id FROM alerts"))[0][0])
    with pytest.raises(NotFound, match="does not exist any more"):
        await house.database.read(lambda tx: explain_alert(tx, "another workspace", alert, NOW))


async def test_an_explanation_survives_the_deletion_of_the_review(house: House) -> None:
    await house.apply_rules(document(a_rule("Unhappy", NEGATIVE), a_rule("Globex", GLOBEX)))
    await house.receive(a_review(score=-1, company=a_company("600", "Globex")))
    house.clock.move(minutes=1)
    await house.receive(
        a_review(action="delete", status="deleted", company=None, contact=None, changed_at=NOW + timedelta(1))
    )
    view = await why(house)
    assert view.alert.deleted
    assert told(view) == {"Unhappy": "fired", "Globex": "fired"}
    words = " ".join(check.because for line in view.rules for check in line.checks)
    assert "Still broken" not in words
