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
