"""The main cards, byte for byte, so that a change of their looks is seen in review.

After a change that is meant: ``python -m tests.slack.test_golden`` writes the files anew.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.slack.blocks import alert, change, flag, health, history, history_card, notices
from bot.slack.ids import FlagContext
from bot.views import AlertState
from scoring.status import Flag
from tests.slack.cast import (
    NOON,
    a_changed_status,
    a_customer,
    a_flag,
    a_flag_that_ends,
    a_flag_view,
    a_health_view,
    an_alert,
    an_entry,
)
from tests.slack.past_cast import a_change, a_day, a_history

GOLDEN = Path(__file__).parent / "golden"
CARDS: dict[str, Callable[[], dict[str, Any]]] = {
    "alert_open": lambda: alert.card(an_alert(), "01DELIVERY"),
    "alert_claimed": lambda: alert.card(
        an_alert(state=AlertState.CLAIMED, actor="U0ANN", acted_at=NOON, flag=Flag.DANGER)
    ),
    "alert_deleted": lambda: alert.card(an_alert(deleted=True, points=None)),
    "health": lambda: health.card(a_health_view()),
    "health_flagged": lambda: health.card(
        a_health_view(customer=a_customer(flag=Flag.DANGER), flag=a_flag())
    ),
    "flag_form": lambda: flag.modal(FlagContext("01ACME"), a_flag_view(present=a_flag())),
    "flag_ends": lambda: notices.flag_ends(a_flag_that_ends(), "01DELIVERY"),
    "status_changed": lambda: notices.status_changed(a_changed_status(), "01DELIVERY"),
    "history": lambda: history.line(an_entry(), "01DELIVERY", name="Ann Lee"),
    "what_changed": lambda: change.modal(a_change(), NOON.date() - timedelta(days=30), NOON.date()),
    "score_history": lambda: history_card.message(a_history()),
    "around_a_day": lambda: history_card.day_modal(a_day()),
    "notice": lambda: notices.notice("Ann Lee has already claimed it."),
}


def written(card: dict[str, Any]) -> str:
    """As it stands in the file."""
    return json.dumps(card, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", list(CARDS))
def test_the_card_looks_as_it_did(name: str) -> None:
    assert written(CARDS[name]()) == (GOLDEN / f"{name}.json").read_text("utf-8")


if __name__ == "__main__":
    for name, draw in CARDS.items():
        (GOLDEN / f"{name}.json").write_text(written(draw()), "utf-8")
