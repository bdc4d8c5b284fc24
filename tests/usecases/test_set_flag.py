"""Flags that people set: what is kept, what is refused, and what is drawn anew."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.errors import InvalidInput, NotFound
from bot.ports import Posted
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.deliver import record_posted
from bot.usecases.end_flags import end_flags
from bot.usecases.finish_alert import finish_alert
from bot.usecases.outbox import Claimant
from bot.usecases.set_flag import set_flag
from bot.usecases.show_flag import show_flag
from bot.views import FlagChoice, FlagView
from scoring.status import Flag
from tests.cast import CHANNEL, NOW, House, a_house, a_review

ME = Claimant("process-1", sends=True)
DANGER = FlagChoice(Flag.DANGER, "Has asked for the notice period.")
NONE = FlagChoice(None, "Signed for two years.")
MIDNIGHT = datetime(2026, 4, 1, 22, tzinfo=UTC)  # in Berlin, after 1 April, 30 days from NOW


@pytest.fixture
async def house(database: Database) -> House:
    """Acme with three alerts, all posted, one of them done."""
    house = await a_house(database, timezone="Europe/Berlin")
    await house.apply_rules()
    await house.receive(*(a_review(f"r{n}") for n in range(3)))
    for number, delivery in enumerate(house.handed):
        await record_posted(database, delivery, Posted(CHANNEL, f"{number}.000"), 1, ME, NOW)
    done = house.handed[0].alert_id
    await database.write(lambda tx: finish_alert(tx, house.workspace_id, done, "U1", ME, NOW))
    return house


async def acme(house: House) -> str:
    return str((await house.rows("SELECT id FROM customers"))[0][0])


async def flag(house: House, choice: FlagChoice, author: str = "U1") -> Sequence[Delivery]:
    customer = await acme(house)
    return await house.database.write(
        lambda tx: set_flag(tx, house.workspace_id, customer, author, choice, ME, house.clock())
    )


async def shown(house: House) -> FlagView:
    customer = await acme(house)
    return await house.database.read(lambda tx: show_flag(tx, house.workspace_id, customer, house.clock()))


async def changes(house: House) -> list[tuple[Any, ...]]:
    rows = await house.rows("SELECT change, flag, author, reason FROM flag_changes ORDER BY id")
    return [tuple(row) for row in rows]


async def test_a_flag_has_a_reason_an_author_and_the_usual_end(house: House) -> None:
    await flag(house, DANGER)
    view = await shown(house)
    assert view.present is not None
    assert (view.present.flag, view.present.reason) == (Flag.DANGER, "Has asked for the notice period.")
    assert (view.present.author, view.present.set_at, view.present.expires_at) == ("U1", NOW, MIDNIGHT)
    assert view.customer.flag is Flag.DANGER
    assert view.customer.mark is not None, "what is computed stays beside it"


async def test_a_day_of_ones_own_counts_to_its_end_in_the_workspaces_zone(house: House) -> None:
    await flag(house, FlagChoice(Flag.CHAMPION, "Speaks for us.", date(2026, 3, 2)))
    view = await shown(house)
    assert view.present is not None
    assert view.present.expires_at == datetime(2026, 3, 2, 23, tzinfo=UTC)
    house.clock.now = datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert (await shown(house)).present is None


async def test_no_end_is_only_what_is_asked_for(house: House) -> None:
    await flag(house, FlagChoice(Flag.CHAMPION, "Founding customer.", date(2026, 3, 9), endless=True))
    view = await shown(house)
    assert view.present is not None
    assert view.present.expires_at is None


async def test_a_flag_is_changed_and_taken_away_and_all_of_it_is_kept(house: House) -> None:
    await flag(house, DANGER)
    await flag(house, FlagChoice(Flag.NEEDS_ATTENTION, "They stay, for now."), "U2")
    await flag(house, NONE, "U3")
    assert (await shown(house)).present is None
    assert await changes(house) == [
        ("set", "danger", "U1", "Has asked for the notice period."),
        ("set", "needs_attention", "U2", "They stay, for now."),
        ("cleared", "needs_attention", "U3", "Signed for two years."),
    ]
    computed = await house.rows("SELECT score, confidence, status FROM flag_changes")
    assert all(value is not None for row in computed for value in row), "to be held against later"
    audit = await house.rows(
        "SELECT actor, action, subject FROM audit WHERE action LIKE 'flag.%' ORDER BY id"
    )
    subject = f"customer:{await acme(house)}"
    assert [tuple(row) for row in audit] == [
        ("U1", "flag.set", subject),
        ("U2", "flag.set", subject),
        ("U3", "flag.cleared", subject),
    ]
    details = await house.rows("SELECT detail FROM audit WHERE action LIKE 'flag.%'")
    assert "notice period" not in str(details), "no words of people in the audit log"


async def test_the_open_alerts_are_drawn_anew_with_as_many_questions_for_one_as_for_many(
    house: House,
) -> None:
    asked: list[str] = []
    customer = await acme(house)
    await house.receive(*(a_review(f"more-{n}") for n in range(9)))
    for number, delivery in enumerate(house.handed[3:], 10):
        await record_posted(house.database, delivery, Posted(CHANNEL, f"{number}.000"), 1, ME, NOW)

    def counted(tx: Any) -> Sequence[Delivery]:
        event.listen(tx, "before_cursor_execute", lambda *about: asked.append(about[2]))
        return set_flag(tx, house.workspace_id, customer, "U1", DANGER, ME, NOW)

    claimed = await house.database.write(counted)
    assert [one.kind for one in claimed] == ["update"] * 11, "all but the one that is done"
    assert len(asked) < 15


@pytest.mark.parametrize(
    ("choice", "problems"),
    [
        (FlagChoice(Flag.DANGER, "  "), {"reason": "Say why: the others will read it."}),
        (
            FlagChoice(Flag.DANGER, "x" * 501),
            {"reason": "Keep the reason within 500 characters; it has 501."},
        ),
        (FlagChoice(Flag.DANGER, "Why", date(2026, 3, 1)), {"until": "Choose a day that has not passed."}),
        (
            FlagChoice(Flag.DANGER, "Why", date(2027, 3, 3)),
            {"until": "Choose a day within a year, or let the flag have no end."},
        ),
        (NONE, {"flag": "The customer has no flag to take away."}),
        (
            FlagChoice(Flag.DANGER, "", date(2026, 3, 1)),
            {
                "reason": "Say why: the others will read it.",
                "until": "Choose a day that has not passed.",
            },
        ),
    ],
    ids=["no reason", "a long one", "a past day", "a far day", "nothing to clear", "both"],
)
async def test_what_is_wrong_is_said_field_by_field_and_changes_nothing(
    house: House, choice: FlagChoice, problems: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await flag(house, choice)
    assert refused.value.problems == problems
    assert (await shown(house)).present is None
    assert await changes(house) == []


async def test_the_last_day_and_the_longest_reason_that_are_allowed(house: House) -> None:
    await flag(house, FlagChoice(Flag.DANGER, "x" * 500, date(2027, 3, 2)))
    view = await shown(house)
    assert view.present is not None
    assert len(view.present.reason) == 500


async def test_a_customer_of_nobody_or_of_another_workspace_is_not_flagged(house: House) -> None:
    customer, other = await acme(house), await a_house(house.database)
    with pytest.raises(NotFound):
        await house.database.write(
            lambda tx: set_flag(tx, other.workspace_id, customer, "U1", DANGER, ME, NOW)
        )
    with pytest.raises(NotFound):
        await house.database.read(lambda tx: show_flag(tx, other.workspace_id, customer, NOW))


async def test_a_flag_that_has_ended_is_put_away_noted_and_leaves_the_messages(house: House) -> None:
    await flag(house, DANGER)
    house.clock.now = MIDNIGHT - timedelta(microseconds=1)

    async def end() -> tuple[int, Sequence[Delivery]]:
        return await house.database.write(lambda tx: end_flags(tx, house.workspace_id, ME, house.clock()))

    assert await end() == (0, [])
    house.clock.now = MIDNIGHT
    count, claimed = await end()
    assert (count, [one.kind for one in claimed]) == (1, ["update", "update"])
    assert await house.rows("SELECT flag FROM flags") == []
    assert (await changes(house))[1] == ("ended", "danger", "", "Has asked for the notice period.")
    ((actor,),) = await house.rows("SELECT actor FROM audit WHERE action = 'flag.ended'")
    assert actor == "bellwether"
    assert await end() == (0, []), "once"
