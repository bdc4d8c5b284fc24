"""docs/scoring.md is held to the code: its examples run, its table of settings is the one there is."""

import doctest
import re
from pathlib import Path

import yaml

from scoring.limits import BAND_LIMITS, METRIC_LIMITS, Limit
from scoring.scorecard import default_scorecard, scorecard_from_dict, scorecard_to_dict

PAGE = Path(__file__).parents[2].joinpath("docs", "scoring.md").read_text(encoding="utf-8")


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


def test_the_table_of_settings_is_complete_with_defaults_and_ranges() -> None:
    data = scorecard_to_dict(default_scorecard())
    expected = {
        "metrics.csat.enabled": ("true", "true, false"),
        "metrics.csat.benchmarks": ("none", f"{allowed(METRIC_LIMITS['benchmark'])} each"),
    }
    for name, limit in METRIC_LIMITS.items():
        expected[f"metrics.csat.{name}"] = (f"{data['metrics']['csat'][name]:g}", allowed(limit))
    for name, limit in BAND_LIMITS.items():
        expected[f"bands.{name}"] = (f"{data['bands'][name]:g}", allowed(limit))
    rows = re.findall(r"^\| `([a-z._]+)` \| (.+?) \| (.+?) \|", PAGE, re.MULTILINE)
    assert {name: (default, span) for name, default, span in rows} == expected


def test_the_scorecard_shown_as_yaml_is_accepted() -> None:
    (text,) = fenced("yaml")
    card = scorecard_from_dict(yaml.safe_load(text))
    assert card.settings("csat").benchmark_for("resident") == 78.0
