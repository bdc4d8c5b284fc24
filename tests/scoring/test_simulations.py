"""What the methods promise, simulated with our own code: calm, quick, and right about what comes next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import fmean, median

import pytest

from scoring.calibration import fit
from scoring.detector import Cusum, step
from scoring.intervals import predictive
from scoring.settings import Bands
from scoring.status import Status, status_of
from scoring.tally import EMPTY, Tally

START = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)
WARM_UP, CALM, FALLEN = 40, 104, 12  # weeks
HALF_LIFE, PRIOR, MEAN = 90.0, 8.0, 0.88


@dataclass
class Watch:
    """One way of turning evidence into a status: the raw mean of a window, or the shrunk decayed one."""

    raw: bool
    margin: float
    status: Status | None = None

    def look(self, window: Tally, everything: Tally, now: datetime) -> Status | None:
        raw = 100 * window.total / window.count if window.count else None
        score = raw if self.raw else shrunk(everything, now)
        if score is not None:
            bands = Bands(margin=self.margin, min_confidence=0.0)
            self.status = status_of(score, 1.0, self.status, bands)
        return self.status


def shrunk(tally: Tally, now: datetime) -> float:
    count, positive = tally.effective(now, HALF_LIFE)
    return 100 * (positive + PRIOR * MEAN) / (count + PRIOR)


def course(random: Random, reviews_a_week: float) -> list[list[Status | None]]:
    """The weekly statuses of one customer by each watch: years at 0.9, then twelve weeks at 0.6."""
    watches = [Watch(raw=True, margin=0), Watch(raw=False, margin=0), Watch(raw=False, margin=4)]
    live, window, everything = list[tuple[datetime, float]](), EMPTY, EMPTY
    seen: list[list[Status | None]] = []
    for week in range(WARM_UP + CALM + FALLEN):
        truth = 0.9 if week < WARM_UP + CALM else 0.6
        now = START + (week + 1) * WEEK
        for at in arrivals(random, reviews_a_week):
            live.append((now + (at - 1) * WEEK, float(random.random() < truth)))
            window, everything = window.plus(*live[-1], HALF_LIFE), everything.plus(*live[-1], HALF_LIFE)
        while live and live[0][0] <= now - 26 * WEEK:
            window = window.minus(*live.pop(0), HALF_LIFE)
        seen.append([watch.look(window, everything, now) for watch in watches])
    return [list(statuses) for statuses in zip(*seen, strict=True)]


def arrivals(random: Random, rate: float) -> list[float]:
    """When in a unit of time reviews come in, at random and so many on average."""
    times, at = list[float](), random.expovariate(rate)
    while at < 1:
        times.append(at)
        at += random.expovariate(rate)
    return times


@pytest.mark.parametrize(
    ("reviews_a_week", "false_changes", "noticed"),
    [
        (0.25, (2.0, 0.5, 0.1), (0.60, 0.38, 0.20)),
        (1.0, (1.0, 0.35, 0.04), (0.73, 0.66, 0.36)),
        (3.0, (0.13, 0.03, 0.01), (0.82, 0.83, 0.47)),
    ],
)
def test_shrinkage_and_margin_calm_the_status_at_the_price_of_delay(
    reviews_a_week: float, false_changes: tuple[float, ...], noticed: tuple[float, ...]
) -> None:
    random = Random(7)
    courses = [course(random, reviews_a_week) for _ in range(100)]
    years = len(courses) * CALM / 52
    changes, shares = [], []
    for watch in range(3):
        calm = [one[watch][WARM_UP : WARM_UP + CALM] for one in courses]
        changes.append(sum(a is not b for one in calm for a, b in pairwise(one)) / years)
        fallen = [one[watch][-FALLEN:] for one in courses]
        shares.append(fmean(any(status is not Status.HEALTHY for status in one) for one in fallen))
    assert changes == pytest.approx(false_changes, rel=0.35, abs=0.1)
    assert shares == pytest.approx(noticed, abs=0.13)
    raw, smooth, calmest = changes
    assert raw > 2 * smooth >= 4 * calmest
    assert shares[1] > shares[2]


@dataclass
class Vigil:
    """What detectors did: false alarms per customer-year, and the median weeks to notice a fall."""

    false_alarms: float
    weeks_to_notice: float


def vigil(random: Random, reviews_a_week: float, alarm_at: float) -> Vigil:
    customers, years = min(int(400 / reviews_a_week), 600), 3
    alarms, delays = 0, []
    for _ in range(customers):
        state, week = Cusum(), random.expovariate(reviews_a_week)
        while week < 52 * years:
            state = step(state, float(random.random() < 0.9), 0.9, alarm_at=alarm_at)
            alarms += state.alarm
            week += random.expovariate(reviews_a_week)
        state, week = (Cusum() if state.alarm else state), 0.0
        while not state.alarm:
            week += random.expovariate(reviews_a_week)
            state = step(state, float(random.random() < 0.6), 0.9, alarm_at=alarm_at)
        delays.append(week)
    return Vigil(alarms / customers / years, median(delays))


@pytest.mark.parametrize(
    ("reviews_a_week", "alarm_at", "false_alarms", "weeks"),
    [
        (0.25, 1.5, 0.32, 15),
        (0.25, 3.0, 0.06, 28),
        (1.0, 2.5, 0.58, 5.2),
        (1.0, 4.0, 0.09, 9.7),
        (3.0, 4.0, 0.27, 3.3),
    ],
)
def test_the_detector_is_as_quick_and_as_rarely_wrong_as_documented(
    reviews_a_week: float, alarm_at: float, false_alarms: float, weeks: float
) -> None:
    found = vigil(Random(2), reviews_a_week, alarm_at)
    assert found.false_alarms == pytest.approx(false_alarms, rel=0.2, abs=0.02)
    assert found.weeks_to_notice == pytest.approx(weeks, rel=0.15)


@dataclass
class Seller:
    """A customer's answers so far, 1, 0.5 or 0 each, and those it gives next."""

    past: list[float]
    following: list[float]

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.past.count(1), self.past.count(0.5), self.past.count(0)

    @property
    def n(self) -> int:
        return len(self.past)

    @property
    def k(self) -> float:
        return sum(self.past)


def sellers(random: Random, mean: float, strength: float | None, neutral: float) -> list[Seller]:
    """Customers with two reviews in the middle and a long tail; alike when there is no strength."""
    found = []
    for _ in range(600):
        truth = random.betavariate(strength * mean, strength * (1 - mean)) if strength else mean

        def answer(truth: float = truth) -> float:
            return 0.5 if random.random() < neutral else float(random.random() < truth)

        past = [answer() for _ in range(1 + int(random.expovariate(0.5)))]
        found.append(Seller(past, [answer() for _ in range(random.randint(1, 10))]))
    return found


PORTFOLIOS = pytest.mark.parametrize(
    ("mean", "strength", "neutral"),
    [(0.86, None, 0.0), (0.86, 12.0, 0.0), (0.8, 4.0, 0.1), (0.6, 2.0, 0.0), (0.9, None, 0.15)],
)


@PORTFOLIOS
def test_the_shrunk_value_foretells_the_next_reviews_of_sellers_with_few(
    mean: float, strength: float | None, neutral: float
) -> None:
    known = sellers(Random(9), mean, strength, neutral)
    prior = fit(one.counts for one in known)
    assert prior.mean is not None
    everybody = brier([(prior.mean, one) for one in known])
    shrunken = [((one.k + prior.strength * prior.mean) / (one.n + prior.strength), one) for one in known]
    assert brier(shrunken) <= 1.02 * everybody
    assert brier([(one.k / one.n, one) for one in known]) > 1.05 * brier(shrunken)
    if prior.told_apart and strength:
        assert brier(shrunken) < everybody


def brier(forecasts: list[tuple[float, Seller]]) -> float:
    return fmean((forecast - answer) ** 2 for forecast, one in forecasts for answer in one.following)


@PORTFOLIOS
def test_the_predictive_interval_holds_what_comes(
    mean: float, strength: float | None, neutral: float
) -> None:
    known = sellers(Random(10), mean, strength, neutral)
    prior = fit(one.counts for one in known)
    assert prior.mean is not None
    hits = [
        predictive(len(one.following), one.n, one.k, prior.strength, prior.mean).holds(fmean(one.following))
        for one in known
    ]
    assert fmean(hits) >= 0.88
