"""Pure drawing: a value of bot.views in, the plain dicts of a message or a view out."""
