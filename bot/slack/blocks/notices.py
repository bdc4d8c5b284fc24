"""What can be typed, and short answers in a sentence."""

from typing import Any

from bot.slack import build, rich
from bot.slack.ids import HEALTH_COMMAND, Callback

Json = dict[str, Any]

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
        ),
    ]
    return build.message(blocks, f"Type {HEALTH_COMMAND} and the name of a customer")


def notice(sentence: str) -> Json:
    """One sentence to one person: what went wrong and what to do. It may repeat what somebody typed."""
    return build.message([build.section(build.plain(sentence))], sentence)


def notice_modal(sentence: str) -> Json:
    """The same where there is no message to answer under."""
    return build.modal("Bellwether", [build.section(build.plain(sentence))], callback_id=Callback.NOTICE)


def loading_modal(title: str, callback_id: str) -> Json:
    """Opened at once, for the right to open a modal lapses after 3 seconds; filled when the facts are in."""
    return build.modal(title, [build.section(build.plain("One moment…"))], callback_id=callback_id)
