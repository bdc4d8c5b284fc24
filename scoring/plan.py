"""A scorecard made ready for work: which of its metrics read a fact, through which lens, over which days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from scoring.facts import Fact, Interaction, Review, Ticket
from scoring.hours import Hours
from scoring.metric import Lens, Metric, Observation, Shape
from scoring.metrics import METRICS
from scoring.scorecard import Scorecard
from scoring.settings import MetricSettings
from scoring.windows import Day


@dataclass(frozen=True, slots=True)
class Gauge:
    """One enabled metric of a scorecard, ready to read facts."""

    metric: Metric
    settings: MetricSettings
    lens: Lens

    @property
    def key(self) -> str:
        """The metric's key."""
        return self.metric.key

    @property
    def shape(self) -> Shape:
        """How its observations become a value."""
        return self.metric.shape

    def read(self, fact: Fact) -> Observation | None:
        """What the fact says for the metric, or None."""
        return self.metric.observe(fact, self.lens)

    def window(self, day: Day) -> tuple[datetime, datetime]:
        """From when to when (excluded) observations count on that day."""
        return day.window(self.settings.window_days, self.metric.lag_days)


Range = tuple[datetime, datetime]
Passage = tuple[Gauge, Range, Range]


class Plan:
    """The gauges of one scorecard, in its order, and by the feed whose facts they read."""

    def __init__(self, card: Scorecard, hours: Hours, zone: tzinfo) -> None:
        self.card = card
        self.gauges = tuple(_gauge(settings, hours, zone) for settings in card.metrics if settings.enabled)
        self._by_feed: dict[str, tuple[Gauge, ...]] = {}
        self._passages: dict[tuple[date, date, str], Sequence[Passage]] = {}

    def gauges_for(self, fact: Fact) -> Sequence[Gauge]:
        """The gauges that may read this fact."""
        feed = feed_of(fact)
        found = self._by_feed.get(feed)
        if found is None:
            found = tuple(gauge for gauge in self.gauges if feed in gauge.metric.feeds)
            self._by_feed[feed] = found
        return found

    def passages(self, then: Day, day: Day, feed: str) -> Sequence[Passage]:
        """What observations of a feed leave each gauge's window from one day to a later one, and what ripens.

        Both as ranges [from, until), in the plan's zone. LATEST keeps no sums: its mark is held to the window
        when it is read.
        """
        key = (then.date, day.date, feed)
        found = self._passages.get(key)
        if found is None:
            self._passages = {one: kept for one, kept in self._passages.items() if one[1] == day.date}
            gauges = (gauge for gauge in self.gauges if feed in gauge.metric.feeds)
            found = [_passage(gauge, then, day) for gauge in gauges if gauge.shape is not Shape.LATEST]
            self._passages[key] = found
        return found

    @property
    def longest(self) -> int:
        """The days of the longest window."""
        return max(gauge.settings.window_days for gauge in self.gauges)

    @property
    def edges(self) -> Mapping[int, frozenset[str]]:
        """How many days back observations leave a window, or ripen, and the feeds of which they are."""
        found: dict[int, frozenset[str]] = {}
        for gauge in self.gauges:
            for days in {gauge.settings.window_days, gauge.metric.lag_days} - {0}:
                found[days] = found.get(days, frozenset()) | frozenset(gauge.metric.feeds)
        return found


def feed_of(fact: Fact) -> str:
    """The kind of facts that a fact is of: a survey type, tickets, interactions, or readings:<metric>."""
    match fact:
        case Review(survey=survey):
            return survey
        case Ticket():
            return "tickets"
        case Interaction():
            return "interactions"
        case _:
            return f"readings:{fact.metric}"


def _passage(gauge: Gauge, then: Day, day: Day) -> Passage:
    (old_start, old_end), (start, end) = gauge.window(then), gauge.window(day)
    return gauge, (old_start, min(start, old_end)), (max(old_end, start), end)


def _gauge(settings: MetricSettings, hours: Hours, zone: tzinfo) -> Gauge:
    metric = settings.declared(METRICS)
    return Gauge(metric, settings, Lens(settings.scale(metric), hours, zone, settings.direction))
