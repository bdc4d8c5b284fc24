from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.beta import t_quantile
from scoring.intervals import Interval
from scoring.rollup import Difference, Effect, Member, Movement, against, effect_of, movement, roll_up
from tests.scoring.cast import numbers

scores = numbers(0, 100)
books = st.dictionaries(st.sampled_from("abcdefghij"), scores)


def members(*scores: float, confidence: float = 0.5, spread: float = 0.0) -> list[Member]:
    return [Member(score, confidence, "healthy", spread) for score in scores]


def test_each_customer_counts_once_in_the_mean_and_by_its_confidence_in_the_other() -> None:
    group = [Member(90, 0.8, "healthy"), Member(40, 0.2, "at_risk"), Member(80, 0.0, "not_enough_evidence")]
    found = roll_up(group)
    assert (found.customers, found.mean, found.weighted) == (3, 70, 80)
    assert found.confidence == pytest.approx(1 / 3)
    assert found.statuses == {"healthy": 1, "at_risk": 1, "not_enough_evidence": 1}


def test_an_empty_group_has_no_mean_and_one_without_evidence_no_weighted_one() -> None:
    assert (roll_up([]).mean, roll_up([]).weighted, roll_up([]).customers) == (None, None, 0)
    unknown = roll_up(members(86, 86, confidence=0))
    assert (unknown.mean, unknown.weighted) == (86, None)


@given(st.lists(st.tuples(scores, numbers(0, 1)), min_size=1))
def test_both_means_lie_among_the_scores(rows: list[tuple[float, float]]) -> None:
    found = roll_up([Member(score, confidence, "healthy") for score, confidence in rows])
    low, high = min(rows)[0] - 1e-9, max(rows)[0] + 1e-9
    for mean in (found.mean, found.weighted):
        assert mean is None or low <= mean <= high


def test_joiners_and_leavers_do_not_fake_a_movement() -> None:
    earlier = {"acme": 80.0, "globex": 60.0, "gone": 5.0, "away": 10.0}
    now = {"acme": 80.0, "globex": 60.0, "new": 99.0}
    assert movement(now, earlier) == Movement(Difference(0, Interval(0, 0)), matched=2, joined=1, left=2)


def test_a_movement_of_all_alike_is_told_from_chance() -> None:
    earlier = {str(n): 50.0 + n for n in range(20)}
    change = movement({name: score - 4 + int(name) % 3 for name, score in earlier.items()}, earlier).change
    assert change is not None
    assert change.points == pytest.approx(-3.05)
    assert change.distinguishable


def test_without_a_customer_of_both_days_nothing_moved() -> None:
    assert movement({"a": 50.0}, {"b": 60.0}) == Movement(None, 0, 1, 1)
    assert movement({}, {}) == Movement(None, 0, 0, 0)


@given(books, books)
def test_going_back_in_time_turns_the_movement_round(
    now: dict[str, float], earlier: dict[str, float]
) -> None:
    there, back = movement(now, earlier), movement(earlier, now)
    assert (there.matched, there.joined, there.left) == (back.matched, back.left, back.joined)
    if there.change and back.change:
        assert there.change.points == pytest.approx(-back.change.points)
        assert there.change.distinguishable == back.change.distinguishable


def test_a_group_is_compared_with_the_portfolio_by_students_t() -> None:
    found = against(members(70, 80, 90), 75)
    reach = t_quantile(0.9, 2) * 10 / 3**0.5
    assert found.points == pytest.approx(5)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((5 - reach, 5 + reach))
    assert not found.distinguishable
    assert against(members(*[70, 80, 90] * 10), 75).distinguishable


def test_customers_nobody_knows_anything_about_do_not_stand_out() -> None:
    assert against(members(86, 86, 86), 80).distinguishable
    assert not against(members(86, 86, 86, spread=11.6), 80).distinguishable


def test_one_customer_has_a_difference_but_no_interval_and_none_has_none() -> None:
    assert against(members(70), 80) == Difference(-10, None)
    assert not against(members(0), 80).distinguishable
    with pytest.raises(ValueError, match="without customers"):
        against([], 80)


def test_the_interval_holds_the_truth_nine_times_in_ten() -> None:
    random = Random(8)
    hits = 0
    for _ in range(1000):
        found = against(members(*(random.gauss(75, 12) for _ in range(6))), 75).interval
        hits += found is not None and found.holds(0)
    assert hits / 1000 == pytest.approx(0.9, abs=0.025)


def a_year(random: Random, customers: int, gain: float) -> dict[str, tuple[float, float]]:
    """Scores around an initiative: everybody falls by 3 points, those it is for gain some."""
    before = [random.uniform(40, 95) for _ in range(customers)]
    return {f"{gain}-{n}": (score, score - 3 + gain + random.gauss(0, 4)) for n, score in enumerate(before)}


def test_an_initiative_is_credited_with_what_the_others_did_not_do_too() -> None:
    random = Random(4)
    found = effect_of(a_year(random, 40, gain=8), a_year(random, 400, gain=0))
    assert (found.pairs, found.unmatched) == (40, 0)
    assert found.before_after.points == pytest.approx(5, abs=1.5)
    assert found.effect is not None
    assert found.effect.points == pytest.approx(8, abs=2)
    assert found.effect.distinguishable


def test_recovering_from_a_bad_day_is_no_effect() -> None:
    random = Random(6)

    def measured(truth: float) -> tuple[float, float]:
        return truth + random.gauss(0, 10), truth + random.gauss(0, 10)

    everybody = {str(n): measured(80) for n in range(600)}
    low = [name for name, (before, _) in everybody.items() if before < 70]
    chosen = {name: everybody.pop(name) for name in low[::2]}
    found = effect_of(chosen, everybody)
    assert found.before_after.distinguishable
    assert found.effect is not None
    assert not found.effect.distinguishable


def test_a_partner_starts_alike_and_serves_once() -> None:
    treated = {"a": (50.0, 60.0), "b": (51.0, 61.0), "c": (90.0, 91.0)}
    others = {"x": (50.0, 50.0), "y": (54.0, 56.0), "z": (84.0, 80.0), "a": (50.0, 60.0)}
    assert effect_of(treated, others) == Effect(
        Difference(7, effect_of(treated, {}).before_after.interval),
        Difference(9, None),
        pairs=2,
        unmatched=1,
    )


def test_without_partners_there_is_only_before_and_after() -> None:
    found = effect_of({"a": (50.0, 60.0)}, {})
    assert found == Effect(Difference(10, None), None, 0, 1)
    with pytest.raises(ValueError, match="without customers"):
        effect_of({}, {"x": (1.0, 2.0)})


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(scores, scores), min_size=1),
    st.dictionaries(st.sampled_from("uvwxyz"), st.tuples(scores, scores)),
)
def test_pairs_do_not_depend_on_the_order_of_customers(
    treated: dict[str, tuple[float, float]], others: dict[str, tuple[float, float]]
) -> None:
    found = effect_of(treated, others)
    assert found.pairs + found.unmatched == len(treated)
    again = effect_of(dict(reversed(treated.items())), dict(reversed(others.items())))
    assert (again.pairs, again.effect is None) == (found.pairs, found.effect is None)
    if again.effect and found.effect:
        assert again.effect.points == pytest.approx(found.effect.points)
