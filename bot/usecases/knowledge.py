"""What a process keeps compiled about a workspace: its rules and its scorecard, renewed when they change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from automations.codec import rule_from_dict
from automations.engine import RuleSet
from automations.errors import RuleErrors
from automations.rules import Rule
from bot.log import get_logger
from bot.storage import rules, scorecards, workspaces
from bot.storage.customers import Customer
from bot.storage.workspaces import Workspace
from scoring.facts import Profile
from scoring.plan import Plan
from scoring.scorecard import Scorecards
from scoring.scorecard_codec import scorecards_from_dict
from scoring.windows import Day

_log = get_logger()


@dataclass(frozen=True, slots=True)
class Known:
    """One workspace's settings in force."""

    workspace: Workspace
    zone: ZoneInfo
    scorecards: Scorecards
    plans: dict[str, Plan]  # by the name of the scorecard
    rules: RuleSet
    rule_names: dict[str, str]
    slow_rules: tuple[Rule, ...]  # rules that let an event settle first
    prompt_rules: RuleSet  # the others

    def today(self, now: datetime) -> date:
        """The workspace's date."""
        return now.astimezone(self.zone).date()

    def day(self, now: datetime) -> Day:
        """The day that windows end on."""
        return Day.of(now, self.zone)

    def plan_of(self, profile: Profile) -> Plan:
        """What a customer is scored with."""
        return self.plans[self.scorecards.card_of(profile).name]


class Knowledge:
    """The cache of all workspaces; asks for nothing but the versions while nothing changes."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}

    def of(self, tx: Connection, workspace_id: str) -> Known:
        """What is in force in the workspace as this transaction sees it."""
        workspace = workspaces.get_workspace(tx, workspace_id)
        known = self._known.get(workspace_id)
        if known is None or known.workspace != workspace:
            known = load_known(tx, workspace)
            self._known[workspace_id] = known
        return known


def load_known(tx: Connection, workspace: Workspace) -> Known:
    """Read and compile everything anew."""
    version, body = scorecards.get_scorecard(tx, workspace.id)
    in_force = scorecards_from_dict({**body, "version": version}, enabled_by_default=True)
    zone = ZoneInfo(workspace.timezone)
    compiled = _readable_rules(tx, workspace.id)
    slow = tuple(rule for rule in compiled if rule.settle > timedelta(0))
    return Known(
        workspace,
        zone,
        in_force,
        plans_of(in_force, zone),
        RuleSet(compiled),
        {rule.id: rule.name for rule in compiled},
        tuple(rule for rule in slow if rule.enabled),
        RuleSet(rule for rule in compiled if rule.settle <= timedelta(0)),
    )


def plans_of(cards: Scorecards, zone: ZoneInfo) -> dict[str, Plan]:
    """Every scorecard made ready, by its name."""
    return {name: Plan(card, cards.hours, zone) for name, card in cards.cards.items()}


def profile_of(customer: Customer) -> Profile:
    """Who a customer is, as the score looks at it."""
    return Profile(
        customer.population,
        customer.known_since,
        customer.kind,
        customer.site,
        customer.team,
        customer.division,
    )


def _readable_rules(tx: Connection, workspace_id: str) -> list[Rule]:
    found = []
    for stored in rules.live_rules(tx, workspace_id):
        try:
            found.append(rule_from_dict(stored.body, id=stored.id, version=stored.version))
        except RuleErrors as error:
            # Written by a newer version of the product: the others must still work, and intake must not stop.
            _log.error(
                "rule.not_understood", rule=stored.id, version=stored.version, places=sorted(error.errors)
            )
    return found
