"""What can be typed, and short answers in a sentence."""

from typing import Any

from bot.slack import build, rich, words
from bot.slack.ids import HEALTH_COMMAND, Action, Callback, delivery_block
from bot.views import FlagEnds, Notice, StatusChanged
from scoring.rounding import shown_score

Json = dict[str, Any]

_REASON = 500

_COMMANDS = (
    (f"{HEALTH_COMMAND} acme", "how Acme is: score, reasons, CSAT, last reviews, open alerts"),
    (HEALTH_COMMAND, "all customers at a glance, and who needs a look first"),
    (f"{HEALTH_COMMAND} help", "this list"),
)
_BUTTONS = (
    ("Claim", "I take care of it"),
    ("Done", "it is taken care of; Reopen brings it back"),
    ("Snooze", "quiet until a time you choose, then it comes back"),
    ("Why", "the rule behind the alert, and what the review did to the score"),
)


def help_text() -> Json:
    """The answer to ``/health help``."""
    commands = [rich.line(rich.text(typed, code=True), rich.text(f"  {what}")) for typed, what in _COMMANDS]
    buttons = [rich.line(rich.text(label, bold=True), rich.text(f"  {what}")) for label, what in _BUTTONS]
    blocks = [
        build.header("How are our customers?"),
        rich.block(
            rich.bullets(*commands),
            rich.line(rich.text("A part of a name is enough. Only you see the answers.")),
            rich.line(rich.text("Under an alert:")),
            rich.bullets(*buttons),
            rich.line(
                rich.text("Under a customer, "),
                rich.text("Flag", bold=True),
                rich.text(" marks it for everybody as Champion, Needs attention or Danger, with a reason."),
            ),
        ),
    ]
    return build.message(blocks, f"Type {HEALTH_COMMAND} and the name of a customer")


def notice(sentence: str) -> Json:
    """One sentence to one person: what went wrong and what to do. It may repeat what somebody typed."""
    return build.message([build.section(build.plain(sentence))], sentence)


def notice_modal(sentence: str) -> Json:
    """The same where there is no message to answer under."""
    return build.modal("Bellwether", [build.section(build.plain(sentence))], callback_id=Callback.NOTICE)


def of(notice: Notice, delivery_id: str) -> Json:
    """A notice as a message that can be found again by its delivery."""
    if isinstance(notice, FlagEnds):
        return flag_ends(notice, delivery_id)
    return status_changed(notice, delivery_id)


def plain(notice: Notice, delivery_id: str) -> Json:
    """The same with no looks to refuse."""
    text = _flag_ends(notice) if isinstance(notice, FlagEnds) else _status_changed(notice)
    return build.message(
        [{**build.section(build.plain(text)), "block_id": delivery_block(delivery_id)}], text
    )


def status_changed(notice: StatusChanged, delivery_id: str) -> Json:
    """To whom a rule says: a customer's status has changed, what it is now and what takes most from it."""
    symbol = words.STATUS_SYMBOLS[notice.after]
    line = rich.line(
        rich.text(f"{symbol} "),
        rich.name(notice.customer_name, bold=True),
        rich.text(" is "),
        rich.text(notice.after_label, bold=True),
        rich.text(f" now. It was {notice.before_label}."),
        *([rich.text(f"  {words.badge(notice.flag)}", bold=True)] if notice.flag else []),
    )
    figures = f"{shown_score(notice.score)} of 100, confidence {words.percent(notice.confidence)}"
    pulls = ", ".join(f"{label} {words.points(points)}" for label, points in notice.pulls)
    lines = [line, rich.line(rich.text(f"{figures}{f' · pulled down by {pulls}' if pulls else ''}"))]
    when = build.date_token(notice.at, words.local_time(notice.at, notice.timezone))
    owner = f" · owner {build.escaped(notice.owner)}" if notice.owner else ""
    blocks = [
        rich.block(*lines, block_id=delivery_block(delivery_id)),
        build.actions(
            build.button("Show", Action.SHOW_CUSTOMER, notice.customer_id, style="primary"),
            block_id=f"customer:{notice.customer_id}",
        ),
        build.context(build.mrkdwn(f"{when}{owner} · rule: {build.escaped(notice.rule)}")),
    ]
    return build.message(blocks, _status_changed(notice))


def _status_changed(notice: StatusChanged) -> str:
    name = build.clean(notice.customer_name, 80)
    return f"{name} is {notice.after_label} now; it was {notice.before_label}"


def flag_ends(notice: FlagEnds, delivery_id: str) -> Json:
    """To who set a flag: it ends soon, and what can be done."""
    line = rich.line(
        rich.text("The flag "),
        rich.text(words.badge(notice.mark.flag), bold=True),
        rich.text(" of "),
        rich.name(notice.customer_name, bold=True),
        rich.text(f" ends soon: it is in force {words.until(notice.mark, notice.timezone)}."),
    )
    blocks = [
        rich.block(line, rich.quote(notice.mark.reason, _REASON), block_id=delivery_block(delivery_id)),
        build.actions(
            build.button("Show", Action.SHOW_CUSTOMER, notice.customer_id),
            build.button("Set it anew", Action.FLAG_LISTED, notice.customer_id, style="primary"),
            block_id=f"customer:{notice.customer_id}",
        ),
    ]
    return build.message(blocks, _flag_ends(notice))


def _flag_ends(notice: FlagEnds) -> str:
    until = words.until(notice.mark, notice.timezone)
    return f"{build.clean(notice.customer_name, 80)}: the flag {notice.mark.flag.label} is in force {until}"


def loading_modal(title: str, callback_id: str) -> Json:
    """Opened at once, for the right to open a modal lapses after 3 seconds; filled when the facts are in."""
    return build.modal(title, [build.section(build.plain("One moment…"))], callback_id=callback_id)
