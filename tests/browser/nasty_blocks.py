"""What a customer might have typed, in every place of a block that takes text which is not markup."""

from typing import Any

from bot.blockkit import limits
from tests.browser.gallery_blocks import Block, button, line, rich, text

NASTY = {
    "tokens": "<!channel> <@U0000000002> <#C1> <!date^1^{date}|x> <https://evil.example|y> *b* _i_ ~s~ `c`",
    "entities": "&lt;!channel&gt; &amp;lt; <b>bold</b> [y](https://evil.example) **b** # h\n> quoted :tada:",
    "backwards": "\u202egnp.elif \u2067\u05d0\u05d1 \u0645\u0631\u062d\u0628\u0627 \u200f(x) \u200babc",
    "endless": "x" * 3_000,
}


def _plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": words[:most], "emoji": False}


def _cell(words: str) -> Block:
    return {"type": "raw_text", "text": words[:500]}


def _option(words: str) -> Block:
    return {"text": _plain(words, limits.OPTION_TEXT), "value": "one", "description": _plain(words, 75)}


def _chart(words: str) -> Block:
    label = words[: limits.CHART_LABEL]
    series = [{"name": label, "data": [{"label": label, "value": 3}]}]
    axes = {"categories": [label], "x_label": words[:50], "y_label": words[:50]}
    body = {"type": "bar", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": words[:50], "chart": body}


def _card(words: str, **more: Any) -> Block:
    return {
        "type": "card",
        "title": _plain(words, 150),
        "subtitle": _plain(words, 150),
        "body": _plain(words, 200),
        "subtext": _plain(words, 200),
        "actions": [{**button("press", "x"), "text": _plain(words, 75)}],
        **more,
    }


def everywhere(words: str) -> list[Block]:
    """Blocks for a message in which nothing but the words is said."""
    said = _plain(words, 1_000)
    quote = {"type": "rich_text_quote", "elements": [text(words[:1_000])]}
    code = {"type": "rich_text_preformatted", "elements": [text(words[:1_000])]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [line(text(words[:500]))]}
    choices = {"type": "checkboxes", "action_id": "boxes", "options": [_option(words)]}
    select = {"type": "static_select", "action_id": "pick", "options": [_option(words)]}
    preset = {"placeholder": _plain(words, 150), "initial_option": _option(words)}
    section = {"type": "section", "text": said}
    return [
        {"type": "header", "text": _plain(words, 150)},
        {**section, "accessory": {**select, **preset}},
        {"type": "section", "fields": [_plain(words, 300), _plain(words, 300)]},
        {"type": "context", "elements": [_plain(words, 300)]},
        {"type": "actions", "elements": [{**button("go", "x"), "text": _plain(words, 75)}, choices]},
        rich(line(text(words[:1_000]))),
        rich(quote),
        rich(code),
        rich(listed),
        {"type": "table", "rows": [[_cell(words), _cell("x")], [_cell(words), _cell("x")]]},
        {"type": "data_table", "caption": words[:150], "rows": [[_cell(words)], [_cell(words)]]},
        _chart(words),
        _card(words),
        {"type": "carousel", "elements": [_card(words), _card(words)]},
        {
            "type": "container",
            "title": _plain(words, 150),
            "subtitle": _plain(words, 150),
            "child_blocks": [section],
        },
        {"type": "task_card", "task_id": "t", "title": words[:150]} | {"status": "error"},
    ]
