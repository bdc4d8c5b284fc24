"""The outbox: what is queued is queued once, and what is handed over is in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.database import Database
from bot.usecases.intake.values import Outcome
from bot.usecases.outbox import entry_from_dict, entry_to_dict
from bot.views import HistoryEntry, HistoryKind
from tests.cast import CHANNEL, NOW, House, a_house, a_review

TWO_RULES = f"""
rules:
  - name: Negative
    when: {{trigger: review_received, survey: [csat]}}
    conditions: {{type: polarity, is_one_of: [negative]}}
    then: [{{type: post_to_channel, channel: {CHANNEL}}}]
  - name: Any with a comment
    when: {{trigger: review_received, survey: [csat]}}
    conditions: {{type: has_comment}}
    then:
      - {{type: post_to_channel, channel: {CHANNEL}}}
      - {{type: post_to_channel, channel: C0OTHER01}}
"""


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def queued(house: House) -> list[str]:
    return [row[0] for row in await house.rows("SELECT id FROM deliveries ORDER BY id")]


async def test_two_rules_with_one_channel_queue_and_hand_over_one_alert(house: House) -> None:
    await house.apply_rules(TWO_RULES)
    await house.receive(a_review(score=-1, comment="Still broken"))
    assert sorted(one.destination for one in house.handed) == [CHANNEL, "C0OTHER01"]
    assert sorted(one.id for one in house.handed) == await queued(house)


async def test_a_rule_that_fires_later_for_the_same_place_hands_nothing_over(house: House) -> None:
    await house.apply_rules(TWO_RULES)
    await house.receive(a_review(score=-1, comment=""))
    assert [one.destination for one in house.handed] == [CHANNEL]
    await house.receive(a_review(score=-1, comment="And one thing more", changed_at=NOW))
    assert [one.destination for one in house.handed] == [CHANNEL, "C0OTHER01"]
    assert sorted(one.id for one in house.handed) == await queued(house)
    assert (await house.rows("SELECT rules FROM alerts"))[0][0] in (
        ["Negative", "Any with a comment"],
        '["Negative","Any with a comment"]',
    )


async def test_a_customer_without_an_owner_is_a_dead_letter_once(house: House) -> None:
    await house.apply_rules(
        """
rules:
  - name: Tell the owner
    when: {trigger: review_received, survey: [csat]}
    then: [{type: message_owner}]
  - name: Tell the owner of unhappy customers
    when: {trigger: review_received, survey: [csat]}
    conditions: {type: polarity, is_one_of: [negative]}
    then: [{type: message_owner}]
"""
    )
    assert await house.receive(a_review()) == [Outcome.ACCEPTED]
    assert house.handed == []
    assert await house.rows("SELECT state, error_code FROM deliveries") == [("failed", "no_owner")]


async def test_a_process_without_room_leaves_deliveries_to_whoever_sweeps(database: Database) -> None:
    house = await a_house(database, sends=False)
    await house.apply_rules()
    await house.receive(a_review())
    assert house.handed == []
    assert await house.rows("SELECT state, claimed_by FROM deliveries") == [("pending", None)]


@given(
    kind=st.sampled_from(HistoryKind),
    at=st.datetimes(timezones=st.just(UTC)),
    actor=st.none() | st.text(max_size=5),
    detail=st.text(max_size=20),
    until=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_a_line_of_history_comes_back_as_it_was(
    kind: HistoryKind, at: datetime, actor: str | None, detail: str, until: datetime | None
) -> None:
    entry = HistoryEntry(kind, at, actor, detail, until, "Europe/Berlin")
    assert entry_from_dict(entry_to_dict(entry)) == entry
