"""What every Slack test has: the log as a list of events, so that no test draws tracebacks for people."""

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """The events that were logged during the test."""
    with capture_logs() as events:
        yield events
