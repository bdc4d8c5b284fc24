"""Making a workspace usable, and tying it to its Slack team."""

import asyncio

import pytest

from bot.errors import Conflict, InvalidInput
from bot.storage import workspaces
from bot.storage.database import Database, open_database
from bot.storage.workspaces import Workspace
from bot.usecases.apply_scorecard import scorecards_in_force
from bot.usecases.install_team import Installation, install_team
from bot.usecases.set_up_workspace import bind_team, create_workspace, ensure_workspace, find_workspace
from bot.vault import Vault
from scoring.scorecard import default_scorecards
from tests.cast import NOW


async def ensure(database: Database) -> Workspace:
    return await database.write(lambda tx: ensure_workspace(tx, "Europe/Berlin", NOW))


async def bind(database: Database, workspace: Workspace, team: str) -> Workspace:
    return await database.write(lambda tx: bind_team(tx, workspace, team, f"Team {team}", "UBOT"))


async def test_a_house_gets_its_only_workspace_once_with_the_default_scorecard(database: Database) -> None:
    made = await ensure(database)
    assert (made.timezone, made.slack_team_id, made.scorecard_version) == ("Europe/Berlin", None, 1)
    assert await ensure(database) == made
    assert await database.read(lambda tx: scorecards_in_force(tx, made.id)) == default_scorecards()


async def test_replicas_that_start_together_make_one_workspace(migrated_url: str) -> None:
    houses = [open_database(migrated_url) for _ in range(4)]
    for one in houses:
        await one.start()
    made = await asyncio.gather(*(ensure(one) for one in houses))
    assert len({workspace.id for workspace in made}) == 1
    for one in houses:
        await one.close()


async def test_of_several_workspaces_one_must_be_named(database: Database) -> None:
    for name in ("North", "South"):
        await database.write(lambda tx, name=name: create_workspace(tx, name, "UTC", NOW))  # type: ignore[misc]
    with pytest.raises(InvalidInput, match="name one of: North, South"):
        await ensure(database)


async def test_a_workspace_is_found_by_name_id_or_team(database: Database) -> None:
    north = await bind(database, await ensure(database), "T1")
    south = await database.write(lambda tx: create_workspace(tx, "South", "UTC", NOW))

    async def find(text: str) -> Workspace:
        return await database.read(lambda tx: find_workspace(tx, text))

    assert await find("team t1") == await find(north.id) == await find("T1") == north
    assert await find("SOUTH") == south
    with pytest.raises(InvalidInput, match="there is no workspace 'East'"):
        await find("East")


async def test_a_team_is_tied_to_the_workspace_and_tied_again_without_harm(database: Database) -> None:
    made = await ensure(database)
    tied = await bind(database, made, "T1")
    assert (tied.slack_team_id, tied.name, tied.bot_user_id) == ("T1", "Team T1", "UBOT")
    assert await bind(database, tied, "T1") == tied
    assert await database.read(lambda tx: workspaces.find_team(tx, "T1")) == tied
    assert await database.read(lambda tx: workspaces.find_team(tx, "T2")) is None


async def test_the_token_of_another_team_is_refused(database: Database) -> None:
    tied = await bind(database, await ensure(database), "T1")
    with pytest.raises(Conflict, match="belongs to the Slack team T1, but the token to T2"):
        await bind(database, tied, "T2")


async def test_of_two_processes_with_tokens_of_different_teams_the_first_wins(database: Database) -> None:
    # Both have read the workspace when it had no team yet.
    made = await ensure(database)
    results = await asyncio.gather(
        bind(database, made, "T1"), bind(database, made, "T2"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Workspace"]


async def test_a_team_that_has_a_workspace_is_not_tied_to_a_second(database: Database) -> None:
    await bind(database, await ensure(database), "T1")
    second = await database.write(lambda tx: create_workspace(tx, "Second", "UTC", NOW))
    with pytest.raises(Conflict, match="T1"):
        await bind(database, second, "T1")


async def test_two_installations_of_one_team_at_once_make_one_workspace(migrated_url: str) -> None:
    houses = [open_database(migrated_url) for _ in range(2)]
    for one in houses:
        await one.start()
    vault = Vault(["a key"])
    found = await asyncio.gather(
        *(
            one.write(
                lambda tx, n=n: install_team(  # type: ignore[misc]
                    tx, vault, Installation("T1", "Team", f"xoxb-{n}", "UBOT", "U1"), "UTC", NOW
                )
            )
            for n, one in enumerate(houses)
        )
    )
    assert len({workspace.id for workspace in found}) == 1
    for one in houses:
        await one.close()
