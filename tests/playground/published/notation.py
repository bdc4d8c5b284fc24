"""The short form of a payload's skeleton, and where a value departs from it.

``!ok:b channel{!id:s topic:s} users:s[] files[@FILE] state:o`` is an object with a boolean ``ok`` that apps
rely on, an object ``channel``, a list of strings, a list of FILE objects, and an object of which nothing more
is said. ``s`` is a string, ``n`` a number, ``b`` a boolean, ``l`` a list, ``@NAME`` a named object.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_KEY = re.compile(r"(!?)(\w+)(?:(\[?)@(\w+)\]?|(\[?)\{|:(s\[\]|[snbol]))\Z")
_KINDS: Mapping[str, Any] = {"s": str, "n": (int, float), "b": bool, "o": dict, "l": list}


@dataclass(slots=True)
class Skeleton:
    """The keys of an object; a plain value has a ``kind`` and no keys."""

    kind: str
    keys: dict[str, "Skeleton"] = field(default_factory=dict)
    relied_on: set[str] = field(default_factory=set)
    many: bool = False


def read(text: str, named: Mapping[str, Skeleton]) -> Skeleton:
    """The skeleton that the text describes; ``named`` are the objects that it may refer to."""
    words = iter(text.replace("}]", "}").replace("{", "{ ").replace("}", " } ").split())
    return _object(words, named)


def _object(words: Iterator[str], named: Mapping[str, Skeleton]) -> Skeleton:
    skeleton = Skeleton("o")
    for word in words:
        if word == "}":
            break
        match = _KEY.match(word)
        if match is None:
            raise ValueError(f"{word!r} is no key with a type")
        needed, key, listed, name, listed_object, kind = match.groups()
        if name:
            inner = named[name]
            inner = Skeleton("o", inner.keys, inner.relied_on, many=bool(listed))
        elif kind is None:
            inner = _object(words, named)
            inner.many = bool(listed_object)
        else:
            inner = Skeleton(kind[0], many=kind.endswith("[]"))
        skeleton.keys[key] = inner
        if needed:
            skeleton.relied_on.add(key)
    return skeleton


def differences(value: Any, skeleton: Skeleton, at: str = "") -> set[str]:
    """Each departure as ``path: what``: unknown, missing, null, or the type that it has instead."""
    if value is None:
        return {f"{at}: null"}
    if skeleton.many:
        if not isinstance(value, list):
            return {f"{at}: {type(value).__name__}"}
        one = Skeleton(skeleton.kind, skeleton.keys, skeleton.relied_on)
        return {each for item in value for each in differences(item, one, f"{at}[]")}
    kind = _KINDS[skeleton.kind]
    if not isinstance(value, kind) or (skeleton.kind == "n" and isinstance(value, bool)):
        return {f"{at}: {type(value).__name__}"}
    if not skeleton.keys or not isinstance(value, dict):
        return set()
    found = {f"{at}.{key}: unknown" for key in value if key not in skeleton.keys}
    found |= {f"{at}.{key}: missing" for key in skeleton.relied_on if key not in value}
    for key, inner in skeleton.keys.items():
        if key in value:
            found |= differences(value[key], inner, f"{at}.{key}")
    return found
