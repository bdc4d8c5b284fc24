"""What Slack sends to apps: events in their envelope, interactions, slash commands."""

from tests.playground.published.notation import Skeleton, read
from tests.playground.published.objects import OBJECTS

_MESSAGE_KEYS = OBJECTS["MESSAGE"]

# events/GroupDeletedPayload, ReactionAddedPayload, MessagePayload; bolt-python test_events
ENVELOPE = read(
    """!token:s !team_id:s enterprise_id:s context_team_id:s context_enterprise_id:s !api_app_id:s
    !event:o !type:s
    !event_id:s !event_time:n !authorizations[{!enterprise_id:s !team_id:s !user_id:s !is_bot:b
    !is_enterprise_install:b}] authed_users:s[] authed_teams:s[] !is_ext_shared_channel:b !event_context:s""",
    OBJECTS,
)

_PINNED_ITEM = "!item{!type:s !created:n !created_by:s !channel:s !message@MESSAGE}"
_PIN = f"""!type:s !user:s !channel_id:s {_PINNED_ITEM} !item_user:s !pin_count:n
    !pinned_info{{!channel:s !pinned_by:s !pinned_ts:n}} !event_ts:s"""
_REACTION = "!type:s !user:s !reaction:s !item_user:s !event_ts:s !item{!type:s !channel:s !ts:s}"
_CREATED = "!id:s !is_channel:b !name:s !name_normalized:s !created:n"
_MEMBER = "!type:s !user:s !channel:s !channel_type:s !team:s !event_ts:s"
_HIDDEN = "!type:s !subtype:s !channel:s !hidden:b !ts:s !event_ts:s !channel_type:s"

_EVENTS = {
    "app_home_opened": "!type:s !user:s !channel:s !tab:s !event_ts:s view@VIEW",
    "app_uninstalled": "!type:s",
    "channel_archive": "!type:s !channel:s !user:s is_moved:n !event_ts:s",
    "channel_created": f"!type:s !channel{{{_CREATED} !creator:s !is_shared:b !is_org_shared:b}} !event_ts:s",
    "channel_deleted": "!type:s !channel:s",
    "channel_left": "!type:s !channel:s !actor_id:s !event_ts:s",
    "channel_rename": f"!type:s !channel{{{_CREATED} !is_mpim:b}} !event_ts:s",
    "channel_unarchive": "!type:s !channel:s !user:s !event_ts:s",
    "file_shared": "!type:s !file_id:s !user_id:s !file{!id:s} !channel_id:s !event_ts:s",
    "group_archive": "!type:s !channel:s !user:s is_moved:n !event_ts:s",
    "group_deleted": "!type:s !channel:s !date_deleted:n !actor_id:s !event_ts:s",
    "group_left": "!type:s !channel:s !actor_id:s !event_ts:s",
    "group_rename": f"!type:s !channel{{{_CREATED} !is_mpim:b}} !event_ts:s",
    "group_unarchive": "!type:s !channel:s !actor_id:s !event_ts:s",
    "member_joined_channel": f"{_MEMBER} inviter:s",
    "member_left_channel": _MEMBER,
    # bolt-python test_message_changed, test_message_deleted: the samples of the SDK hold no more
    "message_changed": f"{_HIDDEN} !message@MESSAGE !previous_message@MESSAGE",
    "message_deleted": f"{_HIDDEN} !deleted_ts:s !previous_message@MESSAGE",
    "pin_added": _PIN,
    "pin_removed": f"{_PIN} !has_pins:b",
    "reaction_added": _REACTION,
    "reaction_removed": _REACTION,
    "tokens_revoked": "!type:s !tokens{!oauth:s[] !bot:s[]}",
}


def _with(base: Skeleton, text: str) -> Skeleton:
    more = read(text, OBJECTS)
    return Skeleton("o", {**base.keys, **more.keys}, base.relied_on | more.relied_on)


EVENTS: dict[str, Skeleton] = {
    **{kind: read(text, OBJECTS) for kind, text in _EVENTS.items()},
    # events/MessagePayload, MessageFileSharePayload, MessageThreadBroadcastPayload; AppMentionPayload
    "message": _with(_MESSAGE_KEYS, "!ts:s !user:s !channel:s !event_ts:s !channel_type:s"),
    "app_mention": _with(_MESSAGE_KEYS, "!ts:s !user:s !channel:s !event_ts:s"),
}

_ANY = "!type:s !team@TEAM !user@ACTOR !token:s enterprise:o is_enterprise_install:b"
_CONTAINER = """!container{!type:s message_ts:s channel_id:s is_ephemeral:b attachment_id:n is_app_unfurl:b
    app_unfurl_url:s text:s thread_ts:s view_id:s}"""
_ACTION = """!actions[{!type:s !action_id:s !block_id:s !action_ts:s text@TEXT value:s style:s url:s
    placeholder@TEXT confirm:o selected_option:o selected_options:l selected_user:s selected_date:s}]"""

INTERACTIONS: dict[str, Skeleton] = {
    name: read(text, OBJECTS)
    for name, text in {
        # bolt-python test_block_actions, test_block_actions_respond, app-backend/interactive-components
        "block_actions in a message": f"""{_ANY} !api_app_id:s {_CONTAINER} !trigger_id:s !channel@PLACE
            message@MESSAGE state{{!values:o}} !response_url:s {_ACTION}""",
        "block_actions in a view": f"{_ANY} !api_app_id:s {_CONTAINER} !trigger_id:s !view@VIEW {_ACTION}",
        # bolt-python test_block_suggestion
        "block_suggestion": f"""{_ANY} !api_app_id:s {_CONTAINER} !action_id:s !block_id:s !value:s view@VIEW
            channel@PLACE message@MESSAGE state:o""",
        # app-backend/views, bolt-python test_view_submission, test_view_closed
        "view_submission": f"""{_ANY} !api_app_id:s !trigger_id:s !view@VIEW
            !response_urls[{{!block_id:s !action_id:s !channel_id:s !response_url:s}}]""",
        "view_closed": f"{_ANY} !api_app_id:s !view@VIEW !is_cleared:b",
        # bolt-python test_shortcut, app-backend/message-actions
        "shortcut": f"{_ANY} !callback_id:s !trigger_id:s !action_ts:s",
        "message_action": f"""{_ANY} !callback_id:s !trigger_id:s !action_ts:s !channel@PLACE !message_ts:s
            !message@MESSAGE !response_url:s""",
        # app-backend/slash-commands, bolt-python test_slash_command
        "slash command": """!token:s !api_app_id:s !team_id:s !team_domain:s enterprise_id:s enterprise_name:s
            !channel_id:s !channel_name:s !user_id:s !user_name:s !command:s !text:s !response_url:s
            !trigger_id:s""",
    }.items()
}
