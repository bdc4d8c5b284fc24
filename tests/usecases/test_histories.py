"""Whatever happens to reviews, in whatever order: the running figures equal those of an obvious recount."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, event, select

from bot.ids import new_id
from bot.sources.values import Incoming
from bot.storage import customers, sources
from bot.storage.evidence import get_evidence
from bot.storage.facts import facts_since
from bot.storage.feeds import get_feeds
from bot.storage.tables import customers as customers_table
from bot.storage.tables import metadata, reviews, score_days, scores
from bot.storage.types import dump_json
from bot.usecases.intake.people import People
from bot.usecases.intake.values import Arrival
from bot.usecases.knowledge import Knowledge, profile_of
from bot.usecases.outbox import Claimant
from bot.usecases.receive_review import receive_reviews
from bot.usecases.rescore import rescore_customers
from bot.usecases.set_up_workspace import create_workspace
from bot.usecases.show_health import show_health
from scoring.evidence import Evidence
from scoring.health import assess
from scoring.measure import Moment
from scoring.tally import EMPTY, LANDMARK
from scoring.windows import FOREVER
from tests.cast import a_company, a_review

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 20, 22, 30, tzinfo=UTC)  # soon the clocks change, and days have 23 hours
WINDOW, HALF_LIFE = 182, 90.0  # docs/scoring.md
COMPANIES = [a_company(f"c{number}", f"Company {number}") for number in range(3)]


@dataclass(frozen=True)
class Version:
    """One version of a review: ``age`` is its rating's (or sending's) age in hours when it comes in."""

    review: int
    company: int
    score: float | None
    age: int
    deleted: bool
    rank: int  # which of two versions is the newer


@dataclass
class Counted:
    """What a review amounts to, by its newest version."""

    rank: int
    company: int
    score: float | None
    counts_at: datetime
    deleted: bool


VERSION = st.builds(
    Version,
    review=st.integers(0, 5),
    company=st.integers(0, 2),
    score=st.sampled_from([-1.0, 0.0, 1.0, None]),
    age=st.integers(-20, 24 * 200),
    deleted=st.sampled_from([False, False, False, True]),
    rank=st.integers(0, 10_000),
)
VERSIONS = st.lists(VERSION, max_size=12, unique_by=lambda version: (version.review, version.rank))
STEPS = st.lists(
    st.one_of(st.lists(VERSION, min_size=1, max_size=5), st.integers(1, 24 * 60)),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def tx() -> Iterator[Connection]:
    engine = create_engine("sqlite://", json_serializer=dump_json)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@dataclass
class Books:
    """A workspace of its own, and beside it the model: every review's newest version, and nothing else."""

    tx: Connection
    now: datetime = START
    newest: dict[int, Counted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.knowledge, self.people, self.events = Knowledge(), People(), 0
        self.workspace_id = create_workspace(self.tx, "Histories", "Europe/Berlin", self.now).id
        self.source_id = new_id()
        row = {"id": self.source_id, "workspace_id": self.workspace_id, "name": "s", "kind": "generic"}
        more = {"token_hash": new_id(), "secrets": "", "enabled": True, "created_at": self.now}
        sources.add_source(self.tx, {**row, **more})

    def receive(self, versions: list[Version]) -> None:
        arrivals = [Arrival(self.source_id, "s", self.event(version)) for version in versions]
        nobody = Claimant("", sends=False)
        receive_reviews(self.tx, self.knowledge, self.people, self.workspace_id, arrivals, nobody, self.now)
        for version in versions:
            known = self.newest.get(version.review)
            if known is None or version.rank > known.rank:
                at = min(self.now - timedelta(hours=version.age), self.now)
                self.newest[version.review] = Counted(
                    version.rank, version.company, version.score, at, version.deleted
                )

    def event(self, version: Version) -> Incoming:
        self.events += 1
        parts: dict[str, Any] = {"action": "delete", "status": "deleted"} if version.deleted else {}
        return a_review(
            f"rv-{version.review}",
            version.score,
            COMPANIES[version.company],
            changed_at=START + timedelta(seconds=version.rank),
            rated_at=self.now - timedelta(hours=version.age),
            event_id=f"ev-{self.events}",
            contact=None,
            **parts,
        )

    def counted(self, company: int, since: datetime) -> list[Counted]:
        return [
            one
            for one in self.newest.values()
            if one.company == company and not one.deleted and one.counts_at >= since
        ]

    def ids(self) -> dict[int, str]:
        """Customer ids by number; a customer whose reviews were all deleted at first sight has none."""
        rows = self.tx.execute(
            select(customers_table.c.name, customers_table.c.id).where(
                customers_table.c.workspace_id == self.workspace_id
            )
        )
        return {int(name.split()[1]): customer_id for name, customer_id in rows}

    def stored(self, table: Any) -> dict[str, Any]:
        found = self.tx.execute(select(table).where(table.c.workspace_id == self.workspace_id))
        return {row.customer_id: row for row in found}


def first_moment(day: date) -> datetime:
    """Midnight in Berlin of the first day that counts."""
    first = day - timedelta(days=WINDOW)
    return datetime(first.year, first.month, first.day, tzinfo=BERLIN)


def sums_of(counted: list[Counted]) -> tuple[Any, ...]:
    rated = [one for one in counted if one.score is not None]
    weights = [2.0 ** ((one.counts_at - LANDMARK).total_seconds() / 86_400 / HALF_LIFE) for one in rated]
    values = [((one.score or 0.0) + 1.0) / 2.0 for one in rated]
    return (
        pytest.approx(sum(weights), rel=1e-9, abs=1e-9),
        pytest.approx(sum(w * x for w, x in zip(weights, values, strict=True)), rel=1e-9, abs=1e-9),
        len(rated),
        sum(values),
    )


def check(books: Books) -> None:
    """Everything that is stored, against the model, and against a recount of the facts."""
    ids = books.ids()
    kept = get_evidence(books.tx, books.workspace_id, list(ids.values()))
    scored = books.stored(scores)
    for company, customer_id in ids.items():
        found, score = kept[customer_id], scored[customer_id]
        tally = found.evidence.tallies.get("csat", EMPTY)
        counted = books.counted(company, first_moment(found.day))
        assert (tally.weight, tally.moment, tally.count, tally.total) == sums_of(counted)
        # A customer that nothing has happened to since is as it was then.
        again = recounted(books, customer_id, score.as_of)
        assert without_tallies(found.evidence) == without_tallies(again)
        assert {key: one.count for key, one in found.evidence.tallies.items()} == {
            key: one.count for key, one in again.tallies.items()
        }
        assert score.score == pytest.approx(assessed(books, customer_id, again, score.as_of), abs=1e-9)
        check_card(books, company, customer_id)


def recounted(books: Books, customer_id: str, now: datetime) -> Evidence:
    """The evidence that the customer's facts amount to on the day that it is at ``now``."""
    known = books.knowledge.of(books.tx, books.workspace_id)
    plan = known.plan_of(profile_of(customer_of(books, customer_id)))
    since = known.day(now).start(plan.longest)
    found = facts_since(books.tx, books.workspace_id, [customer_id], since, FOREVER)
    return Evidence.of(plan, known.day(now), found.get(customer_id, ()))


def assessed(books: Books, customer_id: str, found: Evidence, now: datetime) -> float:
    known = books.knowledge.of(books.tx, books.workspace_id)
    profile = profile_of(customer_of(books, customer_id))
    feeds = get_feeds(books.tx, books.workspace_id)
    return assess(known.plan_of(profile), profile, found, feeds, Moment(now, known.day(now))).score


def customer_of(books: Books, customer_id: str) -> customers.Customer:
    return customers.get_customers(books.tx, books.workspace_id, [customer_id])[customer_id]


def without_tallies(found: Evidence) -> Evidence:
    return replace(found, tallies={})


def check_card(books: Books, company: int, customer_id: str) -> None:
    """What is shown, computed anew from the reviews at the moment of asking."""
    known = books.knowledge.of(books.tx, books.workspace_id)
    view = show_health(books.tx, known, customer_id, books.now)
    counted = books.counted(company, first_moment(known.today(books.now)))
    found = view.health
    again = recounted(books, customer_id, books.now)
    assert found.score == pytest.approx(assessed(books, customer_id, again, books.now), abs=1e-9)
    assert found.score == pytest.approx(
        found.baseline + sum(one.points for one in found.contributions), abs=1e-9
    )
    for one in found.contributions:
        assert one.points == pytest.approx(sum(item.points for item in one.items), abs=1e-9)
        assert one.points == pytest.approx(
            one.weight * one.reliability * ((one.value or 0.0) - one.benchmark) if one.items else 0.0,
            abs=1e-9,
        )
    rated = [one.score for one in counted if one.score is not None]
    assert (view.csat.rated, view.csat.sent) == (len(rated), len(counted))
    assert view.csat.native == (pytest.approx(100.0 * sum(rated) / len(rated)) if rated else None)


@settings(max_examples=25)
@given(steps=STEPS)
def test_the_running_figures_are_those_of_a_recount(tx: Connection, steps: list[list[Version] | int]) -> None:
    books, ranks = Books(tx), set[tuple[int, int]]()
    for step in steps:
        if isinstance(step, int):
            books.now += timedelta(hours=step)
            continue
        fresh = [one for one in step if (one.review, one.rank) not in ranks]
        fresh = list({(one.review, one.rank): one for one in fresh}.values())
        ranks |= {(one.review, one.rank) for one in fresh}
        books.receive(fresh)
        check(books)
    check(books)
    rescore(books)
    assert all(row.as_of == books.now for row in books.stored(scores).values())
    check(books)


@settings(max_examples=20)
@given(versions=VERSIONS, order=st.randoms(use_true_random=False), sizes=st.integers(1, 12))
def test_the_order_of_arrival_never_matters(
    tx: Connection, versions: list[Version], order: Any, sizes: int
) -> None:
    first, second = Books(tx), Books(tx)
    shuffled = list(versions)
    order.shuffle(shuffled)
    first.receive(versions)
    for start in range(0, len(shuffled), sizes):
        second.receive(shuffled[start : start + sizes])
    assert picture(first) == picture(second)


def picture(books: Books) -> Any:
    """Reviews and evidence, with customers by their names; a customer without any review is not in it."""
    names = {customer_id: number for number, customer_id in books.ids().items()}
    found = books.tx.execute(select(reviews).where(reviews.c.workspace_id == books.workspace_id))
    rows = {
        row.external_id: (names.get(row.customer_id), row.score, row.polarity, row.counts_at, row.changed_at)
        for row in found
        if row.status != "deleted"
    }
    deleted = books.tx.execute(
        select(reviews.c.external_id).where(
            reviews.c.workspace_id == books.workspace_id, reviews.c.status == "deleted"
        )
    )
    kept = get_evidence(books.tx, books.workspace_id, list(names))
    sums = {
        names[customer_id]: (
            {
                key: replace(mark, id="") for key, mark in one.evidence.marks.items()
            },  # each has ids of its own
            replace(one.evidence, marks={}),
        )
        for customer_id, one in kept.items()
        if one.evidence != Evidence()
    }
    return rows, set(deleted.scalars()), sums


def rescore(books: Books) -> None:
    page = customers.page_of_customers(books.tx, books.workspace_id, "", 100)
    rescore_customers(books.tx, books.knowledge, books.workspace_id, page, books.now)


@settings(max_examples=20)
@given(versions=VERSIONS, hours=st.integers(0, 24 * 300))
def test_scoring_anew_twice_is_scoring_anew_once(tx: Connection, versions: list[Version], hours: int) -> None:
    books = Books(tx)
    books.receive(versions)
    books.now += timedelta(hours=hours)
    rescore(books)
    ids = list(books.ids().values())
    once = get_evidence(tx, books.workspace_id, ids), books.stored(scores)
    rescore(books)
    assert (get_evidence(tx, books.workspace_id, ids), books.stored(scores)) == once
    days = tx.execute(select(score_days.c.day).where(score_days.c.workspace_id == books.workspace_id))
    assert set(days.scalars()) <= {books.now.astimezone(BERLIN).date()}
