"""Importing history: what is stored, what is said, and what becomes of lines that cannot be used."""

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import utc_now
from tests.cli.conftest import Terminal

SURVEYS = """\
id,survey_type,score,comment,sent_at,rated_at,customer,customer_id,contact_email,agents,status
1,csat,-1,=cmd|x,,2026-01-02T03:04:05Z,Acme,500,jane@agency.example,ashk;bo,
2,nps,9,,,2026-01-03T03:04:05Z,Globex,,jane@agency.example,,
3,csat,,,2026-01-04T03:04:05Z,,"ACME, Inc.",,,,
"""
DESK = """\
id,number,subject,opened_at,first_response_at,resolved_at,reopened,customer,contact_email,agents,topic
T1,17,Printer,2026-01-02T03:00:00Z,2026-01-02T04:00:00Z,,yes,Acme,jane@acme.example,ashk,hardware
T2,18,Login,2026-01-03T03:00:00Z,,,0,Globex,,,
"""
RULE = """\
rules:
- name: Tell managers
  when: {trigger: review_received}
  then: [{type: post_to_channel, channel: C0123ABCD}]
"""


@pytest.fixture
def shop(bellwether: Terminal) -> Terminal:
    """The command line on each engine, with a source."""
    assert bellwether("source", "add", "desk").code == 0
    return bellwether


@pytest.fixture
def stall(lite: Terminal) -> Terminal:
    """The same on SQLite alone."""
    assert lite("source", "add", "desk").code == 0
    return lite


def lately(rows: str) -> str:
    """The same in a month that the scores still look at."""
    return rows.replace("2026-01-", f"{utc_now() - timedelta(days=20):%Y-%m-}")


def everything(shop: Terminal) -> list[list[tuple[object, ...]]]:
    """All that an import may have written, whenever it was."""
    return [
        shop.rows("SELECT * FROM reviews ORDER BY id"),
        shop.rows("SELECT * FROM tickets ORDER BY id"),
        shop.rows("SELECT * FROM interactions ORDER BY id"),
        shop.rows("SELECT * FROM customers ORDER BY id"),
        shop.rows("SELECT * FROM customer_keys ORDER BY key"),
        shop.rows("SELECT * FROM contact_customers ORDER BY contact_id, customer_id"),
        shop.rows("SELECT customer_id, body FROM evidence ORDER BY 1"),
    ]  # fmt: skip


def test_reviews_find_their_customers_and_count(shop: Terminal) -> None:
    said = shop("import", "reviews", shop.file("s.csv", lately(SURVEYS)), "--source", "desk")
    assert (said.code, said.out, said.err) == (
        0, "Reviews: 3 new, 0 changed, 0 unchanged, 0 refused.\n", ""
    )  # fmt: skip
    assert shop.rows(
        "SELECT r.external_id, c.name, r.polarity, r.comment FROM reviews r "
        "JOIN customers c ON c.id = r.customer_id ORDER BY 1"
    ) == [("1", "Acme", "negative", "=cmd|x"), ("2", "Globex", "positive", ""), ("3", "Acme", None, "")]
    figures = shop("health", "acme", "--json").data["csat"]
    assert (figures["negative"], figures["rated"], figures["sent"]) == (1, 1, 2)
    assert shop.rows("SELECT name FROM agents ORDER BY name") == [("ashk",), ("bo",)]
    assert len(shop.rows("SELECT 1 FROM contact_customers")) == 2, "one person of two customers"
    assert shop.rows("SELECT action FROM audit WHERE action LIKE '%imported'") == [("reviews.imported",)]


def test_the_same_file_again_changes_nothing(shop: Terminal) -> None:
    shop.file("s.csv", SURVEYS)
    shop.file("d.csv", DESK)
    shop.file(
        "c.csv", "id,name,domains,renewal_on\n1,Acme,acme.example,2027-01-31\n2,Initech,initech.example,\n"
    )
    shop.file(
        "i.jsonl",
        '{"id": 1, "occurred_at": "2026-01-02T03:04:05Z", "customer": "Acme", "tone": "positive"}\n',
    )
    orders = [("customers", "c.csv"), ("reviews", "s.csv"), ("tickets", "d.csv"), ("interactions", "i.jsonl")]
    first = [shop("import", *order, "--source", "desk", "--json").data for order in orders]
    assert [(one["new"], one["changed"], one["refused"]) for one in first] == [
        (2, 0, 0), (3, 0, 0), (2, 0, 0), (1, 0, 0)
    ]  # fmt: skip
    before = everything(shop)
    again = [shop("import", *order, "--source", "desk", "--json").data for order in orders]
    assert [(one["new"], one["changed"], one["unchanged"]) for one in again] == [
        (0, 0, 2), (0, 0, 3), (0, 0, 2), (0, 0, 1)
    ]  # fmt: skip
    assert everything(shop) == before
    assert shop.rows("SELECT tone FROM interactions") == [("commendation",)]
    assert shop.rows("SELECT count(*) FROM import_progress") == [(0,)]


def test_a_newer_answer_revises_and_a_deleted_one_is_forgotten(shop: Terminal) -> None:
    head = "id,survey_type,score,rated_at,customer,status\n"
    for row, said in [
        ("1,csat,-1,2026-01-02T00:00:00Z,Acme,open", "1 new, 0 changed, 0 unchanged"),
        ("1,csat,1,2026-01-03T00:00:00Z,Acme,open", "0 new, 1 changed, 0 unchanged"),
        ("1,csat,-1,2026-01-02T00:00:00Z,Acme,open", "0 new, 0 changed, 0 unchanged, 1 older"),
        ("1,csat,1,2026-01-03T00:00:00Z,Globex,open", "0 new, 1 changed, 0 unchanged"),
        ("1,csat,1,2026-01-03T00:00:00Z,Globex,deleted", "0 new, 1 changed, 0 unchanged"),
        ("1,csat,1,2026-01-03T00:00:00Z,Globex,deleted", "0 new, 0 changed, 1 unchanged"),
    ]:
        stored = shop("import", "reviews", shop.file("s.csv", head + lately(row)), "--source", "desk")
        assert said in stored.out
        if row.endswith("Globex,open"):
            assert shop("health", "globex", "--json").data["csat"]["rated"] == 1
    assert shop.rows("SELECT status FROM reviews") == [("deleted",)]
    assert shop("health", "globex", "--json").data["csat"]["rated"] == 0


def test_tickets_are_changed_field_by_field(shop: Terminal) -> None:
    shop("import", "tickets", shop.file("d.csv", DESK), "--source", "desk")
    shop.file("e.csv", "id,customer,resolved_at,topic\nT1,Acme,2026-01-02T05:00:00Z,\n")
    assert "0 new, 1 changed" in shop("import", "tickets", "e.csv", "--source", "desk").out
    asked = (
        "SELECT number, subject, topic, reopened, resolved_at - opened_at FROM tickets WHERE number = '17'"
    )
    assert shop.rows(asked) == [("17", "Printer", "hardware", 1, 7_200_000_000)]
    assert "0 new, 1 changed" in shop("import", "tickets", "e.csv", "--source", "desk", "--erase-empty").out
    assert shop.rows(asked) == [("17", "Printer", "", 1, 7_200_000_000)], "what has no column stays"
    shop.file("e.csv", "id,customer,resolved_at\nT1,Acme,2026-01-01T05:00:00Z\n")
    refused = shop("import", "tickets", "e.csv", "--source", "desk")
    assert (refused.code, refused.err) == (1, "line 2: resolved_at lies before opened_at.\n")


def test_a_person_of_several_customers_does_not_say_whose_it_is(shop: Terminal) -> None:
    head = "id,occurred_at,customer,contact_email\n"
    rows = ["1,{},Acme,jane@agency.example", "2,{},,jane@agency.example", "3,{},Beta,jane@agency.example",
            "4,{},,jane@agency.example", "5,{},,joe@gmail.com"]  # fmt: skip
    for row in rows[:3]:
        shop.file("i.csv", head + row.format("2026-01-02T03:04:05Z"))
        assert shop("import", "interactions", "i.csv", "--source", "desk").code == 0
    shop.file("i.csv", head + "\n".join(row.format("2026-01-02T03:04:05Z") for row in rows[3:]))
    said = shop("import", "interactions", "i.csv", "--source", "desk")
    assert said.err == "line 2: contact_email belongs to several customers: name one of them.\n"
    assert shop.rows(
        "SELECT i.external_id, c.name, c.kind FROM interactions i "
        "JOIN customers c ON c.id = i.customer_id ORDER BY 1"
    ) == [("1", "Acme", "company"), ("2", "Acme", "company"), ("3", "Beta", "company"),
          ("5", "joe@gmail.com", "individual")]  # fmt: skip


def test_a_customer_that_was_called_by_its_domain_gets_the_name_that_a_file_gives_it(stall: Terminal) -> None:
    head = "id,occurred_at,customer,contact_email\n"
    rows = [f"{n},2026-01-02T03:04:05Z,{who},jane@acme.example" for n, who in enumerate(["", "Acme", "Beta"])]
    stall("import", "interactions", stall.file("i.csv", head + "\n".join(rows)), "--source", "desk")
    assert stall.rows("SELECT name FROM customers ORDER BY name") == [("Acme",), ("Beta",)]


def test_whose_it_was_it_stays_when_the_person_has_come_to_another_since(stall: Terminal) -> None:
    head = "id,occurred_at,customer,contact_email\n"
    rows = [f"{n},2026-01-02T03:04:05Z,{who},jane@gmail.com" for n, who in enumerate(["", "Acme", ""])]
    stall.file("i.csv", head + "\n".join(rows))
    first = stall("import", "interactions", "i.csv", "--source", "desk")
    assert first.err == "line 4: contact_email belongs to several customers: name one of them.\n"
    again = stall("import", "interactions", "i.csv", "--source", "desk")
    assert again.out == "Interactions: 0 new, 0 changed, 2 unchanged, 1 refused.\n"


def test_customers_meet_those_that_are_there_and_domains_of_others_are_refused(shop: Terminal) -> None:
    shop("import", "reviews", shop.file("s.csv", SURVEYS), "--source", "desk")
    shop.file("c.csv", """\
id,name,population,domains,aliases,owner
500,Acme Ltd,resident,acme.example,Acme Rockets,U1
501,Globex,,globex.example;acme.example,,
502,Initech,,initech.example,acme rockets,
503,Umbrella,,,,
""")  # fmt: skip
    said = shop("import", "customers", "c.csv", "--source", "desk")
    assert said.out == "Customers: 1 new, 1 changed, 0 unchanged, 2 refused.\n"
    assert said.err.splitlines() == [
        "line 3: domains: acme.example leads to Acme Ltd already.",
        "line 4: aliases: acme rockets leads to Acme Ltd already.",
    ]
    assert shop.rows("SELECT name, population, owner FROM customers ORDER BY name") == [
        ("Acme Ltd", "resident", "U1"), ("Globex", "client", ""), ("Umbrella", "client", "")
    ]  # fmt: skip
    assert shop("health", "acme.example", "--json").data["customer"]["name"] == "Acme Ltd"
    assert shop("health", "umbrella", "--json").data["status"] == "not_enough_evidence"


def test_history_alerts_only_when_asked_to(shop: Terminal) -> None:
    shop("rules", "apply", shop.file("rules.yml", RULE))
    shop("import", "reviews", shop.file("s.csv", SURVEYS), "--source", "desk")
    assert shop.rows("SELECT count(*) FROM alerts") == [(0,)]
    shop(
        "import",
        "reviews",
        shop.file("n.csv", SURVEYS.replace("\n1,", "\n7,")),
        "--source",
        "desk",
        "--alerts",
    )
    assert shop.rows("SELECT r.external_id, a.state FROM alerts a JOIN reviews r ON r.id = a.review_id") == [
        ("7", "open")
    ]
    assert shop.rows("SELECT kind, state FROM deliveries") == [("alert", "pending")]


def test_a_dry_run_changes_nothing_and_says_what_would_be(shop: Terminal) -> None:
    said = shop("import", "reviews", shop.file("s.csv", SURVEYS), "--source", "desk", "--dry-run")
    assert said.out == (
        "Reviews: 3 new, 0 changed, 0 unchanged, 0 refused.\nNothing was changed: this was a dry run.\n"
    )
    assert shop.rows("SELECT count(*) FROM reviews") == [(0,)]
    assert shop.rows("SELECT count(*) FROM audit WHERE action LIKE '%imported'") == [(0,)]


def test_a_report_of_refused_lines_can_be_mended_and_imported(stall: Terminal) -> None:
    head = "survey_type,Ref,score,customer,comment\n"
    stall.file("s.csv", head + "csat,1,-1,Acme,fine\ncsat,2,-5,Acme,=1+1\nnps,3,x,,'quoted\n")
    said = stall("import", "reviews", "s.csv", "--source", "desk", "--map", "Ref=id", "--report", "bad.csv")
    assert (said.code, said.err) == (1, "")
    assert "The refused lines are in bad.csv." in said.out
    with (stall.folder / "bad.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [(one["line"], one["problems"], one["score"], one["comment"]) for one in found] == [
        ("3", "score lies outside its scale, -1 to 1.", "-5", "'=1+1"),
        ("4", "score must be a number. customer and customer_id are both missing.", "x", "''quoted"),
    ]
    mended = (stall.folder / "bad.csv").read_text().replace("-5", "-1").replace("nps,x", "nps,9")
    stall.file("mended.csv", mended.replace(",x,", ",9,"))
    again = stall("import", "reviews", "mended.csv", "--source", "desk")
    assert again.out == "Reviews: 1 new, 0 changed, 0 unchanged, 1 refused.\n"
    assert stall.rows("SELECT comment FROM reviews WHERE external_id = '2'") == [("=1+1",)]


def test_ten_refused_lines_are_printed_and_the_others_counted(stall: Terminal) -> None:
    rows = "".join(f"{n},csat,9,Acme\n" for n in range(14))
    said = stall(
        "import", "reviews", stall.file("s.csv", "id,survey_type,score,customer\n" + rows), "--source", "desk"
    )
    *lines, last = said.err.splitlines()
    assert lines == [f"line {n}: score lies outside its scale, -1 to 1." for n in range(2, 12)]
    assert last.startswith("4 more lines were refused")


def test_standard_input_is_read_and_figures_are_printed_for_machines(stall: Terminal) -> None:
    said = stall("import", "reviews", "-", "--source", "desk", "--json", typed=SURVEYS + "4,x,,,,,Acme,,,,\n")
    assert said.code == 1
    assert said.data == {
        "kind": "reviews", "source": "desk", "new": 3, "changed": 0, "unchanged": 0, "older": 0, "refused": 1,
        "resumed_after_line": None, "dry_run": False,
        "refused_lines": [{"line": 5, "problems": ["survey_type must be csat, nps or ces."]}], "warnings": [],
    }  # fmt: skip


def test_the_figures_have_the_shape_that_the_page_shows(stall: Terminal) -> None:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text()
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    found = stall("import", "reviews", "-", "--source", "desk", "--json", typed=SURVEYS).data
    assert shown.keys() == found.keys()


def test_every_column_is_on_the_page() -> None:
    from bot.imports.table import KINDS

    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text()
    for kind in KINDS.values():
        section = page.split(f"### {kind.name}\n")[1].split("\n#")[0]
        cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        assert sorted(name.strip(" `") for cell in cells for name in cell.split(",")) == sorted(kind.columns)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["s.csv", "--source", "nobody"], "There is no source 'nobody'. Sources: desk."),
        (["none.csv", "--source", "desk"], "none.csv: cannot be read: no such file or directory"),
        ([".", "--source", "desk"], ".: cannot be read: is a directory"),
        (["s.csv", "--source", "desk", "--map", "a=b"], "--map: there is no column 'b'"),
        (["s.csv", "--source", "desk", "--timezone", "Mars"], "--timezone: 'Mars' is not a zone"),
        (
            ["s.csv", "--source", "desk", "--report", "no/where.csv"],
            "--report: no/where.csv cannot be written",
        ),
        (["s.csv"], "Missing option '--source'"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(stall: Terminal, words: list[str], sentence: str) -> None:
    stall.file("s.csv", SURVEYS)
    said = stall("import", "reviews", *words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert len(said.err.splitlines()) == 1


def evidence(shop: Terminal) -> dict[str, Any]:
    return {
        customer: json.loads(body) for customer, body in shop.rows("SELECT customer_id, body FROM evidence")
    }


def test_what_files_bring_and_put_right_is_what_a_recount_finds(shop: Terminal) -> None:
    now = utc_now()

    def ago(days: float) -> str:
        return (now - timedelta(days=days)).isoformat()

    head = "id,opened_at,first_response_at,resolved_at,reopened,topic,priority,customer\n"
    first = [
        f"1,{ago(40)},{ago(39)},,0,printer,normal,Acme",
        f"2,{ago(20)},,,0,Printer,critical,Acme",
        f"3,{ago(400)},{ago(399)},,0,mail,normal,Globex",
    ]
    later = [
        f"1,{ago(40)},{ago(39)},{ago(30)},1,printer,normal,Acme",
        f"2,{ago(20)},{ago(19)},,0,network,normal,Globex",
        f"3,{ago(400)},{ago(399)},{ago(1)},0,mail,normal,Globex",
    ]
    calls = [
        {
            "id": n,
            "occurred_at": ago(n * 9),
            "customer": ("Acme", "Globex")[n % 2],
            "tone": tone,
            "topic": "mail",
        }
        for n, tone in enumerate(["grievance", "neutral", "", "commendation"], 1)
    ]
    for lines in (first, later):
        shop("import", "tickets", shop.file("t.csv", head + "\n".join(lines) + "\n"), "--source", "desk")
        text = "\n".join(json.dumps(call) for call in calls)
        shop("import", "interactions", shop.file("i.jsonl", text + "\n"), "--source", "desk")
        calls[0]["tone"], calls[1]["occurred_at"] = "commendation", ago(60)
        kept = evidence(shop)
        assert len(kept) == 2
        assert any(one["marks"] for one in kept.values())
        shop("rescore", "--recount")
        again = evidence(shop)
        for customer, one in kept.items():
            other = again[customer]
            assert {part: one[part] for part in ("topics", "marks", "runs")} == {
                part: other[part] for part in ("topics", "marks", "runs")
            }
            assert one["tallies"].keys() == other["tallies"].keys()
            for metric, sums in one["tallies"].items():
                assert sums == pytest.approx(other["tallies"][metric], rel=1e-9)
