from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.scorecard import Scorecard
from scoring.settings import Bands
from scoring.status import Flag, Status, Tenure, label_of, status_of, tenure_of
from tests.scoring.cast import NOW, numbers, scorecards

HEALTHY, CONCERNING, AT_RISK = Status.HEALTHY, Status.CONCERNING, Status.AT_RISK
UNKNOWN = Status.NOT_ENOUGH_EVIDENCE
BANDS = Bands()
DAY = timedelta(days=1)

statuses = st.sampled_from([None, *Status])
scores = numbers(0, 100)


@pytest.mark.parametrize(
    ("score", "status"),
    [
        (100, HEALTHY),
        (80, HEALTHY),
        (79.999, CONCERNING),
        (60, CONCERNING),
        (59.999, AT_RISK),
        (0, AT_RISK),
    ],
)
@pytest.mark.parametrize("previous", [None, UNKNOWN])
def test_a_first_status_follows_the_edges_which_belong_to_the_upper_band(
    score: float, status: Status, previous: Status | None
) -> None:
    assert status_of(score, 1.0, previous, BANDS) is status


@pytest.mark.parametrize(
    ("previous", "score", "status"),
    [
        (HEALTHY, 76, HEALTHY),
        (HEALTHY, 75.999, CONCERNING),
        (HEALTHY, 56, CONCERNING),
        (HEALTHY, 55.999, AT_RISK),
        (CONCERNING, 83.999, CONCERNING),
        (CONCERNING, 84, HEALTHY),
        (CONCERNING, 56, CONCERNING),
        (CONCERNING, 55.999, AT_RISK),
        (AT_RISK, 63.999, AT_RISK),
        (AT_RISK, 64, CONCERNING),
        (AT_RISK, 83.999, CONCERNING),
        (AT_RISK, 84, HEALTHY),
    ],
)
def test_a_band_is_left_only_when_the_score_passes_the_edge_by_the_margin(
    previous: Status, score: float, status: Status
) -> None:
    assert status_of(score, 1.0, previous, BANDS) is status


@pytest.mark.parametrize(
    ("previous", "confidence", "known"),
    [
        (None, 0.35, True),
        (None, 0.349, False),
        (UNKNOWN, 0.35, True),
        (UNKNOWN, 0.349, False),
        (HEALTHY, 0.349, True),
        (HEALTHY, 0.175, True),
        (HEALTHY, 0.174, False),
        (AT_RISK, 0.0, False),
    ],
)
def test_a_band_takes_enough_evidence_and_is_kept_down_to_half_of_it(
    previous: Status | None, confidence: float, known: bool
) -> None:
    assert (status_of(90, confidence, previous, BANDS) is not UNKNOWN) is known


@given(st.sampled_from([80.0, 60.0]), st.lists(numbers(-3.999, 3.999)), statuses)
def test_a_score_moving_inside_the_margin_never_flaps(
    edge: float, moves: list[float], status: Status | None
) -> None:
    seen = []
    for move in moves:
        status = status_of(edge + move, 1.0, status, BANDS)
        seen.append(status)
    assert len(set(seen)) <= 1


@given(scorecards(), scores, numbers(0, 1), statuses)
def test_the_same_evidence_twice_gives_the_same_status(
    card: Scorecard, score: float, confidence: float, previous: Status | None
) -> None:
    once = status_of(score, confidence, previous, card.bands)
    assert status_of(score, confidence, once, card.bands) is once


@given(scores, scores, statuses)
def test_a_better_score_never_has_a_worse_status(one: float, two: float, previous: Status | None) -> None:
    ladder = [AT_RISK, CONCERNING, HEALTHY]
    worse, better = (ladder.index(status_of(score, 1.0, previous, BANDS)) for score in sorted((one, two)))
    assert worse <= better


@given(scorecards(), st.sampled_from([HEALTHY, CONCERNING, AT_RISK]))
def test_either_end_of_the_scale_is_reached_from_every_band(card: Scorecard, previous: Status) -> None:
    assume(card.bands.concerning_from - card.bands.margin > 0)  # else nothing is bad enough
    reached = {status_of(score, 1.0, previous, card.bands) for score in (0, 100)}
    assert reached == {AT_RISK, HEALTHY}


def test_statuses_and_flags_have_words_for_people() -> None:
    assert [status.label for status in Status] == [
        "Healthy",
        "Concerning",
        "At Risk",
        "Not enough evidence",
    ]
    assert [flag.label for flag in Flag] == ["Champion", "Needs attention", "Danger"]
    assert (Status("at_risk"), Flag("needs_attention")) == (AT_RISK, Flag.NEEDS_ATTENTION)


def test_a_status_begins_when_it_is_taken_and_goes_on_while_nothing_else_is_called_for() -> None:
    first = tenure_of(90, 0.9, None, BANDS, NOW)
    assert first == Tenure(HEALTHY, NOW)
    assert tenure_of(85, 0.9, first, BANDS, NOW + DAY) == first
    assert tenure_of(70, 0.9, first, BANDS, NOW + DAY) == Tenure(CONCERNING, NOW + DAY)


def test_with_a_dwell_it_yields_only_after_days_on_end() -> None:
    calm = replace(BANDS, dwell_days=2.0)
    held = tenure_of(90, 0.9, None, calm, NOW)
    one = tenure_of(70, 0.9, held, calm, NOW + DAY)
    assert one == Tenure(HEALTHY, NOW, CONCERNING, NOW + DAY)
    two = tenure_of(50, 0.9, one, calm, NOW + 2 * DAY)
    assert two == Tenure(HEALTHY, NOW, AT_RISK, NOW + DAY), "time goes on, though it fell further"
    assert tenure_of(50, 0.9, two, calm, NOW + 3 * DAY) == Tenure(AT_RISK, NOW + 3 * DAY)
    assert tenure_of(90, 0.9, two, calm, NOW + 3 * DAY) == held, "a recovery ends the call"


def test_who_had_no_status_for_want_of_evidence_gets_one_at_once() -> None:
    calm = replace(BANDS, dwell_days=30.0)
    unknown = tenure_of(90, 0.0, None, calm, NOW)
    assert unknown.status is UNKNOWN
    assert tenure_of(90, 0.9, unknown, calm, NOW + DAY) == Tenure(HEALTHY, NOW + DAY)


@given(scorecards(), st.lists(st.tuples(scores, numbers(0, 1), st.integers(0, 40)), max_size=20))
def test_a_tenure_never_calls_for_the_status_that_it_has(
    card: Scorecard, course: list[tuple[float, float, int]]
) -> None:
    tenure, now = None, NOW
    for score, confidence, days in course:
        now += days * DAY
        tenure = tenure_of(score, confidence, tenure, card.bands, now)
        assert tenure.calling is not tenure.status
        assert (tenure.calling is None) == (tenure.calling_since is None)
        assert tenure.since <= now


def test_a_workspace_may_have_words_of_its_own() -> None:
    assert label_of(CONCERNING, replace(BANDS, labels={"concerning": "Needs a look"})) == "Needs a look"
    assert label_of(HEALTHY, BANDS) == "Healthy"
