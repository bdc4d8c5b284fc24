"""The cards: what a person reads, in every state, and that Slack takes them whatever a customer wrote."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.slack.blocks import alert, choose, health, history, home, notices, portfolio, snooze, why
from bot.slack.blocks.snooze import Preset, until
from bot.slack.ids import ModalContext
from bot.views import AlertState, HealthMark, HistoryKind
from scoring.status import Flag, Status
from tests.slack import cast
from tests.slack.cast import HOSTILE, NOON, a_health_view, a_review, an_alert
from tests.slack.reading import button_labels, mentions, shown


def card_text(**changed: Any) -> str:
    return shown(alert.card(an_alert(**changed))["blocks"])


def test_the_first_line_of_an_alert_says_who_and_what() -> None:
    assert card_text().splitlines()[0] == "🙁 Acme · negative CSAT, -1 (-1 to +1)"


def test_a_notification_reads_as_one_line() -> None:
    assert alert.summary(an_alert()) == "Acme: negative CSAT (-1) from Jane Doe"
    of_five = a_review(score=2.0, scale_min=1.0, scale_max=5.0, contact_name="")
    assert alert.summary(an_alert(review=of_five)) == "Acme: negative CSAT (2 of 5) from jane@acme.example"


def test_an_alert_shows_health_before_and_after_with_the_reason() -> None:
    assert "Health 71 → 68 🟡 Concerning · this review -3.2 points" in card_text()


def test_a_change_of_status_names_both() -> None:
    text = card_text(
        before=HealthMark(81.0, 0.6, Status.HEALTHY), after=HealthMark(75.0, 0.6, Status.CONCERNING)
    )
    assert "Health 81 → 75 🟡 Concerning (was 🟢 Healthy)" in text


def test_a_first_score_and_a_score_without_evidence_claim_no_movement() -> None:
    unsure = HealthMark(84.0, 0.1, Status.NOT_ENOUGH_EVIDENCE)
    assert "Health 68 🟡 Concerning ·" in card_text(before=None)
    assert "Health ⚪ Not enough evidence" in card_text(after=unsure)
    assert "Health not scored yet" in card_text(before=None, after=None, points=None)


def test_a_flag_is_shown_as_a_symbol_and_a_word() -> None:
    assert "🚨 Danger" in card_text(flag=Flag.DANGER)


def test_a_changed_rating_says_what_it_was() -> None:
    text = card_text(review=a_review(polarity="positive", score=1.0))
    assert "🔁 The customer changed the rating from negative to positive." in text


def test_a_deleted_review_shows_nothing_that_the_customer_wrote() -> None:
    message = alert.card(an_alert(deleted=True, points=None))
    text = shown(message["blocks"]) + message["text"]
    assert "review deleted" in text
    assert not any(private in text for private in ("printer", "Jane", "4711", "Bob"))
    assert button_labels(message["blocks"]) == ["Done", "Why"]


def test_a_bad_link_of_a_survey_tool_is_not_a_link() -> None:
    assert "Open in the survey tool" in card_text()
    assert "Open in the survey tool" not in card_text(review=a_review(permalink="javascript:alert(1)"))


def test_a_review_without_details_leaves_no_empty_lines() -> None:
    bare = a_review(
        comment="", contact_name="", contact_email="", ticket_number="", ticket_subject="",
        agents=(), tags=(), permalink="", rated_at=None, score=None, polarity=None,
    )  # fmt: skip
    lines = card_text(review=bare, first_polarity=None).rstrip("\n").splitlines()
    assert lines[0] == "⬜ Acme · unrated CSAT"
    assert lines[1].startswith("Health")


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        (AlertState.OPEN, ["Claim", "Done", "Snooze", "Why"]),
        (AlertState.CLAIMED, ["Done", "Give back", "Snooze", "Why"]),
        (AlertState.SNOOZED, ["Claim", "Done", "Snooze", "Why"]),
        (AlertState.DONE, ["Reopen", "Why"]),
    ],
)
def test_the_buttons_follow_the_state(state: AlertState, labels: list[str]) -> None:
    assert button_labels(alert.card(an_alert(state=state))["blocks"]) == labels


def test_the_state_says_who_and_when_in_place() -> None:
    [state] = alert.state_line(an_alert(state=AlertState.CLAIMED, actor="U0ANN", acted_at=NOON))
    assert state["elements"][0]["text"].startswith("✋ *Claimed* by <@U0ANN> · <!date^1767355200^")
    [reopened] = alert.state_line(an_alert(actor="U0ANN", acted_at=NOON))
    assert "Open again" in reopened["elements"][0]["text"]
    assert alert.state_line(an_alert()) == []


def test_a_snoozed_alert_says_until_when_and_why_without_reading_the_reason() -> None:
    view = an_alert(
        state=AlertState.SNOOZED, actor="U0ANN", snoozed_until=NOON, snooze_reason="<!channel> wait"
    )
    [line] = alert.state_line(view)
    assert "until <!date^1767355200^" in line["elements"][0]["text"]
    assert line["elements"][1] == {"type": "plain_text", "text": "<!channel> wait", "emoji": False}


def test_an_actor_that_is_no_slack_user_is_not_a_mention() -> None:
    assert alert.mention("command line <!channel>") == "command line &lt;!channel&gt;"


def test_the_health_card_adds_up_in_whole_numbers() -> None:
    text = shown(health.card(a_health_view())["blocks"])
    assert "What moves it: 80 expected, -9 CSAT = 71" in text
    assert text.splitlines()[:2] == ["Acme", "71 of 100 · 🟡 Concerning · ▼ falling · confidence 62 %"]


def test_csat_is_always_shown_both_ways_with_counts_dates_and_response_rate() -> None:
    text = shown(health.csat_tiles(cast.some_figures()))
    assert "CSAT +29 of -100..+100 → 64 of 100 in health" in text
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


def test_the_portfolio_counts_every_status_and_lists_who_needs_a_look() -> None:
    message = portfolio.overview(cast.a_portfolio())
    text = shown(message["blocks"])
    assert "🔴 4 At Risk   🟡 12 Concerning   🟢 41 Healthy   ⚪ 3 Not enough evidence" in text
    assert "Globex · 42 🔴 At Risk · 🚨 Danger\nclient · North site · owner Ann Lee" in text
    assert message["text"] == "60 customers: 4 At Risk, 12 Concerning, 41 Healthy, 3 Not enough evidence"


def test_an_empty_portfolio_says_how_to_begin() -> None:
    text = shown(portfolio.overview(cast.a_portfolio(total=0, worst=()))["blocks"])
    assert "bellwether source add" in text


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


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (Preset.ONE_HOUR, datetime(2026, 3, 27, 13, tzinfo=UTC)),
        (Preset.FOUR_HOURS, datetime(2026, 3, 27, 16, tzinfo=UTC)),
        (Preset.TOMORROW, datetime(2026, 3, 28, 8, tzinfo=UTC)),  # 9:00 in Berlin, still winter time
        (Preset.NEXT_WEEK, datetime(2026, 3, 30, 7, tzinfo=UTC)),  # Monday 9:00, summer time since Sunday
    ],
)
def test_snooze_presets_mean_a_moment(preset: Preset, expected: datetime) -> None:
    friday_noon = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert until(preset, None, friday_noon, "Europe/Berlin") == expected


def test_a_time_of_ones_own_must_be_given_and_lie_ahead() -> None:
    with pytest.raises(InvalidInput, match="Choose a day"):
        until(Preset.CUSTOM, None, NOON, "UTC")
    with pytest.raises(InvalidInput, match="not passed"):
        until(Preset.CUSTOM, NOON, NOON, "UTC")
    assert until(Preset.CUSTOM, NOON + timedelta(days=1), NOON, "UTC") == NOON + timedelta(days=1)


def test_an_unknown_timezone_is_utc() -> None:
    assert until(Preset.TOMORROW, None, NOON, "Mars/Olympus") == datetime(2026, 1, 3, 9, tzinfo=UTC)


def test_a_hostile_comment_rings_nobody_shows_as_typed_and_is_cut_with_a_mark() -> None:
    message = alert.card(an_alert(review=a_review(comment=HOSTILE)))
    text = shown(message["blocks"])
    assert HOSTILE[:200] in text
    assert "…" in text
    assert "more characters)" in text
    assert mentions(message["blocks"]) == []
    assert len(text) < 3000


def poisoned(value: Any, text: str) -> Any:
    """The same value with every free text in it replaced."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = (
            "id",
            "alert_id",
            "customer_id",
            "timezone",
            "kind",
            "polarity",
            "first_polarity",
            "metric",
            "outcome",
        )
        changed = {
            field.name: getattr(value, field.name)
            if field.name in kept
            else poisoned(getattr(value, field.name), text)
            for field in fields(value)
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(poisoned(inner, text) for inner in value)
    if isinstance(value, dict):
        return {key: poisoned(inner, text) for key, inner in value.items()}
    return text if type(value) is str else value


TEXTS = st.one_of(
    st.just(HOSTILE),
    st.just("&<>" * 4000),
    st.just("\x00\ud800\u202e\u200b"),
    st.text(st.characters(), max_size=200),
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_text_in_any_field_breaks_a_card_or_rings_anybody(text: str) -> None:
    view = poisoned(an_alert(flag=Flag.CHAMPION), text)
    messages = [
        alert.card(view, "01D"),
        alert.plain_card(view, "01D"),
        alert.card(replace(view, state=AlertState.SNOOZED, snoozed_until=NOON)),
        alert.card(replace(view, deleted=True)),
        history.line(poisoned(cast.an_entry(actor=None), text), "01D"),
        history.line(cast.an_entry(kind=HistoryKind.REVISED, actor=None, detail=text), "01D", name=text),
        health.card(poisoned(a_health_view(), text)),
        portfolio.overview(poisoned(cast.a_portfolio(), text)),
        choose.choose(text, [poisoned(cast.a_customer(), text)] * 10),
        choose.nobody(text),
        notices.notice(text),
        home.home(poisoned(cast.a_home(problems=(text,)), text)),
        why.why(poisoned(cast.a_reason(), text)),
        notices.notice_modal(text),
        health.modal(poisoned(a_health_view(), text)),
    ]
    for message in messages:
        assert mentions(message["blocks"]) == []
        assert "<" not in message.get("text", "")


def test_the_snooze_form_takes_the_longest_context() -> None:
    assert (
        snooze.modal(ModalContext("x" * 26, from_home=True), NOON, "Europe/Berlin")["submit"]["text"]
        == "Snooze"
    )
