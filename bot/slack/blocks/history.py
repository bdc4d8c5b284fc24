"""One line in an alert's thread for everything that happened to it."""

from typing import Any

from bot.blockkit.escape import clean_name
from bot.slack import build, rich, words
from bot.slack.blocks.alert import person
from bot.slack.ids import delivery_block
from bot.views import HistoryEntry, HistoryKind

Json = dict[str, Any]

_DETAIL = 500
_SYMBOLS_AND_WORDS = {
    HistoryKind.CLAIMED: ("✋", "Claimed"),
    HistoryKind.UNCLAIMED: ("🤲", "Given back"),
    HistoryKind.DONE: ("✅", "Done"),
    HistoryKind.REOPENED: ("↩️", "Open again"),
    HistoryKind.SNOOZED: ("💤", "Snoozed"),
    HistoryKind.WOKE: ("⏰", "The snooze is over"),
    HistoryKind.REVISED: ("🔁", "The customer changed the rating"),
    HistoryKind.DELETED: ("🗑️", "The review was deleted in the survey tool"),
}


def line(entry: HistoryEntry, delivery_id: str, *, name: str | None = None) -> Json:
    """The message of one entry; with the actor's ``name`` nobody is mentioned.

    People know what they just did, and need no bell for it.
    """
    symbol, what = _SYMBOLS_AND_WORDS[entry.kind]
    parts = [rich.text(f"{symbol} "), rich.text(what, bold=True)]
    if entry.kind is HistoryKind.WOKE and entry.actor:
        # Here the mention is the point: who snoozed the alert wants to be called back.
        parts += [rich.text(" · "), person(entry.actor)]
    elif entry.actor:
        parts += [rich.text(" by "), rich.name(name) if name else person(entry.actor)]
    if entry.until:
        parts += [
            rich.text(" until "),
            rich.moment(entry.until, words.local_time(entry.until, entry.timezone)),
        ]
    said = rich.typed(entry.detail)
    if said and entry.kind is HistoryKind.REVISED:
        parts.append(rich.name(f": {said}", _DETAIL))
    body = [
        rich.line(*parts, rich.text(" · "), rich.moment(entry.at, words.local_time(entry.at, entry.timezone)))
    ]
    if said and entry.kind is not HistoryKind.REVISED:
        body.append(rich.quote(said, _DETAIL))
    return build.message(
        [rich.block(*body, block_id=delivery_block(delivery_id))], _summary(entry, what, name)
    )


def plain_line(entry: HistoryEntry, delivery_id: str, *, name: str | None = None) -> Json:
    """The same with no looks to refuse."""
    summary = _summary(entry, _SYMBOLS_AND_WORDS[entry.kind][1], name)
    block = build.section(build.plain(summary))
    return build.message([{**block, "block_id": delivery_block(delivery_id)}], summary)


def _summary(entry: HistoryEntry, what: str, name: str | None) -> str:
    who = f" by {clean_name(name)}" if name else ""
    until = f" until {words.local_time(entry.until, entry.timezone)}" if entry.until else ""
    return f"{what}{who}{until}"
