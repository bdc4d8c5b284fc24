"""What `bellwether health` says of the past."""

from datetime import timedelta
from math import fsum, isclose

from bot.clock import utc_now
from bot.usecases.rescore import rescore_workspace
from tests.cast import House, a_review
from tests.cli.conftest import Terminal


async def a_past(house: House) -> None:
    """Praise of two months ago, and complaints of five days ago."""
    now = utc_now()
    for days, score in ((60, 1.0), (5, -1.0)):
        house.clock.now = now - timedelta(days=days)
        at = house.clock.now - timedelta(hours=1)
        await house.receive(*(a_review(f"rv-{days}-{n}", score, rated_at=at) for n in range(5)))
        await rescore_workspace(house.database, house.knowledge, house.workspace_id, house.clock())
    house.clock.now = now


def day(ago: int) -> str:
    return (utc_now() - timedelta(days=ago)).date().isoformat()


def test_why_the_score_changed_adds_up_for_machines(bellwether: Terminal) -> None:
    bellwether.furnish(a_past)
    data = bellwether("health", "acme", "--since", day(30), "--json").data
    assert set(data) == {"customer", "before", "after", "points", "parts"}
    assert isclose(data["points"], fsum(part["points"] for part in data["parts"]), abs_tol=1e-9)
    assert isclose(data["points"], data["after"]["score"] - data["before"]["score"], abs_tol=1e-9)
    assert [part["cause"] for part in data["parts"]] == [
        "scorecard", "benchmarks", "ageing", "revised", "new",
    ]  # fmt: skip
    new = data["parts"][-1]
    assert new["points"] < 0
    assert {item["kind"] for item in new["worst"]} == {"review"}


def test_why_the_score_changed_is_told_in_whole_numbers_with_the_reviews(lite: Terminal) -> None:
    lite.furnish(a_past)
    asked = lite("health", "acme", "--since", day(30))
    assert asked.err == ""
    assert "new evidence" in asked.out
    assert "negative CSAT: Still broken" in asked.out
    earlier = lite("health", "acme", "--since", day(50), "--until", day(40))
    assert "new evidence" not in earlier.out


def test_the_history_is_a_chart_a_table_and_its_marks(lite: Terminal) -> None:
    lite.furnish(a_past)
    data = lite("health", "acme", "--history", "--json").data
    assert [one["day"] for one in data["days"]] == [day(60), day(5)]
    assert {one["kind"] for one in data["markers"]} >= {"move"}
    shown = lite("health", "acme", "--history").out
    assert "█▁" in shown
    assert "mostly new evidence" in shown
    assert [
        one["day"] for one in lite("health", "acme", "--history", "--since", day(9), "--json").data["days"]
    ] == [day(5)]


def test_what_happened_around_a_day(lite: Terminal) -> None:
    lite.furnish(a_past)
    data = lite("health", "acme", "--around", day(4), "--json").data
    assert [one["what"] for one in data["happenings"]] == ["rated"] * 5
    assert "negative CSAT: Still broken" in lite("health", "acme", "--around", day(4)).out
    assert "Nothing came in." in lite("health", "acme", "--around", day(30)).out


def test_days_that_are_none_or_do_not_fit_are_told_by_option(lite: Terminal) -> None:
    lite.furnish(a_past)
    for options, place in (
        (("--since", "soon"), "--since"),
        (("--since", "2999-01-01"), "--since"),
        (("--until", day(3)), "--until"),
        (("--since", day(3), "--until", day(9)), "--until"),
        (("--around", day(3), "--history"), "--around"),
    ):
        asked = lite("health", "acme", *options)
        assert (asked.code, asked.out) == (2, "")
        assert asked.err.startswith(f"{place}: ")


def test_before_any_day_is_kept_the_history_says_so(lite: Terminal) -> None:
    lite.furnish(lambda house: house.receive(a_review()))
    assert "No day has been kept yet" in lite("health", "acme", "--history").out
