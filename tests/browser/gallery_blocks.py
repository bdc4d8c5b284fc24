"""One message of every kind of block, as an app would send them; the keys name the messages."""

from collections.abc import Mapping
from typing import Any

Block = dict[str, Any]

# What a customer might type to get out of its quotes; every place must show it as typed.
HOSTILE = "<!channel> *bold* <https://evil.example|bank> &amp; <b>tag</b> <@U0000000002> :tada: https://evil.example"


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str, about: str | None = None) -> Block:
    more = {"description": plain(about)} if about else {}
    return {"text": plain(text), "value": value, **more}


def text(words: str, **style: bool) -> Block:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def line(*parts: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(parts)}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def picture(words: str) -> Block:
    return {"type": "image", "image_url": "https://pictures.example/one.png", "alt_text": words}


def button(action_id: str, words: str, **more: Any) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(words), **more}


SURE: Block = {
    "title": plain("Close the ticket?"),
    "text": mrkdwn("The customer is told *at once*."),
    "confirm": plain("Close it"),
    "deny": plain("Keep it open"),
    "style": "danger",
}
FRUIT = [option("apple", "Apple", "Crisp and red"), option("pear", "Pear"), option("plum", "Plum")]
GROUPS = [
    {"label": plain("Red"), "options": [option("cherry", "Cherry"), option("apple", "Apple")]},
    {"label": plain("Yellow"), "options": [option("banana", "Banana")]},
]

ELEMENTS: Mapping[str, Block] = {
    "static_select": {"options": FRUIT, "placeholder": plain("Pick a fruit")},
    "multi_static_select": {"option_groups": GROUPS, "max_selected_items": 2},
    "external_select": {"min_query_length": 1, "placeholder": plain("Search customers")},
    "multi_external_select": {"min_query_length": 0, "placeholder": plain("Search many customers")},
    "users_select": {"placeholder": plain("Pick a person")},
    "multi_users_select": {"placeholder": plain("Pick people")},
    "channels_select": {"placeholder": plain("Pick a channel")},
    "multi_channels_select": {"placeholder": plain("Pick channels")},
    "conversations_select": {"placeholder": plain("Pick a conversation"), "filter": {"include": ["private"]}},
    "multi_conversations_select": {"placeholder": plain("Pick conversations")},
    "checkboxes": {"options": FRUIT, "initial_options": [FRUIT[1]]},
    "radio_buttons": {"options": FRUIT},
    "datepicker": {"initial_date": "2026-01-02"},
    "timepicker": {"initial_time": "09:30"},
    "datetimepicker": {"initial_date_time": 1_767_322_800},
    "overflow": {
        "options": [option("edit", "Edit"), option("archive", "Archive"), option("remove", "Remove")]
    },
    "button": {"text": plain("Press"), "value": "pressed", "style": "primary"},
}


def element(kind: str, prefix: str) -> Block:
    return {"type": kind, "action_id": f"{prefix}_{kind}", **ELEMENTS[kind]}


def _sections() -> list[Block]:
    with_accessory = [
        {
            "type": "section",
            "text": mrkdwn(f"Beside this text: *{kind}*"),
            "accessory": element(kind, "beside"),
        }
        for kind in ELEMENTS
    ]
    return [
        {
            "type": "section",
            "text": mrkdwn("*Bold*, _italic_, ~struck~, `code`, <https://slack.example|a link> :tada:"),
        },
        {"type": "section", "text": plain("Plain *text* stays plain, emoji :wave: does not")},
        {"type": "section", "text": mrkdwn("&gt; quoted\n&gt; twice\nand after\n```\nfenced\n```")},
        {"type": "section", "fields": [mrkdwn(f"*Field {n}*\nvalue {n}") for n in range(1, 6)]},
        {"type": "section", "text": mrkdwn("Beside a picture"), "accessory": picture("A lighthouse")},
        *with_accessory,
    ]


def _lists() -> list[Block]:
    def bullets(style: str, indent: int, *items: str, **more: int) -> Block:
        elements = [line(text(item)) for item in items]
        return {"type": "rich_text_list", "style": style, "indent": indent, "elements": elements, **more}

    return [
        bullets("bullet", 0, "One", "Two"),
        bullets("bullet", 1, "Two, first", "Two, second"),
        bullets("ordered", 0, "Fourth", "Fifth", offset=3),
        bullets("ordered", 1, "Fifth, a"),
        bullets("bullet", 0, "With a border", border=1),
    ]


def rich_text(person: str, channel: str, group: str) -> list[Block]:
    styles = ("bold", "italic", "strike", "code", "underline", "highlight")
    styled = [part for style in styles for part in (text(style, **{style: True}), text(" "))]
    date = {
        "type": "date",
        "timestamp": 1_767_322_800,
        "format": "{date_long} at {time}",
        "fallback": "January",
    }
    return [
        rich(
            line(*styled),
            line(
                {"type": "user", "user_id": person},
                text(" in "),
                {"type": "channel", "channel_id": channel},
                text(" with "),
                {"type": "usergroup", "usergroup_id": group},
                text(" and "),
                {"type": "broadcast", "range": "here"},
            ),
            line(
                {"type": "link", "url": "https://slack.example", "text": "a link"},
                text(", "),
                {"type": "emoji", "name": "wave", "skin_tone": 4},
                text(" "),
                {"type": "color", "value": "#1264A3"},
                text(" "),
                date,
            ),
            *_lists(),
            {"type": "rich_text_quote", "elements": [text("A quote\nof two lines")]},
            {"type": "rich_text_preformatted", "border": 0, "elements": [text("def f():\n    return 1")]},
        )
    ]


def hostile() -> list[Block]:
    """What a customer typed, in every place that takes text that is not markup."""
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*", "\u2217")
    return [
        rich({"type": "rich_text_quote", "elements": [text(HOSTILE)]}),
        {"type": "section", "text": {**plain(HOSTILE), "emoji": False}},
        {"type": "section", "text": mrkdwn(escaped)},
        {"type": "context", "elements": [{**plain(HOSTILE), "emoji": False}]},
        {"type": "header", "text": {**plain(HOSTILE), "emoji": False}},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
        {"type": "actions", "elements": [button("hostile", "x", accessibility_label="safe")]},
    ]


def _raw(value: str | float) -> Block:
    if isinstance(value, str):
        return {"type": "raw_text", "text": value}
    return {"type": "raw_number", "value": value}


def _rows(*rows: tuple[str | float, ...]) -> list[list[Block]]:
    return [[_raw(value) for value in row] for row in rows]


_MONTHS = ("Aug", "Sep", "Oct", "Nov", "Dec", "Jan")


def _series(name: str, *values: float) -> Block:
    return {"name": name, "data": [{"label": m, "value": v} for m, v in zip(_MONTHS, values, strict=True)]}


def chart(kind: str) -> Block:
    axes = {"categories": list(_MONTHS), "x_label": "Month", "y_label": "Score"}
    if kind == "pie":
        parts = (("Promoters", 48), ("Passives", 31), ("Detractors", 20.5), ("Silent", 0.5))
        body: Block = {"type": "pie", "segments": [{"label": name, "value": value} for name, value in parts]}
    else:
        both = [_series("CSAT", 82, 79, 64, 71, 88, 91), _series("NPS", 31, 38, -12, 4, 22, 40)]
        body = {"type": kind, "series": both, "axis_config": axes}
    return {"type": "data_visualization", "title": f"Scores as {kind}", "chart": body}


MARKDOWN = """# Heading
Some **bold**, *italic*, ~~struck~~ and `code`, [a link](https://slack.example) and <b>no tag</b>.

- one
- two
  - nested
- [x] done

3. three
4. four

> quoted **text**

| Customer | Score |
|:---------|------:|
| Acme     | 91    |
| Globex   | 42    |

```python
print("<script>")
```
[no](javascript:alert(1))
"""


LONG = "\n".join(f"Line {number} of a long story" for number in range(1, 21))


def _card(number: int) -> Block:
    return {
        "type": "card",
        "block_id": f"card {number}",
        "hero_image": picture(f"Picture of card {number}"),
        "title": plain(f"Card {number}"),
        "subtitle": mrkdwn("A _subtitle_"),
        "body": mrkdwn("What the card is about, in a *sentence* or two."),
        "subtext": plain("Updated today"),
        "actions": [
            button("open_card", f"Open {number}", style="primary"),
            button("skip_card", "Skip"),
        ],
    }


def _container(action_id: str, **more: Any) -> Block:
    inside = [
        {"type": "section", "text": mrkdwn("Inside the container")},
        {"type": "actions", "elements": [button(action_id, "Inside")]},
    ]
    return {
        "type": "container",
        "title": plain("A container"),
        "subtitle": plain("of things"),
        "child_blocks": inside,
        **more,
    }


def messages() -> dict[str, list[Block]]:
    """The blocks of each message by its name; those about people and channels are made by ``rich_text``."""
    pressed = ["button", "overflow", "static_select", "multi_static_select", "external_select", "datepicker"]
    details = rich(line(text("12 reviews")))
    data = _rows(
        ("Customer", "Score", "Owner"), ("Acme", 91, "Ana"), ("Globex", 42, "Ben"), ("Initech", 77, "Ana"),
        ("Hooli", 64, "Ben"), ("Umbrella", 15, "Cleo"), ("Stark", 100, "Cleo"), ("Wayne", 9, "Ana"),
    )  # fmt: skip
    return {
        "sections": _sections(),
        "long": [
            {"type": "section", "text": mrkdwn(f"{LONG}\n<https://slack.example|the end>")},
            {"type": "section", "text": mrkdwn(LONG), "expand": True},
        ],
        "small": [
            {"type": "header", "text": plain("A header :sparkles:")},
            {"type": "divider"},
            {"type": "context", "elements": [picture("An owner"), mrkdwn("*Small*"), plain("and more")]},
            {**picture("A chart of last week"), "title": plain("Last week")},
        ],
        "actions": [
            {"type": "actions", "elements": [element(kind, "act") for kind in pressed]},
            {
                "type": "actions",
                "elements": [
                    button("plain", "Default"),
                    button("danger", "Delete", style="danger"),
                    button("sure", "Close ticket", style="danger", confirm=SURE),
                    button("visit", "Visit", url="https://slack.example"),
                    button("slow", "Slow"),
                    button("invalid", "Send what Slack refuses"),
                ],
            },
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "feedback_buttons",
                        "action_id": "opinion",
                        "positive_button": {"text": plain("Good answer"), "value": "good"},
                        "negative_button": {"text": plain("Bad answer"), "value": "bad"},
                    },
                    {"type": "icon_button", "action_id": "drop", "icon": "trash", "text": plain("Remove")},
                ],
            },
        ],
        "table": [{
            "type": "table",
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
            "rows": [*_rows(("Customer", "Score"), ("Acme", 91)), [rich(line(text("Globex"))), _raw(42)]],
        }],
        "data_table": [{
            "type": "data_table", "caption": "Customers by score", "rows": data,
            "page_size": 3, "row_header_column_index": 0,
        }],
        "lines": [chart("line"), chart("bar")],
        "areas": [chart("area"), chart("pie")],
        "markdown": [{"type": "markdown", "text": MARKDOWN}],
        "cards": [
            {**_card(1), "slack_icon": {"type": "icon", "name": "star-filled"}},
            {"type": "carousel", "elements": [_card(n) for n in range(2, 6)]},
        ],
        "containers": [
            _container("inside_open", width="wide", has_header_divider=True),
            _container("inside_folded", is_collapsible=True, default_collapsed=True),
        ],
        "progress": [
            {"type": "task_card", "task_id": "t1", "title": "Read the reviews", "status": "in_progress"},
            {
                "type": "plan", "title": "A plan",
                "tasks": [
                    {"task_id": "a", "title": "Collect", "status": "complete", "details": details},
                    {"task_id": "b", "title": "Judge", "status": "error"},
                    {"task_id": "c", "title": "Tell", "status": "pending"},
                ],
            },
        ],
        "video": [{
            "type": "video", "title": plain("How it works"), "alt_text": "A person at a desk",
            "thumbnail_url": "https://videos.example/t.png", "video_url": "https://videos.example/v",
            "provider_name": "Videos", "description": plain("In two minutes"),
        }],
    }  # fmt: skip


def inputs() -> list[Block]:
    """An input block for every element that may stand in one, block_id the same as the element's type."""
    fields: dict[str, Block] = {
        "plain_text_input": {"max_length": 20, "placeholder": plain("A few words")},
        "number_input": {"is_decimal_allowed": False, "min_value": "1", "max_value": "10"},
        "email_text_input": {},
        "url_text_input": {},
        "rich_text_input": {},
        "file_input": {"max_files": 2, "filetypes": ["txt", "pdf"]},
        **{kind: more for kind, more in ELEMENTS.items() if kind not in ("overflow", "button")},
    }
    return [
        {
            "type": "input",
            "block_id": kind,
            "label": plain(f"Label of {kind}"),
            "optional": kind == "file_input",
            "hint": plain(f"Hint of {kind}"),
            "element": {"type": kind, "action_id": "value", **more},
        }
        for kind, more in fields.items()
    ]
