"""A strict Slack workspace in this process, for tests and for trying a bot without Slack.

A package of its own that knows nothing of reviews or health: anyone's bot can be tried in it. It serves
Slack's Web API, signs and sends what Slack sends (slash commands, interactions, events; over HTTP or Socket
Mode) and refuses what Slack refuses: tokens, scopes, membership, blocks, trigger ids after three seconds,
more than a message a second. ``faults`` makes it fail on purpose.

In a test::

    async with LocalSlack.start(commands=["/health"], retry_delays=(0, 0, 0)) as slack:
        ana = slack.workspace.add_person("ana", is_admin=True)
        support = slack.workspace.add_channel("support", [ana])
        slack.workspace.join(slack.workspace.people[slack.app.bot_user_id], support)

        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        slack.app.request_url = "http://127.0.0.1:PORT/slack/events"  # and slack.app.signing_secret
        # or Socket Mode: slack.app.app_token

        answer = await slack.command(ana, support, "/health", "acme")  # status, body, error, notice
        [shown] = await slack.wait_for_ephemeral(ana, support)  # or wait_for_messages(support, 2)
        await slack.press(ana, shown, "open_form")
        form = await slack.wait_for_modal(ana)  # apps acknowledge first and act afterwards
        answer = await slack.submit(ana, form, {"note": "called them"})
        assert answer.ok, answer.errors

        await slack.shortcut(ana, "ask")  # or on a message: slack.shortcut(ana, "keep", shown)

        slack.faults.drop_after("chat.postMessage")  # it will be done, but the answer is lost
        slack.calls.of("chat.postMessage")  # every accepted call, with its arguments

To try one's own bot by hand, in a browser: ``python -m bot.playground`` (docs/playground.md). Faults are
ordered there, or from anywhere that mounts ``control.Control``, by ``POST .../faults`` with, for instance,
``{"failing": "rate_limit", "method": "chat.postMessage", "value": 30, "times": 2}`` (or ``"seconds": 60``);
``GET .../faults`` lists those that wait, ``DELETE`` ends them, ``GET .../calls?method=chat.update`` shows
what the bot called and what it was told.

In an application of one's own: ``LocalSlack(base_url="http://127.0.0.1:8000").attach(application)``. Pass
``clock=`` to move triggers, response URLs, rate limits and faults in time; request signatures always carry
the real time, since the app checks them against its own.
"""

from bot.playground.slack.apps import ALL_EVENTS, ALL_SCOPES, USUAL_EVENTS, App, Command, Shortcut
from bot.playground.slack.calls import RecordedCall
from bot.playground.slack.channels import Channel
from bot.playground.slack.faults import Failing, Fault
from bot.playground.slack.local_slack import LocalSlack
from bot.playground.slack.messages import Message
from bot.playground.slack.outgoing import Answer
from bot.playground.slack.people import Person, Team
from bot.playground.slack.views import View
from bot.playground.slack.workspace import Workspace

__all__ = [
    "ALL_EVENTS",
    "ALL_SCOPES",
    "USUAL_EVENTS",
    "Answer",
    "App",
    "Channel",
    "Command",
    "Failing",
    "Fault",
    "LocalSlack",
    "Message",
    "Person",
    "RecordedCall",
    "Shortcut",
    "Team",
    "View",
    "Workspace",
]
