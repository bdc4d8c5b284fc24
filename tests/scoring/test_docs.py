"""docs/scoring.md is held to the code: its examples run, its tables are those of metrics and settings."""

import doctest
import re
from pathlib import Path

import yaml

from scoring.facts import Profile
from scoring.limits import BAND_LIMITS, METRIC_LIMITS, Limit
from scoring.metric import Shape
from scoring.metrics import METRICS
from scoring.scorecard_codec import scorecards_from_dict
from scoring.settings import Bands
from tests.scoring.cast import NOW

PAGE = Path(__file__).parents[2].joinpath("docs", "scoring.md").read_text(encoding="utf-8")
SHAPES = {
    Shape.MEAN: "decayed mean", Shape.COUNT: "count", Shape.VARIETY: "topics", Shape.REPEATS: "repeats",
    Shape.LATEST: "latest", Shape.OLDEST: "oldest open", Shape.SILENCE: "silence",
}  # fmt: skip


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def allowed(limit: Limit) -> str:
    return f"{limit.low:g} to {limit.high:g}" + (", whole" if limit.whole else "")


def test_the_worked_example_comes_out_as_printed() -> None:
    examples = "\n".join(fenced("python"))
    test = doctest.DocTestParser().get_doctest(examples, {}, "docs/scoring.md", None, None)
    report: list[str] = []
    results = doctest.DocTestRunner().run(test, out=report.append)
    assert results.attempted > 15
    assert results.failed == 0, "".join(report)


def test_the_table_of_metrics_is_the_one_in_the_code() -> None:
    rows = [
        f"| `{one.key}` | {one.area} | {one.unit} | {SHAPES[one.shape]} | {one.weight:g} | {one.benchmark:g} "
        f"| {one.prior:g} {one.counted} | {one.window_days} | {one.half_life_days:g} | {one.fresh_days:g} |"
        for one in METRICS.values()
    ]
    assert re.findall(r"^\| `[a-z_]+` \| [A-Z].*$", PAGE, re.MULTILINE) == rows


def test_the_table_of_settings_is_complete_with_defaults_and_ranges() -> None:
    expected = {
        f"metrics.NAME.{name}": ("the table above", allowed(limit)) for name, limit in METRIC_LIMITS.items()
    }
    for name, limit in BAND_LIMITS.items():
        expected[f"bands.{name}"] = (f"{getattr(Bands(), name):g}", allowed(limit))
    rows = re.findall(r"^\| `((?:metrics|bands)\.[A-Za-z._]+)` \| (.+?) \| (.+?) \|", PAGE, re.MULTILINE)
    assert {name: (default, span) for name, default, span in rows} == expected


def test_the_scorecard_shown_as_yaml_is_accepted() -> None:
    (text,) = fenced("yaml")
    found = scorecards_from_dict(yaml.safe_load(text))
    assert found.default.settings("csat").benchmark_for("resident") == 78.0
    assert found.card_of(Profile("resident", NOW)).name == "Residents"
    assert found.default.metric("seats_used").unit == "% of seats"
