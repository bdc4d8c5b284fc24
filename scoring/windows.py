"""Which days count: windows are whole days of the workspace's zone, and move once a day."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """The day that windows end on, in a zone; what they begin on is computed once for each length."""

    date: date
    zone: tzinfo
    _starts: dict[int, datetime] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @classmethod
    def of(cls, now: datetime, zone: tzinfo) -> "Day":
        """The day that it is at ``now``."""
        return cls(now.astimezone(zone).date(), zone)

    def start(self, days: int) -> datetime:
        """The midnight that lies so many days back, aware in UTC."""
        found = self._starts.get(days)
        if found is None:
            first = self.date - timedelta(days=days)
            found = datetime(first.year, first.month, first.day, tzinfo=self.zone).astimezone(UTC)
            self._starts[days] = found
        return found

    def window(self, days: int, lag_days: int = 0) -> tuple[datetime, datetime]:
        """From when to when (excluded) an observation counts; without a lag there is no end."""
        return self.start(days), self.start(lag_days) if lag_days else FOREVER
