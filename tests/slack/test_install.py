"""Installing from a browser, against the local Slack, over real HTTP."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.app import Running, running
from bot.playground.slack import LocalSlack
from bot.settings import Settings
from bot.storage import workspaces
from bot.usecases.install_team import remove_team


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack.start() as slack:
        yield slack


@pytest.fixture
async def house(slack: LocalSlack, migrated_url: str) -> AsyncIterator[Running]:
    settings = Settings(
        BELLWETHER_DATABASE_URL=migrated_url,
        BELLWETHER_SECRET_KEY="a key",
        BELLWETHER_PUBLIC_URL="http://bellwether.example",
        SLACK_CLIENT_ID=slack.app.client_id,
        SLACK_CLIENT_SECRET=slack.app.client_secret,
        SLACK_SIGNING_SECRET="signing",
        SLACK_API_URL=slack.api_url,
    )
    async with running(settings, "127.0.0.1", 0) as house:
        yield house


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def consent(browser: aiohttp.ClientSession, house: Running, which: str = "allow") -> str:
    """Go to Slack, press a button there, and return the path and query that lead back."""
    async with browser.get(f"{house.address.url}/slack/install", allow_redirects=False) as response:
        assert response.status == 302
        location = response.headers["Location"]
    async with browser.get(location) as page:
        link = (await page.text()).split(f'id="{which}" href="')[1].split('"')[0]
    back = urlsplit(link.replace("&amp;", "&"))
    assert back.hostname == "bellwether.example"
    return f"{house.address.url}{back.path}?{back.query}"


async def test_a_team_that_consents_is_installed_with_its_token_encrypted(
    slack: LocalSlack, house: Running, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(await consent(browser, house)) as page:
        assert page.status == 200
        assert "is installed in" in await page.text()
    found = await house.core.database.read(workspaces.all_workspaces)
    assert [one.slack_team_id for one in found] == [slack.workspace.team.id]
    assert found[0].bot_token is not None
    assert house.core.vault.unlock(found[0].bot_token)[0].startswith("xoxb-")
    assert "xoxb-" not in found[0].bot_token


async def test_a_way_back_can_be_used_once(house: Running, browser: aiohttp.ClientSession) -> None:
    back = await consent(browser, house)
    async with browser.get(back) as first, browser.get(back) as second:
        assert (first.status, second.status) == (200, 400)
        assert "begin again" in await second.text()


async def test_another_browser_cannot_end_what_this_one_began(
    house: Running, browser: aiohttp.ClientSession
) -> None:
    back = await consent(browser, house)
    async with aiohttp.ClientSession() as other, other.get(back) as page:
        assert page.status == 400
        assert "another browser" in await page.text()


async def test_a_refusal_is_told(house: Running, browser: aiohttp.ClientSession) -> None:
    async with browser.get(await consent(browser, house, "refuse")) as page:
        assert page.status == 400
        assert "not allowed" in await page.text()


async def test_a_state_that_was_never_given_is_refused(
    house: Running, browser: aiohttp.ClientSession
) -> None:
    back = await consent(browser, house)
    state = parse_qs(urlsplit(back).query)["state"][0]
    async with browser.get(back.replace(state, "invented")) as page:
        assert page.status == 400


async def test_a_team_that_removes_the_app_is_forgotten_until_it_comes_back(
    slack: LocalSlack, house: Running, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(await consent(browser, house)) as page:
        assert page.status == 200
    database = house.core.database
    workspace = (await database.read(workspaces.all_workspaces))[0]
    await database.write(lambda tx: remove_team(tx, slack.workspace.team.id, house.core.clock()))
    assert await database.read(workspaces.all_workspaces) == []
    async with browser.get(await consent(browser, house)) as page:
        assert page.status == 200
    again = await database.read(workspaces.all_workspaces)
    assert [one.id for one in again] == [workspace.id], "its data was kept"
