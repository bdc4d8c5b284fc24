"""Whatever a customer writes is shown, rings nobody and breaks nothing."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.blocks import (
    alert,
    change,
    choose,
    health,
    health_why,
    history,
    history_card,
    home,
    notices,
    portfolio,
    why,
)
from bot.views import AlertState, HistoryKind
from scoring.status import Flag
from tests.slack import cast, past_cast
from tests.slack.cast import HOSTILE, NOON, a_health_view, a_review, an_alert
from tests.slack.reading import mentions, shown


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
        health.card(poisoned(cast.a_full_view(), text)),
        health_why.modal(poisoned(cast.a_full_view(), text)),
        change.modal(poisoned(past_cast.a_change(), text), NOON.date(), NOON.date()),
        history_card.message(poisoned(past_cast.a_history(), text)),
        history_card.modal(poisoned(past_cast.a_history(), text)),
        history_card.day_modal(poisoned(past_cast.a_day(), text)),
    ]
    for message in messages:
        assert mentions(message["blocks"]) == []
        assert "<" not in message.get("text", "")
