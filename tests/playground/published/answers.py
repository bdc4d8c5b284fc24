"""Answers of the Web API, by method: the sample is ``json-logs/samples/api/<method>.json``.

The samples hold the keys of refusals too (error, needed, provided, warning); they stand in REFUSAL.
"""

from tests.playground.published.notation import Skeleton, read
from tests.playground.published.objects import OBJECTS

REFUSAL = read(
    "!ok:b !error:s needed:s provided:s warning:s response_metadata@METADATA errors:l args:o", OBJECTS
)

_CURSOR = "response_metadata@METADATA"
_DONE = "!ok:b"
_CHANNEL = "!ok:b !channel@CHANNEL"
_PINNED = "!type:s !created:n !created_by:s channel:s !message@MESSAGE file@FILE comment:s"

ANSWERS: dict[str, Skeleton] = {
    method: read(text, OBJECTS)
    for method, text in {
        "api.test": "!ok:b args:o",
        "apps.connections.open": "!ok:b !url:s",
        "auth.test": """!ok:b !url:s !team:s !user:s !team_id:s !user_id:s !bot_id:s is_enterprise_install:b
            app_name:s app_id:s enterprise_id:s""",
        "bookmarks.add": "!ok:b !bookmark@BOOKMARK",
        "bookmarks.edit": "!ok:b !bookmark@BOOKMARK",
        "bookmarks.list": "!ok:b !bookmarks[@BOOKMARK]",
        "bookmarks.remove": _DONE,
        "bots.info": "!ok:b bot{!id:s !deleted:b !name:s !updated:n !app_id:s !user_id:s !icons@ICONS}",
        "chat.delete": "!ok:b !channel:s !ts:s",
        "chat.deleteScheduledMessage": _DONE,
        "chat.getPermalink": "!ok:b !permalink:s !channel:s",
        "chat.postEphemeral": "!ok:b !message_ts:s",
        "chat.postMessage": "!ok:b !channel:s !ts:s !message@MESSAGE",
        "chat.scheduleMessage": "!ok:b !scheduled_message_id:s !channel:s !post_at:n !message@MESSAGE",
        "chat.scheduledMessages.list": f"""!ok:b {_CURSOR}
            !scheduled_messages[{{!id:s !channel_id:s !post_at:n !date_created:n}}]""",
        "chat.update": "!ok:b !channel:s !ts:s !text:s !message@MESSAGE",
        "conversations.archive": _DONE,
        "conversations.create": _CHANNEL,
        "conversations.history": f"!ok:b !messages[@MESSAGE] !has_more:b !pin_count:n {_CURSOR}",
        "conversations.info": _CHANNEL,
        "conversations.invite": _CHANNEL,
        "conversations.join": f"{_CHANNEL} warning:s {_CURSOR}",
        "conversations.kick": "!ok:b errors:o",
        "conversations.leave": "!ok:b not_in_channel:b",
        "conversations.list": f"!ok:b !channels[@CHANNEL] !{_CURSOR}",
        "conversations.members": f"!ok:b !members:s[] !{_CURSOR}",
        "conversations.open": "!ok:b no_op:b already_open:b !channel@DIRECT",
        "conversations.rename": _CHANNEL,
        "conversations.replies": f"!ok:b !messages[@MESSAGE] !has_more:b {_CURSOR}",
        "conversations.setPurpose": _CHANNEL,
        "conversations.setTopic": _CHANNEL,
        "dnd.info": "!ok:b !dnd_enabled:b !next_dnd_start_ts:n !next_dnd_end_ts:n",
        "emoji.list": "!ok:b !emoji:o !cache_ts:s",
        "files.completeUploadExternal": "!ok:b !files[{!id:s !title:s}]",
        "files.getUploadURLExternal": "!ok:b !upload_url:s !file_id:s",
        "files.info": f"""!ok:b !file@FILE content:s is_truncated:b comments:l {_CURSOR}
            paging{{!count:n !total:n !page:n !pages:n}}""",
        "oauth.v2.access": """!ok:b !app_id:s !authed_user{!id:s scope:s token_type:s access_token:s} !scope:s
            !token_type:s !access_token:s !bot_user_id:s !team{!id:s !name:s} enterprise:o
            incoming_webhook:o""",
        "pins.add": _DONE,
        "pins.list": f"!ok:b !items[{{{_PINNED}}}]",
        "pins.remove": _DONE,
        "reactions.add": _DONE,
        "reactions.get": "!ok:b !type:s !channel:s !message@MESSAGE",
        "reactions.remove": _DONE,
        "team.info": """!ok:b !team{!id:s !name:s !domain:s !email_domain:s is_verified:b !url:s
            enterprise_id:s
            enterprise_name:s enterprise_domain:s discoverable:s avatar_base_url:s !icon{!image_34:s
            !image_44:s
            !image_68:s !image_88:s !image_102:s !image_132:s !image_230:s image_original:s
            image_default:b}}""",
        "usergroups.list": "!ok:b !usergroups[@USERGROUP]",
        "usergroups.users.list": "!ok:b !users:s[]",
        "users.conversations": f"!ok:b !channels[@CHANNEL] !{_CURSOR}",
        "users.getPresence": "!ok:b !presence:s",
        "users.info": "!ok:b !user@USER",
        "users.list": f"!ok:b !members[@USER] !cache_ts:n offset:s !{_CURSOR}",
        "users.lookupByEmail": "!ok:b !user@USER",
        "users.profile.get": "!ok:b !profile@PROFILE",
        "views.open": "!ok:b !view@VIEW",
        "views.publish": "!ok:b !view@VIEW",
        "views.push": "!ok:b !view@VIEW",
        "views.update": "!ok:b !view@VIEW",
    }.items()
}
