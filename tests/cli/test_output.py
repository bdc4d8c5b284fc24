import io
import json
import re
import sys

import pytest

from bot.cli.main import run
from bot.cli.output import plain, put_json, put_lines, put_table
from bot.cli.progress import progress


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme", "Acme"),
        ("  https://x", "  https://x"),
        ("two\nlines\r\n", "two lines"),
        ("\x1b]0;title\x07\x1b[2Jx", "]0;title[2Jx"),
        ("\x9b31mred", "31mred"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("Zoë 北京 🔔", "Zoë 北京 🔔"),
        ("\ud800", ""),
    ],
)
def test_text_is_shown_on_one_line_without_what_a_terminal_obeys(text: str, shown: str) -> None:
    assert plain(text) == shown


class Sink(io.TextIOWrapper):
    """A standard output that may be a terminal."""

    def __init__(self, encoding: str, *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "ascii", "latin-1"])
def test_json_is_json_whatever_the_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = Sink(encoding)
    monkeypatch.setattr(sys, "stdout", sink)
    put_json({"name": "Zoë 北京\x1b[0m"})
    assert json.loads(sink.text) == {"name": "Zoë 北京\x1b[0m"}
    assert "\x1b" not in sink.text


def a_terminal(monkeypatch: pytest.MonkeyPatch) -> Sink:
    """Let standard output be a terminal with colours."""
    for name in ("NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    sink = Sink("utf-8", terminal=True)
    monkeypatch.setattr(sys, "stdout", sink)
    return sink


def test_a_terminal_gets_bold_headings_and_cells_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    put_table(("Name",), [("[red]Acme[/red] :bell:",)])
    assert "\x1b[1m" in terminal.text
    assert "[red]Acme[/red] :bell:" in terminal.text


@pytest.mark.parametrize("asked", [True, False])
def test_there_is_no_colour_for_who_wants_none(asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    if asked:
        monkeypatch.setenv("NO_COLOR", "1")
    assert run(["--help"]) == 0
    coloured = re.search(r"\x1b\[[\d;]*(3[0-7]|38)[\d;]*m", terminal.text) is not None
    assert coloured is not asked


def test_a_pipe_gets_whole_cells_and_no_colour(capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * 500
    put_table(("Name", "Points"), [(long, "1"), ("b", "20")], numbers=("Points",))
    put_lines("y" * 500, title="Title")
    printed = capsys.readouterr().out
    assert long in printed
    assert "y" * 500 in printed
    assert "\x1b" not in printed


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Working", 10) as done:
        done(3)
    assert capsys.readouterr() == ("", "")


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    watched, printed = Sink("utf-8", terminal=True), Sink("utf-8")
    monkeypatch.setattr(sys, "stderr", watched)
    monkeypatch.setattr(sys, "stdout", printed)
    with progress("Working", 10) as done:
        done(10)
    assert "Working" in watched.text
    assert "10/10" in watched.text
    assert printed.text == ""
