"""Spans of time as people write them in rules: one whole number and one unit."""

import re
from datetime import timedelta

_UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_WRITTEN = re.compile(r"([0-9]{1,9})([dhms])")


def parse_duration(text: str) -> timedelta:
    """``90s``, ``5m``, ``2h`` or ``7d`` as a timedelta; ValueError with a sentence for anything else."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError("A duration is a whole number and a unit, such as 90s, 5m, 2h or 7d.")
    return int(found[1]) * _UNITS[found[2]]


def format_duration(span: timedelta) -> str:
    """The span in the largest unit that divides it; ValueError unless it is zero or more whole seconds."""
    if span < timedelta(0) or span.microseconds:
        raise ValueError("Only whole seconds from 0s upwards can be written as a duration.")
    if not span:
        return "0s"
    unit = next(unit for unit, length in _UNITS.items() if not span % length)
    return f"{span // _UNITS[unit]}{unit}"
