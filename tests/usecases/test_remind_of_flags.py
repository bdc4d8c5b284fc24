"""Who set a flag hears once that it ends soon."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.errors import DeliveryFailed
from bot.storage import flags
from bot.storage.database import Database
from bot.storage.deliveries import Delivery
from bot.usecases.deliver import LANDING
from bot.usecases.outbox import Claimant
from bot.usecases.remind_of_flags import remind_of_flags
from bot.usecases.send_deliveries import Sender
from bot.views import FlagEnds, FlagMark
from scoring.status import Flag
from tests.cast import NOW, House, Recorder, a_company, a_house, a_review
from tests.usecases.sending import a_sender, always, until, until_states

ME = Claimant("process-1", sends=True)
END = NOW + timedelta(days=90)
DUE = END - timedelta(days=7)


@pytest.fixture
async def house(database: Database) -> House:
    """Acme, owned by Ann."""
    house = await a_house(database)
    await house.receive(a_review(company=a_company(owner="ann@us.example")))
    return house


async def flagged(house: House, author: str = "U0BOB", expires_at: datetime | None = END) -> None:
    ((customer,),) = await house.rows("SELECT id FROM customers")
    mark = FlagMark(Flag.DANGER, "Has asked for the notice period.", author, NOW, expires_at)
    await house.database.write(lambda tx: flags.put_flag(tx, house.workspace_id, str(customer), mark))


async def remind(house: House, at: datetime) -> Sequence[Delivery]:
    house.clock.now = at
    return await house.database.write(lambda tx: remind_of_flags(tx, house.workspace_id, ME, at))


async def sent(house: House, claimed: Sequence[Delivery], slack: Recorder) -> Sender:
    sender = a_sender(house, always(slack))
    sender.hand_over(claimed)
    await until(lambda: not sender._tasks)
    return sender


async def test_the_author_is_told_once_seven_days_before_the_end(house: House) -> None:
    await flagged(house)
    assert await remind(house, DUE - timedelta(microseconds=1)) == []
    claimed, slack = await remind(house, DUE), Recorder()
    assert [(one.kind, one.destination, one.alert_id) for one in claimed] == [("notice", "owner:U0BOB", "")]
    await sent(house, claimed, slack)
    ((channel, notice, delivery_id),) = slack.notices
    assert isinstance(notice, FlagEnds)
    assert (channel, notice.customer_name, delivery_id) == ("DU0BOB", "Acme", claimed[0].id)
    assert (notice.mark.flag, notice.mark.expires_at) == (Flag.DANGER, END)
    assert await remind(house, DUE + timedelta(days=1)) == [], "not again"
    await until_states(house, "sent")


async def test_a_flag_that_is_set_anew_is_reminded_of_anew(house: House) -> None:
    await flagged(house)
    assert len(await remind(house, DUE)) == 1
    await flagged(house, expires_at=END + timedelta(days=30))
    assert await remind(house, DUE) == []
    assert len(await remind(house, DUE + timedelta(days=30))) == 1


@pytest.mark.parametrize(
    ("author", "told"),
    [("cli:ann", ["owner:ann@us.example"]), ("bob@us.example", ["owner:bob@us.example"])],
)
async def test_for_an_author_whom_slack_cannot_know_the_owner_is_told(
    house: House, author: str, told: list[str]
) -> None:
    await flagged(house, author)
    assert [one.destination for one in await remind(house, DUE)] == told


async def test_where_there_is_no_such_person_nobody_is_told(house: House) -> None:
    await house.receive(a_review("r2", company=a_company("501", "Globex"), contact=None))
    ((globex,),) = await house.rows("SELECT id FROM customers WHERE name = 'Globex'")
    mark = FlagMark(Flag.DANGER, "Why", "cli:root", NOW, END)
    await house.database.write(lambda tx: flags.put_flag(tx, house.workspace_id, str(globex), mark))
    assert await remind(house, DUE) == []


async def test_a_flag_without_an_end_or_that_has_ended_is_not_spoken_of(house: House) -> None:
    await flagged(house, expires_at=None)
    assert await remind(house, DUE) == []
    await flagged(house)
    assert await remind(house, END) == []


async def test_a_reminder_of_a_flag_that_was_changed_meanwhile_is_not_sent(house: House) -> None:
    await flagged(house)
    claimed = await remind(house, DUE)
    await flagged(house, expires_at=END + timedelta(days=30))
    slack = Recorder()
    await sent(house, claimed, slack)
    await until_states(house, "cancelled")
    assert slack.notices == []


async def test_a_reminder_whose_answer_was_lost_is_looked_for_and_not_sent_again(house: House) -> None:
    await flagged(house)
    claimed = await remind(house, DUE)
    lost = DeliveryFailed("timeout", "No answer.", uncertain=True)
    slack = Recorder(failures=[lost], accept_and_fail=True)
    sender = await sent(house, claimed, slack)
    await until_states(house, "uncertain")
    house.clock.now = DUE + LANDING + timedelta(seconds=60)
    await sender._look_for()
    await until_states(house, "sent")
    assert len(slack.notices) == 1
