"""The shapes of tables and charts, with the rules that look at several of their parts together."""

from collections.abc import Iterator
from typing import Any, Final

from bot.blockkit import limits
from bot.blockkit.rich_text import RICH_TEXT
from bot.blockkit.shapes import (
    Problem,
    Rule,
    boolean,
    integer,
    list_of,
    number,
    one_of,
    record,
    string,
    variant,
)

_CELLS: Final[dict[str, Rule]] = {
    "raw_text": record({"type": one_of("raw_text"), "text": string()}, {}),
    "raw_number": record({"type": one_of("raw_number"), "value": number()}, {"text": string()}),
    "rich_text": RICH_TEXT,
}
_cell: Final = variant(lambda: _CELLS)
_COLUMN: Final = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column_settings(value: Any, at: str) -> Iterator[Problem]:
    if value is not None:  # null leaves the column as it is
        yield from _COLUMN(value, at)


def characters(value: Any) -> int:
    """How many characters a person would read: everything under a ``text`` key, at any depth."""
    if isinstance(value, dict):
        return sum(
            len(inner) if key == "text" and isinstance(inner, str) else characters(inner)
            for key, inner in value.items()
        )
    return sum(characters(item) for item in value) if isinstance(value, list) else 0


def _even_rows(value: Any, at: str) -> Iterator[Problem]:
    if len({len(row) for row in value["rows"]}) > 1:
        yield Problem(f"{at}/rows", "uneven_rows", "all rows must have the same number of cells")
    if any(cell["type"] == "rich_text" for cell in value["rows"][0]):
        yield Problem(f"{at}/rows/0", "not_allowed", "header cells must not be rich text")
    if value.get("row_header_column_index", 0) >= len(value["rows"][0]):
        yield Problem(f"{at}/row_header_column_index", "out_of_range", "must be the index of a column")
    if characters(value["rows"]) > limits.DATA_TABLE_CHARACTERS:
        yield Problem(
            f"{at}/rows", "too_long", f"must hold at most {limits.DATA_TABLE_CHARACTERS} characters"
        )


TABLE: Final = record(
    {"type": one_of("table"), "rows": list_of(list_of(_cell, 1, limits.TABLE_CELLS), 1, limits.TABLE_ROWS)},
    {
        "block_id": string(limits.BLOCK_ID),
        "column_settings": list_of(_column_settings, 1, limits.TABLE_CELLS),
    },
)

DATA_TABLE: Final = record(
    {
        "type": one_of("data_table"),
        "caption": string(),
        "rows": list_of(
            list_of(_cell, 1, limits.DATA_TABLE_CELLS),
            limits.DATA_TABLE_ROWS_AT_LEAST,
            limits.DATA_TABLE_ROWS,
        ),
    },
    {
        "block_id": string(limits.BLOCK_ID),
        "page_size": integer(1, limits.DATA_TABLE_PAGE_SIZE),
        "row_header_column_index": integer(),
    },
    _even_rows,
)

_POINT: Final = record({"label": string(limits.CHART_LABEL), "value": number()}, {})
_SEGMENT: Final = record({"label": string(limits.CHART_LABEL), "value": number(above=0)}, {})
_SERIES: Final = record(
    {"name": string(limits.CHART_LABEL), "data": list_of(_POINT, 1, limits.CHART_POINTS)}, {}
)
_AXES: Final = record(
    {"categories": list_of(string(limits.CHART_LABEL), 1, limits.CHART_POINTS)},
    {"x_label": string(limits.CHART_AXIS_LABEL), "y_label": string(limits.CHART_AXIS_LABEL)},
)


def _points_match_categories(value: Any, at: str) -> Iterator[Problem]:
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        yield Problem(f"{at}/series", "duplicate_series", "series names must be unique")
    categories = value["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        yield Problem(f"{at}/axis_config/categories", "duplicate_category", "categories must be unique")
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            sentence = "must have exactly one point for every category"
            yield Problem(f"{at}/series/{index}/data", "points_differ", sentence)


def _axis_chart(kind: str) -> Rule:
    return record(
        {"type": one_of(kind), "series": list_of(_SERIES, 1, limits.CHART_SERIES), "axis_config": _AXES},
        {},
        _points_match_categories,
    )


_CHARTS: Final[dict[str, Rule]] = {
    "pie": record({"type": one_of("pie"), "segments": list_of(_SEGMENT, 1, limits.CHART_SEGMENTS)}, {}),
    "bar": _axis_chart("bar"),
    "area": _axis_chart("area"),
    "line": _axis_chart("line"),
}

DATA_VISUALIZATION: Final = record(
    {
        "type": one_of("data_visualization"),
        "title": string(limits.CHART_TITLE),
        "chart": variant(lambda: _CHARTS),
    },
    {"block_id": string(limits.BLOCK_ID)},
)
