"""What happens at set times in a serving process, each slot in one of the replicas."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.core import Core
from bot.jobs import Job, Times
from bot.log import get_logger
from bot.settings import parse_times
from bot.storage import house, inbox, workspaces
from bot.storage.sqlite import SqliteDatabase
from bot.usecases.end_flags import SIZE, end_flags
from bot.usecases.outbox import Claimant
from bot.usecases.remind_of_flags import remind_of_flags
from bot.usecases.rescore import rescore_workspace
from bot.usecases.send_deliveries import LEASE
from bot.usecases.thin_history import thin_history

_EVENTS_KEPT = timedelta(days=30)
_SLACK_EVENTS_KEPT = timedelta(days=2)
_TIDIED_AT = ((3, 15),)
_FLAGS_END_AT = ((0, 5),)  # a flag ends at midnight
_THINNED_AT = ((3, 45),)
_REMINDED_AT = ((9, 0),)  # when people are at work

_log = get_logger()

Work = Callable[[], Awaitable[None]]


async def upkeep_jobs(core: Core, process_id: str) -> list[Job]:
    """Every workspace is scored anew at the times set, in its zone, and its flags are looked after; the house
    is tidied and old history thinned at night.
    """
    upkeep = Upkeep(core, process_id)
    times = parse_times(core.settings.rescore_times)
    jobs = [upkeep.job("housekeeping", _TIDIED_AT, "UTC", upkeep.tidy)]
    for workspace in await core.database.read(workspaces.all_workspaces):
        rescore = partial(upkeep.rescore, workspace.id)
        jobs.append(upkeep.job(f"rescore {workspace.id}", times, workspace.timezone, rescore))
        end, remind = partial(upkeep.end_flags, workspace.id), partial(upkeep.remind, workspace.id)
        jobs.append(upkeep.job(f"end flags {workspace.id}", _FLAGS_END_AT, workspace.timezone, end))
        thin = partial(upkeep.thin, workspace.id)
        jobs.append(upkeep.job(f"thin history {workspace.id}", _THINNED_AT, workspace.timezone, thin))
        jobs.append(upkeep.job(f"remind {workspace.id}", _REMINDED_AT, workspace.timezone, remind))
    return jobs


class Upkeep:
    """The work itself, and winning the slot it is for."""

    def __init__(self, core: Core, process_id: str) -> None:
        self._core = core
        self._process_id = process_id

    def job(self, name: str, times: Times, zone: str, work: Work) -> Job:
        """A job that does its work when this process wins the slot."""

        async def run(slot: datetime) -> None:
            database, now = self._core.database, self._core.clock()
            if await database.write(lambda tx: self._wins(tx, name, slot, now)):
                await work()
                await database.write(lambda tx: house.finish_slot(tx, name, slot, self._core.clock()))

        return Job(name, times, zone, run)

    async def rescore(self, workspace_id: str) -> None:
        """Score every customer of a workspace anew: evidence ages."""
        core = self._core
        count = await rescore_workspace(core.database, core.knowledge, workspace_id, core.clock())
        _log.info("customers.rescored", workspace=workspace_id, count=count)

    async def end_flags(self, workspace_id: str) -> None:
        """Put away the flags that have ended."""
        count = SIZE
        while count == SIZE:
            now = self._core.clock()
            count, _ = await self._core.database.write(
                lambda tx, now=now: end_flags(tx, workspace_id, self._claimant(), now)  # type: ignore[misc]
            )
            _log.info("flags.ended", workspace=workspace_id, count=count)

    async def thin(self, workspace_id: str) -> None:
        """Forget days of old scores that need not be kept."""
        core, now = self._core, self._core.clock()
        known = await core.read_known(workspace_id, lambda _tx, known: known)
        count = await thin_history(core.database, workspace_id, known.today(now))
        _log.info("history.thinned", workspace=workspace_id, count=count)

    async def remind(self, workspace_id: str) -> None:
        """Tell people of their flags that end soon."""
        now = self._core.clock()
        await self._core.database.write(lambda tx: remind_of_flags(tx, workspace_id, self._claimant(), now))

    async def tidy(self) -> None:
        """Forget what is kept only to know repeats."""
        now = self._core.clock()

        def forget(tx: Connection) -> None:
            inbox.forget_events(tx, now - _EVENTS_KEPT)
            house.forget_slack_events(tx, now - _SLACK_EVENTS_KEPT)
            house.forget_slots(tx, now - _EVENTS_KEPT)

        await self._core.database.write(forget)

    def _claimant(self) -> Claimant:
        """The sender has no part in this: it finds what is queued, and is woken."""
        return Claimant(self._process_id, sends=False)

    def _wins(self, tx: Connection, job: str, slot: datetime, now: datetime) -> bool:
        alone = isinstance(self._core.database, SqliteDatabase)
        living = {self._process_id} if alone else house.living(tx, now - LEASE)
        return house.win_slot(tx, job, slot, self._process_id, living, now)
