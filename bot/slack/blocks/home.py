"""App Home: what is left to set up, what does not work, the open alerts, then all customers at a glance."""

from typing import Any

from bot.slack import build, rich
from bot.slack.blocks import alert, portfolio
from bot.slack.ids import Action, Callback
from bot.views import AlertView, ChecklistItem, HomeView

Json = dict[str, Any]

_ALERTS, _PROBLEMS = 10, 5


def home(view: HomeView) -> Json:
    """The App Home view of one person."""
    blocks = [
        *_checklist(view.checklist),
        *_problems(view.problems),
        *_alerts(view.alerts),
        build.divider(),
        *portfolio.blocks(view.portfolio),
        build.actions(build.button("Refresh", Action.REFRESH_HOME, "refresh"), block_id="home"),
    ]
    return build.home(blocks, callback_id=Callback.HOME)


def _checklist(items: tuple[ChecklistItem, ...]) -> list[Json]:
    """The steps of setting up; nothing once all are done."""
    done = sum(item.done for item in items)
    if done == len(items):
        return []
    lines = []
    for item in items:
        parts = [rich.text("✅ " if item.done else "⬜ "), rich.name(item.label, 150, bold=not item.done)]
        if not item.done and item.hint:
            parts += [rich.text("  "), rich.name(item.hint, 300)]
        lines.append(rich.line(*parts))
    return [build.header(f"Setting up: {done} of {len(items)} done"), rich.block(*lines), build.divider()]


def _problems(problems: tuple[str, ...]) -> list[Json]:
    if not problems:
        return []
    lines = [rich.line(rich.name(problem, 300)) for problem in problems[:_PROBLEMS]]
    title = rich.line(rich.text("⚠️ Some messages cannot be delivered", bold=True))
    return [rich.block(title, rich.bullets(*lines)), build.divider()]


def _alerts(alerts: tuple[AlertView, ...]) -> list[Json]:
    if not alerts:
        return [
            rich.block(
                rich.line(rich.text("No open alerts. ", bold=True), rich.text("Nothing waits for you."))
            )
        ]
    blocks = [rich.block(rich.line(rich.text("Open alerts", bold=True)))]
    for view in alerts[:_ALERTS]:
        blocks += [rich.block(alert.short_line(view)), alert.buttons(view)]
    return blocks
