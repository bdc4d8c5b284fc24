"""The embedded Slack as the playground furnishes it."""

from datetime import timedelta
from pathlib import Path

import yaml

from bot.demo.seed.office import COMMANDS, EVENTS, MAY, SCOPES, MovableClock, Office, furnish
from bot.demo.seed.rules import rules_for
from bot.playground.slack import LocalSlack
from tests.demo.conftest import NOW

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


def _furnished() -> tuple[LocalSlack, Office, MovableClock]:
    clock = MovableClock(lambda: NOW)
    slack = LocalSlack(clock=clock)
    return slack, furnish(slack, clock, NOW), clock


def test_what_somebody_may_do_is_said_of_everybody_in_the_team() -> None:
    office = _furnished()[1]
    assert set(MAY) == set(office.people) - {"eve"}


def test_the_same_people_and_channels_have_the_same_ids_on_every_run() -> None:
    first, second = _furnished()[1], _furnished()[1]
    assert {name: one.id for name, one in first.people.items()} == {
        name: one.id for name, one in second.people.items()
    }
    assert {name: one.id for name, one in first.channels.items()} == {
        name: one.id for name, one in second.channels.items()
    }


def test_what_was_said_was_said_in_the_last_days_and_the_clock_goes_on() -> None:
    slack, office, clock = _furnished()
    said = [float(one.ts) for channel in office.channels.values() for one in slack.messages(channel)]
    assert len(said) > 10
    assert max(said) < NOW.timestamp()
    lately = [float(one.ts) for one in slack.messages(office.channels["support"])]
    assert min(lately) > (NOW - timedelta(days=4)).timestamp()
    assert clock() == NOW


def test_one_person_is_from_elsewhere_and_sees_only_the_shared_channel() -> None:
    _, office, _ = _furnished()
    eve = office.people["eve"]
    assert eve.team is not office.people["maya"].team
    assert [name for name, channel in office.channels.items() if eve.id in channel.members] == ["acme-shared"]
    assert office.channels["acme-shared"].is_ext_shared
    assert office.channels["old-escalations"].is_archived


def test_the_bot_is_let_into_the_playground_as_the_manifest_lets_it_into_slack() -> None:
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    declared = {(one["command"], one["description"]) for one in manifest["features"]["slash_commands"]}
    assert declared == {(command.name, command.description) for command in COMMANDS}


def test_its_rules_can_be_read_and_post_into_its_channels() -> None:
    _, office, _ = _furnished()
    ids = {name: channel.id for name, channel in office.channels.items()}
    rules = rules_for(ids)
    posting = [getattr(action, "channel", None) for rule in rules for action in rule.then]
    assert {channel for channel in posting if channel} <= set(ids.values())
    assert [rule.enabled for rule in rules].count(False) == 1
