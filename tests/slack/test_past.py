"""What changed, History and what happened around a day, over real HTTP."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.errors import InvalidInput
from bot.playground.slack import View
from bot.slack import words
from bot.slack.blocks import change, history_card
from bot.slack.ids import Action
from tests.slack import past_cast
from tests.slack.cast import NOON
from tests.slack.reading import parts, shown, text_of
from tests.slack.world import WORKSPACE_ID, World

TODAY = NOON.date()


async def what_changed(here: World) -> View:
    """The modal, opened from the card that /health shows."""
    await here.slack.press(here.ann, await here.ask("acme"), Action.WHAT_CHANGED)
    return await here.opened(here.ann)


def pickers(blocks: list[dict[str, Any]]) -> list[str]:
    return [part["initial_date"] for part in parts(blocks) if part.get("type") == "datepicker"]


async def test_the_modal_says_what_a_month_did_as_a_sum_with_the_items(here: World) -> None:
    said = text_of(await what_changed(here))
    assert "77 then, -1 ageing, -5 new evidence = 71" in said
    assert "-6.2 🙁 negative CSAT · 2 Jan 2026: The printer is still on fire." in said
    assert "+0.3 from one other\n-0.1 older evidence, which counts differently beside it" in said
    assert "-1.1 🔕 Last interaction: nothing has come in\n-0.2 from 12 others" in said
    assert "Scorecard version 2 then, 3 now." in said
    assert here.cases.calls_of("explain_change") == [(WORKSPACE_ID, "01ACME", TODAY - timedelta(days=30))]


async def test_another_period_or_day_is_asked_about_in_the_same_modal(here: World) -> None:
    modal = await what_changed(here)
    await here.slack.select(here.ann, modal, Action.CHANGE_PERIOD, "7")
    await here.slack.until(lambda: pickers(modal_of(here).blocks) == ["2025-12-26"])
    await here.slack.select(here.ann, modal_of(here), Action.CHANGE_SINCE, "2025-11-11")
    await here.slack.until(lambda: pickers(modal_of(here).blocks) == ["2025-11-11"])
    asked = [since for _workspace, _customer, since in here.cases.calls_of("explain_change")]
    assert asked == [date(2025, 12, 3), date(2025, 12, 26), date(2025, 11, 11)]


def modal_of(here: World) -> View:
    view = here.slack.modal(here.ann)
    assert view
    return view


async def test_a_day_that_cannot_be_asked_about_is_told_of_in_place(here: World) -> None:
    modal = await what_changed(here)
    here.cases.errors["explain_change"] = InvalidInput({"since": "2026-02-01 is not over yet."})
    await here.slack.select(here.ann, modal, Action.CHANGE_SINCE, "2026-02-01")
    await here.slack.until(lambda: "2026-02-01 is not over yet." in text_of(modal_of(here)))
    del here.cases.errors["explain_change"]
    await here.slack.select(here.ann, modal_of(here), Action.CHANGE_PERIOD, "90")
    await here.slack.until(lambda: "77 then" in text_of(modal_of(here)))


async def test_the_history_comes_beside_the_card_with_a_chart_and_its_marks(here: World) -> None:
    card = await here.ask("acme")
    await here.slack.press(here.ann, card, Action.HISTORY)
    await here.slack.until(lambda: len(here.slack.ephemeral(here.ann, here.support)) == 2)
    message = here.slack.ephemeral(here.ann, here.support)[-1]
    (chart,) = [block for block in message.blocks if block["type"] == "data_visualization"]
    points = chart["chart"]["series"][0]["data"]
    assert len(points) == 20
    assert points[-1] == {"label": "2 Jan 2026", "value": 71.2}
    assert "30 Dec 2025 · 🚩 Flagged Danger: They <!here> may leave." in text_of(message)
    assert message.text.startswith("Acme: 71 now, lowest 71, highest 80 ")


async def test_what_happened_around_a_day_is_chosen_under_the_history_and_in_itself(here: World) -> None:
    await here.slack.press(here.ann, await here.ask("acme"), Action.HISTORY)
    await here.slack.until(lambda: len(here.slack.ephemeral(here.ann, here.support)) == 2)
    message = here.slack.ephemeral(here.ann, here.support)[-1]
    await here.slack.select(here.ann, message, Action.AROUND, "2025-12-24")
    modal = await here.opened(here.ann)
    assert "ticket opened · 🎫 T-1042 Printer" in text_of(modal)
    assert "rated · 🙁 negative CSAT: The printer is still on fire." in text_of(modal)
    here.cases.answers["show_day"] = past_cast.a_day(happenings=(), markers=())
    await here.slack.select(here.ann, modal, Action.AROUND, "2025-12-01")
    await here.slack.until(lambda: "Nothing came in." in text_of(modal_of(here)))
    assert here.cases.calls_of("show_day") == [
        (WORKSPACE_ID, "01ACME", date(2025, 12, 24)),
        (WORKSPACE_ID, "01ACME", date(2025, 12, 1)),
    ]


async def test_from_a_card_in_a_modal_all_of_it_opens_above(here: World) -> None:
    home = await here.home_of(here.ann)
    await here.slack.press(here.ann, home, Action.SHOW_CUSTOMER, block_id="customer:01ACME")
    card = await here.opened(here.ann)
    await here.slack.press(here.ann, card, Action.HISTORY)
    await here.slack.until(lambda: "What marked it" in text_of(here.slack.modal(here.ann)))
    assert "█" in text_of(here.slack.modal(here.ann)), "bars, for Slack draws no charts in modals"


def test_a_single_day_is_no_chart_and_none_says_so() -> None:
    one = history_card.message(past_cast.a_history(days=past_cast.some_days(1), markers=()))
    assert [block["type"] for block in one["blocks"]] == ["header", "context", "section"]
    none = past_cast.a_history(days=(), markers=())
    assert "No day has been kept yet." in shown(history_card.message(none)["blocks"])
    assert "No day has been kept yet." in shown(history_card.modal(none)["blocks"])


def test_nothing_changed_is_said_too() -> None:
    quiet = past_cast.a_change()
    still = replace(quiet, after=replace(quiet.before, at=NOON), parts=())
    assert "77 then, nothing = 77" in shown(change.modal(still, TODAY, TODAY)["blocks"])


def test_a_row_of_bars_is_as_wide_as_asked_and_ends_with_the_last_day() -> None:
    days = past_cast.some_days(3)
    scores = [replace(day, score=score) for day, score in zip(days, (50.0, 60.0, 40.0), strict=True)]
    assert words.sparkline(scores) == "▅█▁"
    assert words.sparkline(past_cast.some_days(1000))[-1] == "▁"
    assert len(words.sparkline(past_cast.some_days(1000))) == 60
    assert words.sparkline(past_cast.some_days(1)) == "▅"
    assert words.sparkline(()) == ""


def test_days_of_a_chart_lie_as_far_apart_as_time_does() -> None:
    """Ten months with one day each, then thirty days on end: a third of a chart must not be a twelfth."""
    months = [
        replace(day, day=TODAY - timedelta(days=30 * n)) for n, day in enumerate(past_cast.some_days(10), 1)
    ]
    days = [*reversed(months), *past_cast.some_days(30)]
    found = [one.day for one in words.evenly(days, 11)]
    assert found == [TODAY - timedelta(days=30 * n) for n in range(10, -1, -1)]
