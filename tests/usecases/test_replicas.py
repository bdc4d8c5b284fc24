"""Several processes over one database: what they do at the same time is done once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import prometheus_client

from bot.errors import DeliveryFailed
from bot.metrics import build_metrics
from bot.ports import Posted
from bot.storage import deliveries, house
from bot.storage.database import Database, open_database
from bot.storage.deliveries import Delivery
from bot.storage.types import to_micros
from bot.usecases.claim_alert import claim_alert
from bot.usecases.deliver import deliver, record_posted
from bot.usecases.finish_alert import finish_alert
from bot.usecases.intake.batcher import Intake
from bot.usecases.intake.values import Outcome
from bot.usecases.knowledge import Knowledge
from bot.usecases.manage_sources import require_source, rotate_source
from bot.usecases.outbox import Claimant
from bot.vault import Vault
from tests.cast import CHANNEL, NOW, House, a_company, a_house, a_review
from tests.usecases.sending import Troubled, a_sender, always, at_work, states, until


@asynccontextmanager
async def replicas(url: str, count: int = 2) -> AsyncIterator[list[House]]:
    """The same workspace and source, seen from processes with connections and caches of their own."""
    databases = [open_database(url) for _ in range(count)]
    for database in databases:
        await database.start()
    first = await a_house(databases[0])
    await first.apply_rules()
    yield [first, *(a_replica(first, databases[n], f"process-{n + 1}") for n in range(1, count))]
    for database in databases:
        await database.close()


def a_replica(first: House, database: Database, process_id: str) -> House:
    handed: list[Delivery] = []
    knowledge = Knowledge()
    metrics = build_metrics(prometheus_client.CollectorRegistry())
    intake = Intake(
        database, knowledge, lambda: Claimant(process_id, sends=True), handed.extend, first.clock, metrics
    )
    return replace(first, database=database, knowledge=knowledge, intake=intake, handed=handed)


async def test_two_that_take_in_the_same_events_store_each_once(migrated_url: str) -> None:
    companies = [a_company("", f"Company {number}") for number in range(5)]
    reviews = [
        a_review(str(number), company=companies[number % 5], contact=None, score=-1) for number in range(40)
    ]
    async with replicas(migrated_url) as houses:
        outcomes = await asyncio.gather(*(one.receive(review) for review in reviews for one in houses))
        flat = [outcome for found in outcomes for outcome in found]
        assert flat.count(Outcome.ACCEPTED) == flat.count(Outcome.REPEAT) == 40
        first = houses[0]
        assert len(await first.rows("SELECT id FROM customers")) == 5
        assert len(await first.rows("SELECT id FROM reviews")) == 40
        assert len(await first.rows("SELECT id FROM alerts")) == 40
        queued = {row[0] for row in await first.rows("SELECT id FROM deliveries")}
        handed = [one.id for house_ in houses for one in house_.handed]
        assert sorted(handed) == sorted(queued), "each delivery is in the hands of one process"
        assert list((await first.csat()).values()) == [(8, 0.0)] * 5


async def test_versions_that_come_to_different_replicas_end_in_the_newest(migrated_url: str) -> None:
    versions = [
        a_review(f"rv-{n}", score=score, changed_at=NOW - timedelta(minutes=30 - age))
        for n in range(10)
        for age, score in enumerate((-1, 1, 0))
    ]
    async with replicas(migrated_url) as houses:
        await asyncio.gather(*(houses[n % 2].receive(version) for n, version in enumerate(versions)))
        assert set(await houses[0].rows("SELECT score FROM reviews")) == {(0.0,)}
        assert await houses[0].csat() == {"Acme": (10, 5.0)}


async def test_rules_that_one_changes_hold_for_the_other_at_once(migrated_url: str) -> None:
    async with replicas(migrated_url) as houses:
        await houses[1].receive(a_review("1"))
        assert len(houses[1].handed) == 1
        await houses[0].apply_rules("rules: []")
        await houses[1].receive(a_review("2"))
        assert len(houses[1].handed) == 1


async def test_a_click_while_the_message_is_being_recorded_is_shown(migrated_url: str) -> None:
    # Slack shows the message before we have stored where it stands, and people click fast.
    async with replicas(migrated_url) as houses:
        first, second = houses
        await first.receive(*(a_review(str(number)) for number in range(20)))
        claimant = Claimant("process-1", sends=False)

        async def record(delivery: Delivery) -> None:
            posted = Posted(CHANNEL, f"{delivery.id}.000")
            await record_posted(first.database, delivery, posted, 1, claimant, NOW)

        async def click(delivery: Delivery) -> None:
            await second.database.write(
                lambda tx: claim_alert(
                    tx, second.workspace_id, delivery.alert_id, "U1", claimant, second.clock()
                )
            )

        await asyncio.gather(*(act(one) for one in first.handed for act in (record, click)))
        hidden = await first.rows(
            "SELECT a.id FROM alerts a JOIN messages m ON m.alert_id = a.id"
            " WHERE m.drawn_revision < a.revision AND NOT EXISTS"
            " (SELECT 1 FROM deliveries d WHERE d.alert_id = a.id AND d.kind = 'update')"
        )
        assert hidden == []


async def test_done_is_not_undone_by_a_survey_that_comes_in_at_the_same_time(migrated_url: str) -> None:
    async with replicas(migrated_url) as houses:
        first, second = houses
        await first.receive(*(a_review(str(number)) for number in range(20)))
        claimant = Claimant("process-1", sends=False)

        async def done(delivery: Delivery) -> None:
            await second.database.write(
                lambda tx: finish_alert(tx, second.workspace_id, delivery.alert_id, "U1", claimant, NOW)
            )

        revise = [first.receive(a_review(str(n), changed_at=NOW, tags=("new",))) for n in range(20)]
        await asyncio.gather(*revise, *(done(one) for one in first.handed))
        assert set(await first.rows("SELECT status FROM reviews")) == {("done",)}


async def test_a_slack_event_is_new_to_one_of_those_that_get_it(migrated_url: str) -> None:
    async with replicas(migrated_url) as houses:
        for number in range(5):
            event = f"Ev{number}"
            answers = await asyncio.gather(
                *(
                    one.database.write(lambda tx: house.first_time(tx, event, NOW))  # noqa: B023
                    for one in houses * 4
                )
            )
            assert answers.count(True) == 1


async def test_a_delivery_is_claimed_by_one(migrated_url: str) -> None:
    async with replicas(migrated_url) as houses:
        first = houses[0]
        first.intake = Intake(
            first.database,
            first.knowledge,
            lambda: Claimant("nobody", sends=False),
            lambda _: None,
            first.clock,
            build_metrics(prometheus_client.CollectorRegistry()),
        )
        await first.receive(*(a_review(str(number)) for number in range(30)))
        claimed = await asyncio.gather(
            *(
                one.database.write(
                    lambda tx, n=n: deliveries.claim(tx, "pending", f"process-{n}", NOW, 10)  # type: ignore[misc]
                )
                for n, one in enumerate(houses * 2)
            )
        )
        ids = [delivery.id for found in claimed for delivery in found]
        assert len(ids) == len(set(ids)) == 30


async def test_what_a_replica_leaves_is_sent_by_another(migrated_url: str) -> None:
    async with replicas(migrated_url) as houses:
        slack = Troubled()
        second = a_sender(houses[1], always(slack), "process-2", alone=False)
        await houses[0].receive(a_review())  # and then process-1, which never beats, is gone
        async with at_work(houses[1], second):
            async with asyncio.timeout(10):
                while await states(houses[1]) != ["uncertain"]:
                    second.wake()
                    await asyncio.sleep(0.02)
            houses[0].clock.move(seconds=15)
            async with asyncio.timeout(10):
                while await states(houses[1]) != ["sent"]:
                    second.wake()
                    await asyncio.sleep(0.02)
        assert len(slack.posts) == 1


async def test_a_replica_claims_nothing_before_the_others_can_see_that_it_lives(migrated_url: str) -> None:
    async with replicas(migrated_url, 1) as (house_,):
        slack = Troubled()
        sender = a_sender(house_, always(slack), alone=False)
        assert not sender.claimant().sends
        async with at_work(house_, sender):
            await house_.receive(a_review())
            async with asyncio.timeout(10):
                while await states(house_) != ["sent"]:
                    await asyncio.sleep(0.02)
            assert sender.claimant().sends


async def test_a_replica_that_beats_keeps_what_it_has_in_hand(migrated_url: str) -> None:
    async with replicas(migrated_url) as houses:
        gate = asyncio.Event()
        slow, quick = Troubled(), Troubled()

        async def wait_and_post(channel: str, view: object, delivery_id: str) -> Posted:
            await gate.wait()
            return await Troubled.post_alert(slow, channel, view, delivery_id)  # type: ignore[arg-type]

        slow.post_alert = wait_and_post  # type: ignore[method-assign]
        first = a_sender(houses[0], always(slow), "process-1", alone=False)
        second = a_sender(houses[1], always(quick), "process-2", alone=False)
        async with at_work(houses[0], first), at_work(houses[1], second):
            await until(lambda: first.claimant().sends)  # before that, whoever comes first takes it
            await houses[0].receive(a_review())
            for _ in range(4):
                houses[0].clock.move(seconds=10)
                first.wake()
                await beaten(houses[0], "process-1")
                second.wake()
                await beaten(houses[0], "process-2")
            assert await states(houses[0]) == ["claimed"]
            gate.set()
            async with asyncio.timeout(10):
                while await states(houses[0]) != ["sent"]:
                    await asyncio.sleep(0.02)
        assert (len(slow.posts), len(quick.posts)) == (1, 0)


async def beaten(house: House, process_id: str) -> None:
    """Wait until the others can see that a process lives at this moment, however busy the machine is."""
    now = to_micros(house.clock())
    async with asyncio.timeout(20):
        while (process_id, now) not in await house.rows("SELECT id, seen_at FROM processes"):
            await asyncio.sleep(0.02)


async def test_two_who_apply_rules_at_once_do_so_in_turn(migrated_url: str) -> None:
    document = (
        "rules: [{{name: Rule {}, when: {{trigger: review_received, survey: [nps]}},"
        " then: [{{type: message_owner}}]}}]"
    )
    async with replicas(migrated_url, 4) as houses:
        await asyncio.gather(*(one.apply_rules(document.format(n % 2)) for n, one in enumerate(houses)))
        assert len(await houses[0].rows("SELECT 1 FROM rules WHERE deleted_at IS NULL")) == 1


async def test_two_who_rotate_a_secret_at_once_both_get_one_that_works(migrated_url: str) -> None:
    vault = Vault(["a key"])
    async with replicas(migrated_url) as houses:

        async def rotate(one: House) -> str:
            name = one.source.name
            _, secret = await one.database.write(
                lambda tx: rotate_source(tx, vault, one.workspace_id, name, "test", NOW)
            )
            return secret

        secrets = await asyncio.gather(*(rotate(one) for one in houses))
        first = houses[0]
        stored = await first.database.read(
            lambda tx: require_source(tx, first.workspace_id, first.source.name)
        )
        assert set(vault.unlock(stored.secrets)) == set(secrets)


async def test_a_failure_told_late_does_not_undo_what_another_has_sent(migrated_url: str) -> None:
    async with replicas(migrated_url) as (sleeper, other):
        await sleeper.receive(a_review())
        (delivery,) = sleeper.handed

        class Late(Troubled):
            async def post_alert(self, channel: str, view: object, delivery_id: str) -> Posted:
                posted = Posted(channel, "1.000")
                here = Claimant("process-2", sends=True)
                await record_posted(other.database, delivery, posted, 1, here, NOW)
                raise DeliveryFailed("unreachable", "Slack cannot be reached.")

        here = Claimant("process-1", sends=True)
        await deliver(sleeper.database, always(Late()), delivery, here, sleeper.clock)
        assert await states(sleeper) == ["sent"]
