"""Every method of the Web API that is served."""

from collections.abc import Mapping

from bot.playground.slack.web_api import auth, blocks, chat, conversations, files, users, views
from bot.playground.slack.web_api.call import Method

METHODS: Mapping[str, Method] = {
    **auth.METHODS,
    **blocks.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}
