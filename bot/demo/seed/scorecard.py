"""The scorecard of the demo: turned on, with the direction that its CES surveys ask in, and stricter."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.usecases.apply_scorecard import apply_scorecard, scorecards_in_force
from scoring.metric import Direction
from scoring.scorecard import Scorecard

_AUTHOR = "playground"


def turn_health_on(tx: Connection, workspace_id: str, now: datetime) -> None:
    """Let scores be shown, as an admin would on the first day."""
    present = scorecards_in_force(tx, workspace_id)
    wanted = replace(present, enabled=True, default=_with_ces(present.default))
    apply_scorecard(tx, workspace_id, wanted, _AUTHOR, "Health is on; at risk sooner.", now)


def _with_ces(card: Scorecard) -> Scorecard:
    asked = replace(card.settings("ces"), enabled=True, direction=Direction.HIGH_IS_EASY)
    others = (settings for settings in card.metrics if settings.metric != "ces")
    # Not the defaults: what is normal in this house is a little lower, and it wants to hear of trouble early.
    bands = replace(card.bands, healthy_from=78.0, concerning_from=66.0, margin=3.0)
    return replace(card, metrics=(*others, asked), bands=bands)
