from tests.cast import CHANNEL, House
from tests.cli.conftest import Terminal, lately


async def an_alert(house: House) -> None:
    await house.apply_rules()
    await house.receive(lately("rv-1"))


def fail(bellwether: Terminal) -> str:
    """Let the only delivery be a dead letter; returns its id."""
    bellwether.furnish(an_alert)
    bellwether.change(
        "UPDATE deliveries SET state = 'failed', claimed_by = NULL, attempts = 9, error_code = 'is_archived',"
        " error = 'The channel is archived.'"
    )
    (found,) = bellwether("deliveries", "list", "--state", "failed", "--json").data
    return str(found["id"])


def test_deliveries_are_listed_with_where_they_go_and_why_they_failed(lite: Terminal) -> None:
    delivery = fail(lite)
    (found,) = lite("deliveries", "list", "--json").data
    assert found | {"created_at": "", "due_at": ""} == {
        "id": delivery,
        "kind": "alert",
        "destination": CHANNEL,
        "state": "failed",
        "attempts": 9,
        "error_code": "is_archived",
        "error": "The channel is archived.",
        "created_at": "",
        "due_at": "",
    }
    assert "The channel is archived." in lite("deliveries", "list").out
    assert lite("deliveries", "list", "--state", "sent", "--json").data == []
    assert lite("deliveries", "list", "--state", "sent").out == "There is no such delivery.\n"


def test_a_dead_letter_is_tried_anew(bellwether: Terminal) -> None:
    delivery = fail(bellwether)
    assert bellwether("deliveries", "retry", delivery).out == "Deliveries to be tried anew: 1\n"
    assert bellwether.rows("SELECT state, attempts FROM deliveries") == [("pending", 0)]
    assert bellwether("deliveries", "retry", "--all").out == "Deliveries to be tried anew: 0\n"


def test_what_to_retry_must_be_said_and_must_have_failed(lite: Terminal) -> None:
    delivery = fail(lite)
    assert lite("deliveries", "retry").code == 2
    refused = lite("deliveries", "retry", "NOPE")
    assert (refused.code, refused.err) == (
        2,
        "NOPE: is no failed delivery: see deliveries list --state failed\n",
    )
    assert lite("deliveries", "retry", delivery, "--all").code == 2


def test_every_state_of_the_outbox_can_be_asked_for(alone: Terminal) -> None:
    from bot.cli.deliveries import State
    from bot.storage import deliveries

    told = (deliveries.__doc__ or "").split("A row is ")[1]
    for state in State:
        assert state.value in told
        assert alone("deliveries", "list", "--state", state.value).code == 0
