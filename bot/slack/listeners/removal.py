"""The app was removed from a workspace, or its token was revoked: nothing can be posted there any more."""

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.slack.listeners.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to both ways of losing a workspace. Nobody is there to be told."""

    async def removed(context: AsyncBoltContext) -> None:
        # For these events Bolt asks for no authorization, so it is the team that is known here.
        if context.team_id is not None:
            await desk.use_cases.remove_team(context.team_id)

    app.event("app_uninstalled")(removed)
    app.event("tokens_revoked", matchers=[_is_ours])(removed)


async def _is_ours(event: dict[str, Any]) -> bool:
    # The same event tells of people's own tokens, of which this app has none.
    return bool((event.get("tokens") or {}).get("bot"))
