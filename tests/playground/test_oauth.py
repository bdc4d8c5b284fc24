"""Installing an app by OAuth: consent on a page, a code, a token."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast, the_error

# slack_sdk 3.47 still builds aiohttp's BasicAuth.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

REDIRECT = "http://127.0.0.1:9/slack/oauth_redirect"


@pytest.fixture
async def code(slack: LocalSlack, cast: Cast) -> str:
    """The code behind the link that allows."""
    query = {"client_id": slack.app.client_id, "scope": "chat:write,commands", "state": "<s>"}
    page = URL(f"{slack.base_url}/oauth/v2/authorize").with_query({**query, "redirect_uri": REDIRECT})
    async with aiohttp.ClientSession() as session, session.get(page) as response:
        text = await response.text()
    link = re.search(r'id="allow" href="([^"]+)"', text)
    assert link is not None
    target = urlsplit(html.unescape(link[1]))
    assert parse_qs(target.query)["state"] == ["<s>"]
    return parse_qs(target.query)["code"][0]


async def test_a_code_is_exchanged_once_for_a_token_with_the_wanted_scopes(
    slack: LocalSlack, code: str
) -> None:
    client = AsyncWebClient(base_url=slack.api_url)
    app = slack.app
    args = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": REDIRECT}
    answer = await client.oauth_v2_access(code=code, **args)
    assert (answer["access_token"], answer["scope"]) == (app.bot_token, "chat:write,commands")
    assert (answer["team"]["id"], answer["bot_user_id"]) == (slack.workspace.team.id, app.bot_user_id)
    assert app.scopes == {"chat:write", "commands"}
    assert await the_error(client.oauth_v2_access(code=code, **args)) == "invalid_code"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "other"}, "invalid_client_id"),
        ({"client_secret": "other"}, "bad_client_secret"),
        ({"redirect_uri": "http://other"}, "bad_redirect_uri"),
    ],
)
async def test_a_wrong_client_gets_no_token(
    slack: LocalSlack, code: str, change: dict[str, str], error: str
) -> None:
    right = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    args = {**right, "redirect_uri": REDIRECT, **change}
    call = AsyncWebClient(base_url=slack.api_url).oauth_v2_access(code=code, **args)
    assert await the_error(call) == error


async def test_an_unknown_client_sees_no_page(slack: LocalSlack) -> None:
    url = f"{slack.base_url}/oauth/v2/authorize?client_id=x&redirect_uri={REDIRECT}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 400
