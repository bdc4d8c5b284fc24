"""views.*: modals and the home tab."""

from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.triggers import Trigger
from bot.playground.slack.views import View
from bot.playground.slack.web_api.call import Call, Method
from bot.playground.slack.web_api.content import judged_view


def _given(call: Call, kind: str) -> dict[str, Any]:
    view = judged_view(call, call.structure("view", "invalid_arguments"))
    if view["type"] != kind:
        raise SlackError("invalid_arguments")
    return view


def _trigger(call: Call) -> Trigger:
    return call.workspace.triggers.exchange(call.needed("trigger_id"), call.app)


def _show(call: Call, view: View, change: str) -> dict[str, Any]:
    shown = view.as_json()
    call.workspace.changes.publish(change, {"view": shown}, to=view.user)
    return {"view": shown}


def views_open(call: Call) -> dict[str, Any]:
    """Show a modal to the person behind the trigger."""
    view = _given(call, "modal")
    behind = _trigger(call)
    opened = call.workspace.views.open(call.app, behind.user, view, behind.viewing)
    return _show(call, opened, "view.opened")


def push(call: Call) -> dict[str, Any]:
    """Show a modal above the one that is open."""
    view = _given(call, "modal")
    return _show(call, call.workspace.views.push(call.app, _trigger(call).user, view), "view.pushed")


def update(call: Call) -> dict[str, Any]:
    """Replace the content of a view that is still shown."""
    views = call.workspace.views
    view = views.find(call.app, view_id=call.text("view_id"), external_id=call.text("external_id"))
    given = judged_view(call, call.structure("view", "invalid_arguments"))
    views.update(view, given, call.text("hash"))
    return _show(call, view, "view.updated" if view.type == "modal" else "home.updated")


def publish(call: Call) -> dict[str, Any]:
    """Show or replace somebody's home tab."""
    given = _given(call, "home")
    user = call.needed("user_id")
    if user not in call.workspace.people:
        raise SlackError("invalid_arguments")
    if not call.app.home_tab_enabled:
        raise SlackError("not_enabled")
    return _show(call, call.workspace.views.publish(call.app, user, given, call.text("hash")), "home.updated")


METHODS = {
    "views.open": Method(views_open, tier=4),
    "views.push": Method(push, tier=4),
    "views.update": Method(update, tier=4),
    "views.publish": Method(publish, tier=4),
}
