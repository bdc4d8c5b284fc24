"""Where the main job is done: a scene that the command line has set up, and the process that serves it."""

import json
from dataclasses import dataclass

from bot.playground.slack import Message, Person, View
from bot.slack.ids import Action
from tests.processes import Server, run
from tests.scenarios.scene import PATIENCE, Scene, hook_of
from tests.scenarios.surveys import SurveyTool, a_review
from tests.slack.reading import text_of

# A channel each, so that tests need not wait for each other's message a second.
CUSTOMERS = [
    ["Acme", "Homely Ltd"],
    ["Twice Ltd", "After Twice Ltd"],
    ["Silent Ltd", "Glad Ltd", "After Silent and Glad"],
    ["Claimed Ltd"],
    ["Contested Ltd", "Curious Ltd"],
    ["Snoozed Ltd"],
    ["Fickle Ltd"],
    ["Gone Ltd"],
]
RULE = """
  - name: Tell managers about unhappy customers in NAME
    enabled: true
    when: {trigger: review_received, survey: [csat]}
    conditions:
      all:
        - {type: polarity, is_one_of: [negative]}
        - {type: has_comment}
        - {type: customer, is_one_of: CUSTOMERS}
    then:
      - {type: post_to_channel, channel: CHANNEL}
    settle: 0s
"""


@dataclass
class Town:
    """A scene set up by the command line alone, and the process that serves it."""

    scene: Scene
    server: Server

    async def review(self, id: str, customer: str, **changes: object) -> int:
        """Post a review; the status of the answer."""
        return (await self.scene.vendor.send(self.server.url, a_review(id, customer, **changes))).status

    async def alert(self, customer: str) -> Message:
        """Post a negative review of a customer that has none yet; its alert, once we know that it is out."""
        assert await self.review(f"rv {customer}", customer) == 202
        found = await self.scene.alert_about(customer)
        await self.scene.all_sent()
        return found

    async def press(self, who: Person, where: Message | View, action: Action) -> None:
        """Press a button, which the app must acknowledge in time."""
        answer = await self.scene.slack.press(who, where, action)
        assert answer.ok, answer

    async def ask(self, text: str) -> Message:
        """Type /health as Bob; the answer that only he sees."""
        slack, bob, support = self.scene.slack, self.scene.bob, self.scene.support
        before = len(slack.ephemeral(bob, support))
        answer = await slack.command(bob, support, "/health", text)
        assert answer.ok, answer
        return (await self.scene.whispered(bob, support, before + 1))[-1]

    async def redrawn(self, message: Message, words: str) -> None:
        """Wait until the same message says these words."""
        await self.scene.slack.until(lambda: words in text_of(message), PATIENCE)

    async def thread(self, message: Message, lines: int) -> list[str]:
        """What the message's thread says, once it has so many lines."""
        channel = self.scene.slack.workspace.channels[message.channel]
        found = await self.scene.seen(channel, lines, thread=message.ts)
        return [text_of(line) for line in found]


async def set_up_by_command_line(scene: Scene) -> None:
    """The first two commands of everybody who sets it up."""
    folder = scene.folder
    added = await run(
        *("source", "add", "acme-surveys", "--kind", "generic", "--json"),
        settings=scene.settings,
        folder=folder,
    )
    assert (added.code, added.err) == (0, "")
    scene.tool = SurveyTool(scene.session, *hook_of(added.out))
    rules = [
        RULE.replace("NAME", channel.name)
        .replace("CHANNEL", channel.id)
        .replace("CUSTOMERS", json.dumps(customers))
        for channel, customers in zip(scene.channels, CUSTOMERS, strict=True)
    ]
    (folder / "rules.yml").write_text("rules:" + "".join(rules))
    switched = await run("scorecard", "on", settings=scene.settings, folder=folder)
    assert switched.code == 0, switched.err
    applied = await run("rules", "apply", "rules.yml", settings=scene.settings, folder=folder)
    assert (applied.code, applied.err) == (0, "")
