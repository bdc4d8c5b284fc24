"""Looking whether all is well, without changing anything."""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core import key_path, keys_in_force
from bot.errors import BellwetherError, DeliveryFailed, InvalidInput
from bot.settings import Settings, load_settings
from bot.slack.client import TIMEOUT, call, open_session, web_client
from bot.slack.scopes import SCOPES
from bot.storage import migrate, workspaces
from bot.storage.database import Database, open_database
from bot.storage.sqlite import SqliteDatabase
from bot.storage.workspaces import Workspace
from bot.usecases.check_secrets import check_secrets
from bot.vault import Vault


@dataclass(slots=True)
class Findings:
    """What was looked at: ``facts`` are well, ``problems`` are not, ``notes`` are for the reader to judge."""

    facts: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)  # (about, sentence)
    notes: list[str] = field(default_factory=list)

    def wrong(self, about: str, sentence: str) -> None:
        """Add a problem with ``settings``, ``database`` or ``slack``."""
        self.problems.append((about, sentence))

    def as_data(self) -> dict[str, Any]:
        """The JSON form."""
        problems = [{"about": about, "sentence": sentence} for about, sentence in self.problems]
        return {"ok": not problems, "problems": problems, "notes": self.notes, "facts": self.facts}


def check() -> Findings:
    """Look at the settings, the database and Slack."""
    found = Findings()
    try:
        settings = load_settings()
    except InvalidInput as error:
        for place, sentence in error.problems.items():
            found.wrong("settings", f"{place}: {sentence}.")
        return found
    found.facts.append("Every setting can be used.")
    if settings.public_url == Settings.model_fields["public_url"].default:
        found.notes.append(
            f"BELLWETHER_PUBLIC_URL is {settings.public_url}: survey tools elsewhere cannot reach that."
        )
    asyncio.run(_look(settings, found))
    return found


async def _look(settings: Settings, found: Findings) -> None:
    known = await _look_at_database(settings, found)
    await _look_at_slack(settings, known, found)


async def _look_at_database(settings: Settings, found: Findings) -> list[Workspace]:
    """The workspaces there are; none when the database cannot be used yet."""
    try:
        database = open_database(settings.database_url)
        if isinstance(database, SqliteDatabase) and not database.path.exists():
            _look_at_folder(database.path, found)
            return []
        await database.start()
        try:
            return await _look_inside(settings, database, found)
        finally:
            await database.close()
    except InvalidInput as error:
        for place, sentence in error.problems.items():
            found.wrong("database", f"{place}: {sentence}.")
    except BellwetherError as error:
        found.wrong("database", f"The database cannot be used: {error}.")
    return []


async def _look_inside(settings: Settings, database: Database, found: Findings) -> list[Workspace]:
    revision = await database.read(migrate.current_revision)
    if revision is not None and revision > migrate.HEAD:
        found.wrong("database", f"The {database.location} has the schema {revision} of a newer Bellwether.")
        return []
    if revision != migrate.HEAD:
        has = f"has the schema {revision}" if revision else "is empty"
        found.notes.append(f"The {database.location} {has}; the next start brings it to {migrate.HEAD}.")
        return []
    found.facts.append(f"The {database.location} answers and has the present schema ({migrate.HEAD}).")
    known = await database.read(workspaces.all_workspaces)
    await _look_at_secrets(settings, database, found)
    return known


async def _look_at_secrets(settings: Settings, database: Database, found: Findings) -> None:
    if settings.secret_key is None and not isinstance(database, SqliteDatabase):
        found.notes.append("BELLWETHER_SECRET_KEY is not set: replicas on other machines need the same key.")
    if settings.secret_key is not None or key_path(database).exists():
        vault = Vault(keys_in_force(settings, database))
    else:
        vault = Vault(["a key that opens nothing"])
        found.notes.append(f"There is no key yet; the first start makes {key_path(database)}.")
    secrets = await database.read(lambda tx: check_secrets(tx, vault))
    if secrets.unreadable:
        found.wrong("database", secrets.sentence)
    elif secrets.total:
        found.facts.append(f"The key opens all {secrets.total} stored secrets.")


def _look_at_folder(path: Path, found: Findings) -> None:
    if not path.parent.is_dir():
        found.wrong("database", f"database: the folder {path.parent} does not exist.")
    elif not os.access(path.parent, os.W_OK):
        found.wrong("database", f"database: this user may not write into the folder {path.parent}.")
    else:
        found.notes.append(f"The SQLite file {path} is not there yet; the first start makes it.")


async def _look_at_slack(settings: Settings, known: list[Workspace], found: Findings) -> None:
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        found.wrong(
            "slack",
            "Neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set: commands and buttons go unheard.",
        )
    async with open_session() as session:
        client = web_client(None, session=session, base_url=settings.api_url())
        if settings.slack_app_token is not None:
            await _try_socket(client, settings.slack_app_token.get_secret_value(), found)
        if settings.slack_bot_token is not None:
            await _try_token(client, settings.slack_bot_token.get_secret_value(), known, found)
        elif settings.slack_client_id is None:
            found.wrong("slack", "SLACK_BOT_TOKEN is not set: no alert can be sent.")


async def _try_token(client: Any, token: str, known: list[Workspace], found: Findings) -> None:
    try:
        answer = await call(client.auth_test, within=TIMEOUT, repeatable=True, token=token)
    except DeliveryFailed as failed:
        found.wrong("slack", f"SLACK_BOT_TOKEN: {failed}")
        return
    team = str(answer.get("team_id") or "")
    found.facts.append(
        f"The bot token is {answer.get('user')}'s in the Slack team {answer.get('team')} ({team})."
    )
    others = [one for one in known if one.slack_team_id not in (None, team)]
    if len(known) == 1 and others:
        found.wrong(
            "slack", f"The database belongs to the Slack team {others[0].slack_team_id}, the token to {team}."
        )
    headers = {str(name).lower(): str(value) for name, value in dict(answer.headers).items()}
    granted = headers.get("x-oauth-scopes")
    if granted is None:
        found.notes.append("The server did not say which scopes the token has.")
        return
    missing = SCOPES.keys() - {scope.strip() for scope in granted.split(",")}
    for scope in SCOPES:
        if scope in missing:
            found.wrong("slack", f"The token lacks the scope {scope}: {SCOPES[scope]}.")
    if not missing:
        found.facts.append(f"It has all {len(SCOPES)} scopes.")


async def _try_socket(client: Any, app_token: str, found: Findings) -> None:
    try:
        await call(client.apps_connections_open, within=TIMEOUT, repeatable=True, app_token=app_token)
    except DeliveryFailed as failed:
        found.wrong("slack", f"SLACK_APP_TOKEN: {failed}")
    else:
        found.facts.append("Slack lets this app open a socket.")
