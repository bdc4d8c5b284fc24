"""The beta distribution and Student's t in plain floats: what a share is, given how often it was seen.

Distribution function by the continued fraction of the incomplete beta function (DLMF 8.17.22, evaluated as
in Lentz 1976), quantiles by Newton's method inside a bracket; good to 1e-7 for probabilities a millionth away
from 0 and 1 and parameters from 0.1 to 1e5.
"""

import math
from typing import Final

_TINY: Final = 1e-300
_CLOSE: Final = 1e-14
_STEPS: Final = 200  # halvings to 1e-60
_TERMS: Final = 10_000


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function, a and b above 0."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_cdf(x: float, a: float, b: float) -> float:
    """P(X <= x) of X ~ Beta(a, b), for any x. ValueError unless a and b are above 0."""
    _check(a, b)
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta(a, b))
    # The fraction converges fast on the lower side of the mean only; the other side is its mirror image.
    if x < (a + 1.0) / (a + b + 2.0):
        return min(front * _fraction(x, a, b) / a, 1.0)
    return max(1.0 - front * _fraction(1.0 - x, b, a) / b, 0.0)


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with P(X <= x) == p of X ~ Beta(a, b). ValueError unless p is in 0..1 and a and b are above 0."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"A probability lies between 0 and 1, not at {p:g}.")
    _check(a, b)
    if p in (0.0, 1.0):
        return p
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(_STEPS):
        error = beta_cdf(x, a, b) - p
        low, high = (low, x) if error > 0.0 else (x, high)
        following = x - error * math.exp(-_log_density(x, a, b))
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - x) <= _CLOSE * x or not 0.0 < following < 1.0:
            return following
        x = following
    return x


def t_quantile(level: float, degrees: float) -> float:
    """The t that a Student variable stays within, -t..t, with probability ``level`` (0.9: the 90 % interval).

    By T ** 2 / (degrees + T ** 2) ~ Beta(1/2, degrees / 2). ``degrees`` of freedom are above 0.
    """
    share = beta_quantile(1.0 - level, degrees / 2.0, 0.5)
    return math.sqrt(degrees * (1.0 - share) / share)


def _check(a: float, b: float) -> None:
    if not (a > 0.0 and b > 0.0):
        raise ValueError(f"A beta distribution has two parameters above 0, not {a:g} and {b:g}.")


def _log_density(x: float, a: float, b: float) -> float:
    log = (a - 1.0) * math.log(x) + (b - 1.0) * math.log1p(-x) - log_beta(a, b)
    return max(log, -700.0)  # beyond it a step leaves the bracket anyway, and a float its range


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _apart(1.0 - (a + b) * x / (a + 1.0))
    product = d
    for m in range(1, _TERMS):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _apart(1.0 + step * d)
            c = _apart(1.0 + step / c)
            product *= c * d
        if abs(c * d - 1.0) < 3e-16:
            break
    return product


def _apart(x: float) -> float:
    return x if abs(x) > _TINY else _TINY
