import re
from collections.abc import Awaitable, Callable

import pytest

from tests.cast import House
from tests.cli.conftest import Terminal, lately


def test_an_export_applied_again_changes_nothing(lite: Terminal) -> None:
    exported = lite("scorecard", "export").out
    assert lite("scorecard", "export", "card.yml").out == "Written to card.yml.\n"
    assert (lite.folder / "card.yml").read_text() == exported
    assert lite("scorecard", "apply", "card.yml").out == "Nothing changes: version 1 says the same.\n"


def test_a_change_is_a_new_version_that_every_customer_is_scored_with(bellwether: Terminal) -> None:
    bellwether.furnish(lambda house: house.receive(lately("rv-1")))
    card = bellwether("scorecard", "export").out.replace("benchmark: 86.0", "benchmark: 70")
    applied = bellwether("scorecard", "apply", bellwether.file("card.yml", card), "--note", "Fairer.")
    assert applied.out.splitlines() == [
        "metrics.csat.benchmark: 86.0 -> 70.0",
        "Version 2 is in force; customers scored with it: 1.",
    ]
    assert bellwether.rows("SELECT note FROM scorecards WHERE version = 2") == [("Fairer.",)]
    ((version, baseline),) = bellwether.rows("SELECT scorecard_version, baseline FROM scores")
    assert (version, round(baseline, 1)) == (2, 68.7)
    assert bellwether("health", "acme", "--json").data["scorecard_version"] == 2


def test_a_dry_run_changes_nothing(lite: Terminal) -> None:
    card = lite("scorecard", "export").out.replace("margin: 4.0", "margin: 2.0")
    tried = lite("scorecard", "apply", lite.file("card.yml", card), "--dry-run")
    assert tried.out.splitlines() == [
        "bands.margin: 4.0 -> 2.0",
        "Of 0 customers 0 would have another status.",
        "Nothing was changed: this was a dry run.",
    ]
    assert lite.rows("SELECT COUNT(*) FROM scorecards") == [(1,)]


def test_everything_wrong_is_told_with_file_place_and_what_is_allowed(alone: Terminal) -> None:
    card = "metrics: {csat: {weight: much, wait: 1}}\nbands: {margin: -1}\n"
    refused = alone("scorecard", "apply", alone.file("card.yml", card))
    assert (refused.code, refused.out) == (2, "")
    places = sorted(line.split(": ")[0] for line in refused.err.splitlines())
    assert places == [
        "card.yml, bands.margin",
        "card.yml, metrics.csat.wait",
        "card.yml, metrics.csat.weight",
    ]


def test_a_note_has_an_end(alone: Terminal) -> None:
    refused = alone("scorecard", "apply", alone.file("card.yml", "metrics: {csat: {}}"), "--note", "x" * 501)
    assert (refused.code, refused.err) == (2, "--note: must have at most 500 characters\n")


def test_what_is_no_yaml_is_told_with_its_line(alone: Terminal) -> None:
    refused = alone("scorecard", "apply", alone.file("card.yml", "bands:\n  margin: [\n"))
    assert refused.code == 2
    assert refused.err.startswith("card.yml, line 3: cannot be read as YAML")


def unhappy(number: int) -> Callable[[House], Awaitable[object]]:
    """Acme with so many negative answers of today."""
    return lambda house: house.receive(*(lately(f"rv-{n}", -1.0) for n in range(number)))


def test_a_dry_run_says_who_would_stand_elsewhere(bellwether: Terminal) -> None:
    bellwether.furnish(unhappy(12))
    card = bellwether("scorecard", "export").out.replace("concerning_from: 60.0", "concerning_from: 10.0")
    tried = bellwether("scorecard", "apply", bellwether.file("card.yml", card), "--dry-run")
    assert "Of 1 customers 1 would have another status." in tried.out
    assert re.search(r"Acme.*At Risk.*Concerning", tried.out)
    assert tried.out.splitlines()[-1] == "Nothing was changed: this was a dry run."
    assert bellwether.rows("SELECT COUNT(*) FROM scorecards") == [(1,)]
    assert bellwether.rows("SELECT status FROM scores") == [("at_risk",)]


def test_an_older_version_can_be_the_next_one(lite: Terminal) -> None:
    for margin in ("2.0", "3.0"):
        card = re.sub(r"margin: [0-9.]+", f"margin: {margin}", lite("scorecard", "export").out)
        lite("scorecard", "apply", lite.file("card.yml", card), "--note", f"Margin {margin}.")
    assert lite("scorecard", "restore", "2").out.splitlines()[0] == "bands.margin: 3.0 -> 2.0"
    listed = lite("scorecard", "versions", "--json").data
    assert [(one["version"], one["note"]) for one in listed] == [
        (4, "Version 2 again."), (3, "Margin 3.0."), (2, "Margin 2.0."), (1, "The defaults."),
    ]  # fmt: skip
    assert "Margin 3.0." in lite("scorecard", "versions").out
    refused = lite("scorecard", "restore", "9")
    assert (refused.code, refused.err) == (2, "There is no version 9 of the scorecard.\n")


def test_health_is_turned_on_and_off_and_a_file_that_does_not_say_leaves_it(lite: Terminal) -> None:
    assert lite("scorecard", "off").out in ("Health is off now.\n", "Health is off already.\n")
    assert lite("scorecard", "on").out == "Health is on now.\n"
    assert lite("scorecard", "on").out == "Health is on already.\n"
    lite("scorecard", "apply", lite.file("card.yml", "metrics: {csat: {}}\n"))
    assert "enabled: true" in lite("scorecard", "export").out
    assert lite("scorecard", "off").out == "Health is off now.\n"


def test_what_the_portfolio_speaks_for_is_said_with_what_it_rests_on(lite: Terminal) -> None:
    lite.furnish(unhappy(3))
    said = lite("scorecard", "suggest").out
    assert "CSAT: benchmark as it is, prior 8. Only 1 customers gave two or more reviews" in said
    assert "NPS: no answers." in said


def test_facts_can_be_counted_again(lite: Terminal) -> None:
    lite.furnish(unhappy(3))
    before = lite.rows("SELECT score FROM scores")
    lite.change('UPDATE evidence SET body = \'{"tallies": {}, "topics": {}, "marks": {}, "runs": {}}\'')
    assert lite("rescore", "--recount").out == "Customers scored: 1\n"
    ((after,),) = lite.rows("SELECT score FROM scores")
    assert after == pytest.approx(before[0][0], abs=0.01)
