"""JSON as it comes from strangers: one reading or none."""

import codecs
import json
from collections.abc import Sequence
from typing import Any

from bot.sources.values import MalformedBody

MAX_DEPTH = 64

_SPACE = " \t\r\n"


def decode_json(body: bytes) -> Any:
    """The value of a JSON body in UTF-8.

    Raises MalformedBody for anything else: another encoding, NaN or Infinity, a key twice in one object
    (parsers differ in which one they take), numbers of thousands of digits, more than MAX_DEPTH levels.
    """
    try:
        # The codec utf-8-sig would do, at three times the cost.
        text = str(body.removeprefix(codecs.BOM_UTF8), "utf-8").strip(_SPACE)
    except UnicodeDecodeError:
        raise MalformedBody("The body is not UTF-8.") from None
    try:
        value, end = _DECODER.raw_decode(text)
    except RecursionError:
        raise MalformedBody(f"The body is nested more than {MAX_DEPTH} levels deep.") from None
    except json.JSONDecodeError as error:
        raise MalformedBody(f"The body is not JSON (line {error.lineno}, column {error.colno}).") from None
    except ValueError:
        raise MalformedBody("The body holds a number of too many digits.") from None
    if end != len(text):
        raise MalformedBody("The body holds more than one JSON value.")
    # Only a body with that many brackets can be that deep; few have, so few are walked.
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _refuse_deep(value)
    return value


def _refuse_deep(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise MalformedBody(f"The body is nested more than {MAX_DEPTH} levels deep.")


def _children(value: Any) -> Sequence[Any]:
    if type(value) is dict:
        return list(value.values())
    return value if type(value) is list else ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedBody("The body names a key twice in one object.")
    return found


def _constant(_name: str) -> Any:
    raise MalformedBody("The body holds NaN or Infinity, which JSON does not know.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
