import pytest

from bot.errors import InvalidInput
from bot.storage.database import Database
from bot.usecases.retry_deliveries import retry_deliveries
from tests.cast import House, a_house, a_review


@pytest.fixture
async def house(database: Database) -> House:
    """Two dead letters."""
    house = await a_house(database)
    await house.apply_rules()
    await house.receive(a_review("rv-1"), a_review("rv-2"))
    await house.database.write(
        lambda tx: tx.exec_driver_sql(
            "UPDATE deliveries SET state = 'failed', attempts = 9, claimed_by = NULL"
        )
    )
    return house


async def retry(house: House, ids: list[str] | None) -> int:
    return await house.database.write(
        lambda tx: retry_deliveries(tx, house.workspace_id, ids, "cli:ann", house.clock())
    )


async def test_all_dead_letters_are_tried_anew_from_the_first_attempt(house: House) -> None:
    assert await retry(house, None) == 2
    assert await house.rows("SELECT DISTINCT state, attempts FROM deliveries") == [("pending", 0)]
    assert await retry(house, None) == 0


async def test_one_dead_letter_can_be_named(house: House) -> None:
    ((first,), _) = await house.rows("SELECT id FROM deliveries ORDER BY id")
    assert await retry(house, [first]) == 1
    assert await house.rows("SELECT id FROM deliveries WHERE state = 'pending'") == [(first,)]


async def test_an_id_that_is_no_dead_letter_is_refused_and_nothing_changes(house: House) -> None:
    ((first,), _) = await house.rows("SELECT id FROM deliveries ORDER BY id")
    with pytest.raises(InvalidInput, match="NOPE"):
        await retry(house, [first, "NOPE"])
    assert await house.rows("SELECT DISTINCT state FROM deliveries") == [("failed",)]


async def test_it_is_in_the_audit_log(house: House) -> None:
    await retry(house, None)
    rows = await house.rows("SELECT actor, action FROM audit WHERE action LIKE 'deliveries%'")
    assert rows == [("cli:ann", "deliveries.retried")]
