"""The status in simulation, with the defaults: calm while nothing changes, not blind when something does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from scoring.evidence import Evidence
from scoring.health import Assessor
from scoring.hours import Hours
from scoring.measure import Moment
from scoring.plan import Plan
from scoring.status import Status, status_of
from scoring.tally import EMPTY
from scoring.windows import Day
from tests.scoring.cast import LONG, a_profile, a_scorecard

CUSTOMERS, WARM_UP, CALM_WEEKS, FALLEN_WEEKS = 100, 52, 104, 12
START = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@dataclass
class Course:
    """What one simulated customer went through: changes of status in the calm years, then the fall."""

    changes: int
    noticed: bool


def course(random: Random, reviews_a_week: float) -> Course:
    """Satisfied nine times in ten for years, then six times in ten; judged once a week."""
    card = a_scorecard("csat")
    plan, profile = Plan(card, Hours(), UTC), a_profile(known_since=LONG)
    live, tally, statuses = list[tuple[datetime, float]](), EMPTY, list[Status]()
    for week in range(WARM_UP + CALM_WEEKS + FALLEN_WEEKS):
        satisfied = 0.9 if week < WARM_UP + CALM_WEEKS else 0.6
        begin, now = START + week * WEEK, START + (week + 1) * WEEK
        wait = random.expovariate(reviews_a_week)
        while wait < 1:
            live.append((begin + wait * WEEK, float(random.random() < satisfied)))
            tally = tally.plus(*live[-1], 90)
            wait += random.expovariate(reviews_a_week)
        while live and live[0][0] <= now - card.window("csat"):
            tally = tally.minus(*live.pop(0), 90)
        assessor = Assessor(plan, {"csat": now}, Moment(now, Day.of(now, UTC)))
        health = assessor.score(profile, Evidence({"csat": tally}))
        previous = statuses[-1] if statuses else None
        statuses.append(status_of(health.score, health.confidence, previous, card.bands))
    calm, fallen = statuses[WARM_UP:-FALLEN_WEEKS], statuses[-FALLEN_WEEKS:]
    changes = sum(one is not other for one, other in pairwise(calm))
    return Course(changes, any(status in (Status.CONCERNING, Status.AT_RISK) for status in fallen))


@pytest.mark.parametrize(
    ("reviews_a_week", "changes_a_year", "noticed"), [(0.25, 1.4, 0.1), (1.0, 0.25, 0.45), (3.0, 0.05, 0.65)]
)
def test_a_status_seldom_changes_without_cause_and_follows_a_fall(
    reviews_a_week: float, changes_a_year: float, noticed: float
) -> None:
    random = Random(11)
    courses = [course(random, reviews_a_week) for _ in range(CUSTOMERS)]
    years = CUSTOMERS * CALM_WEEKS / 52
    assert sum(one.changes for one in courses) / years <= changes_a_year
    assert sum(one.noticed for one in courses) / CUSTOMERS >= noticed
