from datetime import timedelta

from bot.clock import utc_now
from tests.cast import House, a_company
from tests.cli.conftest import Terminal, lately

TWIN = a_company("501", "Acme Incorporated", site="North", owner="ann@us.example", domain="acme.test")


async def twins(house: House) -> None:
    """Acme, and the same company under another name and id."""
    await house.receive(lately("rv-1", 1.0))
    await house.receive(lately("rv-2", company=TWIN))


async def a_mixed_lot(house: House) -> None:
    """A client and a resident."""
    await house.receive(lately("rv-1", 1.0))
    resident = a_company("7", "Globex", population="resident", owner="bob@us.example")
    await house.receive(lately("rv-2", company=resident))


def test_customers_are_listed_and_chosen_by_population_and_status(bellwether: Terminal) -> None:
    bellwether.furnish(a_mixed_lot)
    found = bellwether("customers", "list", "--json").data
    assert [one["name"] for one in found] == ["Acme", "Globex"]
    assert list(found[0]) == [
        "id", "name", "population", "site", "owner", "score", "confidence", "status", "flag",
        "flag_details",
    ]  # fmt: skip
    residents = bellwether("customers", "list", "--population", "resident", "--json").data
    assert [(one["name"], one["owner"]) for one in residents] == [("Globex", "bob@us.example")]
    unknown = bellwether("customers", "list", "--status", "not_enough_evidence", "--json").data
    assert [one["name"] for one in unknown] == ["Acme", "Globex"]
    assert bellwether("customers", "list", "--status", "at_risk").out == "There is no such customer.\n"
    shown = bellwether("customers", "list").out
    assert "Not enough evidence" in shown
    assert "Customers: 2" in shown


def test_a_customer_not_scored_yet_is_listed_among_those_without_evidence(bellwether: Terminal) -> None:
    bellwether.furnish(a_mixed_lot)
    bellwether.change("DELETE FROM scores")
    found = bellwether("customers", "list", "--status", "not_enough_evidence", "--json").data
    assert [(one["score"], one["status"]) for one in found] == [(None, "not_enough_evidence")] * 2
    assert "Not scored yet" in bellwether("customers", "list").out


def test_a_status_that_does_not_exist_is_told_with_those_that_do(alone: Terminal) -> None:
    refused = alone("customers", "list", "--status", "happy")
    assert refused.code == 2
    assert "'healthy', 'concerning', 'at_risk', 'not_enough_evidence'" in refused.err


def test_a_customer_is_shown_with_how_reviews_find_it(lite: Terminal) -> None:
    lite.furnish(twins)
    data = lite("customers", "show", "acme incorporated", "--json").data
    assert (data["name"], data["site"], data["owner"]) == ("Acme Incorporated", "North", "ann@us.example")
    assert data["external_ids"] == [{"source": "acme-surveys", "id": "501"}]
    assert "acme.test" in data["domains"]
    shown = lite("customers", "show", "acme incorporated").out
    assert "Ids: 501 in acme-surveys" in shown
    assert "Renews" not in shown, "what is not known is left out"


def test_two_customers_become_one(bellwether: Terminal) -> None:
    bellwether.furnish(twins)
    merged = bellwether("customers", "merge", "Acme Incorporated", "Acme", "--yes")
    assert (merged.code, merged.err) == (0, "")
    assert merged.out.startswith("Acme Incorporated is Acme now, with 1 more reviews")
    (left,) = bellwether("customers", "list", "--json").data
    assert (left["name"], left["owner"]) == ("Acme", "ann@us.example")
    assert bellwether("health", "Acme Incorporated", "--json").data["csat"]["rated"] == 2


def test_a_merge_that_nobody_can_be_asked_about_needs_a_yes(lite: Terminal) -> None:
    lite.furnish(twins)
    asked = lite("customers", "merge", "Acme Incorporated", "Acme")
    assert (asked.code, asked.err) == (2, "--yes: is needed where nobody can be asked\n")
    assert len(lite("customers", "list", "--json").data) == 2


def test_a_person_is_asked_before_a_merge(lite: Terminal) -> None:
    lite.furnish(twins)
    words = ("customers", "merge", "Acme Incorporated", "Acme")
    asked = lite(*words, typed="n\n", watched=True)
    assert (asked.code, asked.out.strip()) == (1, "")
    assert "Merge Acme Incorporated (client, " in asked.err
    left_unanswered = lite(*words, watched=True)
    assert (left_unanswered.code, left_unanswered.out.strip()) == (130, "")
    assert len(lite("customers", "list", "--json").data) == 2
    assert lite(*words, typed="y\n", watched=True).code == 0
    assert len(lite("customers", "list", "--json").data) == 1


def test_a_customer_is_not_merged_into_itself_or_into_nobody(lite: Terminal) -> None:
    lite.furnish(twins)
    same = lite("customers", "merge", "acme.test", "Acme Incorporated", "--yes")
    assert (same.code, same.err) == (2, "INTO: Acme Incorporated is the same customer as FROM\n")
    nobody = lite("customers", "merge", "Acme", "Initech", "--yes")
    assert (nobody.code, nobody.err) == (2, "INTO: there is no customer like 'Initech'.\n")


def test_a_flag_is_set_shown_everywhere_and_taken_away(bellwether: Terminal) -> None:
    bellwether.furnish(a_mixed_lot)
    until = (utc_now() + timedelta(days=60)).date().isoformat()
    reason = "Renewal talks in May"
    done = bellwether("customers", "flag", "acme", "needs-attention", "--reason", reason, "--until", until)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Acme: 👀 Needs attention until ")
    assert "Computed: Not enough evidence" in done.out
    listed = bellwether("customers", "list", "--json").data
    assert [one["flag"] for one in listed] == ["needs_attention", None]
    details = listed[0]["flag_details"]
    assert (details["reason"], details["until"]) == (reason, until)
    assert details["author"].startswith("cli")
    assert bellwether("customers", "show", "acme", "--json").data["flag_details"] == details
    health = bellwether("health", "acme", "--json").data
    assert (health["flag"], health["flag_details"]) == ("needs_attention", details)
    for words in (("customers", "list"), ("customers", "show", "acme"), ("health", "acme")):
        assert f"set by {details['author']}: {reason}" in bellwether(*words).out
    gone = bellwether("customers", "flag", "acme", "none", "--reason", "Signed", "--json")
    assert (gone.code, gone.data["flag"], gone.data["flag_details"]) == (0, None, None)
    assert gone.data["computed"]["status"] == "not_enough_evidence"
    assert [one["flag"] for one in bellwether("customers", "list", "--json").data] == [None, None]


def test_a_flag_ends_by_itself_unless_never_is_asked_for(lite: Terminal) -> None:
    lite.furnish(twins)
    words = ("customers", "flag", "Acme", "danger", "--reason", "Unhappy", "--json")
    usual = lite(*words).data["flag_details"]["until"]
    assert usual in {(utc_now() + timedelta(days=30 - late)).date().isoformat() for late in (0, 1)}
    assert lite(*words, "--until", "never").data["flag_details"]["until"] is None


def test_what_is_wrong_with_a_flag_is_said_option_by_option(lite: Terminal) -> None:
    lite.furnish(twins)
    flag = ("customers", "flag", "Acme")
    past = lite(*flag, "danger", "--reason", " ", "--until", "2020-01-01")
    assert (past.code, past.out) == (2, "")
    assert "--reason: Say why" in past.err
    assert "--until: Choose a day that has not passed." in past.err
    typed = lite(*flag, "danger", "--reason", "Why", "--until", "tomorrow")
    assert (typed.code, typed.err) == (2, "--until: 'tomorrow' is no day like 2026-05-31, nor never.\n")
    nothing = lite(*flag, "none", "--reason", "Why")
    assert (nothing.code, nothing.err) == (2, "FLAG: The customer has no flag to take away.\n")
    unknown = lite(*flag, "hero", "--reason", "Why")
    assert unknown.code == 2
    assert "'champion', 'needs-attention', 'danger', 'none'" in unknown.err
    assert lite(*flag, "danger").code == 2, "a reason is required"


def test_risks_are_listed_worst_first(bellwether: Terminal) -> None:
    bellwether.furnish(a_mixed_lot)
    nobody = bellwether("customers", "risks")
    assert nobody.out == "No customer is At Risk, or flagged Danger or Needs attention.\n"
    bellwether("customers", "flag", "Acme", "needs-attention", "--reason", "Renewal")
    bellwether("customers", "flag", "Globex", "danger", "--reason", "Has asked for the notice period")
    found = bellwether("customers", "risks", "--json").data
    assert [(one["name"], one["flag"]) for one in found] == [
        ("Globex", "danger"),
        ("Acme", "needs_attention"),
    ]
    shown = bellwether("customers", "risks", "--limit", "1").out
    assert "Has asked for the notice period" in shown
    assert "There are more" in shown
    assert bellwether("customers", "risks", "--limit", "0").code == 2
