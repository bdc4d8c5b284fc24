import math
import re
from datetime import timedelta

from bot.clock import utc_now
from bot.storage import flags
from bot.views import FlagMark
from scoring.status import Flag
from tests.cast import House, a_company, a_review
from tests.cli.conftest import Terminal, lately


async def some_reviews(house: House) -> None:
    """Acme with good and bad reviews and one that nobody answered; two Globexes."""
    now = utc_now()
    for number, score in enumerate([1.0, 1.0, 0.0, -1.0]):
        await house.receive(a_review(f"rv-{number}", score, rated_at=now - timedelta(days=10 * number + 1)))
    await house.receive(lately("rv-9", None))
    for site in ("North", "South"):
        company = a_company(f"g-{site}", f"Globex {site}", population="prospect", site=site)
        await house.receive(lately(f"rv-{site}", 1.0, company=company))


def test_the_answer_for_machines_has_the_promised_shape_and_adds_up(bellwether: Terminal) -> None:
    bellwether.furnish(some_reviews)
    asked = bellwether("health", "acme", "--json")
    assert (asked.code, asked.err) == (0, "")
    data = asked.data
    assert set(data) >= {
        "customer", "as_of", "scorecard_version", "score", "baseline", "confidence", "status", "flag",
        "contributions", "csat",
    }  # fmt: skip
    assert data["customer"] | {"id": ""} == {
        "id": "", "name": "Acme", "kind": "company", "population": "client",
    }  # fmt: skip
    points = [one["points"] for one in data["contributions"]]
    assert math.isclose(data["score"], data["baseline"] + math.fsum(points), abs_tol=1e-9)
    for one in data["contributions"]:
        assert list(one)[:8] == [
            "metric", "points", "value", "native", "benchmark", "weight", "reliability", "items",
        ]  # fmt: skip
        assert math.isclose(one["points"], math.fsum(item["points"] for item in one["items"]), abs_tol=1e-9)
        assert all(set(item) >= {"kind", "id", "points"} for item in one["items"])
    (csat,) = [one for one in data["contributions"] if one["metric"] == "csat"]
    assert len(csat["items"]) == 4
    figures = data["csat"]
    assert (figures["positive"], figures["neutral"], figures["negative"]) == (2, 1, 1)
    assert (figures["rated"], figures["sent"], figures["response_rate"]) == (4, 5, 0.8)
    assert (figures["native"], figures["normalized"]) == (25.0, 62.5)
    assert figures["from"] < figures["to"] == utc_now().date().isoformat()
    assert data["as_of"].endswith("Z")
    assert data["status"] in {"healthy", "concerning", "at_risk", "not_enough_evidence"}


def test_the_answer_for_people_shows_both_scales_and_what_moves_the_score(lite: Terminal) -> None:
    lite.furnish(some_reviews)
    shown = lite("health", "acme").out
    assert "CSAT +25 of -100..+100, which is 63 on health's scale of 0..100" in shown
    assert "2 positive, 1 neutral, 1 negative; 5 sent, 80 % answered" in shown
    assert "What moves it: 82 expected" in shown
    assert "Still broken" in shown


def test_status_trend_flag_and_open_alerts_are_shown_when_there_is_evidence(lite: Terminal) -> None:
    async def a_falling_customer(house: House) -> None:
        await house.apply_rules()
        now = utc_now()
        for number in range(12):
            await house.receive(a_review(f"rv-{number}", -1.0, rated_at=now - timedelta(days=number)))
        ((customer_id,),) = await house.rows("SELECT id FROM customers")
        mark = FlagMark(Flag.DANGER, "They may leave.", "U1", now, None)
        await house.database.write(lambda tx: flags.put_flag(tx, house.workspace_id, customer_id, mark))

    lite.furnish(a_falling_customer)
    shown = lite("health", "acme").out
    assert re.search(r"\d+ of 100, 🔴 At Risk, .*, confidence \d+ %, 🚨 Danger", shown)
    assert shown.count("Open alert: open, negative CSAT") == 5
    assert "🚨 Danger" in lite("customers", "list").out
    data = lite("health", "acme", "--json").data
    assert (data["status"], data["flag"]) == ("at_risk", "danger")


def test_a_slip_of_a_key_does_no_harm(lite: Terminal) -> None:
    lite.furnish(some_reviews)
    assert lite("health", "acem", "--json").data["customer"]["name"] == "Acme"


def test_several_that_fit_are_listed_with_what_tells_them_apart(lite: Terminal) -> None:
    lite.furnish(some_reviews)
    asked = lite("health", "globex", "--json")
    assert (asked.code, asked.out) == (2, "")
    assert "'globex' could be several" in asked.err
    assert "Globex North (prospect, North, 0" in asked.err
    assert "Globex South (prospect, South, 0" in asked.err
    found = lite("customers", "list", "--json").data
    for one in found:
        assert lite("health", one["id"], "--json").data["customer"]["name"] == one["name"]


def test_a_customer_nobody_knows_is_told_in_a_sentence(lite: Terminal) -> None:
    asked = lite("health", "acme", "--json")
    assert (asked.code, asked.out, asked.err) == (2, "", "NAME: there is no customer like 'acme'.\n")


def test_a_customer_without_reviews_is_shown(lite: Terminal) -> None:
    lite.furnish(lambda house: house.receive(lately("rv-1", None)))
    data = lite("health", "acme", "--json").data
    assert (data["csat"]["native"], data["csat"]["sent"]) == (None, 1)
    assert abs(data["score"] - data["baseline"]) < 0.1
    assert "no answers to 1 surveys" in lite("health", "acme").out


def test_what_a_customer_wrote_moves_no_cursor_and_is_no_markup(lite: Terminal) -> None:
    hostile = "\x1b[2J[bold]x[/bold] \x9b31m \u202egnp.exe"
    lite.furnish(lambda house: house.receive(lately("rv-1", comment=hostile)))
    shown = lite("health", "acme").out
    assert not set(shown) & {"\x1b", "\x9b", "\u202e"}
    assert "[2J[bold]x[/bold] 31m gnp.exe" in shown


def test_customers_are_scored_anew(bellwether: Terminal) -> None:
    bellwether.furnish(some_reviews)
    before = bellwether.rows("SELECT MAX(as_of) FROM scores")
    everyone = bellwether("rescore")
    assert (everyone.out, everyone.err) == ("Customers scored: 3\n", "")
    assert bellwether.rows("SELECT MAX(as_of) FROM scores") > before
    assert bellwether("rescore", "--customer", "acme").out == "Customers scored: 1\n"
    assert bellwether("rescore", "--customer", "globex").code == 2
