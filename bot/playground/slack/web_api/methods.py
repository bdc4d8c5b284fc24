"""Every method of the Web API that is served."""

from collections.abc import Mapping

from bot.playground.slack.web_api import (
    auth,
    blocks,
    channels,
    chat,
    conversations,
    files,
    pins,
    reactions,
    scheduled,
    users,
    views,
)
from bot.playground.slack.web_api.call import Method

METHODS: Mapping[str, Method] = {
    **auth.METHODS,
    **blocks.METHODS,
    **channels.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **pins.METHODS,
    **reactions.METHODS,
    **scheduled.METHODS,
    **users.METHODS,
    **views.METHODS,
}
