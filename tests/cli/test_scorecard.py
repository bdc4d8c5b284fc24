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
