"""The fast alarm beside the calm status: has a customer's satisfaction fallen, judged review by review?

A Bernoulli CUSUM (Reynolds and Stoumbos, "A CUSUM chart for monitoring a proportion when inspecting
continuously", 1999): every review adds the logarithm of how much likelier it is after a fall than before.
How often it cries wolf is in docs/scoring.md.
"""

import math
from dataclasses import dataclass
from typing import Final

SHIFT: Final = 0.25
ALARM_AT: Final = 4.0

_HIGHEST: Final = 0.98  # with a share of 1 the first negative review would be proof
_LOWEST: Final = 0.02


@dataclass(frozen=True, slots=True)
class Cusum:
    """Where a customer's detector stands; the default is the start.

    ``total`` is the evidence for a fall, from 0; ``run`` how many reviews it was gathered from, counted since
    it last was 0: the fall most likely began with the first of them. ``alarm`` is true after the review that
    raised the alarm; the next one starts from 0 again.
    """

    total: float = 0.0
    run: int = 0
    alarm: bool = False


def step(state: Cusum, x: float, p0: float, shift: float = SHIFT, alarm_at: float = ALARM_AT) -> Cusum:
    """The state after one more review, worth 1, 0.5 or 0.

    ``p0`` is the customer's expected share, its shrunk mean before this review (0..1), and a fall is one to
    ``p0 - shift``, though never below half of p0; a neutral review counts half of either. p0 is kept within
    0.02 and 0.98. ValueError when x or p0 is not a share or shift and alarm_at are not above 0.
    """
    if not (0.0 <= x <= 1.0 and 0.0 <= p0 <= 1.0 and shift > 0.0 and alarm_at > 0.0):
        raise ValueError(f"A review of {x:g} at {p0:g} with a fall of {shift:g} cannot be judged.")
    total = (0.0 if state.alarm else state.total) + evidence_of(x, p0, shift)
    if total <= 0.0:
        return Cusum()
    run = 1 if state.alarm else state.run + 1
    return Cusum(total, run, total >= alarm_at)


def evidence_of(x: float, p0: float, shift: float = SHIFT) -> float:
    """What one review says for a fall: log of its likelihood after it over that before it."""
    before = min(max(p0, _LOWEST), _HIGHEST)
    after = max(before - shift, before / 2.0)
    return x * math.log(after / before) + (1.0 - x) * math.log((1.0 - after) / (1.0 - before))
