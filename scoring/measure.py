"""From evidence to a metric's value: one function per shape, in the MEASURES table at the foot."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from scoring.evidence import Evidence
from scoring.facts import Profile
from scoring.metric import Shape
from scoring.plan import Gauge
from scoring.tally import EMPTY, LANDMARK, weight_at
from scoring.windows import Day

MONTH: Final = 30.0  # days
QUIET: Final = 0.05  # a run of unanswered surveys this improbable is silence
USUAL_RATE: Final = 0.35  # of surveys answered, worth four surveys
USUAL_WEIGHT: Final = 4.0
RESPONDER: Final = 2  # answers that make somebody one of whom silence means something

_DAY: Final = 86_400.0


@dataclass(
    slots=True
)  # not frozen: it is made a dozen times for every customer, and freezing takes thrice as long
class Measured:
    """A metric's value 0..100 with the effective ``count`` of what stands behind it, and its native number.

    Both are None, and the count 0, when there is no data.
    """

    count: float
    value: float | None
    native: float | None


NOTHING: Final = Measured(0.0, None, None)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is measured: ``now``, and the day that the windows end on."""

    now: datetime
    day: Day
    _decays: dict[float, float] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def decay(self, half_life_days: float) -> float:
        """What the weight of a tally is to be multiplied with: computed once for each half-life."""
        found = self._decays.get(half_life_days)
        if found is None:
            found = self._decays[half_life_days] = weight_at(LANDMARK, self.now, half_life_days)
        return found


def measure(gauge: Gauge, evidence: Evidence, profile: Profile, at: Moment) -> Measured:
    """What the evidence says of one metric at a moment."""
    return MEASURES[gauge.shape](gauge, evidence, profile, at)


def _mean(gauge: Gauge, evidence: Evidence, _profile: Profile, at: Moment) -> Measured:
    tally = evidence.tallies.get(gauge.key)
    if tally is None:
        return NOTHING
    count = tally.weight * at.decay(gauge.settings.half_life_days)
    if not count:  # so old that nothing is left of it
        return NOTHING
    share = tally.moment / tally.weight
    return Measured(count, 100.0 * share, gauge.lens.scale.native_of(share))  # type: ignore[union-attr]


def _count(gauge: Gauge, evidence: Evidence, profile: Profile, at: Moment) -> Measured:
    days = watched(gauge, profile, at)
    if not days:
        return NOTHING
    native = evidence.tallies.get(gauge.key, EMPTY).count * MONTH / max(days, 1.0)
    return _on_scale(gauge, days / MONTH, native)


def _variety(gauge: Gauge, evidence: Evidence, _profile: Profile, _at: Moment) -> Measured:
    counts = evidence.topics.get(gauge.key, {})
    return _on_scale(gauge, sum(counts.values()), len(counts)) if counts else NOTHING


def _repeats(gauge: Gauge, evidence: Evidence, _profile: Profile, _at: Moment) -> Measured:
    counts = evidence.topics.get(gauge.key, {})
    return _on_scale(gauge, sum(counts.values()), max(counts.values())) if counts else NOTHING


def _latest(gauge: Gauge, evidence: Evidence, profile: Profile, at: Moment) -> Measured:
    days = watched(gauge, profile, at)
    if not days:
        return NOTHING
    mark = evidence.marks.get(gauge.key)
    if mark is not None and mark.at >= gauge.window(at.day)[0]:
        return _on_scale(gauge, days / MONTH, _days(at.now, mark.at))
    return _on_scale(gauge, days / MONTH, days)


def _oldest(gauge: Gauge, evidence: Evidence, _profile: Profile, at: Moment) -> Measured:
    count, mark = evidence.tallies.get(gauge.key, EMPTY).count, evidence.marks.get(gauge.key)
    if mark is not None:
        return _on_scale(gauge, max(count, 1), _days(at.now, mark.at))
    return _on_scale(gauge, count, 0.0) if count else NOTHING


def _silence(gauge: Gauge, evidence: Evidence, _profile: Profile, _at: Moment) -> Measured:
    tally = evidence.tallies.get(gauge.key, EMPTY)
    if tally.total < RESPONDER:
        return NOTHING
    run = min(evidence.runs.get(gauge.key, 0), tally.count)
    rate = (tally.total + USUAL_RATE * USUAL_WEIGHT) / (tally.count - run + USUAL_WEIGHT)
    # How improbable the run is, on a logarithmic scale: each survey takes as much as the one before.
    value = max(1.0 - run * math.log(1.0 - rate) / math.log(QUIET), 0.0)
    return Measured(tally.count, 100.0 * value, run)


def watched(gauge: Gauge, profile: Profile, at: Moment) -> float:
    """For how many days of the metric's window the customer has been known."""
    return _days(at.now, max(gauge.window(at.day)[0], profile.known_since))


def _days(now: datetime, since: datetime) -> float:
    return max((now - since).total_seconds() / _DAY, 0.0)


def _on_scale(gauge: Gauge, count: float, native: float) -> Measured:
    return Measured(count, 100.0 * gauge.lens.scale.value01(native), native)


MEASURES: Final[Mapping[Shape, Callable[[Gauge, Evidence, Profile, Moment], Measured]]] = {
    Shape.MEAN: _mean,
    Shape.COUNT: _count,
    Shape.VARIETY: _variety,
    Shape.REPEATS: _repeats,
    Shape.LATEST: _latest,
    Shape.OLDEST: _oldest,
    Shape.SILENCE: _silence,
}
