"""A customer's score at a moment of the past, computed from what was known then."""

from datetime import datetime

from sqlalchemy import Connection

from bot.storage import facts, feeds, past_facts, score_history, scorecards
from bot.storage.customers import Customer
from bot.usecases.knowledge import Known, profile_of
from scoring.change import Side
from scoring.measure import Moment
from scoring.plan import Plan
from scoring.scorecard import Scorecards
from scoring.scorecard_codec import scorecards_from_dict
from scoring.windows import FOREVER


def scorecards_then(tx: Connection, known: Known, customer_id: str, at: datetime) -> Scorecards:
    """What was in force at a moment; before there was anything, what the oldest kept score was computed with.

    Without such a score it is the first version.
    """
    workspace_id = known.workspace.id
    found = scorecards.scorecard_at(tx, workspace_id, at)
    if found is None:
        oldest = score_history.oldest_version(tx, workspace_id, customer_id) or 1
        body = scorecards.find_version(tx, workspace_id, oldest)
        found = None if body is None else (oldest, body)
    if found is None or found[0] == known.scorecards.version:
        return known.scorecards
    version, body = found
    return scorecards_from_dict({**body, "version": version}, enabled_by_default=True)


def plan_then(known: Known, in_force: Scorecards, customer: Customer) -> Plan:
    """What the customer was scored with; of who it is only today's word is kept."""
    return Plan(in_force.card_of(profile_of(customer)), in_force.hours, known.zone)


def side_then(
    tx: Connection, known: Known, customer: Customer, plan: Plan, at: datetime, since: datetime, now: datetime
) -> Side:
    """What a score is computed from, as it was at ``at``, from facts since ``since``.

    For ``at`` == ``now`` it is what ``show_health`` computes from.
    """
    workspace_id, moment = known.workspace.id, Moment(at, known.day(at))
    if at >= now:
        told = facts.facts_since(tx, workspace_id, [customer.id], since, FOREVER).get(customer.id, [])
        heard = feeds.get_feeds(tx, workspace_id)
    else:
        told = past_facts.facts_then(tx, workspace_id, customer.id, since, at)
        heard = past_facts.feeds_then(tx, workspace_id, at)
    return Side(plan, heard, moment, profile_of(customer), told)
