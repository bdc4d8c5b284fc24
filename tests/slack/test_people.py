"""Finding people: each is asked for once, whether Slack knows them or not."""

import pytest

from bot.errors import DeliveryFailed
from bot.slack.messenger import SlackMessenger
from tests.slack.conftest import Seconds
from tests.slack.stub import Stub


async def test_an_owner_is_found_by_address_once(messenger: SlackMessenger, slack: Stub) -> None:
    slack.answer("users.lookupByEmail", {"ok": True, "user": {"id": "U0ANN"}})
    slack.answer("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    assert [
        await messenger.open_direct(who) for who in ("ann@acme.example", "Ann@Acme.example ", "U0ANN")
    ] == ["D1"] * 3
    assert len(slack.asked("users.lookupByEmail")) == 1
    assert len(slack.asked("conversations.open")) == 1


async def test_an_owner_nobody_knows_is_asked_for_once_in_ten_minutes(
    messenger: SlackMessenger, slack: Stub, seconds: Seconds
) -> None:
    slack.answer("users.lookupByEmail", {"ok": False, "error": "users_not_found"})
    for moment in (0, 599, 601):
        seconds.now = moment
        with pytest.raises(DeliveryFailed) as caught:
            await messenger.open_direct("gone@acme.example")
        assert (caught.value.code, caught.value.permanent) == ("users_not_found", True)
    assert len(slack.asked("users.lookupByEmail")) == 2


async def test_an_owner_that_is_only_a_name_is_refused_without_asking(
    messenger: SlackMessenger, slack: Stub
) -> None:
    with pytest.raises(DeliveryFailed, match="neither a Slack user id nor an e-mail"):
        await messenger.open_direct("Ann Lee")
    assert slack.calls == []
