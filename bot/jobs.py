"""What happens at set times. APScheduler decides when; a unique row for each slot decides which replica."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.errors import Unavailable
from bot.log import frames, get_logger

_log = get_logger()

Times = Sequence[tuple[int, int]]  # hour, minute


@dataclass(frozen=True, slots=True)
class Job:
    """Work for every slot: ``times`` of day in ``zone``.

    ``run`` is given the slot, and wins it or does nothing.
    """

    name: str
    times: Times
    zone: str
    run: Callable[[datetime], Awaitable[None]]


def latest_slot(times: Times, zone: str, now: datetime) -> datetime:
    """The last of the times of day in the zone that is not after ``now``, in UTC; all replicas agree on it.

    A time that is skipped when clocks go forward counts as if they had not; one that is repeated counts once.
    """
    local = now.astimezone(ZoneInfo(zone))
    days = (local.date(), local.date() - timedelta(days=1))
    slots = [
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=local.tzinfo).astimezone(UTC)
        for day in days
        for hour, minute in times
    ]
    return max(slot for slot in slots if slot <= now)


class Jobs:
    """Starts with the slot that passed last, in case every process was down then; later on the dot."""

    def __init__(self, jobs: Sequence[Job], clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600}
        )

    def start(self) -> None:
        """Begin; needs a running event loop."""
        for job in self._jobs:
            self._scheduler.add_job(self._run, args=[job], id=f"{job.name} (on start)")
            for hour, minute in job.times:
                trigger = CronTrigger(hour=hour, minute=minute, timezone=job.zone)
                self._scheduler.add_job(
                    self._run, trigger, args=[job], id=f"{job.name} {hour:02}:{minute:02}"
                )
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more."""
        self._scheduler.shutdown(wait=False)

    async def _run(self, job: Job) -> None:
        slot = latest_slot(job.times, job.zone, self._clock())
        try:
            await job.run(slot)
        except Unavailable as error:
            _log.warning("job.failed", job=job.name, reason=str(error))
        except Exception as error:
            # The scheduler would log the message, which may quote a customer. The next slot tries again.
            _log.error("job.failed", job=job.name, error=type(error).__name__, at=frames(error))
        except asyncio.CancelledError:
            # The process stops. Raised on, APScheduler would log it as a failure, with a traceback.
            _log.info("job.stopped", job=job.name)
