"""Setting how customers are scored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.errors import Conflict, NotFound
from bot.storage import audit, house, scorecards, workspaces
from scoring.scorecard import Scorecards
from scoring.scorecard_codec import scorecards_from_dict, scorecards_to_dict


@dataclass(frozen=True, slots=True)
class Difference:
    """One place of a scorecard, such as ``metrics.csat.weight``; None where it is not there."""

    place: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class AppliedScorecard:
    """The version in force now, and what it changed; nothing changed is no new version."""

    version: int
    differences: tuple[Difference, ...]


def scorecards_in_force(tx: Connection, workspace_id: str) -> Scorecards:
    """The newest version."""
    version, body = scorecards.get_scorecard(tx, workspace_id)
    return scorecards_from_dict({**body, "version": version}, enabled_by_default=True)


def switch_health(
    tx: Connection, workspace_id: str, author: str, now: datetime, *, on: bool
) -> AppliedScorecard:
    """Let scores be shown to everybody, or to nobody; they are computed either way."""
    wanted = replace(scorecards_in_force(tx, workspace_id), enabled=on)
    return apply_scorecard(tx, workspace_id, wanted, author, f"Health is {'on' if on else 'off'}.", now)


def restore_scorecard(
    tx: Connection, workspace_id: str, version: int, author: str, now: datetime
) -> AppliedScorecard:
    """Make an older version the next one, but for health being on or off; raises NotFound."""
    body = scorecards.find_version(tx, workspace_id, version)
    if body is None:
        raise NotFound(f"There is no version {version} of the scorecard.")
    wanted = scorecards_from_dict({**body, "version": version}, enabled_by_default=True)
    wanted = replace(wanted, enabled=scorecards_in_force(tx, workspace_id).enabled)
    return apply_scorecard(tx, workspace_id, wanted, author, f"Version {version} again.", now)


def apply_scorecard(
    tx: Connection,
    workspace_id: str,
    wanted: Scorecards,
    author: str,
    note: str,
    now: datetime,
    *,
    expected: int | None = None,
) -> AppliedScorecard:
    """Make ``wanted`` the next version, whatever version it says it is; the same again changes nothing.

    Older versions stay for the scores that were computed with them. Raises Conflict when another version than
    the ``expected`` one is in force by now.
    """
    house.lock_workspace(tx, workspace_id)
    present = scorecards_in_force(tx, workspace_id)
    if expected is not None and present.version != expected:
        raise Conflict(
            f"Somebody has saved version {present.version} meanwhile; yours was made from version {expected}."
        )
    differences = tuple(_differences(scorecards_to_dict(present), scorecards_to_dict(wanted)))
    if not differences:
        return AppliedScorecard(present.version, ())
    version = workspaces.raise_version(tx, workspace_id, "scorecard_version")
    body = scorecards_to_dict(replace(wanted, version=version))
    scorecards.add_scorecard(tx, workspace_id, version, body, author, note, now)
    audit.record(tx, workspace_id, author, "scorecard.changed", f"scorecard:{version}", now)
    return AppliedScorecard(version, differences)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = dict(_places("", before)), dict(_places("", after))
    for place in dict.fromkeys([*old, *new]):
        if place != "version" and old.get(place) != new.get(place):
            yield Difference(place, old.get(place), new.get(place))


def _places(path: str, value: object) -> Iterator[tuple[str, object]]:
    if not isinstance(value, Mapping):
        yield path, value
        return
    for key, inner in value.items():
        yield from _places(f"{path}.{key}" if path else str(key), inner)
