"""The lists, App Home, Why, the thread and the short answers."""

import pytest

from bot.slack.blocks import choose, history, home, notices, portfolio, why
from bot.views import HistoryKind
from tests.slack import cast
from tests.slack.cast import NOON
from tests.slack.reading import mentions, shown


def test_the_portfolio_counts_every_status_and_lists_who_needs_a_look() -> None:
    message = portfolio.overview(cast.a_portfolio())
    text = shown(message["blocks"])
    assert "🔴 4 At Risk   🟡 12 Concerning   🟢 41 Healthy   ⚪ 3 Not enough evidence" in text
    assert "Globex · 42 🔴 At Risk · 🚨 Danger\nclient · North site · owner Ann Lee" in text
    assert message["text"] == "60 customers: 4 At Risk, 12 Concerning, 41 Healthy, 3 Not enough evidence"


def test_an_empty_portfolio_says_how_to_begin() -> None:
    text = shown(portfolio.overview(cast.a_portfolio(total=0, worst=()))["blocks"])
    assert "bellwether source add" in text


def test_while_health_is_off_nobody_sees_who_stands_where() -> None:
    view = cast.a_portfolio(enabled=False)
    text = shown(portfolio.overview(view)["blocks"])
    assert "Health scoring is off." in text
    assert "60 customers" in text
    assert "At Risk" not in text
    assert portfolio.summary(view) == "60 customers"


def test_home_shows_the_checklist_until_everything_is_done() -> None:
    assert "Setting up: 1 of 2 done" in shown(home.home(cast.a_home())["blocks"])
    assert "Setting up" not in shown(home.home(cast.a_home(checklist=()))["blocks"])


def test_home_shows_what_cannot_be_delivered_and_that_nothing_waits() -> None:
    text = shown(home.home(cast.a_home(alerts=(), problems=("#alerts is archived.",)))["blocks"])
    assert "⚠️ Some messages cannot be delivered\n#alerts is archived." in text
    assert "No open alerts. Nothing waits for you." in text


def test_why_lists_the_reasons_of_every_rule() -> None:
    text = shown(why.why(cast.a_reason())["blocks"])
    assert "Tell managers about unhappy customers  ✅ fired" in text
    assert "✓ the review has a comment" in text
    assert "→ post to C0123ABCD" in text
    assert "has been deleted since" in shown(why.why(cast.a_reason(rules=()))["blocks"])


def test_choosing_tells_customers_of_the_same_name_apart() -> None:
    namesake = cast.a_customer(id="01OTHER", site="South site", owner="")
    text = shown(choose.choose("acme", [cast.a_customer(), namesake])["blocks"])
    assert "client · North site · owner Ann Lee" in text
    assert "client · South site" in text


def test_nobody_found_says_what_to_try() -> None:
    assert "A part of the name is enough" in shown(choose.nobody("zz")["blocks"])


def test_the_thread_names_people_without_ringing_them() -> None:
    message = history.line(cast.an_entry(), "01D", name="Ann Lee")
    assert "✋ Claimed by Ann Lee · 2 Jan 2026, 13:00" in shown(message["blocks"])
    assert mentions(message["blocks"]) == []
    assert message["text"] == "Claimed by Ann Lee"


def test_the_end_of_a_snooze_calls_back_who_snoozed() -> None:
    message = history.line(cast.an_entry(kind=HistoryKind.WOKE), "01D", name="Ann Lee")
    assert mentions(message["blocks"]) == ["user"]


@pytest.mark.parametrize("kind", list(HistoryKind))
def test_every_kind_of_history_has_its_words(kind: HistoryKind) -> None:
    entry = cast.an_entry(kind=kind, actor=None, until=NOON, detail="positive -> negative")
    assert "positive -> negative" in shown(history.line(entry, "01D")["blocks"])


def test_help_names_the_command() -> None:
    assert "/health acme" in shown(notices.help_text()["blocks"])
