"""The one table of Block Kit's limits: characters, items and surfaces.

Where sources differ the smaller number stands here, so that what passes is safe everywhere; a test compares
the table with the independent package slackblocks and lists each difference with its reason. Lengths are in
characters.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Surface = Literal["message", "modal", "home"]

# Messages
MESSAGE_BLOCKS: Final = 50
MESSAGE_ATTACHMENTS: Final = 100
MESSAGE_TEXT_ADVISED: Final = 4_000  # chat.update refuses more, chat.postMessage accepts it
MESSAGE_TEXT: Final = 40_000  # chat.postMessage truncates beyond
MESSAGE_BLOCK_CHARACTERS: Final = (
    12_000  # undocumented; about 13,200 is refused as msg_blocks_too_long (bolt-js 2509)
)
MESSAGE_TABLES: Final = 1
MESSAGE_CHARTS: Final = 2

# Views (modals and App Home)
VIEW_BLOCKS: Final = 100
VIEW_TITLE: Final = 24
VIEW_SUBMIT: Final = 24
VIEW_CLOSE: Final = 24
VIEW_PRIVATE_METADATA: Final = 3_000
VIEW_CALLBACK_ID: Final = 255
VIEW_EXTERNAL_ID: Final = 255
VIEW_BYTES: Final = 250_000
VIEW_STACK: Final = 3

# Shared by blocks and elements
BLOCK_ID: Final = 255
ACTION_ID: Final = 255
URL: Final = 3_000
PLACEHOLDER: Final = 150
TEXT_OBJECT: Final = 3_000

# Composition objects
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
OPTION_URL: Final = 3_000
OPTION_GROUP_LABEL: Final = 75
OPTION_GROUP_OPTIONS: Final = 100
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

# Blocks
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
CONTEXT_ACTIONS_ELEMENTS: Final = 5
ACTIONS_ELEMENTS: Final = 25
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
IMAGE_ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000
MARKDOWN_TEXT: Final = 12_000  # over all markdown blocks of one message
ALERT_TEXT: Final = 200
CARD_TITLE: Final = 150
CARD_SUBTITLE: Final = 150
CARD_BODY: Final = 200
CARD_SUBTEXT: Final = 200
CARD_ACTIONS: Final = 3
CAROUSEL_CARDS: Final = 10
CONTAINER_TITLE: Final = 150
CONTAINER_SUBTITLE: Final = 150
CONTAINER_BLOCKS: Final = 10
PLAN_TASKS: Final = 50
VIDEO_TITLE: Final = 199  # "less than 200" in Slack's words
VIDEO_AUTHOR_NAME: Final = 49  # "less than 50"
VIDEO_PROVIDER_NAME: Final = 50
VIDEO_DESCRIPTION: Final = 200

# Elements
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_ACCESSIBILITY_LABEL: Final = 75
BUTTON_AGENT_PROMPT: Final = 4_000
ICON_BUTTON_VISIBLE_TO: Final = 10
SELECT_OPTIONS: Final = 100
SELECT_OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHECKBOXES_OPTIONS: Final = 10
RADIO_OPTIONS: Final = 10
PLAIN_TEXT_INPUT: Final = 3_000
FILE_INPUT_FILES: Final = 10
RICH_TEXT_INPUT_LINES: Final = 100

# Rich text
RICH_TEXT_LIST_INDENT: Final = 8

# Tables and charts
TABLE_ROWS: Final = 100
TABLE_CELLS: Final = 20
TABLE_CHARACTERS: Final = 10_000  # over all cells of a message
DATA_TABLE_ROWS: Final = 101  # the header and 100 more
DATA_TABLE_ROWS_AT_LEAST: Final = 2
DATA_TABLE_CELLS: Final = 20
DATA_TABLE_PAGE_SIZE: Final = 100
DATA_TABLE_CHARACTERS: Final = 10_000
CHART_TITLE: Final = 50
CHART_SERIES: Final = 6
CHART_SEGMENTS: Final = 6
CHART_POINTS: Final = 20
CHART_LABEL: Final = 20
CHART_AXIS_LABEL: Final = 50

_EVERYWHERE: Final = (
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
)

SURFACES: Final[Mapping[Surface, frozenset[str]]] = MappingProxyType(
    {
        "message": frozenset(
            {*_EVERYWHERE, "carousel", "container", "context_actions", "data_table", "data_visualization"}
            | {"markdown", "plan", "table", "task_card", "video"}
        ),
        "modal": frozenset({*_EVERYWHERE, "alert", "video"}),
        "home": frozenset({*_EVERYWHERE, "carousel", "container", "data_table", "video"}),
    }
)
"""Which block types Slack draws where. A block type that is in none of them cannot be sent by an app."""

BLOCKS_PER_SURFACE: Final[Mapping[Surface, int]] = MappingProxyType(
    {"message": MESSAGE_BLOCKS, "modal": VIEW_BLOCKS, "home": VIEW_BLOCKS}
)
