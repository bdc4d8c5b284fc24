"""Where the local Slack departs from the published samples on purpose, and why.

By payload, or by a part of the path that may stand in any of them.
"""

NULL = "Slack sends null here when there is nothing; the samples were written from filled-in payloads"

ANYWHERE: dict[str, str] = {
    "previous_view_id: null": "null for the first view of a stack in bolt-python's test_view_submission",
    ".submit: null": NULL,
    ".close: null": NULL,
    ".enterprise: null": "null outside of Enterprise Grid in bolt-python's test_block_actions_respond",
    ".enterprise_id: null": "null outside of Enterprise Grid in bolt-python's test_block_actions_respond",
    ".context_enterprise_id: null": "null outside of Enterprise Grid",
    ".entity_id: null": NULL,
    ".shortcut_id: null": NULL,
}

OF_ONE: dict[str, dict[str, str]] = {
    "app_uninstalled": {
        ".event_ts: unknown": "every event of the Events API carries one by its documentation"
    },
    "channel_deleted": {
        ".event_ts: unknown": "every event of the Events API carries one by its documentation"
    },
    "tokens_revoked": {
        ".event_ts: unknown": "every event of the Events API carries one by its documentation"
    },
    "chat.scheduledMessages.list": {
        ".scheduled_messages[].text: unknown": "documented for the method since; the sample is older",
    },
    "conversations.open": {
        f".channel.{key}: missing": "without return_im only the channel's id is documented to come"
        for key in ("created", "is_archived", "is_im", "is_org_shared", "user")
    },
    "message_changed": {
        ".message.hidden: unknown": "tombstones have it, by slack-edge's pull request 10; no sample is one",
    },
    "oauth.v2.access": {
        ".is_enterprise_install: unknown": "documented, and Bolt's installation reads it; an older sample",
    },
    "slash command": {
        ".is_enterprise_install: unknown": "documented, read by Bolt's authorisation; the samples are older",
    },
}


def explained(name: str, departure: str) -> bool:
    """Whether the departure of this payload is one of those above."""
    if departure in OF_ONE.get(name, {}):
        return True
    return any(departure.endswith(part) for part in ANYWHERE)
