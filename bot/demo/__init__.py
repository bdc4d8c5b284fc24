"""``bellwether demo``: the app and the playground in one process, with a portfolio to look at."""

from bot.demo.run import run_demo

__all__ = ["run_demo"]
