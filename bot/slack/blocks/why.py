"""The modal behind Why: the rules that asked for the alert, with reasons, and what it did to the score."""

from typing import Any

from bot.slack import build, rich
from bot.slack.blocks import alert
from bot.slack.ids import Callback
from bot.views import CheckLine, RuleLine, WhyView

Json = dict[str, Any]

TITLE = "Why this alert"
_RULES, _CHECKS, _ACTIONS = 10, 15, 10
_OUTCOMES = {"fired": "✅ fired", "not_matched": "✖️ did not match", "disabled": "⏸️ switched off"}


def why(view: WhyView) -> Json:
    """The modal of one alert."""
    about = build.context(build.plain(alert.summary(view.alert)))
    score = [rich.block(line) for line in alert.health_lines(view.alert)]
    rules = [rich.block(*_rule(line)) for line in view.rules[:_RULES]]
    if not rules:
        rules = [rich.block(rich.line(rich.text("The rule behind this alert has been deleted since.")))]
    more = len(view.rules) - _RULES
    if more > 0:
        rules.append(build.context(build.plain(f"and {more} more rules")))
    return build.modal(
        TITLE, [about, *rules, *([build.divider(), *score] if score else [])], callback_id=Callback.WHY
    )


def _rule(line: RuleLine) -> list[Json]:
    outcome = _OUTCOMES.get(line.outcome, line.outcome)
    elements = [rich.line(rich.name(line.name, 150, bold=True), rich.text(f"  {outcome}"))]
    checks = [_check(check) for check in line.checks[:_CHECKS]]
    if not checks:
        checks = [rich.line(rich.text("It has no conditions, so it always applies."))]
    actions = [rich.line(rich.text("→ "), rich.name(action, 300)) for action in line.actions[:_ACTIONS]]
    return [*elements, rich.bullets(*checks, *actions)]


def _check(check: CheckLine) -> Json:
    return rich.line(rich.text("✓ " if check.passed else "✗ "), rich.name(check.because, 300))
