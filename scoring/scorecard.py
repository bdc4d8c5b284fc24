"""What counts, and how much, for whom: the versioned settings that scores are computed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from scoring.facts import Profile
from scoring.hours import Hours
from scoring.metric import Metric
from scoring.metrics import METRICS
from scoring.scorecard_problems import ScorecardErrors, problems_of_card, problems_of_cards
from scoring.settings import DEFAULT_NAME, Bands, MetricSettings


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a scorecard is for: customers of one of these in every respect named; an empty one is all."""

    populations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()

    def holds(self, profile: Profile) -> bool:
        """Whether a customer is meant."""
        asked = (
            (self.populations, profile.population),
            (self.kinds, profile.kind),
            (self.sites, profile.site),
            (self.teams, profile.team),
            (self.divisions, profile.division),
        )
        return all(not wanted or has in wanted for wanted, has in asked)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The settings for one audience, valid whatever the way they are made: else ScorecardErrors is raised.

    ``metrics`` is kept in the order of the METRICS table, a workspace's own ones after them by key, each with
    all numbers of its scale.
    """

    metrics: tuple[MetricSettings, ...]
    bands: Bands = field(default_factory=Bands)
    name: str = DEFAULT_NAME
    audience: Audience = field(default_factory=Audience)

    def __post_init__(self) -> None:
        errors = problems_of_card(self.metrics, self.bands, self.name, self.audience)
        if errors:
            raise ScorecardErrors(errors)
        order = {key: place for place, key in enumerate(METRICS)}
        in_order = sorted(self.metrics, key=lambda each: (order.get(each.metric, len(order)), each.metric))
        object.__setattr__(self, "metrics", tuple(settings.complete() for settings in in_order))

    def settings(self, metric: str) -> MetricSettings:
        """The settings of a metric; its defaults, not enabled, when the scorecard leaves it out.

        KeyError if unknown.
        """
        for settings in self.metrics:
            if settings.metric == metric:
                return settings
        return MetricSettings.default(METRICS[metric], enabled=False)

    def metric(self, key: str) -> Metric:
        """The declaration of a metric in this scorecard, a workspace's own included. KeyError if unknown."""
        return self.settings(key).declared(METRICS)

    def window(self, metric: str) -> timedelta:
        """How far back a metric looks: its own window when enabled, else the default (six months)."""
        settings = self.settings(metric)
        if settings.enabled:
            return settings.window
        return timedelta(days=self.metric(metric).window_days)

    def share(self, metric: str) -> float:
        """The metric's part of the weights, 0..1, were all enabled metrics to apply; 0 when disabled."""
        settings = self.settings(metric)
        return settings.weight / self.total_weight if settings.enabled else 0.0

    @property
    def total_weight(self) -> float:
        """The sum of the enabled metrics' weights; above 0."""
        return sum(settings.weight for settings in self.metrics if settings.enabled)


@dataclass(frozen=True, slots=True)
class Scorecards:
    """All that is in force from one change to the next; a stored score names its version.

    The first of ``others`` whose audience holds a customer is its scorecard, else ``default``, which is named
    so and has no audience. While health is not ``enabled`` nobody is shown scores. ``hours`` are those that
    waiting is counted in. Valid whatever the way they are made: else ScorecardErrors is raised.
    """

    default: Scorecard
    others: tuple[Scorecard, ...] = ()
    version: int = 1
    enabled: bool = True
    hours: Hours = field(default_factory=Hours)

    def __post_init__(self) -> None:
        cards = [self.default, *self.others]
        errors = problems_of_cards(self.version, cards, self.hours, self.enabled)
        if errors:
            raise ScorecardErrors(errors)

    def card_of(self, profile: Profile) -> Scorecard:
        """The scorecard of one customer."""
        return next((card for card in self.others if card.audience.holds(profile)), self.default)

    @property
    def cards(self) -> Mapping[str, Scorecard]:
        """All scorecards by name, the default first."""
        return {card.name: card for card in (self.default, *self.others)}


def default_scorecard() -> Scorecard:
    """Every metric with its defaults."""
    return Scorecard(tuple(MetricSettings.default(metric) for metric in METRICS.values()))


def default_scorecards(*, enabled: bool = False) -> Scorecards:
    """Version 1: the default scorecard for everybody; health is off until an admin turns it on."""
    return Scorecards(default_scorecard(), enabled=enabled)
