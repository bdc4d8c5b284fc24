import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from bot.playground.slack import LocalSlack
from bot.slack.scopes import SCOPES
from tests.cli.conftest import Result, Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A Slack where the app is installed with every scope it needs."""
    async with LocalSlack.start(commands=["/health"]) as running:
        running.app.grant(SCOPES)
        yield running


async def check(terminal: Terminal, slack: LocalSlack, *argv: str, **settings: str) -> Result:
    """`bellwether check` of a set-up that speaks to that Slack; runs beside the loop that Slack lives in."""
    terminal.set(
        SLACK_API_URL=slack.api_url,
        BELLWETHER_PUBLIC_URL="https://bell.example",
        **{"SLACK_BOT_TOKEN": slack.app.bot_token, "SLACK_SIGNING_SECRET": "abc", **settings},
    )
    return await asyncio.to_thread(terminal, "check", *argv)


def test_the_scopes_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    assert SCOPES.keys() == set(manifest["oauth_config"]["scopes"]["bot"])


async def test_a_set_up_that_works_has_no_problem(bellwether: Terminal, slack: LocalSlack) -> None:
    await asyncio.to_thread(bellwether, "source", "add", "one")
    checked = await check(bellwether, slack, SLACK_APP_TOKEN=slack.app.app_token)
    assert (checked.code, checked.err) == (0, ""), checked
    assert "Problem" not in checked.out
    assert f"It has all {len(SCOPES)} scopes." in checked.out
    assert "lets this app open a socket" in checked.out
    assert "The key opens all 1 stored secrets" in checked.out


async def test_every_missing_scope_is_told_with_what_fails_without_it(
    alone: Terminal, slack: LocalSlack
) -> None:
    slack.app.grant(SCOPES.keys() - {"im:write", "users:read.email"})
    checked = await check(alone, slack, "--json")
    assert checked.code == 1
    assert checked.data["ok"] is False
    assert checked.data["problems"] == [
        {"about": "slack", "sentence": f"The token lacks the scope {scope}: {SCOPES[scope]}."}
        for scope in ("im:write", "users:read.email")
    ]


async def test_tokens_that_slack_refuses(alone: Terminal, slack: LocalSlack) -> None:
    checked = await check(alone, slack, SLACK_BOT_TOKEN="xoxb-wrong", SLACK_APP_TOKEN="xapp-wrong")
    assert checked.code == 1
    assert "SLACK_BOT_TOKEN: Slack does not accept the token." in checked.out
    assert "SLACK_APP_TOKEN: Slack does not accept the token." in checked.out
    assert "xoxb-wrong" not in checked.out


async def test_a_slack_that_cannot_be_reached(alone: Terminal, slack: LocalSlack) -> None:
    alone.set(SLACK_API_URL="http://127.0.0.1:1/api/", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="abc")
    checked = await asyncio.to_thread(alone, "check")
    assert checked.code == 1
    assert "Problem: SLACK_BOT_TOKEN: Slack cannot be reached." in checked.out


async def test_a_database_of_another_team_is_told(lite: Terminal, slack: LocalSlack) -> None:
    await asyncio.to_thread(lite, "source", "add", "one")
    await asyncio.to_thread(lite.change, "UPDATE workspaces SET slack_team_id = 'T0OTHER'")
    checked = await check(lite, slack)
    assert checked.code == 1
    assert "The database belongs to the Slack team T0OTHER" in checked.out


def test_nothing_set_up_is_told_and_nothing_is_made(alone: Terminal) -> None:
    checked = alone("check", "--json")
    assert checked.code == 1
    assert [one["about"] for one in checked.data["problems"]] == ["slack", "slack"]
    assert any("is not there yet; the first start makes it" in note for note in checked.data["notes"])
    assert any("BELLWETHER_PUBLIC_URL" in note for note in checked.data["notes"])
    assert list(alone.folder.iterdir()) == []


def test_settings_are_checked_first(alone: Terminal) -> None:
    alone.set(BELLWETHER_PORT="soon")
    checked = alone("check", "--json")
    assert checked.code == 1
    (problem,) = checked.data["problems"]
    assert problem["about"] == "settings"
    assert problem["sentence"].startswith("BELLWETHER_PORT: ")


def test_a_key_that_is_gone_or_does_not_fit_is_told_with_whose_secrets_it_does_not_open(
    alone: Terminal,
) -> None:
    alone.patch.delenv("BELLWETHER_SECRET_KEY")
    alone("source", "add", "one")
    key = alone.folder / "bellwether.key"
    assert "The key opens all 1 stored secrets." in alone("check").out
    key.rename(alone.folder / "elsewhere.key")
    assert "is not the key of the secrets of the source one." in alone("check").out
    assert not key.exists()
    alone.set(BELLWETHER_SECRET_KEY="another")
    assert "is not the key of the secrets of the source one." in alone("check").out


def test_an_older_schema_is_only_a_note_and_a_newer_one_a_problem(alone: Terminal) -> None:
    alone("migrate")
    alone.change("UPDATE alembic_version SET version_num = '0000'")
    assert any("the next start brings it to" in note for note in alone("check", "--json").data["notes"])
    alone.change("UPDATE alembic_version SET version_num = '9999'")
    assert "schema 9999 of a newer Bellwether" in alone("check").out


def test_migrate_says_whether_there_was_anything_to_do(alone: Terminal) -> None:
    assert "was brought to the present schema" in alone("migrate").out
    assert "has the present schema" in alone("migrate").out


def test_a_key_is_replaced_without_losing_a_secret(alone: Terminal) -> None:
    alone.set(BELLWETHER_SECRET_KEY="old")
    alone("source", "add", "one")
    alone.set(BELLWETHER_SECRET_KEY="new,old")
    assert "The key opens all 1 stored secrets" in alone("check").out
    assert alone("source", "rotate", "one").code == 0
    alone.set(BELLWETHER_SECRET_KEY="new")
    assert "The key opens all 1 stored secrets" in alone("check").out
