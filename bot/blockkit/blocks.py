"""The shapes of all blocks an app may send, one entry per type in BLOCKS."""

from collections.abc import Iterator
from typing import Any, Final

from bot.blockkit import limits
from bot.blockkit.data_blocks import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.blockkit.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION
from bot.blockkit.objects import IMAGE_ELEMENT, SLACK_FILE, SLACK_ICONS, mrkdwn, plain_text, text
from bot.blockkit.rich_text import RICH_TEXT
from bot.blockkit.shapes import (
    Problem,
    Rule,
    at_least_one,
    boolean,
    exactly_one,
    list_of,
    one_of,
    record,
    string,
    variant,
)


def _block(
    kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None, *also: Rule
) -> Rule:
    return record(
        {"type": one_of(kind), **required}, {"block_id": string(limits.BLOCK_ID), **(optional or {})}, *also
    )


def _unique_action_ids(key: str) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, element in enumerate(value.get(key, ())):
            action_id = element.get("action_id")
            if action_id in seen:
                sentence = f"action_id {action_id} already exists in this block"
                yield Problem(f"{at}/{key}/{index}/action_id", "duplicate_action_id", sentence)
            if action_id is not None:
                seen.add(action_id)

    return rule


def _one_icon(value: Any, at: str) -> Iterator[Problem]:
    if "icon" in value and "slack_icon" in value:
        yield Problem(f"{at}/slack_icon", "conflict", "must not stand beside icon")


def _collapsing(value: Any, at: str) -> Iterator[Problem]:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield Problem(f"{at}/default_collapsed", "conflict", "requires is_collapsible")
    if value.get("has_header_divider") and value.get("is_collapsible"):
        yield Problem(f"{at}/has_header_divider", "conflict", "is not for collapsible containers")


def _unique_tasks(value: Any, at: str) -> Iterator[Problem]:
    names = [task["task_id"] for task in value["tasks"]]
    if len(set(names)) < len(names):
        yield Problem(f"{at}/tasks", "duplicate_task_id", "task_id must be unique within a plan")


_CONTEXT: Final[dict[str, Rule]] = {"mrkdwn": mrkdwn(), "plain_text": plain_text(), "image": IMAGE_ELEMENT}
_IMAGE_SOURCE: Final[dict[str, Rule]] = {"image_url": string(limits.URL), "slack_file": SLACK_FILE}
_SOURCE: Final = record({"type": one_of("url"), "url": string(limits.URL), "text": string()}, {})
_TASK: Final[dict[str, Rule]] = {"task_id": string(), "title": string()}
_TASK_MORE: Final[dict[str, Rule]] = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": list_of(_SOURCE, 0),
}
_STATUSES: Final = ("in_progress", "complete", "error")
_CARD: Final = _block(
    "card",
    {},
    {
        "hero_image": IMAGE_ELEMENT,
        "icon": IMAGE_ELEMENT,
        "slack_icon": record({"type": one_of("icon"), "name": one_of(*SLACK_ICONS)}, {}),
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_SUBTITLE),
        "body": text(limits.CARD_BODY),
        "subtext": text(limits.CARD_SUBTEXT),
        "actions": list_of(variant(lambda: ELEMENTS, allowed={"button"}), 1, limits.CARD_ACTIONS),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    _unique_action_ids("actions"),
    _one_icon,
)
_IN_CONTAINER: Final = frozenset(
    {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video"}
)

BLOCKS: Final[dict[str, Rule]] = {
    "section": _block(
        "section",
        {},
        {
            "text": text(limits.SECTION_TEXT),
            "fields": list_of(text(limits.SECTION_FIELD_TEXT), 1, limits.SECTION_FIELDS),
            "accessory": variant(lambda: ELEMENTS, allowed=IN_SECTION),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "header": _block("header", {"text": plain_text(limits.HEADER_TEXT)}),
    "divider": _block("divider", {}),
    "context": _block(
        "context", {"elements": list_of(variant(lambda: _CONTEXT), 1, limits.CONTEXT_ELEMENTS)}
    ),
    "image": _block(
        "image",
        {"alt_text": string(limits.IMAGE_ALT_TEXT)},
        {**_IMAGE_SOURCE, "title": plain_text(limits.IMAGE_TITLE)},
        exactly_one("image_url", "slack_file"),
    ),
    "actions": _block(
        "actions",
        {"elements": list_of(variant(lambda: ELEMENTS, allowed=IN_ACTIONS), 1, limits.ACTIONS_ELEMENTS)},
        None,
        _unique_action_ids("elements"),
    ),
    "context_actions": _block(
        "context_actions",
        {
            "elements": list_of(
                variant(lambda: ELEMENTS, allowed=IN_CONTEXT_ACTIONS), 1, limits.CONTEXT_ACTIONS_ELEMENTS
            )
        },
        None,
        _unique_action_ids("elements"),
    ),
    "input": _block(
        "input",
        {"label": plain_text(limits.INPUT_LABEL), "element": variant(lambda: ELEMENTS, allowed=IN_INPUT)},
        {"hint": plain_text(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "markdown": _block("markdown", {"text": string(limits.MARKDOWN_TEXT)}),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "alert": _block(
        "alert",
        {"text": text(limits.ALERT_TEXT)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": _block("carousel", {"elements": list_of(_CARD, 1, limits.CAROUSEL_CARDS)}),
    "container": _block(
        "container",
        {"child_blocks": list_of(variant(lambda: BLOCKS, allowed=_IN_CONTAINER), 1, limits.CONTAINER_BLOCKS)},
        {
            "title": plain_text(limits.CONTAINER_TITLE),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(limits.CONTAINER_SUBTITLE),
            "icon": IMAGE_ELEMENT,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
        _collapsing,
    ),
    "task_card": _block("task_card", {**_TASK, "status": one_of(*_STATUSES)}, _TASK_MORE),
    "plan": _block(
        "plan",
        {
            "title": string(),
            "tasks": list_of(
                record({**_TASK, "status": one_of("pending", *_STATUSES)}, _TASK_MORE), 1, limits.PLAN_TASKS
            ),
        },
        None,
        _unique_tasks,
    ),
    "video": _block(
        "video",
        {
            "alt_text": string(limits.IMAGE_ALT_TEXT),
            "title": plain_text(limits.VIDEO_TITLE),
            "thumbnail_url": string(limits.URL),
            "video_url": string(limits.URL),
        },
        {
            "author_name": string(limits.VIDEO_AUTHOR_NAME),
            "description": plain_text(limits.VIDEO_DESCRIPTION),
            "provider_name": string(limits.VIDEO_PROVIDER_NAME),
            "provider_icon_url": string(limits.URL),
            "title_url": string(limits.URL),
        },
    ),
}
