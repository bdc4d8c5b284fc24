"""What a log line may hold."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.log import configure_logging, frames, get_logger

WORDS = "Jane Doe says it is broken"


Log = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Log:
    """What was logged since, as the JSON lines that it was written as."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail() -> None:
    raise ValueError(WORDS)


def test_a_line_is_an_event_with_a_level_a_time_and_its_fields(lines: Log) -> None:
    configure_logging(json=True)
    get_logger(workspace="w1").info("delivery.sent", delivery="d1", code="")
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "delivery.sent",
        "level": "info",
        "workspace": "w1",
        "delivery": "d1",
        "code": "",
    }


def test_what_is_bound_for_a_request_is_on_every_line_of_it(lines: Log) -> None:
    configure_logging(json=True)
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        get_logger().info("hook.refused")
    get_logger().info("sweep.done")
    assert [line.get("request_id") for line in lines()] == ["r1", None]


def test_lines_below_the_level_are_not_written(lines: Log) -> None:
    configure_logging(json=True)
    get_logger().debug("too.fine")
    assert lines() == []
    configure_logging("ERROR", json=True)
    get_logger().warning("not.bad.enough")
    assert lines() == []


@pytest.mark.parametrize(
    "name",
    [
        "token", "bot_token", "Authorization", "signing_secret", "SECRET", "password", "comment", "raw_body",
        "contact_email", "x_slack_signature",
    ],
)  # fmt: skip
def test_a_field_named_like_something_private_loses_its_value(lines: Log, name: str) -> None:
    configure_logging(json=True)
    get_logger().info("something.happened", **{name: WORDS})
    assert WORDS not in json.dumps(lines())


def test_a_bound_private_field_loses_its_value_too(lines: Log) -> None:
    configure_logging(json=True)
    get_logger(comment=WORDS).info("something.happened")
    assert [line["comment"] for line in lines()] == ["[removed]"]


def test_an_error_is_logged_by_its_kind_and_place_without_its_message(lines: Log) -> None:
    configure_logging(json=True)
    try:
        fail()
    except ValueError as error:
        get_logger().exception("listener.failed")
        get_logger().error("slack_request.failed", exc_info=error)
        get_logger().error("both.ways", exc_info=(type(error), error, error.__traceback__))
    found = lines()
    assert [line["error"] for line in found] == ["ValueError"] * 3
    assert all("test_log.py" in line["at"][-1] and line["at"][-1].endswith(" fail") for line in found)
    assert WORDS not in json.dumps(found)


def test_an_error_says_what_it_came_from(lines: Log) -> None:
    configure_logging(json=True)
    try:
        try:
            fail()
        except ValueError as error:
            raise LookupError(WORDS) from error
    except LookupError:
        get_logger().exception("listener.failed")
    (line,) = lines()
    assert line["error"] == "LookupError from ValueError"
    assert WORDS not in json.dumps(line)


def test_an_error_that_is_its_own_cause_is_logged_all_the_same(lines: Log) -> None:
    configure_logging(json=True)
    try:
        try:
            fail()
        except ValueError as error:
            raise error from error
    except ValueError:
        get_logger().exception("listener.failed")
    (line,) = lines()
    assert line["error"] == "ValueError"


def test_no_error_at_all_is_no_field(lines: Log) -> None:
    configure_logging(json=True)
    get_logger().error("nothing.wrong", exc_info=None)
    get_logger().exception("nothing.raised")
    assert all("error" not in line and "exc_info" not in line for line in lines())


def test_frames_name_the_last_places_and_never_the_message() -> None:
    def deeper(levels: int) -> None:
        if levels:
            deeper(levels - 1)
        fail()

    with pytest.raises(ValueError, match=WORDS) as caught:
        deeper(10)
    places = frames(caught.value)
    assert len(places) == 6
    assert places[-1].split()[-1] == "fail"
    assert WORDS not in " ".join(places)


def test_frames_of_an_error_that_was_never_raised_are_none() -> None:
    assert frames(ValueError(WORDS)) == []


def test_on_a_terminal_a_line_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(json=False)
    get_logger().info("delivery.sent", delivery="d1")
    written = capsys.readouterr().err
    assert "delivery.sent" in written
    assert not written.startswith("{")


def test_other_peoples_logs_keep_quiet_about_requests_and_messages() -> None:
    program = f"""
import logging
from bot.log import configure_logging
configure_logging()
logging.getLogger("slack_bolt").info("a whole body")
logging.getLogger("slack_sdk.web").warning("a whole body")
logging.getLogger("aiohttp.access").info("POST /hooks/the-token")
logging.getLogger("some.library").warning("a library's warning")
try:
    raise ValueError({WORDS!r})
except ValueError:
    logging.getLogger("apscheduler.executors").exception("Job raised an exception")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "a whole body" not in done.stderr
    assert "the-token" not in done.stderr
    assert "WARNING some.library a library's warning" in done.stderr
    assert "Job raised an exception" in done.stderr
    assert "ValueError" in done.stderr
    assert WORDS not in done.stderr.replace(f"raise ValueError({WORDS!r})", "")
