"""Foreign text in Slack: what a customer writes is shown and does nothing."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blockkit.escape import (
    MARK,
    clean_name,
    escape_and_truncate,
    escape_mrkdwn,
    escaped_length,
    truncate,
)

HOSTILE = "<!channel> *bold* <https://evil|bank> &amp;"


def test_no_mention_or_link_survives_escaping() -> None:
    assert escape_mrkdwn(HOSTILE) == "&lt;!channel&gt; *bold* &lt;https://evil|bank&gt; &amp;amp;"


@given(st.text())
def test_slack_shows_escaped_text_as_it_was_typed(text: str) -> None:
    shown = escape_mrkdwn(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == text


@given(st.text())
def test_the_escaped_length_is_known_without_escaping(text: str) -> None:
    assert escaped_length(text) == len(escape_mrkdwn(text))


@given(st.text(alphabet="&<>ab é👍🏽\u200d\u0301", max_size=60), st.integers(1, 40))
def test_a_cut_text_fits_once_escaped_and_never_ends_in_half_an_entity(text: str, limit: int) -> None:
    escaped = escape_and_truncate(text, limit)
    assert len(escaped) <= limit
    assert escape_mrkdwn(html.unescape(escaped)) == escaped


@given(st.text(), st.integers(1, 40))
def test_a_text_that_fits_is_left_alone_and_one_that_does_not_ends_in_the_mark(text: str, limit: int) -> None:
    cut = truncate(text, limit)
    assert cut == text if escaped_length(text) <= limit else cut.endswith(MARK)


def test_a_long_text_is_cut_as_late_as_possible() -> None:
    assert truncate("abcdef", 4) == "abc…"
    assert truncate("a<b<c", 7) == "a<b…"


def test_a_cut_does_not_tear_an_accent_or_a_joined_emoji_apart() -> None:
    assert truncate("ae\u0301xyz", 3) == "a…"
    assert truncate("a\U0001f469\u200d\U0001f680 and more", 4) == "a…"


def test_a_limit_below_one_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="fewer than one"):
        truncate("a", 0)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("  Acme \n Corp ", "Acme Corp"),
        ("Acme\u202egpj.exe", "Acmegpj.exe"),
        ("Ac\u200bme\ufeff", "Acme"),
        ("Ac\x00me\ud800", "Acme"),
        ("Łódź & Söhne 東京", "Łódź & Söhne 東京"),
    ],
)
def test_a_name_is_one_line_without_hidden_characters(name: str, clean: str) -> None:
    assert clean_name(name) == clean
