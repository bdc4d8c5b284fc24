"""Losing a workspace: removed, or its token revoked."""

import pytest

from tests.slack.world import World


@pytest.mark.parametrize("way", ["uninstall", "revoke"])
async def test_a_workspace_that_lets_go_of_the_app_is_given_up(here: World, way: str) -> None:
    here.slack.app.events |= {"app_uninstalled", "tokens_revoked"}
    getattr(here.slack, way)()
    await here.slack.settled()
    assert here.cases.calls_of("remove_team") == [(here.slack.workspace.team.id,)]
