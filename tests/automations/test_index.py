from automations.checks import Facet, Selection
from automations.index import MOST_ENTRIES, Index
from tests.automations.cast import ACME, a_review, an_event

NEGATIVE = Selection(Facet.POLARITY, frozenset({"negative"}))
CSAT = Selection(Facet.SURVEY, frozenset({"csat"}))
POSITIVE = Selection(Facet.POLARITY, frozenset({"positive"}))


def an_index(*entries: list[Selection]) -> Index:
    index = Index()
    for position, selections in enumerate(entries):
        index.add("review_received", selections, position)
    return index


def test_an_event_finds_the_rules_that_can_match_in_their_order() -> None:
    index = an_index([POSITIVE], [NEGATIVE, CSAT], [], [CSAT], [POSITIVE, CSAT])
    assert index.candidates(an_event(a_review("csat", "negative"))) == [1, 2, 3]


def test_an_event_finds_nothing_under_another_trigger() -> None:
    assert an_index([]).candidates(an_event(trigger="tag_added")) == []


def test_a_customer_is_found_once_although_it_has_a_name_and_an_id() -> None:
    both = Selection(Facet.CUSTOMER, frozenset({"acme", "01jacme"}))
    assert an_index([both], [Selection(Facet.CUSTOMER, frozenset({"globex"}))]).candidates(an_event()) == [0]


def test_facts_that_are_missing_find_only_the_rules_that_do_not_ask_for_them() -> None:
    index = an_index([NEGATIVE], [])
    assert index.candidates(an_event(a_review(polarity=None))) == [1]
    assert index.candidates(an_event(review=None, customer=None)) == [1]


def test_of_two_demands_on_one_fact_the_narrower_is_entered() -> None:
    wide = Selection(Facet.POLARITY, frozenset({"positive", "negative"}))
    index = an_index([wide, POSITIVE], [POSITIVE, wide])
    assert index.candidates(an_event(a_review(polarity="negative"))) == []
    assert index.candidates(an_event(a_review(polarity="positive"))) == [0, 1]


def test_a_long_list_of_customers_is_found_by_customer_alone() -> None:
    many = Selection(Facet.CUSTOMER, frozenset({"acme", *(f"customer {n}" for n in range(MOST_ENTRIES - 1))}))
    both = Selection(Facet.POLARITY, frozenset({"positive", "neutral"}))
    index = an_index([many, both])
    assert index.candidates(an_event(a_review(polarity="negative"), ACME)) == [0]
    assert index.candidates(an_event(customer=None)) == []


def test_half_as_many_customers_are_found_by_every_fact() -> None:
    names = (f"customer {n}" for n in range(MOST_ENTRIES // 2 - 1))
    half = Selection(Facet.CUSTOMER, frozenset({"acme", *names}))
    both = Selection(Facet.POLARITY, frozenset({"positive", "neutral"}))
    index = an_index([half, both])
    assert index.candidates(an_event(a_review(polarity="negative"), ACME)) == []
    assert index.candidates(an_event(a_review(polarity="positive"), ACME)) == [0]
