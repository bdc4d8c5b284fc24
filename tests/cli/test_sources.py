import re

from tests.cli.conftest import Terminal


def test_a_new_source_is_printed_for_machines_in_the_promised_shape(bellwether: Terminal) -> None:
    bellwether.set(BELLWETHER_PUBLIC_URL="https://bell.example/")
    added = bellwether("source", "add", "acme-surveys", "--kind", "generic", "--json")
    assert (added.code, added.err) == (0, "")
    assert list(added.data) == ["name", "kind", "url", "secret"]
    assert (added.data["name"], added.data["kind"]) == ("acme-surveys", "generic")
    assert re.fullmatch(r"https://bell\.example/hooks/[\w-]{32}", added.data["url"])
    assert re.fullmatch(r"whsec_[\w+/=-]{40,}", added.data["secret"])


def test_a_new_source_is_printed_for_people_once(lite: Terminal) -> None:
    added = lite("source", "add", "acme-surveys")
    secret = re.search(r"whsec_\S+", added.out)
    assert secret is not None
    assert "not shown again" in added.out
    listed = lite("source", "list")
    assert "acme-surveys" in listed.out
    assert secret[0] not in listed.out + lite("source", "list", "--json").out


def test_sources_are_listed_with_whether_they_are_on(bellwether: Terminal) -> None:
    assert "no source yet" in bellwether("source", "list").out
    bellwether("source", "add", "one")
    bellwether("source", "add", "two")
    assert bellwether("source", "disable", "two").code == 0
    found = bellwether("source", "list", "--json").data
    assert [(one["name"], one["enabled"]) for one in found] == [("one", True), ("two", False)]
    assert bellwether("source", "enable", "two").out == "The source two is on.\n"


def test_a_name_is_taken_once_and_a_kind_must_exist(lite: Terminal) -> None:
    lite("source", "add", "one")
    again = lite("source", "add", "one", "--kind", "nonsense")
    assert (again.code, again.out) == (2, "")
    assert again.err.splitlines() == [
        "NAME: there is a source 'one' already",
        "--kind: must be one of: generic",
    ]


def test_a_rotated_source_has_a_new_secret_and_the_old_one_still_works(bellwether: Terminal) -> None:
    first = bellwether("source", "add", "one", "--json").data["secret"]
    rotated = bellwether("source", "rotate", "one", "--json").data
    assert list(rotated) == ["name", "kind", "secret"]
    assert rotated["secret"] != first
    assert bellwether("source", "rotate", "one").out.count("whsec_") == 1


def test_an_unknown_source_is_told_with_the_ones_there_are(lite: Terminal) -> None:
    lite("source", "add", "one")
    for command in ("rotate", "disable", "enable"):
        refused = lite("source", command, "two")
        assert (refused.code, refused.err) == (2, "There is no source 'two'. Sources: one.\n")


def test_who_did_it_is_in_the_audit_log(lite: Terminal) -> None:
    lite("source", "add", "one")
    ((actor, action),) = lite.rows("SELECT actor, action FROM audit")
    assert actor.startswith("cli")
    assert action == "source.added"
