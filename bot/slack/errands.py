"""What goes on after Slack's request has been answered: it is finished before the way to Slack is closed."""

import asyncio

from bot.log import get_logger


class Errands:
    """The listeners that are at work."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def begin(self) -> None:
        """Count the current task among them until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float = 3.0) -> None:
        """Wait for those at work, so long at most; then they are given up."""
        if not self._tasks:
            return
        _done, late = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            get_logger().warning("listeners.given_up", count=len(late))
            await asyncio.wait(late)
