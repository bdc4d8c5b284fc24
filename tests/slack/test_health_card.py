"""The health card: the number, both ways of CSAT, and what moves it."""

from bot.slack.blocks import health, health_why
from scoring.metrics import METRICS
from tests.slack import cast
from tests.slack.cast import a_health_view
from tests.slack.reading import shown


def test_the_health_card_adds_up_in_whole_numbers() -> None:
    text = shown(health.card(a_health_view())["blocks"])
    assert "What moves it: 80 expected, -9 Satisfaction = 71" in text
    assert text.splitlines()[:2] == ["Acme", "71 of 100 · 🟡 Concerning · ▼ falling · confidence 62 %"]


def test_csat_is_always_shown_both_ways_with_counts_dates_and_response_rate() -> None:
    text = shown(health.csat_tiles(cast.some_figures()))
    assert "CSAT +29 of -100..+100 → 64 on health's scale of 0..100" in text
    assert "🙂 4 positive · 😐 1 neutral · 🙁 2 negative" in text
    assert "Response rate 47 % (7 of 15 sent)" in text
    assert "2 Jul 2025 to 2 Jan 2026." in text
    assert "the numbers differ on purpose" in text


def test_a_customer_nobody_asked_yet_has_no_invented_numbers() -> None:
    text = shown(health.card(cast.a_silent_customer())["blocks"])
    assert "⚪ Not enough evidence · 86 of 100 until customers say more" in text
    assert "CSAT No surveys from 2 Jul 2025 to 2 Jan 2026." in text
    assert "Nobody has answered a survey yet." in text
    unanswered = cast.some_figures(native=None, normalized=None, rated=0, response_rate=0.0)
    assert "15 surveys sent, none answered" in shown(health.csat_tiles(unanswered))


def test_the_strongest_reviews_stand_under_their_metric() -> None:
    text = shown(health.card(a_health_view())["blocks"])
    assert "🙁 -5.6 points · negative CSAT, -1 (-1 to +1) · 2 Jan 2026 · Jane Doe: The printer" in text
    assert "0.0 points" not in text


def test_the_full_card_says_where_the_customer_stands_and_what_would_change_it() -> None:
    text = shown(health.card(cast.a_full_view())["blocks"])
    assert "🟡 Needs a look · ▼ falling · -3.4 since 3 Dec 2025 · confidence 40 %" in text
    assert "Needs a look since 13 Dec 2025. 12th of 140 (client), likely 7th to 25th." in text
    assert "5 positive reviews in a row or 34 quiet days would make it Healthy." in text
    assert "likely +1 to +62, recent answers counting more" in text
    assert "Satisfaction: CSAT 60 against 60 (+4.0)" in text
    assert "No data yet: Reopened." in text
    assert "First response count for less." in text
    assert "Not counted here: NPS." in text
    assert text.index("What takes most") < text.index("What gives most")
    assert "Ticket T-1042: Printer <!here>" in text


def test_the_areas_add_up_in_whole_numbers() -> None:
    text = shown(health.card(cast.a_full_view())["blocks"])
    (line,) = [line for line in text.splitlines() if line.startswith("What moves it")]
    sums, total = line.removeprefix("What moves it: ").split(" = ")
    assert sum(int(part.split()[0]) for part in sums.split(", ")) == int(total)


def test_why_names_what_pulls_it_down_what_to_do_and_every_metric() -> None:
    text = shown(health_why.modal(cast.a_full_view())["blocks"])
    assert text.index("What pulls it down") < text.index("Satisfaction")
    for metric in METRICS.values():
        assert metric.label in text
    assert "See what made them escalate." in text
    assert "late: nothing has come in for long" in text
    assert "No NPS surveys have ever come in." in text
    assert "since 4 Jul 2025" in text


def test_every_metric_has_its_advice() -> None:
    assert set(health_why._ADVICE) == set(METRICS)


def test_while_health_is_off_the_card_keeps_its_scores_to_itself() -> None:
    text = shown(health.card(cast.a_full_view(enabled=False))["blocks"])
    assert "Health scoring is off." in text
    assert "CSAT +29" in text
    assert "of 100" not in text
    assert "What moves it" not in text
    assert health.summary(cast.a_full_view(enabled=False)) == "Acme: 2 reviews of late"
