import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scorecard import Bands, Scorecard
from scoring.status import Flag, Status, status_of
from tests.scoring.cast import numbers, scorecards

HEALTHY, CONCERNING, AT_RISK = Status.HEALTHY, Status.CONCERNING, Status.AT_RISK
UNKNOWN = Status.NOT_ENOUGH_EVIDENCE
BANDS = Bands()

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
def test_every_band_can_be_reached_from_every_other(card: Scorecard, previous: Status) -> None:
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
