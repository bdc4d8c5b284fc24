"""Logs are events with fields: ``delivery.sent``, ``noun.past_participle``; never customer text, tokens or
addresses.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog

_SECRET_WORDS = ("token", "secret", "password", "signature", "authorization", "comment", "email", "body")


def _redact(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The last line of defence: a field whose name says that it is private loses its value."""
    for key in event:
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "[removed]"
    return event


def _place(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An error becomes its kind and where it came from: its message may quote a customer's words."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"], event["at"] = _kind(error), frames(error)
    return event


class _Format(logging.Formatter):
    """The same for the logs of libraries, which write messages and tracebacks otherwise."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging calls
        error = ei[1]
        return "\n".join([f"  at {place}" for place in frames(error)] + [_kind(error)]) if error else ""


def configure_logging(level: str = "INFO", *, json: bool | None = None) -> None:
    """Write events to standard error: JSON lines, or readable ones on a terminal."""
    as_json = (not sys.stderr.isatty()) if json is None else json
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, _redact, _place, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Format("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # Bolt logs whole request bodies at INFO when a signature is wrong; aiohttp logs one line per request.
    for name in ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler"):
        logging.getLogger(name).setLevel(logging.ERROR if name != "apscheduler" else logging.WARNING)


def get_logger(**fields: Any) -> structlog.typing.FilteringBoundLogger:
    """A logger with these fields bound."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(**fields)
    return logger


def frames(error: BaseException) -> list[str]:
    """Where an error came from, innermost last, without its message, which may quote a customer's words."""
    places = traceback.extract_tb(error.__traceback__)
    return [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in places[-6:]]


def _kind(error: BaseException) -> str:
    chain = [error]
    # An error can be made its own cause, at first or second hand: no line must be lost for it.
    while (cause := chain[-1].__cause__) is not None and cause not in chain:
        chain.append(cause)
    return " from ".join(type(each).__name__ for each in chain)
