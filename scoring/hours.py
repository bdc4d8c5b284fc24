"""Business hours: how long somebody waited while somebody could have answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

_WEEK: Final = 7
_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Hours:
    """Open from ``opens`` to ``closes`` (hours of the day, 0 <= opens < closes <= 24) on these ``days``.

    Days are those of the ISO week, 1 for Monday. The hours are the wall clock's of the zone in which they are
    asked about.
    """

    opens: float = 9.0
    closes: float = 17.0
    days: tuple[int, ...] = (1, 2, 3, 4, 5)

    @property
    def always(self) -> bool:
        """Whether there is no hour that does not count."""
        return self.opens == 0.0 and self.closes == 24.0 and len(set(self.days)) == _WEEK

    @property
    def a_week(self) -> float:
        """Hours in a week."""
        return (self.closes - self.opens) * len(set(self.days))

    def between(self, start: datetime, end: datetime, zone: tzinfo) -> float:
        """The business hours from ``start`` to ``end``, both aware; 0.0 when it ends before it starts.

        Costs the same however far the two lie apart: whole weeks are multiplied. A wall clock's hour counts
        as one on the days of a change to or from summer time too.
        """
        if end <= start:
            return 0.0
        if self.always:
            return (end - start).total_seconds() / _HOUR
        first = start.astimezone(zone).replace(tzinfo=None)
        last = end.astimezone(zone).replace(tzinfo=None)
        if last <= first:  # within the hour that comes twice
            return 0.0
        weeks = (last - first) // timedelta(days=_WEEK)
        counted = weeks * self.a_week
        first += timedelta(days=_WEEK * weeks)
        while first < last:
            midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
            following = midnight + timedelta(days=1)
            if first.isoweekday() in self.days:
                begin = max(first, midnight + timedelta(hours=self.opens))
                until = min(last, midnight + timedelta(hours=self.closes))
                counted += max((until - begin).total_seconds(), 0.0) / _HOUR
            first = following
        return counted


ALWAYS: Final = Hours(0.0, 24.0, (1, 2, 3, 4, 5, 6, 7))
