"""When to try again: a pure function of how often it failed."""

from datetime import timedelta

# Together a little under 22 hours: a night and a morning's outage, and then a person should know.
_WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 21600, 28800)
)


def next_wait(failures: int) -> timedelta | None:
    """How long to wait after the n-th failure (from 1) before the next attempt; None: give up, a person must
    look.
    """
    if failures < 1:
        raise ValueError("there is nothing to wait for before the first failure")
    return _WAITS[failures - 1] if failures <= len(_WAITS) else None
