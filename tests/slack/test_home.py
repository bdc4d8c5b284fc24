"""App Home, over real HTTP."""

from bot.errors import Conflict
from bot.slack.ids import Action
from tests.slack import cast
from tests.slack.reading import text_of
from tests.slack.world import WORKSPACE_ID, World


async def test_opening_home_draws_it_for_that_person(here: World) -> None:
    await here.slack.open_home(here.ann)
    await here.slack.until(lambda: here.slack.home(here.ann) is not None)
    assert here.cases.calls_of("show_home") == [(WORKSPACE_ID, here.ann.id)]
    assert here.slack.home(here.bob) is None


async def test_acting_in_home_draws_it_anew(here: World) -> None:
    home = await here.home_of(here.ann)
    here.cases.answers["show_home"] = cast.a_home(alerts=())
    await here.slack.press(here.ann, home, Action.CLAIM)
    await here.slack.until(lambda: "Nothing waits for you" in text_of(here.slack.home(here.ann)))
    assert here.cases.calls_of("claim_alert") == [(WORKSPACE_ID, "01ALERT", here.ann.id)]


async def test_refresh_draws_home_anew(here: World) -> None:
    home = await here.home_of(here.ann)
    await here.slack.press(here.ann, home, Action.REFRESH_HOME)
    await here.slack.until(lambda: len(here.slack.calls.of("views.publish")) == 2)


async def test_a_customer_in_home_opens_as_a_modal(here: World) -> None:
    home = await here.home_of(here.ann)
    await here.slack.press(here.ann, home, Action.SHOW_CUSTOMER, block_id="customer:01GLOBEX")
    assert "71 of 100" in text_of(await here.opened(here.ann))


async def test_a_refusal_in_home_is_a_modal(here: World) -> None:
    home = await here.home_of(here.ann)
    here.cases.errors["claim_alert"] = Conflict("Bob was first.")
    await here.slack.press(here.ann, home, Action.CLAIM)
    assert "Bob was first." in text_of(await here.opened(here.ann))
