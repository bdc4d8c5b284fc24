"""What is normal in a portfolio, and how much its customers differ: benchmarks and priors from the data.

Each customer's satisfaction is taken for a draw from Beta(s m, s (1 - m)): m is the mean of all, s how many
reviews that mean is worth against one customer's own. Both by maximum likelihood (docs/scoring.md).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scoring.beta import log_beta

LEAST_PRIOR: Final = 2.0
MOST_PRIOR: Final = 50.0
FALLBACK_PRIOR: Final = 8.0
FEWEST_CUSTOMERS: Final = 20  # with two or more reviews each: single reviews do not show who differs

_END: Final = 1e-3  # means nearer to 0 or 1 than this are not told from it
_NEGLIGIBLE: Final = 1e-9
_GOLDEN: Final = (math.sqrt(5.0) - 1.0) / 2.0

_Rows = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Fit:
    """What a portfolio says of itself.

    ``mean`` m is a share 0..1, None without a review; ``strength`` s in reviews, 2 to 50, 8 when ``enough``
    is false because too few customers said enough. ``told_apart`` is false when customers do not differ by
    more than chance would make them, and when it cannot be known. ``because`` is a sentence for people.
    """

    mean: float | None
    strength: float
    customers: int
    reviews: int
    enough: bool
    told_apart: bool
    because: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The benchmark 0..100 (None: keep the one there is) and the prior in reviews to set for a metric.

    ``population`` is a name, or None for all customers together, which is the metric's own setting.
    """

    metric: str
    population: str | None
    benchmark: float | None
    prior: float
    fit: Fit


def fit(counts: Iterable[tuple[int, int, int]]) -> Fit:
    """The fit of (positive, neutral, negative) per customer, plain counts of a window.

    A neutral answer is taken for positive and for negative with half a chance each, so that it is as good as
    half a positive one without making customers look more alike than they are. Who gave no review adds
    nothing. ValueError for a count below 0.
    """
    customers = Counter(_checked(one) for one in counts if any(one))
    reviews = sum(sum(one) * times for one, times in customers.items())
    telling = sum(times for one, times in customers.items() if sum(one) >= 2)
    if telling < FEWEST_CUSTOMERS:
        plain = _plain_mean(customers) if customers else None
        because = (
            f"Only {telling} customers gave two or more reviews, and it takes {FEWEST_CUSTOMERS} to see how"
            f" far customers differ: the prior is {FALLBACK_PRIOR:g} reviews."
        )
        return Fit(plain, FALLBACK_PRIOR, customers.total(), reviews, False, False, because)
    mean, strength = _most_likely(_rows(customers), _plain_mean(customers))
    told_apart = strength < MOST_PRIOR
    strength = min(max(strength, LEAST_PRIOR), MOST_PRIOR)
    because = _sentence(mean, strength, told_apart, telling)
    return Fit(mean, strength, customers.total(), reviews, True, told_apart, because)


def suggest(metric: str, counts: Mapping[str, Sequence[tuple[int, int, int]]]) -> list[Suggestion]:
    """What to set for a metric, from the counts (as for ``fit``) of the customers of each population.

    First all together, then one per population in the order given. Benchmarks and priors are rounded to a
    tenth; a population too small for a fit keeps its benchmark.
    """
    everybody = [one for rows in counts.values() for one in rows]
    found: list[tuple[str | None, Fit]] = [(None, fit(everybody))]
    found += [(population, fit(rows)) for population, rows in counts.items()]
    return [
        Suggestion(metric, population, _benchmark(one), round(one.strength, 1), one)
        for population, one in found
    ]


def _benchmark(one: Fit) -> float | None:
    return round(100.0 * one.mean, 1) if one.enough and one.mean is not None else None


def _checked(counts: tuple[int, int, int]) -> tuple[int, int, int]:
    if min(counts) < 0:
        raise ValueError(
            "A customer cannot have given {} positive, {} neutral and {} negative".format(*counts)
        )
    return counts


def _plain_mean(customers: Counter[tuple[int, int, int]]) -> float:
    good = sum((2 * positive + neutral) * times for (positive, neutral, _), times in customers.items())
    return 0.5 * good / sum(sum(one) * times for one, times in customers.items())


def _rows(customers: Counter[tuple[int, int, int]]) -> _Rows:
    """How many customers have n reviews with k good ones, each neutral answer decided by a coin."""
    rows = dict[tuple[int, int], float]()
    for (positive, neutral, negative), times in customers.items():
        n = positive + neutral + negative
        for heads in range(neutral + 1):
            chance = math.comb(neutral, heads) / 2**neutral
            if chance > _NEGLIGIBLE:
                key = (n, positive + heads)
                rows[key] = rows.get(key, 0.0) + times * chance
    return dict(sorted(rows.items()))


def _most_likely(rows: _Rows, mean: float) -> tuple[float, float]:
    """Mean and strength by turns, each the best for the other, until neither moves; s ends at 2 x the cap."""
    strength = 2.0 * MOST_PRIOR
    if not _END < mean < 1.0 - _END:
        return mean, strength  # everybody is of one opinion
    for _ in range(8):
        before = mean, strength
        strength = _best_strength(rows, mean)
        mean = _best_mean(rows, strength)
        if abs(mean - before[0]) < 1e-3 and abs(strength / before[1] - 1.0) < 1e-2:
            break
    return mean, strength


def _best_strength(rows: _Rows, mean: float) -> float:
    return math.exp(_peak(lambda log: _log_likelihood(rows, mean, math.exp(log)), *_STRENGTHS))


def _best_mean(rows: _Rows, strength: float) -> float:
    return _peak(lambda mean: _log_likelihood(rows, mean, strength), _END, 1.0 - _END)


def _log_likelihood(rows: _Rows, mean: float, strength: float) -> float:
    """Of a beta-binomial, without the binomial coefficients, which are always the same."""
    a, b = strength * mean, strength * (1.0 - mean)
    known = log_beta(a, b)
    return math.fsum(times * (log_beta(a + k, b + n - k) - known) for (n, k), times in rows.items())


def _peak(height: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is highest, by golden sections, to 1e-4 of the way."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = height(left), height(right)
    for _ in range(20):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = height(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = height(right)
    return 0.5 * (low + high)


def _sentence(mean: float, strength: float, told_apart: bool, telling: int) -> str:
    if not told_apart:
        return (
            f"Customers cannot be told apart yet: the {telling} with two or more reviews differ no more than"
            f" chance makes them. The prior is at its most, {MOST_PRIOR:g} reviews."
        )
    return (
        f"Fitted to {telling} customers with two or more reviews: on average {100 * mean:.1f} of 100, which"
        f" is worth {strength:.1f} reviews against a customer's own."
    )


# The logarithms between which a strength is sought: past both ends of what is used.
_STRENGTHS: Final = (math.log(LEAST_PRIOR / 4.0), math.log(MOST_PRIOR * 2.0))
