"""The house's own tables: processes that live, events that were seen, jobs that were run; and the workspace
lock.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select, text, update

from bot.storage.tables import install_states, processes, schedule_runs, slack_events
from bot.storage.upsert import insert_new, insert_one_new, upsert

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:workspace_id, 0))")


def lock_workspace(tx: Connection, workspace_id: str) -> None:
    """Let one transaction at a time take in the reviews of a workspace.

    It makes creating customers, revising reviews and adding to the sums free of races between replicas; a
    batch holds it for a few milliseconds. SQLite has one writer anyway.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(_LOCK, {"workspace_id": workspace_id})


def lock_house(tx: Connection) -> None:
    """Let one transaction at a time decide which workspaces there are."""
    lock_workspace(tx, "")  # no workspace has this id


_NOTIFY = text("SELECT pg_notify('bellwether_deliveries', '')")


def wake_senders(tx: Connection) -> None:
    """Tell the other replicas, at commit, that deliveries wait; SQLite has one process that serves."""
    if tx.dialect.name == "postgresql":
        tx.execute(_NOTIFY)


def beat(tx: Connection, process_id: str, now: datetime) -> None:
    """Say that this process lives."""
    row = {"id": process_id, "started_at": now, "seen_at": now}
    upsert(tx, processes, [row], keys=("id",), update=("seen_at",))


def leave(tx: Connection, process_id: str) -> None:
    """This process ends in good order."""
    tx.execute(delete(processes).where(processes.c.id == process_id))


def living(tx: Connection, since: datetime) -> set[str]:
    """The ids of the processes that were seen since then."""
    return set(tx.execute(select(processes.c.id).where(processes.c.seen_at >= since)).scalars())


def bury(tx: Connection, before: datetime) -> None:
    """Forget processes that have not been seen since then."""
    tx.execute(delete(processes).where(processes.c.seen_at < before))


def first_time(tx: Connection, event_id: str, now: datetime) -> bool:
    """Whether this Slack event has not been seen before; seeing it counts."""
    return insert_one_new(tx, slack_events, {"event_id": event_id, "seen_at": now})


def forget_slack_events(tx: Connection, before: datetime) -> None:
    """Slack repeats an event for some minutes; older ids can go."""
    tx.execute(delete(slack_events).where(slack_events.c.seen_at < before))


def win_slot(
    tx: Connection, job: str, due: datetime, process_id: str, living: Collection[str], now: datetime
) -> bool:
    """Whether this process is the one that runs ``job`` for the slot ``due``; one process wins each slot.

    A slot whose winner lives no more, and did not finish, is free again.
    """
    row = {"job": job, "due": due, "process_id": process_id, "started_at": now}
    insert_new(tx, schedule_runs, [row])
    tx.execute(
        update(schedule_runs)
        .where(
            schedule_runs.c.job == job,
            schedule_runs.c.due == due,
            schedule_runs.c.finished_at.is_(None),
            schedule_runs.c.process_id.not_in([*living, process_id]),
        )
        .values(process_id=process_id, started_at=now)
    )
    winner = select(schedule_runs.c.process_id).where(schedule_runs.c.job == job, schedule_runs.c.due == due)
    return bool(tx.execute(winner).scalar_one() == process_id)


def finish_slot(tx: Connection, job: str, due: datetime, now: datetime) -> None:
    """The job of that slot is done."""
    tx.execute(
        update(schedule_runs)
        .where(schedule_runs.c.job == job, schedule_runs.c.due == due)
        .values(finished_at=now)
    )


def forget_slots(tx: Connection, before: datetime) -> None:
    """Slots long past can go."""
    tx.execute(delete(schedule_runs).where(schedule_runs.c.due < before))


def add_install_state(tx: Connection, state_hash: str, expires_at: datetime) -> None:
    """Remember an installation that was begun."""
    insert_new(tx, install_states, [{"state_hash": state_hash, "expires_at": expires_at}])


def take_install_state(tx: Connection, state_hash: str, now: datetime) -> bool:
    """Whether the installation was begun and may end now; it can be asked once."""
    mine = delete(install_states).where(
        install_states.c.state_hash == state_hash, install_states.c.expires_at > now
    )
    return tx.execute(mine).rowcount == 1


def forget_install_states(tx: Connection, now: datetime) -> None:
    """Those that were never ended can go."""
    tx.execute(delete(install_states).where(install_states.c.expires_at <= now))
