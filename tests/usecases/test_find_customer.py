"""Finding the customer that somebody means."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ids import new_id
from bot.sources.values import Contact
from bot.storage import customers
from bot.storage.database import Database
from bot.usecases.find_customer import find_customer
from bot.usecases.merge_customers import merge_customers
from bot.usecases.outbox import Claimant
from bot.usecases.set_up_workspace import create_workspace
from bot.views import Found
from tests.cast import NOW, House, a_company, a_house, a_review

NAMES = [
    "Acme Industries",
    "Globex",
    "Initech Software",
    "Umbrella Health North",
    "Umbrella Health South",
    "Stark & Sons, Ltd.",
    "Müller Maschinenbau GmbH",
    "Wayne Enterprises",
    "Wonka Sweets",
    "O'Brien Logistics",
    "3M",
    "AB",
    "Hooli XYZ Holdings",
    "Tyrell Corporation",
    "日本電気株式会社",
]


def row(workspace_id: str, name: str) -> dict[str, object]:
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "name": name,
        "kind": "company",
        "population": "client",
        "site": "",
        "owner": "",
        "team": "",
        "division": "",
        "renewal_on": None,
        "created_at": NOW,
        "known_since": NOW,
    }


@pytest.fixture
async def house(database: Database) -> House:
    house = await a_house(database)
    await house.receive(
        *(a_review(str(n), company=a_company(f"c{n}", name), contact=None) for n, name in enumerate(NAMES))
    )
    return house


async def find(house: House, text: str) -> Found:
    return await house.database.read(lambda tx: find_customer(tx, house.workspace_id, text, NOW))


async def found(house: House, text: str) -> str | list[str]:
    """The one that is meant, or those to choose from."""
    answer = await find(house, text)
    return answer.customer.name if answer.customer else [line.name for line in answer.candidates]


MEANT = [
    ("Globex", "Globex"),
    ("globex", "Globex"),
    ("  GLOBEX  ", "Globex"),
    ("globx", "Globex"),  # a letter left out
    ("gloebx", "Globex"),  # two swapped
    ("globexx", "Globex"),  # one too many
    ("glob", "Globex"),  # a beginning
    ("acme", "Acme Industries"),  # one word of two
    ("industries", "Acme Industries"),
    ("industries acme", "Acme Industries"),  # the other way round
    ("acme indutsries", "Acme Industries"),
    ("stark", "Stark & Sons, Ltd."),
    ("stark and sons", "Stark & Sons, Ltd."),
    ("Stark & Sons", "Stark & Sons, Ltd."),  # without the legal form
    ("stark sons ltd", "Stark & Sons, Ltd."),
    ("müller maschinenbau", "Müller Maschinenbau GmbH"),
    ("muller maschinenbau", "Müller Maschinenbau GmbH"),  # a keyboard without umlauts
    ("MÜLLER", "Müller Maschinenbau GmbH"),
    ("obrien", "O'Brien Logistics"),
    ("O’Brien Logistics", "O'Brien Logistics"),  # a typographer's apostrophe
    ("umbrella south", "Umbrella Health South"),
    ("3m", "3M"),
    ("ab", "AB"),
    ("hooli", "Hooli XYZ Holdings"),
    ("XYZ", "Hooli XYZ Holdings"),
    ("tyrell corp", "Tyrell Corporation"),
    ("wayn enterprise", "Wayne Enterprises"),
    ("日本電気", "日本電気株式会社"),
]
TO_CHOOSE_FROM: list[tuple[str, list[str]]] = [
    ("umbrella", ["Umbrella Health North", "Umbrella Health South"]),
    ("umbrella health", ["Umbrella Health North", "Umbrella Health South"]),
    ("umbrela health suoth", ["Umbrella Health South", "Umbrella Health North"]),  # the likelier first
    ("w", []),  # one letter says too little
    ("", []),
    ("   ", []),
    ("?!", []),
    ("zzzzzz", []),
    ("completely unknown customer", []),
    ("about the customer that called yesterday", []),  # holds "ab", and is not about AB
]


async def test_a_customer_is_found_however_it_is_typed(house: House) -> None:
    wrong = [(text, got) for text, name in MEANT if (got := await found(house, text)) != name]
    assert wrong == []


async def test_when_several_or_none_fit_nobody_is_guessed(house: House) -> None:
    wrong = [(text, got) for text, names in TO_CHOOSE_FROM if (got := await found(house, text)) != names]
    assert wrong == []


async def test_an_exact_name_beats_longer_ones_that_begin_alike(house: House) -> None:
    await house.receive(
        a_review("a", company=a_company("x1", "Umbrella"), contact=None),
        a_review("b", company=a_company("x2", "Umbrella Health"), contact=None),
    )
    assert await found(house, "umbrella") == "Umbrella"
    assert await found(house, "UMBRELLA HEALTH") == "Umbrella Health"


async def test_customers_of_one_name_are_shown_to_choose_from(house: House) -> None:
    await house.receive(
        a_review("a", company=a_company("x1", "GLOBEX"), contact=None),
        a_review("b", company=a_company("x2", "globex"), contact=None),
    )
    for text in ("gLoBeX", "globex inc"):
        assert sorted(await found(house, text)) == ["GLOBEX", "Globex", "globex"]
    assert await found(house, "GLOBEX") == "GLOBEX", "written exactly so, one is meant"


async def test_at_most_five_are_offered(house: House) -> None:
    await house.receive(
        *(
            a_review(f"b{n}", company=a_company(f"b{n}", f"Branch {n} of Zenith"), contact=None)
            for n in range(9)
        )
    )
    assert len(await found(house, "zenith")) == 5


async def test_a_domain_an_address_and_an_id_lead_to_their_customer(house: House) -> None:
    await house.receive(
        a_review("d", company=a_company("z1", "Zenith", domain="zenith.example"), contact=None),
        a_review("e", company=None, contact=Contact("", "Ann", "ann@gmail.com")),
    )
    zenith = await find(house, "zenith.example")
    assert zenith.customer is not None
    assert zenith.customer.name == "Zenith"
    assert await found(house, zenith.customer.id) == "Zenith"
    assert await found(house, "Zenith.Example") == "Zenith"
    assert await found(house, "ANN@gmail.com") == "Ann"


async def test_a_former_name_still_leads_to_its_customer_typing_errors_and_all(house: House) -> None:
    await house.receive(a_review("r", company=a_company("c1", "Massive Dynamic"), contact=None))
    assert await found(house, "massive dynamic") == "Massive Dynamic"
    assert await found(house, "globex") == "Massive Dynamic"
    assert await found(house, "globx") == "Massive Dynamic"


async def test_a_customer_that_was_merged_is_found_under_both_names(house: House) -> None:
    one, other = await find(house, "Globex"), await find(house, "Wonka Sweets")
    assert one.customer is not None
    assert other.customer is not None
    from_id, into_id, nobody = one.customer.id, other.customer.id, Claimant("", sends=False)
    await house.database.write(
        lambda tx: merge_customers(
            tx, house.knowledge, house.workspace_id, from_id, into_id, "test", nobody, NOW
        )
    )
    assert await found(house, "globex") == "Wonka Sweets"
    assert await found(house, "globbex") == "Wonka Sweets"


async def test_another_workspace_has_no_such_customer(house: House) -> None:
    other = await house.database.write(lambda tx: create_workspace(tx, "Other", "UTC", NOW))
    mine = await find(house, "Globex")
    assert mine.customer is not None
    for text in ("Globex", "globx", mine.customer.id):
        answer = await house.database.read(
            lambda tx, text=text: find_customer(tx, other.id, text, NOW)  # type: ignore[misc]
        )
        assert answer == Found(None)


HOSTILE = [
    "'; DROP TABLE customers; --",
    "%",
    "_%_",
    "*",
    "name:globex",
    "x" * 10_000,
    "<!channel> *bold*",
    "🙂" * 50,
    "\u202eglobex",
    "a\x00b",
    "\ud800",
]


async def test_hostile_text_finds_nothing_and_breaks_nothing(house: House) -> None:
    for text in HOSTILE:
        answer = await find(house, text)
        assert answer.customer is None or answer.customer.name in ("Globex", "AB")
    assert len(await house.rows("SELECT id FROM customers")) == len(NAMES)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40))
async def test_any_text_gets_an_answer(house: House, text: str) -> None:
    answer = await find(house, text)
    assert answer.customer is None or answer.candidates == ()
    assert len(answer.candidates) <= 5


async def test_among_thousands_the_one_is_found(house: House) -> None:
    names = [f"Customer {number:04} of {number * 7919 % 5000:04}" for number in range(5_000)]
    rows = [row(house.workspace_id, name) for name in names]
    await house.database.write(lambda tx: customers.add_customers(tx, rows))
    assert await found(house, "Customer 0042 of 2598") == "Customer 0042 of 2598"
    assert await found(house, "wonkka") == "Wonka Sweets"
    assert len(await found(house, "customer")) == 5
