from tests.cli.conftest import Terminal

RULES = """\
rules:
- name: Tell managers about unhappy customers
  when:
    trigger: review_received
    survey: [csat]
  conditions:
    all:
    - type: polarity
      is_one_of: [negative]
    - {type: has_comment}
  then:
  - {type: post_to_channel, channel: C0123ABCD}
  settle: 5m
- name: "Tell the owner, \U0001f514 always"
  enabled: false
  when: {trigger: review_received}
  then:
  - {type: message_owner}
"""


def test_what_was_added_changed_and_removed_is_said(bellwether: Terminal) -> None:
    first = bellwether("rules", "apply", bellwether.file("rules.yml", RULES))
    assert first.out.splitlines() == [
        "Added: Tell managers about unhappy customers",
        "Added: Tell the owner, \U0001f514 always",
        "Unchanged: 0 of 2",
    ]
    assert bellwether("rules", "apply", "rules.yml").out == "Unchanged: 2 of 2\n"
    changed = RULES.replace("5m", "10m").split('- name: "Tell the owner')[0]
    second = bellwether("rules", "apply", bellwether.file("rules.yml", changed))
    assert second.out.splitlines() == [
        "Changed: Tell managers about unhappy customers",
        "Removed: Tell the owner, \U0001f514 always",
        "Unchanged: 0 of 1",
    ]


def test_an_export_applied_again_changes_nothing_and_exports_the_same(bellwether: Terminal) -> None:
    bellwether("rules", "apply", bellwether.file("rules.yml", RULES))
    exported = bellwether("rules", "export").out
    assert bellwether("rules", "export", "out.yml").out == "Written to out.yml.\n"
    assert (bellwether.folder / "out.yml").read_text() == exported
    assert bellwether("rules", "apply", "out.yml").out == "Unchanged: 2 of 2\n"
    assert bellwether("rules", "apply", "-", typed=exported).out == "Unchanged: 2 of 2\n"
    assert bellwether("rules", "export").out == exported


def test_a_dry_run_says_the_same_and_changes_nothing(bellwether: Terminal) -> None:
    tried = bellwether("rules", "apply", bellwether.file("rules.yml", RULES), "--dry-run")
    assert tried.out.splitlines() == [
        "Added: Tell managers about unhappy customers",
        "Added: Tell the owner, \U0001f514 always",
        "Unchanged: 0 of 2",
        "Nothing was changed: this was a dry run.",
    ]
    assert bellwether.rows("SELECT COUNT(*) FROM rules") == [(0,)]
    assert bellwether.rows("SELECT COUNT(*) FROM audit") == [(0,)]


def test_rules_are_listed_in_their_order(lite: Terminal) -> None:
    assert "no rule yet" in lite("rules", "list").out
    lite("rules", "apply", lite.file("rules.yml", RULES))
    assert "Tell managers about unhappy customers" in lite("rules", "list").out
    found = lite("rules", "list", "--json").data
    assert [(rule["version"], rule.get("enabled", True)) for rule in found] == [(1, True), (1, False)]


def test_everything_wrong_is_told_with_file_line_place_and_what_is_allowed(alone: Terminal) -> None:
    bad = RULES.replace("[negative]", "[negativ]").replace("{type: message_owner}", "{type: shout}")
    refused = alone("rules", "apply", alone.file("rules.yml", bad))
    assert (refused.code, refused.out) == (2, "")
    first, second = refused.err.splitlines()
    assert first == (
        "rules.yml, line 9, rules[0].conditions.all[0].is_one_of: It must be a list of one or more of "
        'positive, neutral and negative, not "negativ" (did you mean negative?).'
    )
    assert second.startswith("rules.yml, line 18, rules[1].then[0].type: ")
    assert "post_to_channel" in second
    assert not (alone.folder / "bellwether.db").exists(), (
        "a file that is wrong is refused before anything opens"
    )
