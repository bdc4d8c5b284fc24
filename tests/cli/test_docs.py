"""The pages for operators say what the code does: what they name exists, and what exists is there."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import prometheus_client
import pytest
import typer
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.cli.main import build
from bot.metrics import build_metrics
from bot.settings import Settings, load_settings
from tests.cli.conftest import Terminal, lately
from tests.cli.test_help import commands

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text()

NAMES = {str(field.validation_alias): field for field in Settings.model_fields.values()}
GROUPS = {words[0] for words in commands() if len(words) == 2}


def row_of(name: str, field: FieldInfo) -> str:
    """A setting's line on the page."""
    default = "" if field.default is None else f"`{field.default}` "
    return f"| `{name}` | {default}| {field.description} |"


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_on_the_page_with_its_default_and_its_own_words(name: str) -> None:
    assert row_of(name, NAMES[name]) in SETTINGS.splitlines()


# The example scripts of sources.md, which run at the sender's, have variables of their own.
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "sources.md"], ids=lambda page: page.name
)
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"\b(?:BELLWETHER|SLACK)_[A-Z_]+[A-Z]\b", page.read_text()))
    assert named <= NAMES.keys()


def test_the_complete_env_file_names_every_setting_and_can_be_used(alone: Terminal) -> None:
    (example,) = re.findall(r"```sh\n(BELLWETHER_.*?)```", SETTINGS, re.DOTALL)
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) == NAMES.keys()
    for name in ("BELLWETHER_DATABASE_URL", "BELLWETHER_SECRET_KEY"):
        alone.patch.delenv(name)
    alone.file(".env", example)
    loaded = load_settings()
    assert loaded.database_url.startswith("postgresql://")
    assert isinstance(loaded.slack_bot_token, SecretStr)


def written_commands(page: str) -> Iterator[list[str]]:
    """The words behind every `bellwether` in code."""
    code = re.findall(r"```\w*\n(.*?)```", page, re.DOTALL) + re.findall(r"`([^`\n]+)`", page)
    for text in code:
        for line in text.splitlines():
            found = re.search(r"(?:^|[\s/\"])bellwether ((?:--)?[a-z].*)", line)
            if found:
                yield shlex.split(found[1].split(" #")[0].split(" >")[0], posix=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists_with_its_options(page: Path) -> None:
    for words in written_commands(page.read_text()):
        command: Any = typer.main.get_command(build())
        path = [word for word in words if not word.startswith("-")]
        while isinstance(command, typer.core.TyperGroup) and path:
            assert path[0] in command.commands or path[0] == "COMMAND", words
            command = command.commands.get(path.pop(0))
            if command is None:
                return
        known = {"--help", "--workspace", *(name for one in command.params for name in one.opts)}
        assert {word.split("=")[0] for word in words if word.startswith("-")} <= known, words


def test_every_command_is_listed_with_its_own_words() -> None:
    listed = dict(re.findall(r"^\| `bellwether ([a-z ]+)` \| (.*) \|$", COMMAND_LINE, re.MULTILINE))
    leaves = [words for words in commands() if words[0] not in GROUPS or len(words) == 2]
    assert list(listed) == [" ".join(words) for words in leaves]
    for words in leaves:
        command: Any = typer.main.get_command(build())
        for word in words:
            command = command.commands[word]
        assert listed[" ".join(words)] == command.help.split("\n\n")[0].replace("\n", " "), words


def test_the_shape_of_the_health_answer_is_the_one_given(lite: Terminal) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", COMMAND_LINE, re.DOTALL)
    lite.furnish(lambda house: house.receive(lately("rv-1")))
    assert shape(json.loads(example)) == shape(lite("health", "acme", "--json").data)


def shape(value: Any) -> Any:
    """The keys of a document, all the way down; of a list, those of the first in it."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value[:1]] if isinstance(value, list) else None


def test_every_metric_is_listed_and_every_metric_that_is_listed_exists() -> None:
    metrics = build_metrics(prometheus_client.CollectorRegistry())
    ours = {
        f"{one.name}_total" if one.type == "counter" else one.name: one.documentation
        for one in metrics.registry.collect()
        if one.name.startswith("bellwether_")
    }
    listed = dict(re.findall(r"^\| `(bellwether_\w+)(?:\{\w+\})?` \| (.*?) \|", OPERATIONS, re.MULTILINE))
    assert listed == ours
    labels = dict(re.findall(r"`(bellwether_\w+)\{(\w+)\}`", OPERATIONS))
    assert labels == {
        "bellwether_hooks_total": "outcome",
        "bellwether_deliveries_total": "outcome",
        "bellwether_queue_depth": "queue",
        "bellwether_slack_errors_total": "code",
    }
