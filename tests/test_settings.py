"""Settings: read from the environment or a .env file, and refused in sentences without their values."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidInput
from bot.settings import Settings, load_settings, parse_times

NAMES = {str(field.validation_alias) for field in Settings.model_fields.values()}


@pytest.fixture(autouse=True)
def empty_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///bellwether.db"
    assert settings.timezone == "UTC"
    assert parse_times(settings.rescore_times) == [(0, 30), (12, 30)]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BELLWETHER_TIMEZONE", "Mars/Olympus", "must be an IANA time zone, such as Europe/Berlin"),
        ("BELLWETHER_TIMEZONE", "America", "must be an IANA time zone, such as Europe/Berlin"),
        ("BELLWETHER_TIMEZONE", "../../etc/passwd", "must be an IANA time zone, such as Europe/Berlin"),
        ("BELLWETHER_TIMEZONE", "/etc/passwd", "must be an IANA time zone, such as Europe/Berlin"),
        ("BELLWETHER_PORT", "eighty-eighty", "Input should be a valid integer"),
        ("BELLWETHER_PORT", "65536", "Input should be less than or equal to 65535"),
        ("BELLWETHER_PORT", "-7", "Input should be greater than or equal to 0"),
        ("BELLWETHER_MAX_BODY", "1000", "Input should be greater than or equal to 1024"),
        ("BELLWETHER_MAX_BODY", "67108865", "Input should be less than or equal to 67108864"),
        ("BELLWETHER_LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO, WARNING, ERROR"),
        ("BELLWETHER_PUBLIC_URL", "ftp.example", "must begin with http:// or https://"),
        ("SLACK_API_URL", "slack-com", "must begin with http:// or https://"),
        ("BELLWETHER_RESCORE_TIMES", "24:00", "must be times of day such as 00:30,12:30"),
        ("BELLWETHER_RESCORE_TIMES", "12:60", "must be times of day such as 00:30,12:30"),
        ("BELLWETHER_RESCORE_TIMES", "1230", "must be times of day such as 00:30,12:30"),
        ("BELLWETHER_RESCORE_TIMES", "07:30,", "must be times of day such as 00:30,12:30"),
        ("BELLWETHER_RESCORE_TIMES", "-1:30", "must be times of day such as 00:30,12:30"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert list(caught.value.problems) == [name]
    assert caught.value.problems[name].startswith(sentence)
    assert value not in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_PORT", "many")
    monkeypatch.setenv("BELLWETHER_LOG_LEVEL", "LOUD")
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert set(caught.value.problems) == {"BELLWETHER_PORT", "BELLWETHER_LOG_LEVEL"}


def test_an_env_file_counts_and_the_environment_counts_more(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BELLWETHER_PORT=9001\nBELLWETHER_HOST=0.0.0.0\nSOMETHING_ELSE=x\n")
    monkeypatch.setenv("BELLWETHER_PORT", "9002")
    settings = load_settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 9002)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_PORT", "")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    settings = load_settings()
    assert (settings.port, settings.slack_bot_token) == (8000, None)


def test_an_env_file_that_is_no_text_is_told_in_a_sentence() -> None:
    Path(".env").write_bytes(b"BELLWETHER_PORT=\xff\xfe")
    with pytest.raises(InvalidInput, match="cannot be read: UnicodeDecodeError"):
        load_settings()


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, f"hidden-{name}")
    monkeypatch.setenv("BELLWETHER_SECRET_KEY", "hidden-key")
    settings = load_settings()
    assert "hidden" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_addresses_are_put_together_with_one_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_PUBLIC_URL", "https://bell.example/")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9999/api")
    settings = load_settings()
    assert settings.hook_url("abc") == "https://bell.example/hooks/abc"
    assert settings.api_url() == "http://127.0.0.1:9999/api/"


def test_a_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_LOG_LEVEL", "debug")
    assert load_settings().log_level == "DEBUG"


def test_times_of_day_are_sorted_and_counted_once() -> None:
    assert parse_times("12:30, 0:30 ,12:30") == [(0, 30), (12, 30)]


@given(st.text(max_size=12))
def test_times_are_understood_or_refused_and_nothing_else(text: str) -> None:
    found = []
    with contextlib.suppress(ValueError):
        found = parse_times(text)
    assert all(0 <= hour < 24 and 0 <= minute < 60 for hour, minute in found)
