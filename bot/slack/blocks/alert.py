"""The alert card: who and what first, then the customer's own words, what they did, and what can be done."""

import re
from typing import Any

from bot.slack import build, rich, words
from bot.slack.ids import Action, delivery_block
from bot.views import AlertState, AlertView, ReviewLine
from scoring.rounding import shown_score
from scoring.status import Status

Json = dict[str, Any]

COMMENT_LIMIT = 1500
_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
_SHORT_NAME, _SUBJECT, _AGENTS, _TAGS = 80, 150, 5, 8

_BUTTONS: dict[AlertState, tuple[Action, ...]] = {
    AlertState.OPEN: (Action.CLAIM, Action.DONE, Action.SNOOZE, Action.WHY),
    AlertState.CLAIMED: (Action.DONE, Action.UNCLAIM, Action.SNOOZE, Action.WHY),
    AlertState.SNOOZED: (Action.CLAIM, Action.DONE, Action.SNOOZE, Action.WHY),
    AlertState.DONE: (Action.REOPEN, Action.WHY),
}
_LABELS = {
    Action.CLAIM: "Claim",
    Action.UNCLAIM: "Give back",
    Action.DONE: "Done",
    Action.REOPEN: "Reopen",
    Action.SNOOZE: "Snooze",
    Action.WHY: "Why",
}


def card(view: AlertView, delivery_id: str | None = None) -> Json:
    """The root message of an alert, ``{"text", "blocks"}``; with a delivery id the first block carries it."""
    block_id = delivery_block(delivery_id) if delivery_id else None
    body = _deleted(view) if view.deleted else _review(view)
    blocks = [rich.block(*body, block_id=block_id), *state_line(view), buttons(view)]
    return build.message(blocks, summary(view))


def plain_card(view: AlertView, delivery_id: str | None = None) -> Json:
    """The same alert with no looks to refuse: one paragraph of plain text."""
    block = build.section(build.plain(summary(view)))
    if delivery_id:
        block["block_id"] = delivery_block(delivery_id)
    return build.message([block], summary(view))


def summary(view: AlertView) -> str:
    """One plain line for a notification: ``Acme: negative CSAT (-1) from Jane Doe``."""
    what = _what(view)
    return what if view.state is AlertState.OPEN else f"{words.STATE_WORDS[view.state]}: {what}"


def buttons(view: AlertView) -> Json:
    """What can be done with the alert in its present state."""
    available = _BUTTONS[view.state]
    if view.deleted:
        available = (Action.WHY,) if view.state is AlertState.DONE else (Action.DONE, Action.WHY)
    customer = _short(view.customer_name)
    return build.actions(
        *(
            build.button(
                _LABELS[action],
                action,
                view.alert_id,
                style="primary" if index == 0 and action is not Action.REOPEN else None,
                spoken=f"{_LABELS[action]}: alert about {customer}",
            )
            for index, action in enumerate(available)
        ),
        block_id=f"alert:{view.alert_id}",
    )


def state_line(view: AlertView) -> list[Json]:
    """Who did what with the alert, and when; nothing while nobody has."""
    who = f" by {mention(view.actor)}" if view.actor else ""
    at = view.acted_at
    when = f" · {build.date_token(at, words.local_time(at, view.timezone))}" if at else ""
    if view.state is AlertState.CLAIMED:
        return [build.context(build.mrkdwn(f"✋ *Claimed*{who}{when}"))]
    if view.state is AlertState.DONE:
        return [build.context(build.mrkdwn(f"✅ *Done*{who}{when}"))]
    if view.state is AlertState.SNOOZED:
        return [build.context(*_snoozed(view, who))]
    return [build.context(build.mrkdwn(f"↩️ *Open again*{who}{when}"))] if view.actor else []


def mention(user_id: str) -> str:
    """A mention in mrkdwn; anything that is not a Slack user id is shown as the text it is."""
    return f"<@{user_id}>" if _USER_ID.fullmatch(user_id) else build.escaped(user_id)


def health_lines(view: AlertView) -> list[Json]:
    """``Health 71 → 68 🟡 Concerning (was 🟢 Healthy) · this review -3.2 points``.

    Nothing for an alert from a time when health was off.
    """
    if view.after is None:
        return []
    parts = [rich.text("Health ", bold=True), *_movement(view)]
    if view.points is not None and not view.deleted:
        parts.append(rich.text(f" · this review {words.points(view.points)} points"))
    return [rich.line(*parts)]


def short_line(view: AlertView) -> Json:
    """The alert on one line of a list: ``Acme: negative CSAT (-1) from Jane Doe · Claimed by @ann``."""
    parts = [rich.text(f"{words.symbol(view.review.polarity)} "), rich.text(_what(view))]
    if view.state is not AlertState.OPEN:
        parts.append(rich.text(f" · {words.STATE_WORDS[view.state].lower()}"))
        if view.actor:
            parts += [rich.text(" by "), person(view.actor)]
    if view.flag:
        parts += [rich.text("  "), rich.text(words.badge(view.flag), bold=True)]
    return rich.line(*parts)


def person(user_id: str) -> Json:
    """A Slack user as a rich text part; anything that is not a Slack user id is shown as the text it is."""
    return rich.user(user_id) if _USER_ID.fullmatch(user_id) else rich.name(user_id)


def _review(view: AlertView) -> list[Json]:
    review = view.review
    headline = [
        rich.text(f"{words.symbol(review.polarity)} "),
        rich.name(view.customer_name, bold=True),
        rich.text(f" · {words.rating(review)}"),
    ]
    if score := words.score_on_scale(review):
        headline.append(rich.text(f", {score}"))
    if view.flag:
        headline += [rich.text("  "), rich.text(words.badge(view.flag), bold=True)]
    body = [rich.line(*headline)]
    if view.first_polarity and view.first_polarity != review.polarity:
        changed = (
            f"🔁 The customer changed the rating from {view.first_polarity} to {review.polarity or 'none'}."
        )
        body.append(rich.line(rich.text(changed, italic=True)))
    if rich.typed(review.comment):
        body.append(rich.quote(review.comment, COMMENT_LIMIT))
    return [*body, *_details(view), *health_lines(view)]


def _what(view: AlertView) -> str:
    customer = _short(view.customer_name)
    if view.deleted:
        return f"{customer}: the {words.survey(view.review.survey_type)} review was deleted"
    score = words.short_score(view.review)
    contact = view.review.contact_name or view.review.contact_email
    rated = f"{words.rating(view.review)}{f' ({score})' if score else ''}"
    return f"{customer}: {rated}{f' from {_short(contact)}' if contact else ''}"


def _deleted(view: AlertView) -> list[Json]:
    kind = words.survey(view.review.survey_type)
    headline = [
        rich.text("🗑️ "),
        rich.name(view.customer_name, bold=True),
        rich.text(f" · {kind} review deleted"),
    ]
    gone = f"The {kind} review was deleted in the survey tool. It no longer counts anywhere."
    return [rich.line(*headline), rich.line(rich.text(gone, italic=True)), *health_lines(view)]


def _details(view: AlertView) -> list[Json]:
    """Contact and time; ticket and agents; tags and the link: a line each, left out when empty."""
    review = view.review
    contact = [_labelled("From", part) for part in _contact(review)]
    when = []
    if review.rated_at:
        when = [[rich.moment(review.rated_at, words.local_time(review.rated_at, view.timezone))]]
    ticket = [_labelled("Ticket", rich.name(f"{review.ticket_number} {review.ticket_subject}", _SUBJECT))]
    agents = [
        _labelled(
            "Agents" if len(review.agents) > 1 else "Agent", rich.name(_some(review.agents, _AGENTS), 300)
        )
    ]
    tags = [_labelled("Tags", rich.name(_some(review.tags, _TAGS), 300))]
    url = rich.web_url(review.permalink)
    link = [[rich.link(url, "Open in the survey tool")]] if url else []
    return [line for groups in (contact + when, ticket + agents, tags + link) if (line := _joined(groups))]


def _contact(review: ReviewLine) -> list[Json]:
    both = (
        f"{review.contact_name} ({review.contact_email})"
        if review.contact_name and review.contact_email
        else ""
    )
    known = both or review.contact_name or review.contact_email
    return [rich.name(known)] if known else []


def _labelled(label: str, value: Json) -> list[Json]:
    return [rich.text(f"{label} ", bold=True), value] if value["text"] else []


def _joined(groups: list[list[Json]]) -> Json | None:
    """One line of the groups that have something to say, with dots between them."""
    parts: list[Json] = []
    for group in filter(None, groups):
        parts += [rich.text(" · "), *group] if parts else group
    return rich.line(*parts) if parts else None


def _some(names: tuple[str, ...], limit: int) -> str:
    shown = ", ".join(_short(name) for name in names[:limit])
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown


def _movement(view: AlertView) -> list[Json]:
    before, after = view.before, view.after
    if after is None or before is None or Status.NOT_ENOUGH_EVIDENCE in (before.status, after.status):
        return [rich.text(words.mark(after))]
    was, now = shown_score(before.score), shown_score(after.score)
    parts = [rich.text(f"{was} → " if was != now else ""), rich.text(words.mark(after), bold=True)]
    if before.status is not after.status:
        parts.append(rich.text(f" (was {words.standing(before.status)})"))
    return parts


def _snoozed(view: AlertView, who: str) -> list[Json]:
    until = ""
    if at := view.snoozed_until:
        until = f" until {build.date_token(at, words.local_time(at, view.timezone))}"
    parts = [build.mrkdwn(f"💤 *Snoozed*{until}{who}")]
    if view.snooze_reason:
        parts.append(build.plain(build.clean(view.snooze_reason, 300)))
    return parts


def _short(name: str) -> str:
    return build.clean(name, _SHORT_NAME)
