"""The builder: whatever leaves it, Slack takes; whatever it is given, nothing is dropped for being long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blockkit import limits
from bot.blockkit.check import problems
from bot.slack import build, rich
from tests.slack.cast import HOSTILE

ANY_TEXT = st.text(st.characters(), max_size=300)  # surrogates and NUL bytes included


def test_blocks_over_a_limit_are_refused_where_they_are_built() -> None:
    too_long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(build.MalformedBlocksError, match="less than 151"):
        build.message([too_long], "text")


def test_the_same_block_id_twice_is_refused() -> None:
    row = build.actions(build.button("Claim", "claim", "1"), block_id="same")
    with pytest.raises(build.MalformedBlocksError, match="same already exists"):
        build.message([row, row], "text")


def test_the_same_action_id_twice_in_a_row_of_buttons_is_refused() -> None:
    claim = build.button("Claim", "claim", "1")
    with pytest.raises(build.MalformedBlocksError, match="claim already exists"):
        build.message([build.actions(claim, claim)], "text")


def test_fifty_one_blocks_are_refused() -> None:
    with pytest.raises(build.MalformedBlocksError):
        build.message([build.divider()] * 51, "text")


def test_the_fallback_text_is_cut_and_then_escaped() -> None:
    text = build.message([build.divider()], HOSTILE)["text"]
    assert text.startswith("&lt;!channel&gt; *bold* &lt;https://evil|bank&gt; &amp;amp; &lt;@U123&gt;")
    assert len(text) <= limits.MESSAGE_TEXT_ADVISED
    assert text.endswith("…")


def test_an_empty_text_becomes_a_dash_because_slack_refuses_nothing() -> None:
    assert build.plain("")["text"] == "-"
    assert build.message([build.divider()], "\x00")["text"] == "-"


def test_a_button_keeps_its_place_however_long_its_label() -> None:
    long = build.button("x" * 500, "claim", "1", spoken="y" * 500)
    assert problems([build.actions(long)], "message") == []
    assert long["text"]["text"].endswith("…")


def test_a_cut_quote_says_how_much_is_missing() -> None:
    cut, note = rich.quote("x" * 10_000, 1500)["elements"]
    assert cut["text"] == "x" * 1499 + "…"
    assert note["text"] == " (8,501 more characters)"


@given(ANY_TEXT)
def test_any_text_fits_anywhere_a_text_is_taken(text: str) -> None:
    shown = build.message(
        [
            build.header(text),
            build.section(build.plain(text), fields=[build.plain(text, 2000)]),
            build.context(build.plain(build.clean(text)), build.mrkdwn(build.escaped(text))),
            rich.block(rich.line(rich.name(text), rich.text("!")), rich.quote(text + "!", 100)),
            build.actions(
                build.overflow("more", [build.option(text, "1", text)]),
                build.select("pick", [build.option(text, "1")], placeholder=text),
            ),
        ],
        text,
    )
    assert shown["text"].encode("utf-8")  # no lone surrogate gets as far as the network


@given(st.text(max_size=3000), st.integers(1, 2000))
def test_a_quote_is_the_start_of_what_was_typed(words: str, limit: int) -> None:
    typed = rich.typed(words)
    shown = "".join(part["text"] for part in rich.quote(words, limit)["elements"][:1])
    assert shown == typed or (shown.endswith("…") and typed.startswith(shown[:-1]))


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("https://surveys.example/r/1?a=b&c=d", True),
        ("http://surveys.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https://evil example", False),
        ("https://[broken", False),
        ("slack://open", False),
        ("https://x.example/" + "a" * 3000, False),
        ("", False),
    ],
)
def test_only_addresses_for_a_browser_become_links(url: str, accepted: bool) -> None:
    assert rich.web_url(url) == (url if accepted else None)
