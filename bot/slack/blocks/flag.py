"""The modal behind Flag: which one, why and until when, beside what is computed and the flag there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.slack import build, rich, words
from bot.slack.blocks.alert import person
from bot.slack.ids import Action, Block, Callback, FlagContext, flag_until_block
from bot.views import FlagMark, FlagView
from scoring.flags import lifetime
from scoring.status import Flag

Json = dict[str, Any]

TITLE = "Flag the customer"
REASON_LIMIT = 500
NONE = "none"
ENDLESS = "endless"
_DESCRIPTIONS = {
    Flag.CHAMPION: "Speaks well of us, and may be asked for a favour",
    Flag.NEEDS_ATTENTION: "Something important is coming: a little extra care",
    Flag.DANGER: "High risk of losing the customer",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: ``last_day`` None is the flag's usual one."""

    flag: Flag | None
    reason: str = ""
    last_day: date | None = None
    endless: bool = False


def modal(context: FlagContext, view: FlagView, filled: Filled | None = None) -> Json:
    """The form; as it is opened it holds the flag there is, or proposes that the customer needs attention."""
    filled = filled or _opened(view)
    options = {flag: build.option(flag.label, flag.value, _DESCRIPTIONS[flag]) for flag in Flag}
    none = build.option("None", NONE, "Only what is computed counts")
    initial = options[filled.flag] if filled.flag else none
    choice = build.radio(Action.FLAG_CHOICE, [*options.values(), none], initial=initial)
    reason = build.text_input(
        Action.FLAG_REASON, max_length=REASON_LIMIT, multiline=True, initial=filled.reason,
        placeholder="Renewal talks in May; the new owner has doubts",
    )  # fmt: skip
    return build.modal(
        TITLE,
        [
            rich.block(*_standing(view)),
            build.field("Flag", choice, Block.FLAG_CHOICE, heard=True),
            build.field("Why?", reason, Block.FLAG_REASON, hint="Your team sees it on the customer's card."),
            *(_end(filled, filled.flag, view) if filled.flag else ()),
        ],
        callback_id=Callback.FLAG,
        private_metadata=context.encode(),
        submit="Save",
        close="Cancel",
    )


def lines(mark: FlagMark, timezone: str, more: str = "") -> list[Json]:
    """``🚨 Danger until 1 Apr 2026 · set by @ann on 2 Mar 2026`` and below it the reason."""
    set_on = words.day(mark.set_at.astimezone(words.zone(timezone)).date())
    return [
        rich.line(
            rich.text(words.badge(mark.flag), bold=True),
            rich.text(f" {words.until(mark, timezone)} · set by "),
            person(mark.author),
            rich.text(f" on {set_on}{more}"),
        ),
        *([rich.quote(mark.reason, REASON_LIMIT)] if rich.typed(mark.reason) else ()),
    ]


def saved(view: FlagView) -> str:
    """One sentence for whom nothing is drawn anew."""
    name = build.clean(view.customer.name, 80)
    if view.present is None:
        return f"{name} has no flag now. Computed: {words.computed(view.customer.mark)}."
    until = words.until(view.present, view.timezone)
    return f"{name} is flagged {words.badge(view.present.flag)} {until}."


def usual_last_day(flag: Flag, view: FlagView) -> date:
    """The last day that the form proposes: of the flag there is its own, else the usual one."""
    if view.present and view.present.flag is flag:
        return words.last_day(view.present, view.timezone) or view.today + lifetime(flag)
    return view.today + lifetime(flag)


def _opened(view: FlagView) -> Filled:
    present = view.present
    if present is None:
        return Filled(Flag.NEEDS_ATTENTION)
    return Filled(present.flag, present.reason, endless=present.expires_at is None)


def _standing(view: FlagView) -> list[Json]:
    computed = words.computed(view.customer.mark)
    first = rich.line(
        rich.name(view.customer.name, bold=True), rich.text(" · Computed: "), rich.text(computed, bold=True)
    )
    if view.present is None:
        return [first, rich.line(rich.text("Nobody has flagged it."))]
    return [first, *lines(view.present, view.timezone)]


def _end(filled: Filled, flag: Flag, view: FlagView) -> list[Json]:
    picker = build.date_picker(Action.FLAG_UNTIL, filled.last_day or usual_last_day(flag, view))
    endless = build.option("Until somebody takes it away", ENDLESS)
    boxes = build.checkboxes(Action.FLAG_ENDLESS, [endless], initial=[endless] if filled.endless else [])
    hint = f"The last day, within a year. Left empty: {lifetime(flag).days} days from today."
    return [
        build.field("Until", picker, flag_until_block(flag.value), optional=True, hint=hint),
        build.field("Or without an end", boxes, Block.FLAG_ENDLESS, optional=True),
    ]


def choice_in(state: Mapping[str, Any]) -> Flag | None:
    """The flag of a form's radio buttons, as Slack sends their state; None is None."""
    option = state.get("selected_option")
    value = option.get("value") if isinstance(option, dict) else NONE
    return Flag(value) if value in {flag.value for flag in Flag} else None
