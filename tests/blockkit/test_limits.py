"""Our limits beside those of the independent package slackblocks; every difference has its reason."""

import pytest
from slackblocks import _limits as peer
from slackblocks._surfaces import _BLOCK_TYPES_BY_SURFACE as PEER_SURFACES

from bot.blockkit import limits
from bot.blockkit.blocks import BLOCKS

SAME = {
    "MESSAGE_BLOCKS": "MESSAGE_BLOCKS_MAX_ITEMS",
    "MESSAGE_ATTACHMENTS": "MESSAGE_ATTACHMENTS_MAX_ITEMS",
    "MESSAGE_CHARTS": "MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS",
    "VIEW_BLOCKS": "VIEW_BLOCKS_MAX_ITEMS",
    "VIEW_TITLE": "VIEW_TITLE_MAX_LENGTH",
    "VIEW_SUBMIT": "VIEW_SUBMIT_MAX_LENGTH",
    "VIEW_CLOSE": "VIEW_CLOSE_MAX_LENGTH",
    "VIEW_PRIVATE_METADATA": "VIEW_PRIVATE_METADATA_MAX_LENGTH",
    "VIEW_CALLBACK_ID": "VIEW_CALLBACK_ID_MAX_LENGTH",
    "VIEW_EXTERNAL_ID": "VIEW_EXTERNAL_ID_MAX_LENGTH",
    "BLOCK_ID": "BLOCK_ID_MAX_LENGTH",
    "ACTION_ID": "ACTION_ID_MAX_LENGTH",
    "URL": "BUTTON_URL_MAX_LENGTH",
    "PLACEHOLDER": "SELECT_PLACEHOLDER_MAX_LENGTH",
    "TEXT_OBJECT": "TEXT_MAX_LENGTH",
    "OPTION_TEXT": "OPTION_TEXT_MAX_LENGTH",
    "OPTION_VALUE": "OPTION_VALUE_MAX_LENGTH",
    "OPTION_DESCRIPTION": "OPTION_DESCRIPTION_MAX_LENGTH",
    "OPTION_URL": "OPTION_URL_MAX_LENGTH",
    "OPTION_GROUP_LABEL": "OPTION_GROUP_LABEL_MAX_LENGTH",
    "OPTION_GROUP_OPTIONS": "OPTION_GROUP_OPTIONS_MAX_ITEMS",
    "CONFIRM_TITLE": "CONFIRMATION_TITLE_MAX_LENGTH",
    "CONFIRM_TEXT": "CONFIRMATION_TEXT_MAX_LENGTH",
    "CONFIRM_BUTTON": "CONFIRMATION_CONFIRM_MAX_LENGTH",
    "SECTION_TEXT": "SECTION_TEXT_MAX_LENGTH",
    "SECTION_FIELDS": "SECTION_FIELDS_MAX_ITEMS",
    "SECTION_FIELD_TEXT": "SECTION_FIELDS_ITEM_MAX_LENGTH",
    "HEADER_TEXT": "HEADER_TEXT_MAX_LENGTH",
    "CONTEXT_ELEMENTS": "CONTEXT_ELEMENTS_MAX_ITEMS",
    "CONTEXT_ACTIONS_ELEMENTS": "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS",
    "ACTIONS_ELEMENTS": "ACTIONS_ELEMENTS_MAX_ITEMS",
    "INPUT_LABEL": "INPUT_LABEL_MAX_LENGTH",
    "INPUT_HINT": "INPUT_HINT_MAX_LENGTH",
    "IMAGE_ALT_TEXT": "IMAGE_ALT_TEXT_MAX_LENGTH",
    "IMAGE_TITLE": "IMAGE_TITLE_MAX_LENGTH",
    "MARKDOWN_TEXT": "MARKDOWN_TOTAL_TEXT_MAX_LENGTH",
    "ALERT_TEXT": "ALERT_TEXT_MAX_LENGTH",
    "CARD_TITLE": "CARD_TITLE_MAX_LENGTH",
    "CARD_SUBTITLE": "CARD_SUBTITLE_MAX_LENGTH",
    "CARD_BODY": "CARD_BODY_MAX_LENGTH",
    "CARD_SUBTEXT": "CARD_SUBTEXT_MAX_LENGTH",
    "CARD_ACTIONS": "CARD_ACTIONS_MAX_ITEMS",
    "CAROUSEL_CARDS": "CAROUSEL_ELEMENTS_MAX_ITEMS",
    "CONTAINER_TITLE": "CONTAINER_TITLE_MAX_LENGTH",
    "CONTAINER_SUBTITLE": "CONTAINER_SUBTITLE_MAX_LENGTH",
    "CONTAINER_BLOCKS": "CONTAINER_CHILD_BLOCKS_MAX_ITEMS",
    "PLAN_TASKS": "PLAN_TASKS_MAX_ITEMS",
    "VIDEO_PROVIDER_NAME": "VIDEO_PROVIDER_NAME_MAX_LENGTH",
    "VIDEO_DESCRIPTION": "VIDEO_DESCRIPTION_MAX_LENGTH",
    "BUTTON_TEXT": "BUTTON_TEXT_MAX_LENGTH",
    "BUTTON_VALUE": "BUTTON_VALUE_MAX_LENGTH",
    "BUTTON_ACCESSIBILITY_LABEL": "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH",
    "BUTTON_AGENT_PROMPT": "BUTTON_AGENT_PROMPT_MAX_LENGTH",
    "ICON_BUTTON_VISIBLE_TO": "ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS",
    "SELECT_OPTIONS": "SELECT_OPTIONS_MAX_ITEMS",
    "SELECT_OPTION_GROUPS": "SELECT_OPTION_GROUPS_MAX_ITEMS",
    "OVERFLOW_OPTIONS": "OVERFLOW_OPTIONS_MAX_ITEMS",
    "CHECKBOXES_OPTIONS": "CHECKBOXES_OPTIONS_MAX_ITEMS",
    "RADIO_OPTIONS": "RADIO_BUTTONS_OPTIONS_MAX_ITEMS",
    "PLAIN_TEXT_INPUT": "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX",
    "FILE_INPUT_FILES": "FILE_INPUT_MAX_FILES_MAX",
    "RICH_TEXT_INPUT_LINES": "RICH_TEXT_INPUT_MAX_LINES_MAX",
    "RICH_TEXT_LIST_INDENT": "RICH_TEXT_LIST_INDENT_MAX",
    "TABLE_ROWS": "TABLE_ROWS_MAX_ITEMS",
    "TABLE_CELLS": "TABLE_COLUMNS_MAX_ITEMS",
    "DATA_TABLE_ROWS_AT_LEAST": "DATA_TABLE_ROWS_MIN_ITEMS",
    "DATA_TABLE_CELLS": "DATA_TABLE_COLUMNS_MAX_ITEMS",
    "DATA_TABLE_PAGE_SIZE": "DATA_TABLE_PAGE_SIZE_MAX",
    "CHART_TITLE": "DATA_VISUALIZATION_TITLE_MAX_LENGTH",
    "CHART_POINTS": "DATA_VISUALIZATION_DATA_MAX_ITEMS",
    "CHART_LABEL": "DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH",
    "CHART_AXIS_LABEL": "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH",
}

SMALLER = {
    "VIDEO_TITLE": ("VIDEO_TITLE_MAX_LENGTH", "Slack's reference says 'less than 200'"),
    "VIDEO_AUTHOR_NAME": ("VIDEO_AUTHOR_NAME_MAX_LENGTH", "Slack's reference and SDK say 'less than 50'"),
    "DATA_TABLE_ROWS": ("DATA_TABLE_ROWS_MAX_ITEMS", "older documents allow 100 rows, newer 201"),
    "DATA_TABLE_CHARACTERS": ("DATA_TABLE_CONTENT_MAX_LENGTH", "older documents allow 10,000, newer 20,000"),
    "CHART_SERIES": ("DATA_VISUALIZATION_SERIES_MAX_ITEMS", "older documents allow 6 series, newer 12"),
    "CHART_SEGMENTS": ("DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS", "older documents allow 6 segments, newer 12"),
}

NOT_IN_THE_PEER = {
    "MESSAGE_TEXT": "slackblocks does not judge the text of a message",
    "MESSAGE_TEXT_ADVISED": "slackblocks does not judge the text of a message",
    "MESSAGE_BLOCK_CHARACTERS": "undocumented total, reported in bolt-js 2509",
    "MESSAGE_TABLES": "slackblocks does not count tables",
    "VIEW_BYTES": "slackblocks does not measure views",
    "VIEW_STACK": "slackblocks does not open views",
    "TABLE_CHARACTERS": "slackblocks does not count a table's characters",
}

NARROWER_SURFACES = {
    ("message", "file"): "remote files only; an app cannot send the block itself",
    ("home", "table"): "documented for messages only",
    ("home", "data_visualization"): "sources disagree whether charts are drawn in App Home",
}


@pytest.mark.parametrize(("ours", "theirs"), SAME.items())
def test_a_limit_agrees_with_the_independent_package(ours: str, theirs: str) -> None:
    assert getattr(limits, ours) == getattr(peer, theirs)


@pytest.mark.parametrize(("ours", "theirs"), [(name, pair[0]) for name, pair in SMALLER.items()])
def test_where_sources_differ_ours_is_the_smaller_limit(ours: str, theirs: str) -> None:
    assert getattr(limits, ours) < getattr(peer, theirs)


def test_every_number_in_our_table_is_compared_or_explained() -> None:
    numbers = {name for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
    assert numbers == set(SAME) | set(SMALLER) | set(NOT_IN_THE_PEER)


def test_surfaces_agree_with_the_independent_package_but_for_the_explained() -> None:
    differences = {
        (surface, kind)
        for surface, kinds in PEER_SURFACES.items()
        for kind in kinds ^ limits.SURFACES[surface]
    }
    assert differences == set(NARROWER_SURFACES)


def test_every_block_type_that_can_be_sent_has_a_shape() -> None:
    assert set(BLOCKS) == frozenset().union(*limits.SURFACES.values())
