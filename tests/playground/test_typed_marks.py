"""What people type with marks becomes rich text, as in Slack's composer; what bots read stays escaped."""

from typing import Any

import pytest

from bot.playground.slack import LocalSlack
from tests.playground.conftest import Cast


def words(text: str, *styles: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "text", "text": text}
    return {**made, "style": dict.fromkeys(styles, True)} if styles else made


def written(slack: LocalSlack, cast: Cast, text: str) -> list[dict[str, Any]]:
    [block] = slack.write(cast.ana, cast.support, text).blocks
    elements: list[dict[str, Any]] = block["elements"]
    return elements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*urgent* now", [words("urgent", "bold"), words(" now")]),
        ("_so_ ~not~", [words("so", "italic"), words(" "), words("not", "strike")]),
        ("*all _of_ it*", [words("all ", "bold"), words("of", "italic", "bold"), words(" it", "bold")]),
        ("done :tada:!", [words("done "), {"type": "emoji", "name": "tada"}, words("!")]),
        ("`*as is* :tada:`", [words("*as is* :tada:", "code")]),
        ("https://x.example/a_b_c", [{"type": "link", "url": "https://x.example/a_b_c"}]),
        ("2*3*4, snake_case_name", [words("2*3*4, snake_case_name")]),
        ("at 10:30:15, * a *, ~", [words("at 10:30:15, * a *, ~")]),
        ("<!channel> & <b>", [words("<!channel> & <b>")]),
    ],
)  # fmt: skip
async def test_marks_style_words_and_nothing_else(
    slack: LocalSlack, cast: Cast, text: str, expected: list[dict[str, Any]]
) -> None:
    assert written(slack, cast, text) == [{"type": "rich_text_section", "elements": expected}]


async def test_a_styled_mention_is_still_a_mention(slack: LocalSlack, cast: Cast) -> None:
    [section] = written(slack, cast, "*@ben*")
    assert section["elements"] == [{"type": "user", "user_id": cast.ben.id, "style": {"bold": True}}]


async def test_quotes_lists_and_fences_are_elements_of_their_own(slack: LocalSlack, cast: Cast) -> None:
    text = "Look:\n> it fails\n> again\n- one\n- *two*\n  - deeper\n3. third\n```\na *b*\n  c\n```\nbye"
    kinds = [
        (each["type"], each.get("style"), each.get("indent"), each.get("offset"))
        for each in written(slack, cast, text)
    ]
    assert kinds == [
        ("rich_text_section", None, None, None),
        ("rich_text_quote", None, None, None),
        ("rich_text_list", "bullet", 0, None),
        ("rich_text_list", "bullet", 1, None),
        ("rich_text_list", "ordered", 0, 2),
        ("rich_text_preformatted", None, None, None),
        ("rich_text_section", None, None, None),
    ]
    _, quote, bullets, *_, fence, end = written(slack, cast, text)
    assert quote["elements"] == [words("it fails\nagain")]
    assert bullets["elements"][1]["elements"] == [words("two", "bold")]
    assert (fence["elements"], end["elements"]) == ([words("a *b*\n  c")], [words("bye")])


async def test_a_fence_without_its_end_is_text(slack: LocalSlack, cast: Cast) -> None:
    [section] = written(slack, cast, "three ``` ticks")
    assert section["elements"] == [words("three ``` ticks")]


async def test_what_bots_read_has_no_token_that_nobody_typed(slack: LocalSlack, cast: Cast) -> None:
    text = "<https://evil.example|bank> *bold* <!channel> & <https://a.example>"
    message = slack.write(cast.ana, cast.support, text)
    assert message.text == (
        "&lt;<https://evil.example>|bank&gt; *bold* &lt;!channel&gt; &amp; &lt;<https://a.example>&gt;"
    )
