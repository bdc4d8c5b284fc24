"""Running until somebody says stop."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run_until_stopped(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run ``work`` to its end, or until SIGTERM or SIGINT cancels it; a second signal ends it at once."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_stoppable(work))


async def _stoppable(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work())
    stopping = False

    def stop() -> None:
        nonlocal stopping
        stopping = True
        for each in _SIGNALS:
            loop.remove_signal_handler(each)  # from now on they end the process
        task.cancel()

    for each in _SIGNALS:
        loop.add_signal_handler(each, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not stopping:
            raise


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # it has no Windows build
        return None
    return uvloop.new_event_loop
