from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from automations.actions import MessageOwner
from automations.checks import Check, Predicate
from automations.conditions import Condition, Customer, HasComment, Polarity
from automations.engine import MOST_CLOSE, RuleSet
from automations.facts import Event
from automations.groups import All, Any_
from automations.rules import Rule
from automations.triggers import ReviewReceived
from automations.verdicts import Outcome, Verdict
from tests.automations.cast import ALERT, GLOBEX, NOW, a_review, a_rule, an_event

NEGATIVE = Polarity(("negative",))
UNHAPPY_WITH_COMMENT = All((NEGATIVE, HasComment()))


def judged(rules: list[Rule], event: Event) -> dict[str, Verdict]:
    return {verdict.rule_id: verdict for verdict in RuleSet(rules).judge(event, NOW)}


def explained(rule: Rule, event: Event) -> Verdict:
    (verdict,) = RuleSet([rule]).explain(event, NOW)
    return verdict


def test_a_rule_fires_with_its_actions_and_the_reason_of_every_condition() -> None:
    (verdict,) = RuleSet([a_rule(UNHAPPY_WITH_COMMENT, then=(ALERT, MessageOwner()))]).judge(an_event(), NOW)
    assert verdict == Verdict(
        rule_id="01JRULE",
        rule_version=1,
        outcome=Outcome.FIRED,
        checks=(
            Check(True, "survey is csat, one of csat"),
            Check(True, "polarity is negative, one of negative"),
            Check(True, "there is a comment"),
        ),
        actions=(ALERT, MessageOwner()),
    )


def test_a_rule_without_conditions_fires_on_its_trigger() -> None:
    (verdict,) = RuleSet([a_rule()]).judge(an_event(), NOW)
    assert verdict.fired
    assert len(verdict.checks) == 1


def test_one_bare_condition_is_a_condition_like_any_other() -> None:
    assert judged([a_rule(NEGATIVE)], an_event())["01JRULE"].checks[1:] == (
        Check(True, "polarity is negative, one of negative"),
    )


def test_a_group_inside_is_one_check_with_one_reason() -> None:
    rule = a_rule(All((NEGATIVE, Any_((HasComment(), Customer(("Globex",)))))))
    assert judged([rule], an_event())["01JRULE"].checks[2] == Check(True, "one holds (there is a comment)")


def test_verdicts_come_in_the_order_of_the_rules() -> None:
    rules = [
        a_rule(id="a"),
        a_rule(Customer(("Acme",)), id="b"),
        a_rule(HasComment(), id="c"),
        a_rule(NEGATIVE, id="d"),
    ]
    assert list(judged(rules, an_event())) == ["a", "b", "c", "d"]
    assert list(judged(rules[::-1], an_event())) == ["d", "c", "b", "a"]


def test_a_rule_that_misses_one_condition_is_reported_as_close() -> None:
    silent = an_event(a_review(comment=""))
    verdict = judged([a_rule(UNHAPPY_WITH_COMMENT)], silent)["01JRULE"]
    assert (verdict.outcome, verdict.close, verdict.actions) == (Outcome.NOT_MATCHED, True, ())
    assert verdict.checks[2] == Check(False, "there is no comment")


def test_a_rule_that_misses_two_conditions_is_not_reported() -> None:
    rule = a_rule(All((NEGATIVE, HasComment(), Any_((HasComment(),)))))
    assert judged([rule], an_event(a_review(comment=""))) == {}


def test_a_miss_on_an_indexed_condition_is_left_to_explain() -> None:
    rule = a_rule(All((Customer(("Acme",)), HasComment())))
    elsewhere = an_event(customer=GLOBEX)
    assert judged([rule], elsewhere) == {}
    verdict = explained(rule, elsewhere)
    assert verdict.close
    assert verdict.checks[1] == Check(False, "customer is Globex, not one of Acme")


def test_a_second_demand_on_an_indexed_fact_counts_as_indexed_too() -> None:
    rule = a_rule(All((Customer(("Acme",)), Customer(("Acme", "Globex")), HasComment())))
    assert judged([rule], an_event(customer=GLOBEX)) == {}


def test_a_miss_inside_a_group_can_be_close() -> None:
    rule = a_rule(Any_((Customer(("Acme",)), Polarity(("positive",)))))
    assert judged([rule], an_event(customer=GLOBEX))["01JRULE"].close


def test_close_rules_are_reported_up_to_a_number_and_fired_ones_always() -> None:
    rules = [a_rule(HasComment(), id=f"close {n}") for n in range(MOST_CLOSE + 5)]
    fires = a_rule(id="fires")
    verdicts = judged([*rules, fires], an_event(a_review(comment="")))
    assert len(verdicts) == MOST_CLOSE + 1
    assert verdicts["fires"].fired
    assert "close 0" in verdicts
    assert all(v.close for v in RuleSet(rules).explain(an_event(a_review(comment="")), NOW))


def test_a_rule_that_is_switched_off_never_fires_and_explains_that_it_would_have() -> None:
    rule = a_rule(NEGATIVE, enabled=False)
    assert judged([rule], an_event()) == {}
    verdict = explained(rule, an_event())
    assert (verdict.outcome, verdict.actions, verdict.close) == (Outcome.DISABLED, (), False)
    assert verdict.checks == (
        Check(False, "the rule is switched off"),
        Check(True, "survey is csat, one of csat"),
        Check(True, "polarity is negative, one of negative"),
    )


def test_explain_gives_every_rule_and_every_condition_even_for_another_kind_of_event() -> None:
    verdict = explained(a_rule(UNHAPPY_WITH_COMMENT), an_event(trigger="tag_added"))
    assert [check.because for check in verdict.checks] == [
        "the event is tag_added, not review_received",
        "polarity is negative, one of negative",
        "there is a comment",
    ]
    assert not verdict.close


def test_the_settle_delay_is_the_callers_business() -> None:
    rule = Rule(id="01JRULE", name="Later", when=ReviewReceived(), then=(ALERT,), settle=timedelta(minutes=5))
    assert judged([rule], an_event())["01JRULE"].fired


def test_a_rule_set_keeps_its_rules() -> None:
    rules = (a_rule(id="a"), a_rule(id="b", enabled=False))
    assert RuleSet(rules).rules == rules


def test_no_rules_give_no_verdicts() -> None:
    assert RuleSet([]).judge(an_event(), NOW) == RuleSet([]).explain(an_event(), NOW) == []


@dataclass(frozen=True, slots=True)
class Counted(Condition):
    """Counts how often it is asked and how often it is asked why."""

    asked: ClassVar[Counter[str]] = Counter()
    number: int

    def predicate(self) -> Predicate:
        def holds(_event: Event, _now: object) -> bool:
            self.asked["holds"] += 1
            return False

        return holds

    def because(self, event: Event, passed: bool) -> str:
        self.asked["because"] += 1
        return f"{passed} for {event.key}"


def test_an_event_asks_only_the_rules_that_can_match_and_words_no_reason_in_vain() -> None:
    rules = [
        a_rule(All((Customer((f"Customer {n}",)), Counted(n), Counted(-n - 1))), id=str(n))
        for n in range(1000)
    ]
    rules += [a_rule(All((Customer(("Acme",)), Counted(5000), Counted(5001))), id="acme")]
    Counted.asked.clear()
    assert judged(rules, an_event()) == {}
    assert Counted.asked == {"holds": 2}
