"""Why was I alerted, and why not by the other rules?"""

from datetime import datetime

from sqlalchemy import Connection

from automations.codec import rule_from_dict
from automations.engine import RuleSet
from automations.errors import RuleErrors
from automations.rules import Rule
from automations.triggers import ReviewReceived
from automations.verdicts import Verdict
from bot.errors import NotFound
from bot.storage import customers, reviews, rules, sources
from bot.storage.rules import StoredVerdict
from bot.usecases.change_alert import require_alert
from bot.usecases.intake.judging import received_event
from bot.views import CheckLine, RuleLine, WhyView


def explain_alert(tx: Connection, workspace_id: str, alert_id: str, now: datetime) -> WhyView:
    """Every rule's verdict about the alert's review, with reasons.

    Verdicts that fired or were close were stored with it; the others are judged again from the stored facts,
    by the rules as they stood when the alert was raised. Raises NotFound.
    """
    alert = require_alert(tx, workspace_id, alert_id, now)
    stored = {one.rule_id: one for one in rules.verdicts_about(tx, workspace_id, alert.view.review.id)}
    lines = [_stored_line(one) for one in stored.values()]
    then = _rules_at(tx, workspace_id, alert.created_at)
    judged = _judge_again(
        tx,
        workspace_id,
        alert.view.review.id,
        [r for r in then if r.id not in stored and isinstance(r.when, ReviewReceived)],
        alert.created_at,
    )
    names = {rule.id: rule.name for rule in then}
    lines += [_judged_line(names[verdict.rule_id], verdict) for verdict in judged]
    return WhyView(alert.view, tuple(lines))


def _rules_at(tx: Connection, workspace_id: str, at: datetime) -> list[Rule]:
    found = []
    for rule_id, (version, body) in rules.rules_at(tx, workspace_id, at).items():
        try:
            found.append(rule_from_dict(body, id=rule_id, version=version))
        except RuleErrors:
            continue  # in words that this version does not know: it cannot have fired here
    return found


def _judge_again(
    tx: Connection, workspace_id: str, review_id: str, others: list[Rule], at: datetime
) -> list[Verdict]:
    review = reviews.get_stored(tx, workspace_id, review_id)
    if review is None or review.customer_id is None:
        raise NotFound("The review of this alert does not exist any more.")
    customer = customers.get_customers(tx, workspace_id, [review.customer_id])[review.customer_id]
    source_name = sources.name_of(tx, workspace_id, review.source_id)
    return RuleSet(others).explain(received_event(review, customer, source_name), at)


def _stored_line(verdict: StoredVerdict) -> RuleLine:
    checks = tuple(CheckLine(passed, because) for passed, because in verdict.checks)
    return RuleLine(verdict.rule_name, verdict.outcome, checks, ())


def _judged_line(name: str, verdict: Verdict) -> RuleLine:
    checks = tuple(CheckLine(check.passed, check.because) for check in verdict.checks)
    return RuleLine(name, verdict.outcome.value, checks, ())
