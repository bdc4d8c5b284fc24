"""The health card: the number, both ways of CSAT, and what moves it."""

from bot.slack.blocks import health
from tests.slack import cast
from tests.slack.cast import a_health_view
from tests.slack.reading import shown


def test_the_health_card_adds_up_in_whole_numbers() -> None:
    text = shown(health.card(a_health_view())["blocks"])
    assert "What moves it: 80 expected, -9 CSAT = 71" in text
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
