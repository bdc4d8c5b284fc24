"""What Slack would refuse is found, with its place; what it takes passes."""

from typing import Any

import pytest

from bot.blockkit.check import Problem, problems, view_problems
from bot.blockkit.limits import Surface

Block = dict[str, Any]


def a_section(text: str = "Hello", **more: Any) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def a_button(action_id: str = "go", **more: Any) -> Block:
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Go"}, **more}


def an_input(element: Block | None = None, **more: Any) -> Block:
    element = element or {"type": "plain_text_input", "action_id": "note"}
    return {"type": "input", "label": {"type": "plain_text", "text": "Note"}, "element": element, **more}


def a_line_chart(**more: Any) -> Block:
    chart = {
        "type": "line",
        "series": [{"name": "NPS", "data": [{"label": "Sep", "value": 31}, {"label": "Oct", "value": 38}]}],
        "axis_config": {"categories": ["Sep", "Oct"], "x_label": "Month", "y_label": "NPS"},
    }
    return {"type": "data_visualization", "title": "NPS by month", "chart": {**chart, **more}}


def a_data_table(*rows: list[str], **more: Any) -> Block:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (rows or (["Name"], ["Acme"]))]
    return {"type": "data_table", "caption": "Customers", "rows": cells, **more}


def a_modal(*blocks: Block, **more: Any) -> Block:
    title = {"type": "plain_text", "text": "Title"}
    return {"type": "modal", "title": title, "blocks": list(blocks) or [a_section()], **more}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def a_card(**more: Any) -> Block:
    return {"type": "card", "title": plain("Acme"), "body": plain("Fine"), "actions": [a_button()], **more}


def an_option(value: str) -> Block:
    return {"text": plain(value), "value": value}


def a_choice(kind: str) -> Block:
    return {"type": kind, "action_id": "pick", "options": [an_option("a"), an_option("b")]}


def a_container(**more: Any) -> Block:
    return {"type": "container", "title": plain("Details"), "child_blocks": [a_section()], **more}


def the_only(found: list[Problem]) -> tuple[str, str]:
    assert len(found) == 1, found
    return found[0].pointer, found[0].code


SOUND: list[Block] = [
    a_section(),
    a_section(accessory=a_button()),
    {"type": "section", "fields": [{"type": "plain_text", "text": "A"}, {"type": "mrkdwn", "text": "B"}]},
    {"type": "header", "text": {"type": "plain_text", "text": "Acme", "emoji": True}},
    {"type": "divider", "block_id": "line"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "now"}]},
    {"type": "context", "elements": [{"type": "image", "image_url": "https://x/y.png", "alt_text": "y"}]},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "chart"},
    {"type": "actions", "elements": [a_button("a", style="danger", value="1"), a_button("b")]},
    an_input(dispatch_action=True, optional=True),
    an_input({"type": "external_select", "action_id": "who", "min_query_length": 0}),
    an_input({"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1"}),
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_quote",
                "elements": [{"type": "text", "text": "bad", "style": {"bold": True}}],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]},
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "then"}
                        ],
                    },
                ],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
        ],
    },
]

ONLY_MESSAGE: list[Block] = [
    a_line_chart(),
    {"type": "markdown", "text": "**hello**"},
    {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "A"}]],
        "column_settings": [None, {"align": "right"}],
    },
    {"type": "plan", "title": "Plan", "tasks": [{"task_id": "1", "title": "One", "status": "pending"}]},
    {"type": "task_card", "task_id": "1", "title": "One", "status": "complete"},
    {"type": "carousel", "elements": [a_card(), a_card()]},
    {"type": "container", "title": plain("Details"), "child_blocks": [a_section()], "is_collapsible": True},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "vote",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0"},
            },
            {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Remove")},
        ],
    },
]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("block", SOUND, ids=lambda block: str(block["type"]))
def test_a_sound_block_passes_on_every_surface(block: Block, surface: Surface) -> None:
    assert problems([block], surface) == []


@pytest.mark.parametrize("block", ONLY_MESSAGE, ids=lambda block: str(block["type"]))
def test_some_blocks_are_for_messages_only(block: Block) -> None:
    assert problems([block], "message") == []
    assert the_only(problems([block], "modal")) == ("/blocks/0", "wrong_surface")


def test_an_alert_is_for_modals_only() -> None:
    alert = {"type": "alert", "text": {"type": "plain_text", "text": "Careful"}, "level": "warning"}
    assert problems([alert], "modal") == []
    assert the_only(problems([alert], "message")) == ("/blocks/0", "wrong_surface")


LONG = "x" * 4000

FAULTS: list[tuple[Block, str, str]] = [
    ({"type": "sparkline"}, "/blocks/0", "unknown_type"),
    ({"text": "no type"}, "/blocks/0", "missing_key"),
    ({"type": "section"}, "/blocks/0", "missing_key"),
    (a_section("x" * 3001), "/blocks/0/text/text", "too_long"),
    (a_section(""), "/blocks/0/text/text", "too_short"),
    (a_section(colour="red"), "/blocks/0", "unknown_key"),
    ({"type": "section", "text": "Hello"}, "/blocks/0/text", "wrong_type"),
    (
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]},
        "/blocks/0/fields/0/text",
        "too_long",
    ),
    ({"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}, "/blocks/0/fields", "too_many"),
    (a_section(accessory={"type": "plain_text_input"}), "/blocks/0/accessory", "not_allowed"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "/blocks/0/text/type", "not_allowed"),
    (
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        "/blocks/0/text/text",
        "too_long",
    ),
    ({"type": "divider", "block_id": "x" * 256}, "/blocks/0/block_id", "too_long"),
    ({"type": "actions", "elements": []}, "/blocks/0/elements", "too_few"),
    (
        {"type": "actions", "elements": [a_button("a"), a_button("a")]},
        "/blocks/0/elements/1/action_id",
        "duplicate_action_id",
    ),
    (
        {"type": "actions", "elements": [a_button(str(n)) for n in range(26)]},
        "/blocks/0/elements",
        "too_many",
    ),
    ({"type": "actions", "elements": [a_button(style="fancy")]}, "/blocks/0/elements/0/style", "not_allowed"),
    ({"type": "actions", "elements": [a_button(value=LONG)]}, "/blocks/0/elements/0/value", "too_long"),
    ({"type": "actions", "elements": [a_button(value=7)]}, "/blocks/0/elements/0/value", "wrong_type"),
    ({"type": "image", "alt_text": "x"}, "/blocks/0", "conflict"),
    ({"type": "context", "elements": [a_button()]}, "/blocks/0/elements/0", "unknown_type"),
    (an_input(a_button()), "/blocks/0/element", "not_allowed"),
    (an_input({"type": "static_select"}), "/blocks/0/element", "conflict"),
    (an_input({"type": "overflow", "options": []}), "/blocks/0/element", "not_allowed"),
    (
        {"type": "rich_text", "elements": [{"type": "text", "text": "x"}]},
        "/blocks/0/elements/0",
        "unknown_type",
    ),
    ({"type": "card"}, "/blocks/0", "missing_key"),
    (a_card(actions=[a_button(), a_button()]), "/blocks/0/actions/1/action_id", "duplicate_action_id"),
    (a_card(slack_icon={"type": "icon", "name": "unicorn"}), "/blocks/0/slack_icon/name", "not_allowed"),
    (
        a_card(
            slack_icon={"type": "icon", "name": "bug"},
            icon={"type": "image", "image_url": "https://x.example/i.png", "alt_text": "x"},
        ),
        "/blocks/0/slack_icon",
        "conflict",
    ),
    (
        an_input({**a_choice("static_select"), "initial_option": an_option("c")}),
        "/blocks/0/element/initial_option",
        "not_offered",
    ),
    (
        an_input({**a_choice("checkboxes"), "initial_options": [an_option("a"), an_option("c")]}),
        "/blocks/0/element/initial_options",
        "not_offered",
    ),
    (
        {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "pencil", "text": plain("x")}],
        },
        "/blocks/0/elements/0/icon",
        "not_allowed",
    ),
    (a_card(actions=[a_button()] * 4), "/blocks/0/actions", "too_many"),
    (a_card(body=plain("x" * 201)), "/blocks/0/body/text", "too_long"),
    (a_container(child_blocks=[a_card()]), "/blocks/0/child_blocks/0", "not_allowed"),
    (a_container(child_blocks=[{"type": "section"}]), "/blocks/0/child_blocks/0", "missing_key"),
    (a_container(default_collapsed=True), "/blocks/0/default_collapsed", "conflict"),
    (a_container(is_collapsible=True, has_header_divider=True), "/blocks/0/has_header_divider", "conflict"),
    (
        {"type": "plan", "title": "P", "tasks": [{"task_id": "1", "title": "x", "status": "error"}] * 2},
        "/blocks/0/tasks",
        "duplicate_task_id",
    ),
    ({"type": "actions", "elements": a_button()}, "/blocks/0/elements", "wrong_type"),
    (a_section(expand="yes"), "/blocks/0/expand", "wrong_type"),
    (
        an_input({"type": "number_input", "is_decimal_allowed": False, "min_value": 1}),
        "/blocks/0/element/min_value",
        "wrong_type",
    ),
    (
        an_input({"type": "plain_text_input", "max_length": 3001}),
        "/blocks/0/element/max_length",
        "out_of_range",
    ),
    (an_input({"type": "plain_text_input", "max_length": "9"}), "/blocks/0/element/max_length", "wrong_type"),
    (a_line_chart(type="radar"), "/blocks/0/chart", "unknown_type"),
]


@pytest.mark.parametrize(("block", "pointer", "code"), FAULTS)
def test_a_fault_is_found_at_its_place(block: Block, pointer: str, code: str) -> None:
    assert the_only(problems([block], "message")) == (pointer, code)


def test_blocks_that_are_not_a_list_of_objects_are_refused() -> None:
    assert the_only(problems({"type": "divider"}, "message")) == ("/blocks", "wrong_type")
    assert the_only(problems(["divider"], "message")) == ("/blocks/0", "wrong_type")
    assert the_only(problems([{"type": ["divider"]}], "message")) == ("/blocks/0", "missing_key")


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred() -> None:
    divider = {"type": "divider"}
    assert problems([divider] * 50, "message") == []
    assert the_only(problems([divider] * 51, "message")) == ("/blocks", "too_many")
    assert problems([divider] * 100, "home") == []
    assert the_only(problems([divider] * 101, "modal")) == ("/blocks", "too_many")


def test_a_block_id_may_stand_only_once() -> None:
    found = problems([{"type": "divider", "block_id": "a"}, a_section(block_id="a")], "message")
    assert the_only(found) == ("/blocks/1/block_id", "duplicate_block_id")


def test_a_card_and_what_a_container_holds_have_block_ids_of_their_own() -> None:
    carousel = {"type": "carousel", "elements": [a_card(block_id="a"), a_card(block_id="a")]}
    assert the_only(problems([carousel], "message")) == (
        "/blocks/0/elements/1/block_id",
        "duplicate_block_id",
    )
    outside = [a_section(block_id="a"), a_container(child_blocks=[a_section(block_id="a")])]
    pointer = "/blocks/1/child_blocks/0/block_id"
    assert the_only(problems(outside, "message")) == (pointer, "duplicate_block_id")


def test_the_characters_of_all_blocks_together_are_counted() -> None:
    assert problems([a_section("x" * 3000)] * 4, "message") == []
    assert the_only(problems([a_section("x" * 2500)] * 5, "message")) == ("/blocks", "blocks_too_long")
    assert problems([a_section("x" * 3000)] * 5, "home") == []


def test_only_one_element_takes_the_focus() -> None:
    element = {"type": "plain_text_input", "focus_on_load": True}
    assert the_only(problems([an_input(element), an_input(element)], "modal")) == ("/blocks/1", "conflict")


def test_a_problem_reads_like_slacks_own() -> None:
    (problem,) = problems([{"type": "divider"}] * 51, "message")
    assert str(problem) == "no more than 50 items allowed [json-pointer:/blocks]"


class TestTablesAndCharts:
    def test_one_table_and_two_charts_fit_in_a_message(self) -> None:
        table = {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]]}
        assert the_only(problems([table, table], "message")) == ("/blocks", "too_many")
        assert problems([a_line_chart()] * 2, "message") == []
        assert the_only(problems([a_line_chart()] * 3, "message")) == ("/blocks", "too_many")

    def test_a_table_has_no_empty_cell(self) -> None:
        table = {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}
        assert the_only(problems([table], "message")) == ("/blocks/0/rows/0/0/text", "too_short")

    def test_the_rows_of_a_data_table_are_even_and_two_or_more(self) -> None:
        assert problems([a_data_table()], "message") == []
        assert the_only(problems([a_data_table(["Name"])], "message")) == ("/blocks/0/rows", "too_few")
        uneven = a_data_table(["Name", "Score"], ["Acme"])
        assert the_only(problems([uneven], "message")) == ("/blocks/0/rows", "uneven_rows")

    def test_a_data_table_names_an_existing_column_as_row_header(self) -> None:
        found = problems([a_data_table(row_header_column_index=1)], "message")
        assert the_only(found) == ("/blocks/0/row_header_column_index", "out_of_range")

    def test_the_header_of_a_data_table_is_not_rich(self) -> None:
        table = a_data_table()
        rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Name"}]}
        table["rows"][0][0] = {"type": "rich_text", "elements": [rich]}
        assert the_only(problems([table], "message")) == ("/blocks/0/rows/0", "not_allowed")

    def test_a_data_table_holds_ten_thousand_characters(self) -> None:
        found = problems([a_data_table(["Name"], ["x" * 10_000])], "message")
        assert the_only(found) == ("/blocks/0/rows", "too_long")

    def test_every_series_has_one_point_per_category(self) -> None:
        series = [{"name": "NPS", "data": [{"label": "Sep", "value": 31}]}]
        found = problems([a_line_chart(series=series)], "message")
        assert the_only(found) == ("/blocks/0/chart/series/0/data", "points_differ")

    def test_series_names_are_unique(self) -> None:
        series = a_line_chart()["chart"]["series"] * 2
        found = problems([a_line_chart(series=series)], "message")
        assert the_only(found) == ("/blocks/0/chart/series", "duplicate_series")

    def test_categories_are_unique_and_values_numbers(self) -> None:
        series = [{"name": "NPS", "data": [{"label": "Sep", "value": 31}] * 2}]
        found = problems([a_line_chart(series=series, axis_config={"categories": ["Sep", "Sep"]})], "message")
        assert the_only(found) == ("/blocks/0/chart/axis_config/categories", "duplicate_category")
        series = [{"name": "NPS", "data": [{"label": "Sep", "value": "31"}]}]
        found = problems([a_line_chart(series=series, axis_config={"categories": ["Sep"]})], "message")
        assert the_only(found) == ("/blocks/0/chart/series/0/data/0/value", "wrong_type")

    def test_the_characters_of_a_table_are_counted(self) -> None:
        rows = [[{"type": "raw_text", "text": "x" * 1000}] for _ in range(11)]
        codes = {problem.code for problem in problems([{"type": "table", "rows": rows}], "message")}
        assert codes == {"too_long"}

    def test_a_pie_has_only_positive_segments(self) -> None:
        chart = {"type": "pie", "segments": [{"label": "None", "value": 0}]}
        block = {"type": "data_visualization", "title": "Share", "chart": chart}
        assert the_only(problems([block], "message")) == ("/blocks/0/chart/segments/0/value", "out_of_range")


class TestViews:
    def test_a_sound_modal_and_home_pass(self) -> None:
        submit = {"type": "plain_text", "text": "Save"}
        assert view_problems(a_modal(an_input(), submit=submit, private_metadata="x" * 3000)) == []
        assert view_problems({"type": "home", "blocks": [a_section()]}) == []

    @pytest.mark.parametrize(
        ("view", "pointer", "code"),
        [
            (None, "/view/type", "unknown_type"),
            ({"type": "drawer"}, "/view/type", "unknown_type"),
            ({"type": "modal", "blocks": [a_section()]}, "/view", "missing_key"),
            (a_modal(title={"type": "plain_text", "text": "x" * 25}), "/view/title/text", "too_long"),
            (a_modal(submit={"type": "plain_text", "text": "x" * 25}), "/view/submit/text", "too_long"),
            (a_modal(close={"type": "plain_text", "text": "x" * 25}), "/view/close/text", "too_long"),
            (a_modal(private_metadata="x" * 3001), "/view/private_metadata", "too_long"),
            (a_modal(callback_id="x" * 256), "/view/callback_id", "too_long"),
            (a_modal(an_input()), "/view", "missing_key"),
            (a_modal(a_line_chart()), "/view/blocks/0", "wrong_surface"),
            ({"type": "home", "blocks": []}, "/view/blocks", "too_few"),
            ({"type": "home", "blocks": "none"}, "/view/blocks", "wrong_type"),
            (
                {"type": "home", "blocks": [a_section()], "submit": {"type": "plain_text", "text": "x"}},
                "/view",
                "unknown_key",
            ),
        ],
    )
    def test_a_fault_of_a_view_is_found(self, view: Any, pointer: str, code: str) -> None:
        assert the_only(view_problems(view)) == (pointer, code)

    def test_a_view_beyond_250_kilobytes_is_refused(self) -> None:
        view = a_modal(*[a_section("x" * 2900)] * 90)
        assert the_only(view_problems(view)) == ("/view", "view_too_large")
