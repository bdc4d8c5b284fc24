"""Sources: adding one, giving it a new secret, switching it off; and knowing it by its address."""

import asyncio

import pytest

from bot.errors import InvalidInput, NotFound, Unavailable
from bot.storage.database import Database, Work
from bot.usecases.find_source import SourceFinder
from bot.usecases.manage_sources import (
    NewSource,
    add_source,
    hash_token,
    require_source,
    rotate_source,
    switch_source,
)
from bot.usecases.set_up_workspace import create_workspace
from bot.vault import Vault
from tests.cast import NOW, House, a_house

VAULT = Vault(["a key"])


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def add(house: House, name: str = "acme", kind: str = "generic") -> NewSource:
    return await house.database.write(
        lambda tx: add_source(tx, VAULT, house.workspace_id, name, kind, "cli:ann", NOW)
    )


async def rotate(house: House, name: str = "acme") -> str:
    _, secret = await house.database.write(
        lambda tx: rotate_source(tx, VAULT, house.workspace_id, name, "cli:ann", NOW)
    )
    return secret


async def switch(house: House, enabled: bool, name: str = "acme") -> None:
    await house.database.write(
        lambda tx: switch_source(tx, house.workspace_id, name, enabled, "cli:ann", NOW)
    )


async def secrets_of(house: House, name: str = "acme") -> tuple[str, ...]:
    stored = await house.database.read(lambda tx: require_source(tx, house.workspace_id, name))
    return VAULT.unlock(stored.secrets)


class Counting:
    """A database that counts how often it is read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.reads = 0

    async def read(self, work: Work[object]) -> object:
        self.reads += 1
        return await self._database.read(work)


def a_finder(database: Counting, vault: Vault = VAULT) -> SourceFinder:
    return SourceFinder(database, vault)  # type: ignore[arg-type]


async def test_a_new_source_has_an_address_and_a_secret_of_which_no_table_knows(house: House) -> None:
    new = await add(house)
    assert new.secret.startswith("whsec_")
    rows = await house.rows("SELECT * FROM sources WHERE name = 'acme'")
    written = " ".join(str(value) for value in rows[0])
    assert new.secret not in written
    assert new.token not in written
    assert hash_token(new.token) in written
    assert (await add(house, "another")).token != new.token


@pytest.mark.parametrize(
    ("name", "kind", "problems"),
    [
        ("", "generic", ["NAME"]),
        ("   ", "generic", ["NAME"]),
        ("x" * 81, "generic", ["NAME"]),
        ("two\nlines", "generic", ["NAME"]),
        ("bell\x07", "generic", ["NAME"]),
        ("acme-surveys", "generic", ["NAME"]),  # the house has it already
        ("  acme-surveys ", "generic", ["NAME"]),
        ("fine", "pigeon", ["--kind"]),
        ("", "pigeon", ["NAME", "--kind"]),
    ],
)
async def test_what_is_wrong_with_a_new_source_is_told_by_option(
    house: House, name: str, kind: str, problems: list[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await add(house, name, kind)
    assert list(caught.value.problems) == problems
    assert len(await house.rows("SELECT 1 FROM sources")) == 1


async def test_the_requests_of_a_burst_ask_for_their_source_together(house: House) -> None:
    new = await add(house)
    database = Counting(house.database)
    finder = a_finder(database)
    found = await asyncio.gather(*(finder.find(new.token) for _ in range(100)))
    assert {one.name for one in found if one is not None} == {"acme"}
    assert database.reads == 1


async def test_two_workspaces_may_name_a_source_alike(house: House) -> None:
    await add(house)
    other = await house.database.write(lambda tx: create_workspace(tx, "Other", "UTC", NOW))
    await house.database.write(lambda tx: add_source(tx, VAULT, other.id, "acme", "generic", "x", NOW))


async def test_a_rotation_keeps_the_former_secret_until_the_next(house: House) -> None:
    first = (await add(house)).secret
    second = await rotate(house)
    assert await secrets_of(house) == (second, first)
    third = await rotate(house)
    assert await secrets_of(house) == (third, second)
    assert len({first, second, third}) == 3


async def test_a_source_that_is_not_there_is_told_with_those_that_are(house: House) -> None:
    await add(house, "zeta")
    with pytest.raises(NotFound) as caught:
        await rotate(house, "acme")
    assert str(caught.value) == "There is no source 'acme'. Sources: acme-surveys, zeta."
    other = await house.database.write(lambda tx: create_workspace(tx, "Other", "UTC", NOW))
    with pytest.raises(NotFound, match="Sources: none yet"):
        await house.database.read(lambda tx: require_source(tx, other.id, "acme"))


async def test_who_did_what_to_a_source_is_in_the_audit_log(house: House) -> None:
    await add(house)
    await rotate(house)
    await switch(house, enabled=False)
    await switch(house, enabled=True)
    rows = await house.rows("SELECT action FROM audit WHERE actor = 'cli:ann'")
    assert {row[0] for row in rows} == {"source.added", "source.rotated", "source.disabled", "source.enabled"}


async def test_a_source_is_known_by_its_address(house: House) -> None:
    new = await add(house)
    finder = a_finder(Counting(house.database))
    found = await finder.find(new.token)
    assert found is not None
    assert (found.name, found.kind, found.secrets, found.enabled) == ("acme", "generic", (new.secret,), True)
    assert found.workspace_id == house.workspace_id
    assert await finder.find(new.token + "x") is None
    assert await finder.find("") is None


async def test_a_source_is_asked_for_once_in_a_while(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    new = await add(house)
    database = Counting(house.database)
    finder = a_finder(database)
    for _ in range(5):
        await finder.find(new.token)
        await finder.find("a guess")
    assert database.reads == 2, "one for the source, one for the guess"
    monkeypatch.setattr("bot.usecases.find_source._SECONDS", 0.0)
    later = a_finder(database)
    assert (await later.find(new.token)) is not None
    await switch(house, enabled=False)
    await rotate(house)
    found = await later.find(new.token)
    assert found is not None
    assert (found.enabled, len(found.secrets)) == (False, 2)


async def test_guesses_do_not_fill_the_memory(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.usecases.find_source._KEPT", 10)
    finder = a_finder(Counting(house.database))
    await asyncio.gather(*(finder.find(f"guess {number}") for number in range(50)))
    assert len(finder._found) <= 10


async def test_a_secret_that_another_key_locked_is_unavailable_not_gone(house: House) -> None:
    new = await add(house)
    finder = a_finder(Counting(house.database), Vault(["another key"]))
    with pytest.raises(Unavailable, match="cannot be read now"):
        await finder.find(new.token)
