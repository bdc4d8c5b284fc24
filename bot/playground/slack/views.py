"""Modals in their stacks and App Home tabs, with the hash that guards them and the state of their inputs."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from bot.blockkit.limits import VIEW_STACK
from bot.playground.slack.apps import App
from bot.playground.slack.errors import SlackError
from bot.playground.slack.ids import Ids
from bot.playground.slack.inputs import State, initial_state
from bot.playground.slack.normal import normalised


@dataclass(slots=True)
class View:
    """One view of one user. ``given`` is what the app sent; ``hash`` changes with every change of it.

    ``viewing`` is the conversation that the user had before them when they opened it.
    """

    id: str
    app: App
    user: str
    team_id: str
    given: dict[str, Any]
    blocks: list[dict[str, Any]]
    hash: str
    root_view_id: str
    previous_view_id: str | None
    state: State = field(default_factory=dict)
    viewing: str | None = None

    @property
    def type(self) -> str:
        """``modal`` or ``home``."""
        return str(self.given["type"])

    @property
    def callback_id(self) -> str:
        """The app's name for the view, empty when it gave none."""
        return str(self.given.get("callback_id", ""))

    @property
    def all_blocks(self) -> list[dict[str, Any]]:
        """Its blocks, named as those of a message are."""
        return self.blocks

    def entered_by(self, _user: str) -> State:
        """What its inputs hold; only one user has the view before them."""
        return self.state

    def as_json(self) -> dict[str, Any]:
        """The view object of Slack's API and payloads."""
        given = self.given
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.type,
            "blocks": deepcopy(self.blocks),
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": self.callback_id,
            "state": {"values": deepcopy(self.state)},
            "hash": self.hash,
            "title": _text(given.get("title", {"type": "plain_text", "text": "View Title"})),
            "clear_on_close": given.get("clear_on_close", False),
            "notify_on_close": given.get("notify_on_close", False),
            "submit_disabled": given.get("submit_disabled", False),
            "close": _text(given.get("close")),
            "submit": _text(given.get("submit")),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app.id,
            "external_id": given.get("external_id", ""),
            "app_installed_team_id": self.team_id,
            "bot_id": self.app.bot_id,
        }


def _text(text: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if text is None else {"emoji": True, **text}


Preset = Callable[[dict[str, Any], str | None], Any]
"""What stands in an element of a modal at first, given the conversation that its user was looking at."""


class Views:
    """The open modals of every user and the home tab of every user and app."""

    def __init__(self, ids: Ids, team_id: str, preset: Preset) -> None:
        self._ids = ids
        self._team_id = team_id
        self._preset = preset
        self._stacks: dict[str, list[View]] = {}
        self.homes: dict[tuple[str, str], View] = {}

    def open(self, app: App, user: str, given: dict[str, Any], viewing: str | None = None) -> View:
        """Show a modal; whatever this user had open before is replaced.

        Slack promises nothing for a second views.open: it does not know what is open, and its clients differ
        (bolt-python issue 481, bolt-js issue 1072). Here there is one stack on the screen, the newest.
        """
        self._refuse_taken_external_id(given)
        view = self._make(app, user, given, previous=None, viewing=viewing)
        self._stacks[user] = [view]
        return view

    def push(self, app: App, user: str, given: dict[str, Any]) -> View:
        """Show a modal above the present one, three at most."""
        stack = self._stacks.get(user, [])
        if not stack or stack[-1].app is not app:
            raise SlackError("not_found")
        if len(stack) >= VIEW_STACK:
            raise SlackError("push_limit_reached")
        self._refuse_taken_external_id(given)
        view = self._make(app, user, given, previous=stack[-1], viewing=stack[-1].viewing)
        stack.append(view)
        return view

    def update(self, view: View, given: dict[str, Any], expected_hash: str | None = None) -> View:
        """Replace a view's content in place; input is kept where block_id and action_id stay the same."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        if given["type"] != view.type:
            raise SlackError("invalid_arguments")
        if given.get("external_id") != view.given.get("external_id"):
            self._refuse_taken_external_id(given)
        view.given = deepcopy(given)
        view.blocks = normalised(given["blocks"], self._ids)
        view.state = self._state(view.blocks, view.viewing, view.state)
        view.hash = self._ids.next("h")
        return view

    def publish(self, app: App, user: str, given: dict[str, Any], expected_hash: str | None = None) -> View:
        """Show or replace a user's home tab."""
        present = self.homes.get((app.id, user))
        if present is not None:
            return self.update(present, given, expected_hash)
        self._refuse_taken_external_id(given)
        view = self._make(app, user, given, previous=None)
        self.homes[app.id, user] = view
        return view

    def home(self, app: App, user: str) -> View | None:
        """The user's home tab of this app, if one was published."""
        return self.homes.get((app.id, user))

    def stack(self, user: str) -> list[View]:
        """The user's open modals, the visible one last."""
        return list(self._stacks.get(user, ()))

    def close(self, view: View) -> list[View]:
        """Close a modal and those above it; what was closed, top first."""
        stack = self._stacks.get(view.user, [])
        if view not in stack:
            return []
        at = stack.index(view)
        closed = stack[at:]
        del stack[at:]
        return closed[::-1]

    def find(self, app: App, *, view_id: str | None = None, external_id: str | None = None) -> View:
        """The app's view with this id or external id; not_found otherwise."""
        for view in self._all():
            named = view.id == view_id if view_id else view.given.get("external_id") == external_id
            if named and view.app is app:
                return view
        raise SlackError("not_found")

    def find_for(self, user: str, view_id: str) -> View:
        """The view with this id that the user has before them; LookupError otherwise."""
        for view in self._all():
            if view.id == view_id and view.user == user:
                return view
        raise LookupError("The view is closed.")

    def _all(self) -> list[View]:
        return [*(view for stack in self._stacks.values() for view in stack), *self.homes.values()]

    def _refuse_taken_external_id(self, given: dict[str, Any]) -> None:
        wanted = given.get("external_id")
        if wanted and any(view.given.get("external_id") == wanted for view in self._all()):
            raise SlackError("duplicate_external_id")

    def _state(self, blocks: list[dict[str, Any]], viewing: str | None, kept: State | None = None) -> State:
        return initial_state(blocks, kept, lambda element: self._preset(element, viewing))

    def _make(
        self,
        app: App,
        user: str,
        given: dict[str, Any],
        previous: View | None,
        viewing: str | None = None,
    ) -> View:
        view_id = self._ids.next("V")
        blocks = normalised(given["blocks"], self._ids)
        return View(
            id=view_id,
            app=app,
            user=user,
            team_id=self._team_id,
            given=deepcopy(given),
            blocks=blocks,
            hash=self._ids.next("h"),
            root_view_id=previous.root_view_id if previous else view_id,
            previous_view_id=previous.id if previous else None,
            state=self._state(blocks, viewing),
            viewing=viewing,
        )
