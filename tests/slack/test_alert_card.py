"""The alert card: what a person reads, in every state."""

from typing import Any

import pytest

from bot.slack.blocks import alert
from bot.views import AlertState, HealthMark
from scoring.status import Flag, Status
from tests.slack.cast import NOON, a_review, an_alert
from tests.slack.reading import button_labels, shown


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
    assert "Health" not in card_text(before=None, after=None, points=None), "health was off then"


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
