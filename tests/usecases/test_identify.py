"""Whose review it is."""

import pytest

from bot.sources.values import Company, Contact
from bot.storage.database import Database
from tests.cast import NOW, House, a_company, a_house, a_review

JANE = Contact("", "Jane", "jane@acme.example")


@pytest.fixture
async def house(database: Database) -> House:
    return await a_house(database)


async def customers(house: House) -> list[tuple[str, ...]]:
    return [tuple(row) for row in await house.rows("SELECT name, kind FROM customers ORDER BY name")]


async def receive(house: House, *who: tuple[Company | None, Contact | None]) -> list[tuple[str, ...]]:
    """Reviews of these companies and contacts, each in a request of its own; the customers there are then."""
    for company, contact in who:
        number = len(await house.rows("SELECT 1 FROM reviews"))
        await house.receive(a_review(f"r{number}", company=company, contact=contact))
    return await customers(house)


async def test_two_branches_with_one_name_and_domain_stay_two(house: House) -> None:
    north, south = a_company("n", "Acme"), a_company("s", "Acme")
    assert await receive(house, (north, JANE), (south, JANE), (north, JANE)) == [("Acme", "company")] * 2


async def test_an_id_that_comes_later_belongs_to_the_customer_of_that_name(house: House) -> None:
    named, numbered = a_company("", "Acme"), a_company("500", "Acme")
    assert await receive(house, (named, None), (numbered, None)) == [("Acme", "company")]
    assert await receive(house, (a_company("500", "Acme Corporation"), None)) == [
        ("Acme Corporation", "company")
    ]
    assert await receive(house, (named, None)) == [("Acme Corporation", "company")], "by its former name"


async def test_a_company_is_known_by_its_domain_whoever_writes(house: House) -> None:
    by_domain = a_company("", "", domain="acme.example")
    assert await receive(house, (by_domain, None), (None, JANE)) == [("acme.example", "company")]
    await receive(house, (None, Contact("", "Joe", "joe@ACME.example")))
    assert len(await customers(house)) == 1


async def test_somebody_at_a_company_stands_for_it_and_at_a_mail_provider_for_themselves(
    house: House,
) -> None:
    found = await receive(house, (None, JANE), (None, Contact("", "Ann", "ann@gmail.com")))
    assert found == [("Ann", "individual"), ("acme.example", "company")]


async def test_a_person_is_known_by_address_then_by_the_senders_id_then_by_name(house: House) -> None:
    people = [
        Contact("", "Ann", "ann@gmail.com"), Contact("", "Ann Other", "ANN@gmail.com"),  # one address
        Contact("77", "Bob", ""), Contact("77", "Robert", ""),  # one id
        Contact("", "Cat", ""), Contact("", "CAT", ""),  # one name
        Contact("", "", "dan@gmail.com"), Contact("88", "", ""),  # no name at all
    ]  # fmt: skip
    found = await receive(house, *((None, person) for person in people))
    assert found == [(name, "individual") for name in ("Ann", "Bob", "Cat", "Contact 88", "dan@gmail.com")]


async def test_a_company_without_a_name_is_called_by_its_number(house: House) -> None:
    assert await receive(house, (a_company("500", ""), None)) == [("Customer 500", "company")]
    assert await receive(house, (a_company("500", "Acme"), None)) == [("Acme", "company")]


async def test_what_the_sender_says_of_a_company_replaces_what_it_said_before(house: House) -> None:
    first = a_company("500", "Acme", site="Berlin", owner="U1", population="prospect", kind="company")
    await receive(house, (first, None), (a_company("500", "Acme", owner="U2"), None))
    row = (await house.rows("SELECT site, owner, population, kind FROM customers"))[0]
    assert tuple(row) == ("Berlin", "U2", "prospect", "company"), "silence changes nothing"


async def test_a_company_without_its_id_changes_nothing_about_the_one_it_names(house: House) -> None:
    await receive(
        house, (a_company("500", "Acme", owner="U1"), None), (a_company("", "ACME", owner="U9"), None)
    )
    assert await house.rows("SELECT name, owner FROM customers") == [("Acme", "U1")]


async def test_a_change_of_population_is_scored_at_once(house: House) -> None:
    await house.receive(a_review("1", company=a_company("1", "Acme")))
    await house.receive(a_review("2", company=a_company("1", "Acme", population="resident")))
    await house.receive(a_review("3", company=a_company("1", "Acme"), changed_at=NOW))
    assert await house.rows("SELECT population FROM customers") == [("resident",)]
    assert len(await house.rows("SELECT 1 FROM scores")) == 1


async def test_customers_new_in_one_request_are_one_for_all_of_it(house: House) -> None:
    await house.receive(
        *(a_review(f"r{n}", company=a_company("", spelled), contact=None) for n, spelled in enumerate(
            ["Acme, Inc.", "ACME", "acme inc", "Globex"]
        ))
    )  # fmt: skip
    assert await customers(house) == [("Acme, Inc.", "company"), ("Globex", "company")]
