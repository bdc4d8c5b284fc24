"""Whatever a person gets wrong is answered by a sentence: no traceback, no secret, an exit code."""

import sqlite3
import sys

import pytest

from bot.cli import boundary
from bot.errors import Conflict, InvalidInput, NotFound, Unavailable
from tests.cli.conftest import Terminal


def refused(terminal: Terminal, *argv: str, code: int = 2) -> str:
    """The one sentence on standard error; nothing is on standard output."""
    result = terminal(*argv)
    assert (result.code, result.out) == (code, ""), result
    assert "Traceback" not in result.err
    assert "fault" not in result.err
    (sentence,) = result.err.splitlines()
    return sentence


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["demoo"], "No such command 'demoo'. Did you mean 'demo'? See bellwether --help."),
        (["source", "ad"], "No such command 'ad'. Did you mean 'add'? See bellwether source --help."),
        (["source", "add"], "Missing argument 'NAME'. See bellwether source add --help."),
        (["source", "add", "x", "--kin", "y"], "No such option: --kin"),
        (["source", "add", "x", "--kind"], "Option '--kind' requires an argument."),
        (["source", "list", "surplus"], "Got unexpected extra argument(s) (surplus)."),
        (["serve", "--port", "many"], "Invalid value for '--port': Input should be a valid integer"),
        (
            ["serve", "--port", "70000"],
            "Invalid value for '--port': Input should be less than or equal to 65535.",
        ),
        (["deliveries", "list", "--limit", "0"], "Invalid value for '--limit'"),
        (["--workspace"], "Option '--workspace' requires an argument."),
        (["source", "add", ""], "NAME: must be 1 to 80 printable characters"),
        (["source", "add", "a\x1b[2Jb"], "NAME: must be 1 to 80 printable characters"),
        (["--workspace", "Nowhere", "source", "list"], "--workspace: there is no workspace 'Nowhere'"),
        (["health", "acme", "--workspace", "Nowhere"], "--workspace: there is no workspace 'Nowhere'"),
        (["health", "acme", "--workspace=Nowhere"], "--workspace: there is no workspace 'Nowhere'"),
        (["health", "--", "--workspace"], "NAME: there is no customer like '--workspace'."),
    ],
)
def test_wrong_words(alone: Terminal, argv: list[str], sentence: str) -> None:
    assert refused(alone, *argv).startswith(sentence)


@pytest.mark.parametrize("command", ["rules", "scorecard"])
class TestFiles:
    def test_a_file_that_is_not_there(self, alone: Terminal, command: str) -> None:
        sentence = refused(alone, command, "apply", "nowhere.yml")
        assert sentence == "nowhere.yml: cannot be read: no such file or directory."

    def test_a_folder(self, alone: Terminal, command: str) -> None:
        assert refused(alone, command, "apply", ".") == ".: cannot be read: is a directory."

    def test_a_binary_file(self, alone: Terminal, command: str) -> None:
        name = alone.file("image.png", b"\x89PNG\r\n\x1a\n\xff\xfe")
        assert refused(alone, command, "apply", name) == "image.png: is not text in UTF-8."

    def test_a_file_of_characters_that_yaml_forbids(self, alone: Terminal, command: str) -> None:
        assert "YAML" in refused(alone, command, "apply", alone.file("nul.yml", "a: \x00\x01"))

    def test_a_huge_file(self, alone: Terminal, command: str) -> None:
        assert refused(alone, command, "apply", alone.file("huge.yml", b"#" * 5_000_000)).endswith("4 MB.")

    def test_a_deep_file(self, alone: Terminal, command: str) -> None:
        assert "YAML" in refused(alone, command, "apply", alone.file("deep.yml", "[" * 3_000))

    @pytest.mark.parametrize("content", ["", "just words", "- a\n- b\n", "42", "a: 1"])
    def test_something_else(self, alone: Terminal, command: str, content: str) -> None:
        result = alone(command, "apply", alone.file("else.yml", content))
        assert (result.code, result.out) == (2, "")
        assert all(line.startswith("else.yml, ") for line in result.err.splitlines())

    def test_a_place_that_cannot_be_written(self, alone: Terminal, command: str) -> None:
        sentence = refused(alone, command, "export", "nowhere/out.yml")
        assert sentence == "nowhere/out.yml: cannot be written: no such file or directory."


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "BELLWETHER_DATABASE_URL: is not a database URL, such as sqlite:///bellwether.db"),
        ("mysql://u:hunter2@x/y", "BELLWETHER_DATABASE_URL: must begin with sqlite:// or postgresql://"),
        ("sqlite://", "BELLWETHER_DATABASE_URL: needs a file"),
        ("sqlite:///nowhere/x.db", "database: the folder nowhere does not exist"),
        ("sqlite:///.", "database: cannot write to .: unable to open database file"),
        ("sqlite:///noise.db", "database: noise.db is not an SQLite database"),
        (
            "postgresql://u:hunter2@127.0.0.1:1/x",
            "database: cannot connect to the PostgreSQL database x on 127.0.0.1: connection refused",
        ),
        ("postgresql://u:hunter2@h:port/x", "BELLWETHER_DATABASE_URL: is not a database URL"),
    ],
)
def test_a_database_that_cannot_be_used(alone: Terminal, url: str, sentence: str) -> None:
    alone.file("noise.db", bytes(range(256)) * 20)
    alone.set(BELLWETHER_DATABASE_URL=url)
    told = refused(alone, "source", "list")
    assert told.startswith(sentence)
    assert "hunter2" not in told
    checked = alone("check")
    assert checked.code == 1
    assert sentence in checked.out
    assert "hunter2" not in checked.out + checked.err


def test_a_database_that_another_program_has_locked(alone: Terminal) -> None:
    assert alone("migrate").code == 0
    other = sqlite3.connect(alone.folder / "bellwether.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert refused(alone, "migrate").endswith("bellwether.db: database is locked")
    finally:
        other.close()


def test_a_key_that_does_not_fit(alone: Terminal) -> None:
    alone("source", "add", "one")
    alone.set(BELLWETHER_SECRET_KEY="another key")
    told = refused(alone, "source", "rotate", "one")
    assert told.startswith("BELLWETHER_SECRET_KEY: is not the key")
    assert "another" not in told


def test_settings_that_cannot_be_used_are_told_all_at_once_without_their_values(alone: Terminal) -> None:
    alone.set(BELLWETHER_PORT="soon", BELLWETHER_TIMEZONE="Mars/Base", BELLWETHER_PUBLIC_URL="bell.example")
    result = alone("source", "list")
    assert (result.code, result.out) == (2, "")
    told = result.err.splitlines()
    assert sorted(line.split(":")[0] for line in told) == [
        "BELLWETHER_PORT",
        "BELLWETHER_PUBLIC_URL",
        "BELLWETHER_TIMEZONE",
    ]
    assert "Mars" not in result.err


def test_an_env_file_that_is_no_text(alone: Terminal) -> None:
    alone.file(".env", b"\xff\xfe")
    assert refused(alone, "source", "list").endswith(".env: cannot be read: UnicodeDecodeError")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (InvalidInput({"a": "is wrong", "b": "too"}), 2, "a: is wrong\nb: too\n"),
        (NotFound("There is none."), 2, "There is none.\n"),
        (Conflict("Somebody was first."), 1, "Somebody was first.\n"),
        (Unavailable("the database cannot take the work now"), 1, "the database cannot take the work now\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_becomes_of_errors(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        raise error

    assert boundary.guarded(work) == code
    assert capsys.readouterr() == ("", told)


def test_a_fault_of_our_own_names_places_and_quotes_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise KeyError("what a customer wrote")

    assert boundary.guarded(work) == 1
    told = capsys.readouterr().err
    assert told.startswith("Bellwether has a fault: KeyError.")
    assert "test_mistakes.py" in told
    assert "customer wrote" not in told


def test_a_reader_who_leaves_early_is_no_fault() -> None:
    def work() -> None:
        raise BrokenPipeError

    kept, sys.stderr = sys.stderr, open("/dev/null", "w")  # noqa: PTH123, SIM115
    try:
        assert boundary.guarded(work) == 1
    finally:
        sys.stderr = kept
