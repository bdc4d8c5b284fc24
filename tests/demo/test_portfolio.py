"""The portfolio as values: always the same, never in the future, and with the stories that it tells."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.seed.cases import contacts_of
from bot.demo.seed.customers import PROFILES
from bot.demo.seed.portfolio import Portfolio, build_portfolio
from bot.sources.names import normalise_name
from scoring.polarity import polarity_of
from tests.demo.conftest import NOW

MOMENTS = [
    NOW,
    datetime(2026, 3, 8, 0, 0, tzinfo=UTC),  # midnight, on a Sunday
    datetime(2028, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
]


def test_it_is_the_same_on_every_run(portfolio: Portfolio) -> None:
    assert build_portfolio(NOW) == portfolio


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nothing_in_it_lies_in_the_future(now: datetime) -> None:
    found = build_portfolio(now)
    times = [at for review in found.reviews for at in (review.sent_at, review.rated_at, review.changed_at)]
    times += [fact.first_response_at for fact in found.tickets]
    times += [at for fact in found.tickets for at in (fact.ticket.created_at, fact.ticket.resolved_at)]
    times += [fact.occurred_at for fact in found.interactions]
    assert max(at for at in times if at is not None) <= now


def test_it_has_sixty_customers_in_three_populations_and_two_years_of_surveys(portfolio: Portfolio) -> None:
    populations = Counter(profile.population for profile in portfolio.profiles)
    assert populations == {"client": 30, "resident": 22, "prospect": 8}
    assert NOW - portfolio.reviews[0].changed_at > timedelta(days=700)
    surveys = Counter(review.survey_type for review in portfolio.reviews)
    assert surveys["csat"] > 3_000
    assert min(surveys["nps"], surveys["ces"]) > 200
    assert len(portfolio.tickets) > len(portfolio.reviews)
    assert len(portfolio.interactions) > 500


def test_about_half_of_the_surveys_were_never_answered(portfolio: Portfolio) -> None:
    answered = sum(review.polarity is not None for review in portfolio.reviews)
    assert 0.4 < answered / len(portfolio.reviews) < 0.6


def test_every_review_ticket_and_interaction_is_about_a_customer_of_it(portfolio: Portfolio) -> None:
    keys = {profile.key for profile in portfolio.profiles}
    assert {review.company.id for review in portfolio.reviews if review.company} <= keys
    assert {fact.customer for fact in portfolio.tickets} <= keys
    assert {fact.customer for fact in portfolio.interactions} <= keys
    assert len({review.external_id for review in portfolio.reviews}) == len(portfolio.reviews)
    assert len({fact.external_id for fact in portfolio.interactions}) == len(portfolio.interactions)


def test_every_score_lies_on_its_scale_and_means_its_polarity(portfolio: Portfolio) -> None:
    for review in portfolio.reviews:
        if review.score is not None:
            found = polarity_of(review.survey_type, review.score, review.scale_min, review.scale_max)
            assert found.value == review.polarity


def test_nobody_in_it_can_be_reached(portfolio: Portfolio) -> None:
    addresses = {contact.email for profile in PROFILES for contact in contacts_of(profile)}
    addresses |= {profile.owner.email for profile in PROFILES}
    assert all(address.endswith(".example") and address.isascii() for address in addresses)
    assert len({address.rpartition("@")[2] for address in addresses}) == len(PROFILES) + 1


def test_no_two_customers_could_be_taken_for_each_other() -> None:
    assert len({normalise_name(profile.name) for profile in PROFILES}) == len(PROFILES)
    assert len({profile.key for profile in PROFILES}) == len(PROFILES)


def test_comments_are_finished_sentences_that_customers_seldom_repeat(portfolio: Portfolio) -> None:
    comments = [review.comment for review in portfolio.reviews if review.comment]
    assert len(comments) > 800
    assert not any("{" in comment for comment in comments)
    globex = [review for review in portfolio.reviews if review.company and review.company.id == "globex"]
    lately = [review.comment for review in globex if review.comment][-10:]
    assert len(set(lately)) == len(lately)


def test_globex_complains_more_and_more_for_six_weeks(portfolio: Portfolio) -> None:
    assert _positive(portfolio, "globex", 26, 7) > 0.85
    assert _positive(portfolio, "globex", 3, 0) < 0.3


def test_hooli_has_come_through_the_worst(portfolio: Portfolio) -> None:
    assert _positive(portfolio, "hooli", 30, 18) < 0.35
    assert _positive(portfolio, "hooli", 8, 0) > 0.85


def test_the_residents_of_umbrella_court_are_angry_since_the_flood(portfolio: Portfolio) -> None:
    flooded = [profile.key for profile in PROFILES if profile.story.theme == "flood"]
    assert len(flooded) >= 8
    assert sum(_positive(portfolio, key, 3, 0) for key in flooded) / len(flooded) < 0.25


def test_initech_was_asked_and_has_never_answered(portfolio: Portfolio) -> None:
    initech = [review for review in portfolio.reviews if review.company and review.company.id == "initech"]
    assert initech
    assert all(review.polarity is None for review in initech)


def _positive(portfolio: Portfolio, customer: str, since_weeks: float, until_weeks: float) -> float:
    """The share of a customer's answers between these many weeks ago that are positive."""
    since, until = NOW - timedelta(weeks=since_weeks), NOW - timedelta(weeks=until_weeks)
    found = [
        review.polarity == "positive"
        for review in portfolio.reviews
        if review.company
        and review.company.id == customer
        and review.rated_at
        and since <= review.rated_at < until
    ]
    return sum(found) / len(found)
