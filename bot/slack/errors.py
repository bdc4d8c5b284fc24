"""What Slack's refusals and lost answers mean: a sentence for people, and whether trying again can help."""

import math

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import BellwetherError, DeliveryFailed, InvalidInput

_RECONNECT = "Install Bellwether again, or correct SLACK_BOT_TOKEN."
_INVITE = "Type /invite @Bellwether in the channel."
_RESTRICTED = "A workspace setting does not let apps post there. Ask a workspace admin."
_OUR_FAULT = "Slack did not accept how the message was built. Please report it."
_TOO_SLOW = "That took a moment too long for Slack. Please click again."
_SLACKS_FAULT = "Slack had a fault of its own."

# code -> (sentence, permanent)
REFUSALS: dict[str, tuple[str, bool]] = {
    "channel_not_found": (
        f"The channel does not exist, or it is private and Bellwether is not in it. {_INVITE}",
        True,
    ),
    "not_in_channel": (f"Bellwether is not in the channel. {_INVITE}", True),
    "is_archived": ("The channel is archived. Unarchive it or choose another one.", True),
    "external_channel": (
        "The channel is shared with another organisation, and customer data is never posted there. "
        "Choose another one.",
        True,
    ),
    "cannot_dm_bot": ("A direct message cannot go to a bot. Choose a person.", True),
    "user_not_found": ("Slack does not know this person. Choose another one.", True),
    "users_not_found": (
        "Nobody in this workspace has that e-mail address. Correct the owner's address.",
        True,
    ),
    "user_not_visible": ("Bellwether may not see this person. Choose another one.", True),
    "user_disabled": ("This person's Slack account is switched off. Choose another owner.", True),
    "no_person": ("The owner is neither a Slack user id nor an e-mail address. Correct the owner.", True),
    "restricted_action": (_RESTRICTED, True),
    "restricted_action_read_only_channel": (
        "Only some people may post in the channel. Let Bellwether post there.",
        True,
    ),
    "restricted_action_thread_only_channel": ("The channel allows replies only. Choose another one.", True),
    "restricted_action_non_threadable_channel": ("The channel allows no replies. Choose another one.", True),
    "restricted_action_thread_locked": ("The thread is locked.", True),
    "msg_too_long": (_OUR_FAULT, True),
    "msg_blocks_too_long": (_OUR_FAULT, True),
    "invalid_blocks": (_OUR_FAULT, True),
    "invalid_blocks_format": (_OUR_FAULT, True),
    "block_mismatch": (_OUR_FAULT, True),
    "no_text": (_OUR_FAULT, True),
    "too_many_attachments": (_OUR_FAULT, True),
    "invalid_arguments": (_OUR_FAULT, True),
    "invalid_metadata_format": (_OUR_FAULT, True),
    "invalid_metadata_schema": (_OUR_FAULT, True),
    "metadata_too_large": (_OUR_FAULT, True),
    "message_not_found": ("The message was deleted in Slack.", True),
    "thread_not_found": ("The message that the thread hangs on was deleted in Slack.", True),
    "cant_update_message": ("The message belongs to somebody else and cannot be changed.", True),
    "edit_window_closed": ("The workspace does not let messages of that age be changed.", True),
    "history_too_long": ("The channel has too many messages since then to find out what was posted.", True),
    "token_revoked": (f"Bellwether's access was revoked. {_RECONNECT}", True),
    "token_expired": (f"Bellwether's access has expired. {_RECONNECT}", True),
    "account_inactive": (f"Bellwether was removed from the workspace. {_RECONNECT}", True),
    "invalid_auth": (f"Slack does not accept the token. {_RECONNECT}", True),
    "not_authed": (f"There is no token. {_RECONNECT}", True),
    "not_allowed_token_type": (
        f"The token is of the wrong kind; it must start with xoxb-. {_RECONNECT}",
        True,
    ),
    "no_permission": (f"The token lacks a permission. {_RECONNECT}", True),
    "missing_scope": (f"The token lacks a scope. {_RECONNECT}", True),
    "team_access_not_granted": (
        "The organisation has not let Bellwether into this workspace. Ask an org admin.",
        True,
    ),
    "org_login_required": (
        "The workspace is being moved to an organisation; Slack refuses requests meanwhile.",
        False,
    ),
    "ekm_access_denied": ("The organisation's key management refuses access. Ask an org admin.", True),
    "access_denied": ("Slack refuses access. Ask a workspace admin.", True),
    "unknown_method": ("The server at SLACK_API_URL does not know the method.", True),
    "expired_trigger_id": (_TOO_SLOW, False),
    "exchanged_trigger_id": (_TOO_SLOW, False),
    "invalid_trigger_id": (_TOO_SLOW, False),
    "trigger_expired": (_TOO_SLOW, False),
    "not_enabled": ("The Home tab is switched off in the app's settings at api.slack.com.", True),
    "ratelimited": ("Slack asks to slow down.", False),
    "rate_limited": ("Slack asks to slow down.", False),
    "message_limit_exceeded": ("The workspace has sent too many messages this minute.", False),
    "accesslimited": ("Slack limits access to this workspace at present.", False),
    "service_unavailable": (_SLACKS_FAULT, False),
    "request_timeout": ("Slack did not receive the whole request.", False),
    "internal_error": (_SLACKS_FAULT, False),
    "fatal_error": (_SLACKS_FAULT, False),
    "no_answer": ("Slack did not answer.", False),
    "unreachable": ("Slack cannot be reached.", False),
    "not_slack": ("What answered was not Slack. Look at the proxy and at SLACK_API_URL.", False),
}

# For what no code says.
SURPRISE = "Something went wrong on our side, and it has been logged. Please try again."

# The looks of a message were refused: a plainer one may go through.
LOOKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "block_mismatch"}
)

# Slack's own words for "some aspect of the operation may have succeeded".
_PERHAPS_DONE = frozenset({"internal_error", "fatal_error", "service_unavailable"})
_RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited"})

_DEFAULT_WAIT, _LEAST_WAIT, _LONGEST_WAIT = 30.0, 1.0, 3600.0  # seconds


def sentence_of(error: BellwetherError) -> str:
    """What to tell a person; of wrong input the sentences alone, without the names of fields."""
    return " ".join(error.problems.values()) if isinstance(error, InvalidInput) else str(error)


def refusal(
    code: str, *, uncertain: bool = False, retry_after: float | None = None, needed: str = ""
) -> DeliveryFailed:
    """The error for one of Slack's codes, or of our own; an unknown code may pass with time."""
    sentence, permanent = REFUSALS.get(code, (f"Slack refused it and gave the reason {code}.", False))
    if needed:
        sentence = f"{sentence} Missing: {needed}."
    return DeliveryFailed(code, sentence, permanent=permanent, retry_after=retry_after, uncertain=uncertain)


def explain(error: Exception, *, repeatable: bool) -> DeliveryFailed:
    """What a failed call of the Web API means.

    A call that is ``repeatable`` (an edit, a look-up) is never uncertain: doing it again changes nothing.
    """
    failed = _explain(error)
    if repeatable and failed.uncertain:
        failed.uncertain = False
    return failed


def _explain(error: Exception) -> DeliveryFailed:
    if isinstance(error, SlackApiError):
        return _explain_answer(error)
    # These are raised before a byte of the request was sent; ClientConnectorError includes name resolution.
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return refusal("unreachable")
    if isinstance(error, SlackClientError | AttributeError | ValueError):
        return refusal("not_slack", uncertain=True)
    return refusal("no_answer", uncertain=True)


def _explain_answer(error: SlackApiError) -> DeliveryFailed:
    response = error.response
    # The SDK hands over its own response, or aiohttp's when the body was not JSON.
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    headers = getattr(response, "headers", None) or {}
    data = getattr(response, "data", None)
    answer = data if isinstance(data, dict) else {}
    code = str(answer.get("error") or "")
    if status == 429 or code in _RATE_LIMITED:
        return refusal(code or "ratelimited", retry_after=_wait(headers.get("Retry-After")))
    if status >= 500 or code in _PERHAPS_DONE:
        return refusal(code or "internal_error", uncertain=True)
    if not code:
        return refusal("not_slack", uncertain=True)
    return refusal(code, needed=str(answer.get("needed") or ""))


def _wait(header: str | None) -> float:
    """Seconds to wait, however odd the header: never none at all, never more than an hour."""
    try:
        seconds = float(header) if header else _DEFAULT_WAIT
    except ValueError:
        return _DEFAULT_WAIT
    return min(max(seconds, _LEAST_WAIT), _LONGEST_WAIT) if math.isfinite(seconds) else _DEFAULT_WAIT
