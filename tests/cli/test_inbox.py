import json

from bot.sources.values import NotUnderstood
from tests.cast import House
from tests.cli.conftest import Terminal
from tests.sources.builders import an_event

BAD = b'{"type": "review.created", "data": {"id": "rv-2"}}'


async def two_letters(house: House) -> None:
    """One event that is readable by now, and one that is not."""
    good = json.dumps(an_event(id="rv-1")).encode()
    await house.receive(NotUnderstood("Too new.", "ev-good", good))
    await house.receive(NotUnderstood("The survey type is missing.", "ev-bad", BAD))


def test_what_was_not_understood_is_listed_with_the_reason(lite: Terminal) -> None:
    lite.furnish(two_letters)
    first, second = lite("inbox", "list", "--json").data
    assert (first["event_id"], first["source"], first["reason"]) == ("ev-good", "acme-surveys", "Too new.")
    assert second["bytes"] == len(BAD)
    assert "The survey type is missing." in lite("inbox", "list").out
    assert "Events: 1 of 2" in lite("inbox", "list", "--limit", "1").out


def test_an_empty_inbox_says_so(lite: Terminal) -> None:
    assert lite("inbox", "list").out == "Everything that came in was understood.\n"
    assert lite("inbox", "list", "--json").data == []
    assert lite("inbox", "replay").out == "Understood now: 0\n"


def test_an_event_is_shown_as_it_came(lite: Terminal) -> None:
    lite.furnish(two_letters)
    _, second = lite("inbox", "list", "--json").data
    assert lite("inbox", "show", second["id"]).out == BAD.decode()
    unknown = lite("inbox", "show", "NOPE")
    assert (unknown.code, unknown.err) == (2, "No event NOPE waits in the inbox.\n")


def test_what_is_understood_now_is_taken_in_and_judged(bellwether: Terminal) -> None:
    async def letters_and_a_rule(house: House) -> None:
        await house.apply_rules()
        await two_letters(house)

    bellwether.furnish(letters_and_a_rule)
    replayed = bellwether("inbox", "replay")
    assert replayed.code == 1, "something is left"
    assert replayed.out.startswith("Understood now: 1\n")
    assert bellwether.rows("SELECT external_id FROM reviews") == [("rv-1",)]
    # Nobody sends here: the process that serves finds the delivery.
    assert bellwether.rows("SELECT state FROM deliveries") == [("pending",)]
    assert len(bellwether("inbox", "list", "--json").data) == 1


def test_one_event_can_be_replayed(lite: Terminal) -> None:
    lite.furnish(two_letters)
    first, _ = lite("inbox", "list", "--json").data
    assert lite("inbox", "replay", first["id"]).out == "Understood now: 1\n"
    again = lite("inbox", "replay", first["id"])
    assert (again.code, again.err) == (2, f"No event {first['id']} waits in the inbox.\n")
