"""What came with an initiative, from the scores that are kept by the day."""

from datetime import timedelta

from bot.clock import utc_now
from tests.cast import House, a_company
from tests.cli.conftest import Terminal, lately

DAYS = (-20, -1, 30, 60)  # around the day it began on


def day(ago: int) -> str:
    return (utc_now() - timedelta(days=ago)).date().isoformat()


async def a_town(house: House) -> None:
    """Eight customers in Leeds and eight in York, who all begin at about 60."""
    for site in ("Leeds", "York"):
        for number in range(8):
            company = a_company(f"{site}{number}", f"{site} {number}", site=site, population="client")
            await house.receive(lately(f"rv-{site}-{number}", 1.0, company=company))


def keep_scores(terminal: Terminal) -> None:
    """Leeds gains ten points and a bit within 60 days after a day 80 days ago, York two."""
    for number, (customer_id, workspace_id, site) in enumerate(
        terminal.rows("SELECT id, workspace_id, site FROM customers ORDER BY name")
    ):
        gain = 10.0 + number % 3 if site == "Leeds" else 2.0
        for after in DAYS:
            score = 60.0 + number % 8 / 4 + (gain * after / 60 if after > 0 else 0.0)
            terminal.change(
                "INSERT INTO score_days (workspace_id, customer_id, day, scorecard_version, score,"
                f" confidence, status) VALUES ('{workspace_id}', '{customer_id}', '{day(80 - after)}', 1,"
                f" {score}, 0.5, 'concerning')"
            )


def test_an_initiative_is_noted_measured_and_removed(bellwether: Terminal) -> None:
    bellwether.furnish(a_town)
    keep_scores(bellwether)
    added = bellwether("initiatives", "add", "Second desk", "--date", day(80), "--site", "leeds")
    assert (added.code, added.err) == (0, "")
    (told,) = bellwether("initiatives", "list", "--json").data
    assert (told["name"], told["date"], told["site"]) == ("Second desk", day(80), "leeds")
    (effect,) = told["effects"]
    assert (effect["population"], effect["pairs"], effect["unmatched"]) == ("client", 8, 0)
    assert 10.0 <= effect["change"]["points"] <= 12.0
    assert 8.0 <= effect["effect"]["low"] <= effect["effect"]["points"] <= effect["effect"]["high"] <= 10.0
    for name, marked in (("Leeds 1", ["Second desk"]), ("York 1", [])):
        markers = bellwether("health", name, "--history", "--json").data["markers"]
        assert [one["text"] for one in markers if one["kind"] == "initiative"] == marked
    shown = bellwether("initiatives", "list").out
    assert "8 of 8" in shown
    assert bellwether("initiatives", "remove", "second desk").code == 0
    assert bellwether("initiatives", "list").out == "There is no initiative.\n"
    audit = bellwether.rows("SELECT action FROM audit WHERE action LIKE 'initiative.%' ORDER BY id")
    assert audit == [("initiative.added",), ("initiative.removed",)]


def test_one_for_everybody_has_a_change_and_nobody_to_compare_with(lite: Terminal) -> None:
    lite.furnish(a_town)
    keep_scores(lite)
    lite("initiatives", "add", "New phones", "--date", day(80))
    (effect,) = lite("initiatives", "list", "--json").data[0]["effects"]
    assert effect["effect"] is None
    assert effect["change"]["low"] is not None
    assert "nobody to compare with" in lite("initiatives", "list").out


def test_before_there_are_scores_on_both_sides_it_says_so(lite: Terminal) -> None:
    lite.furnish(a_town)
    lite("initiatives", "add", "New phones", "--date", day(0))
    assert "no scores on both sides yet" in lite("initiatives", "list").out


def test_what_cannot_be_noted_is_told_by_place(lite: Terminal) -> None:
    lite.furnish(a_town)
    lite("initiatives", "add", "New phones", "--date", day(3))
    for name, date, place in (
        ("new PHONES", day(3), "NAME"),
        (" ", day(3), "NAME"),
        ("Other", "2999-01-01", "--date"),
        ("Other", "soon", "--date"),
    ):
        asked = lite("initiatives", "add", name, "--date", date)
        assert (asked.code, asked.out) == (2, "")
        assert asked.err.startswith(f"{place}: ")
    assert lite("initiatives", "remove", "Other").code != 0
