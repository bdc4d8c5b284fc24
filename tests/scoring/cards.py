"""Scorecards to test with, drawn at random from all that are valid."""

from typing import Any

from hypothesis import strategies as st

from scoring.hours import Hours
from scoring.metric import AREAS, Direction, Metric
from scoring.metrics import METRICS
from scoring.scales import Band, Linear, Waiting
from scoring.scorecard import Audience, Scorecard, Scorecards
from scoring.settings import DEFAULT_NAME, STATUS_LABELS, Bands, Custom, MetricSettings

readable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])


def lines(longest: int = 20) -> st.SearchStrategy[str]:
    """One line of text that says something."""
    return st.text(readable, min_size=1, max_size=longest).filter(str.strip)


def reals(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


benchmarks = st.dictionaries(lines(), reals(0, 100), max_size=2)
customs = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True).filter(lambda key: key not in METRICS),
    st.builds(Custom, lines(), lines(), st.sampled_from(AREAS)),
    max_size=2,
)


def _falling(low: float, high: float) -> st.SearchStrategy[dict[str, float]]:
    """A worst end above the best."""
    pairs = st.tuples(reals(low, high), reals(low, high)).filter(lambda pair: pair[0] != pair[1])
    return pairs.map(lambda pair: {"worst": max(pair), "best": min(pair)})


def numbers_of(metric: Metric) -> st.SearchStrategy[dict[str, float]]:
    """The numbers that a metric's scale may have."""
    if not metric.adjustable:
        return st.just({})
    if isinstance(metric.scale, Band):
        edges = st.tuples(reals(0.001, 1e6), reals(0.001, 1e6))
        return edges.map(lambda pair: {"low": min(pair), "high": max(pair)})
    return _falling(0.001, 1e6) if isinstance(metric.scale, Waiting) else _falling(-1e6, 1e6)


@st.composite
def settings_of(draw: st.DrawFn, /, key: str, custom: Custom | None = None, **fixed: Any) -> MetricSettings:
    """Settings of one metric, a workspace's own if ``custom`` says what it is."""
    directed = custom is None and METRICS[key].directed
    ends = _falling(-1e6, 1e6) if custom else numbers_of(METRICS[key])
    drawn: dict[str, Any] = {
        "enabled": draw(st.booleans()),
        "weight": draw(reals(0, 100)),
        "window_days": draw(st.integers(1, 3650)),
        "half_life_days": draw(reals(14, 3650)),
        "prior": draw(reals(0.5, 1000)),
        "benchmark": draw(reals(0, 100)),
        "fresh_days": draw(reals(1, 3650)),
        "numbers": draw(ends),
        "direction": draw(st.sampled_from(Direction)) if directed else None,
        "benchmarks": draw(benchmarks),
    }
    return MetricSettings(metric=key, custom=custom, **{**drawn, **fixed})


@st.composite
def bands(draw: st.DrawFn) -> Bands:
    lower, upper = sorted(draw(st.lists(reals(0, 100), min_size=2, max_size=2, unique=True)))
    words = st.lists(lines(), min_size=4, max_size=4, unique_by=lambda word: word.strip().casefold())
    renamed = dict(zip(STATUS_LABELS, draw(words), strict=True))
    return Bands(
        upper,
        lower,
        draw(reals(0, min(20, lower, 100 - upper) * 0.999)),
        draw(reals(0, 0.95)),
        draw(reals(0, 60)),
        draw(st.sampled_from([{}, renamed, {"healthy": "Fine"}])),
    )


@st.composite
def cards(
    draw: st.DrawFn,
    own: dict[str, Custom] | None = None,
    name: str = DEFAULT_NAME,
    audience: Audience | None = None,
) -> Scorecard:
    """One scorecard; of ``own`` metrics it may have some."""
    own = draw(customs) if own is None else own
    keys = draw(st.lists(st.sampled_from([*METRICS, *own]), min_size=1, max_size=6, unique=True))
    first, *rest = keys
    counts = draw(settings_of(first, own.get(first), enabled=True, weight=draw(reals(0.01, 100))))
    metrics = [counts, *(draw(settings_of(key, own.get(key))) for key in rest)]
    return Scorecard(tuple(metrics), draw(bands()), name, audience or Audience())


@st.composite
def audiences(draw: st.DrawFn, population: str) -> Audience:
    """An audience that no other one with another population covers."""
    segments = st.lists(lines(), max_size=2).map(tuple)
    return Audience((population,), draw(segments), draw(segments), draw(segments), draw(segments))


@st.composite
def hours(draw: st.DrawFn, first: int = 0) -> Hours:
    """Business hours from the hour ``first`` of the day on, on the quarter hour."""
    opens, closes = sorted(draw(st.lists(st.integers(first * 4, 96), min_size=2, max_size=2, unique=True)))
    days = draw(st.lists(st.integers(1, 7), min_size=1, unique=True))
    return Hours(opens / 4, closes / 4, tuple(days))


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecards:
    """Several scorecards with a workspace's own metrics among them."""
    own = draw(customs)
    names = draw(st.lists(lines(), max_size=3, unique_by=lambda name: name.strip().casefold()))
    others = [
        draw(cards(own, name, draw(audiences(f"population {number}"))))
        for number, name in enumerate(names)
        if name.strip().casefold() != DEFAULT_NAME
    ]
    version = draw(st.integers(1, 2**70))
    return Scorecards(draw(cards(own)), tuple(others), version, draw(st.booleans()), draw(hours()))


@st.composite
def scales(draw: st.DrawFn) -> Linear | Waiting | Band:
    """Any scale whose ends lie far enough apart for floats to tell values between them."""
    small, ratio = draw(reals(0.01, 1000)), draw(reals(1.5, 1000))
    kind = draw(st.sampled_from(["falling", "rising", "waiting", "band"]))
    if kind == "waiting":
        return Waiting(worst=small * ratio, best=small)
    if kind == "band":
        return Band(small, small * ratio)
    ends = (small, small * ratio) if kind == "rising" else (small * ratio, small)
    return Linear(*ends)
